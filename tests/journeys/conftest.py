"""Journeys: a user's whole task in a real browser, with a live server and a real worker."""

import os
import re
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.conf import settings
from django.db import connection
from playwright.sync_api import Browser, ConsoleMessage, Page, sync_playwright

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Start one Chromium for the session. Its event loop runs in the main thread, so the ORM must allow async use."""
    if CHROMIUM is None and not os.environ.get("CI"):
        pytest.skip("Chromium is not installed: apt-get install chromium")
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=CHROMIUM, args=["--no-sandbox", "--disable-dev-shm-usage"]
        )
        yield browser
        browser.close()


@pytest.fixture(params=[True, False], ids=["with scripts", "without scripts"])
def page(request, browser: Browser, live_server) -> Iterator[Page]:
    """Page in a new browser context, with and without scripts. Any error in the console fails the test."""
    context = browser.new_context(
        base_url=live_server.url, viewport={"width": 1280, "height": 900}, java_script_enabled=request.param
    )
    page = context.new_page()
    page.set_default_timeout(15_000)
    complaints: list[str] = []
    page.on("console", lambda message: complaints.append(message.text) if is_complaint(message) else None)
    page.on("pageerror", lambda error: complaints.append(str(error)))
    yield page
    context.close()
    assert complaints == []


def is_complaint(message: ConsoleMessage) -> bool:
    """Whether a console message is an error, except the one that Chromium logs for every 403, 409, 422 and 503."""
    return message.type == "error" and not re.search("status of (40[39]|422|503)", message.text)


@pytest.fixture
def worker(transactional_db, tmp_path: Path) -> Iterator[subprocess.Popen[bytes]]:
    """Start a Celery worker as its own process, on the test's database, with the worker role."""
    log = tmp_path / "worker.log"
    environment = os.environ | {
        "SENDPLAN_PROCESS": "worker",
        "WORKER_DATABASE_URL": _test_database(os.environ["WORKER_DATABASE_URL"]),
        "DATABASE_URL": _test_database(os.environ["DATABASE_URL"]),
    }
    command = [sys.executable, "-m", "celery", "-A", "sendplan", "worker", "-Q", "default,clock,renders"]
    command += ["--pool=solo", "--without-gossip", "--without-mingle", "--loglevel=INFO"]
    with log.open("wb") as output:
        process = subprocess.Popen(
            command, cwd=settings.BASE_DIR, env=environment, stdout=output, stderr=output
        )
    try:
        _wait_until(lambda: b" ready." in log.read_bytes(), "the worker to be ready", log)
        yield process
    finally:
        process.terminate()
        process.wait(timeout=20)
        print(log.read_text())  # shown when the journey fails


def _test_database(url: str) -> str:
    """Replace the last part of the address, the database name, by that of the test database."""
    return f"{url.rpartition('/')[0]}/{connection.settings_dict['NAME']}"


def _wait_until(condition, what: str, log: Path, seconds: float = 60) -> None:
    for _ in range(int(seconds / 0.2)):
        if condition():
            return
        time.sleep(0.2)
    raise AssertionError(f"Timed out waiting for {what}:\n{log.read_text()}")
