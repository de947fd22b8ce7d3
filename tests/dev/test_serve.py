"""Run `bin/serve`: kill parts of it or all, stop it, start it again, and run `bin/manage` next to it."""

import json
import os
import signal
import subprocess
import sys
import time
import urllib.request
from contextlib import contextmanager
from pathlib import Path

import psycopg2
import pytest
from celery import Celery
from django.conf import settings
from kombu.exceptions import OperationalError
from redis.exceptions import RedisError

from dev import services, temporary
from sendplan.env import _env as environment

ROOT = Path(settings.BASE_DIR)
PROGRAM = str(ROOT / "dev" / "__main__.py")
CHILDREN = {"web", "worker", "renders", "beat", "mail", "valkey", "postgres"}


def caller_environment() -> dict[str, str]:
    """Environment of a user who has set no variable of the product."""
    ours = (*temporary.NOT_PASSED_ON, "SENDPLAN_STATE", "DJANGO_SETTINGS_MODULE", "SENDPLAN_SUPERVISED")
    kept = {name: value for name, value in services.clean(os.environ).items() if name not in ours}
    return kept


class Serve:
    """A running `bin/serve` on a state."""

    def __init__(self, state: Path) -> None:
        self.state = state
        self.process = subprocess.Popen(
            [
                sys.executable,
                "-P",
                PROGRAM,
                "serve",
                "--port",
                "0",
                "--no-demo",
                "--state",
                state,
            ],
            env=caller_environment(),
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )
        self.said = []
        for line in self.process.stdout:
            self.said.append(line)
            if line.startswith("Ready: "):
                self.address = line.split()[1]
                return
        raise AssertionError("".join(self.said))

    @property
    def children(self) -> dict[str, int]:
        return json.loads((self.state / "children.json").read_text())

    def sql(self, statement: str) -> list[tuple]:
        url = json.loads((self.state / "services.json").read_text())["OWNER_DATABASE_URL"]
        login = environment.db_url_config(url)
        connection = psycopg2.connect(
            host=login["HOST"], user=login["USER"], password=login["PASSWORD"], dbname=login["NAME"]
        )
        try:
            with connection, connection.cursor() as cursor:
                cursor.execute(statement)
                return cursor.fetchall() if cursor.description else []
        finally:
            connection.close()

    def works(self) -> bool:
        """Whether web reaches database and queue, and both workers respond."""
        try:
            with urllib.request.urlopen(f"{self.address}/readyz", timeout=5) as answer:
                if answer.status != 200:
                    return False
            queue = json.loads((self.state / "services.json").read_text())["REDIS_URL"]
            with Celery(broker=queue, set_as_current=False) as app, app.connection_for_write() as connection:
                replies = app.control.ping(timeout=1, connection=connection)
        except (OSError, OperationalError, RedisError):
            return False
        return {name for reply in replies for name in reply} == {"default@sendplan", "renders@sendplan"}

    def wait_for(self, condition, what: str, seconds: float = 40) -> None:
        deadline = time.monotonic() + seconds
        while not condition():
            assert time.monotonic() < deadline, f"Waited in vain until {what}"
            time.sleep(0.1)

    def end(self, signal_number: int) -> int:
        self.process.send_signal(signal_number)
        code = self.process.wait(timeout=25)
        self.process.stdout.close()
        return code


@contextmanager
def serve(state: Path):
    """Run `bin/serve`: ready inside the block, ended after it."""
    running = Serve(state)
    try:
        yield running
    finally:
        if running.process.poll() is None:
            running.end(signal.SIGTERM)


def manage(state: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-P", PROGRAM, "manage", *arguments],
        env=caller_environment() | {"SENDPLAN_STATE": str(state)},
        capture_output=True,
        text=True,
        timeout=90,
    )


def supervised(state: Path) -> list[int]:
    """Process ids of all processes that belong to the state."""
    mark = f"SENDPLAN_SUPERVISED={state}".encode()
    found = []
    for entry in Path("/proc").glob("[0-9]*"):
        try:
            if mark in (entry / "environ").read_bytes().split(b"\0"):
                found.append(int(entry.name))
        except OSError:
            continue
    return found


def test_every_killed_process_comes_back(tmp_path):
    state = tmp_path / "state"
    with serve(state) as running:
        running.wait_for(running.works, "the second worker is up")
        assert set(running.children) == CHILDREN
        before = fill_table(running)
        for pid in before.values():
            os.kill(pid, signal.SIGKILL)
        running.wait_for(lambda: not set(before.values()) & set(running.children.values()), "all are back")
        running.wait_for(running.works, "everything works again")
        assert running.sql("select count(*) from kept") == [(10,)]


