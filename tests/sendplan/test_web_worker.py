"""gunicorn answers requests that are too long in our words, with the settings that every start reads."""

import http.client
import socket
import subprocess
import sys
import time

import orjson
import pytest
from django.conf import settings

from sendplan.web_worker import LONGEST


@pytest.fixture(scope="module")
def port():
    """Port of a gunicorn that serves a small application from the checkout's root."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        process = subprocess.Popen(
            [
                *(sys.executable, "-m", "gunicorn", "wsgiref.simple_server:demo_app", "--threads", "2"),
                *("--bind", f"fd://{listener.fileno()}", "--no-control-socket"),
            ],
            cwd=settings.BASE_DIR,
            pass_fds=[listener.fileno()],
            stderr=subprocess.DEVNULL,
        )
        try:
            yield listener.getsockname()[1]
        finally:
            process.terminate()
            process.wait(20)


def asked(port, path="/", headers=None):
    """Response and body, from the moment the server answers."""
    until = time.monotonic() + 30
    while True:
        caller = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
        try:
            caller.request("GET", path, headers=headers or {})
            response = caller.getresponse()
            return response, response.read()
        except OSError:
            if time.monotonic() > until:
                raise
            time.sleep(0.2)
        finally:
            caller.close()


@pytest.mark.parametrize(
    ("path", "headers", "status", "words"),
    [
        ("/" + "a" * LONGEST, {}, 414, "Give fewer or shorter parameters."),
        ("/", {"X-Long": "a" * (LONGEST + 1)}, 431, "Send fewer or shorter ones."),
        ("/", {f"X-{number}": "a" for number in range(120)}, 431, "There are more than 100 headers"),
    ],
)
def test_what_is_too_long_is_a_problem(port, path, headers, status, words):
    response, body = asked(port, path, headers)
    assert (response.status, response.getheader("Content-Type")) == (status, "application/problem+json")
    problem = orjson.loads(body)
    assert (problem["status"], problem["title"]) == (status, response.reason)
    assert words in problem["detail"]


def test_an_address_of_8_kb_is_taken(port):
    response, body = asked(port, "/?" + "a" * 8000)
    assert response.status == 200
    assert b"Hello world!" in body