def test_one_state_has_one_serve_and_any_number_of_manage(tmp_path):
    state = tmp_path / "state"
    with serve(state) as running:
        assert set_up_address(running).startswith(f"{running.address}/set-up/")
        second = subprocess.run(
            [sys.executable, "-P", PROGRAM, "serve", "--state", state, "--port", "0"],
            env=caller_environment(),
            capture_output=True,
            text=True,
            timeout=30,
        )
        assert second.returncode == 1
        assert second.stderr.startswith("Another bin/serve or bin/manage is using the state folder")
        assert second.stderr.count("\n") == 1

        beside = manage(state, "shell", "--verbosity", "0", "--command", "print('beside')")
        assert (beside.returncode, beside.stdout) == (0, "beside\n"), beside.stderr


def test_nothing_committed_is_lost_when_everything_is_killed(tmp_path):
    """Without the supervisor, only the next start starts the processes again. That one stops in order."""
    state = tmp_path / "state"
    with serve(state) as running:
        children = fill_table(running)
        running.end(signal.SIGKILL)
        for name in ("web", "worker", "postgres"):
            try:
                os.kill(children[name], signal.SIGKILL)
            except ProcessLookupError:
                continue

    with serve(state) as again:
        assert set_up_address(again) != set_up_address(running)
        again.wait_for(again.works, "everything works again")
        assert again.sql("select count(*) from kept") == [(10,)]
        began = time.monotonic()
        assert again.end(signal.SIGTERM) == 0
        assert time.monotonic() - began < 10
        assert supervised(state) == []


def set_up_address(running: Serve) -> str:
    """The address that `bin/serve` printed, because there is no council."""
    [line] = [line for line in running.said if line.startswith("Set up: ")]
    return line.split()[-1]


def fill_table(running: Serve) -> dict[str, int]:
    """Insert ten rows, each in its own commit. Returns the processes that ran meanwhile."""
    running.sql("create table kept (n int)")
    children = running.children
    for number in range(10):
        running.sql(f"insert into kept values ({number})")
    return children


def test_abandoned_serve_gives_way_to_the_next(tmp_path):
    """Its parent was killed but it was not, as happens to a background job of a script."""
    command = [
        sys.executable,
        "-P",
        PROGRAM,
        "serve",
        "--port",
        "0",
        "--no-demo",
        "--state",
        tmp_path,
    ]
    log = tmp_path.with_suffix(".log")
    with log.open("w") as output:
        starter = subprocess.Popen(
            [sys.executable, "-c", "import subprocess, sys; subprocess.call(sys.argv[1:])", *command],
            env=caller_environment(),
            stdout=output,
            stderr=output,
        )
    for _ in range(600):
        if (tmp_path / "services.json").exists():
            break
        time.sleep(0.1)
    starter.kill()
    starter.wait()
    with serve(tmp_path) as running:
        assert "Stopping a bin/serve that was left running.\n" in running.said


def test_manage_starts_what_it_needs_and_leaves_nothing_running(tmp_path):
    asked = "from django.db import connection as c; c.ensure_connection(); print(c.settings_dict['USER'])"
    result = manage(tmp_path, "shell", "--verbosity", "0", "--command", asked)
    assert (result.returncode, result.stdout) == (0, "app_web\n"), result.stderr
    assert supervised(tmp_path) == []
    failed = manage(tmp_path, "shell", "--verbosity", "0", "--command", "raise SystemExit(7)")
    assert failed.returncode == 7


@pytest.mark.skipif(os.geteuid() != 0, reason="the other tests ran as an ordinary user")
def test_services_run_as_an_ordinary_user(ordinary_user, tmp_path):
    """Run as the user `nobody`, from its own folder that no other user may enter."""
    program = (
        "import json, os, psycopg2\nfrom pathlib import Path\n"
        "from dev import services, signals\n"
        "from dev.state import State\nfrom dev.supervisor import Supervisor\n"
        "signals.hold()\nstate = State(Path('closed/state'))\nassert services.claim(state)\n"
        "with services.running(state, Supervisor(state, print), {}) as env:\n"
        "    admin = psycopg2.connect(host=str(state.runtime / 'postgres'), user='postgres', dbname='postgres')\n"
        "    cursor = admin.cursor()\n"
        "    cursor.execute('select rolname, rolbypassrls from pg_roles where rolname ~ %s', ['^app_'])\n"
        "    roles = dict(cursor.fetchall())\n"
        "    print(json.dumps({'uid': os.getuid(), 'roles': roles, 'local': env['SENDPLAN_LOCAL']}))\n"
    )
    assert json.loads(ordinary_user(program)) == {
        "uid": 65534,
        "roles": {"app_owner": True, "app_web": False, "app_worker": False},
        "local": "1",
    }
