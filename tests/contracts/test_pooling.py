"""Wall behind a pooler in transaction mode, where one server connection serves many councils in turn.

The negative control shows that the same traffic leaks with a session-level setting, so the test can fail.
"""

import getpass
import os
import random
import shutil
import subprocess
import threading
import time
from pathlib import Path

import psycopg2
import pytest
from django.db import connection, connections

from councils.models import Organisation
from councils.tenancy import council_context
from tests.factories import CouncilFactory

pytestmark = [pytest.mark.django_db(transaction=True)]
COUNCILS, THREADS, ROUNDS = 5, 8, 40


@pytest.fixture
def pooler(tmp_path_factory):
    """Start PgBouncer with two server connections. Yields the parameters to connect through it."""
    program = shutil.which("pgbouncer") or shutil.which("/usr/sbin/pgbouncer")
    if program is None and not os.environ.get("CI"):
        pytest.skip("PgBouncer is not installed: apt-get install pgbouncer")
    folder = Path(f"/tmp/sendplan-pool-{os.getpid()}")
    folder.mkdir(mode=0o777)
    folder.chmod(0o777)
    try:
        yield from _run(program, folder)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _run(program: str, folder: Path):
    server = connection.get_connection_params()
    user, password, host, name = (server[key] for key in ("user", "password", "host", "dbname"))
    (folder / "users").write_text(f'"{user}" "{password}"\n')
    (folder / "ini").write_text(
        f"[databases]\n{name} = host={host} dbname={name}\n[pgbouncer]\nlisten_port = 6432\nlisten_addr =\n"
        f"unix_socket_dir = {folder}\nauth_type = plain\nauth_file = {folder}/users\n"
        "pool_mode = transaction\ndefault_pool_size = 2\nmax_client_conn = 50\nignore_startup_parameters = options\n"
    )
    command = [program, "-q", str(folder / "ini")]
    if getpass.getuser() == "root":
        command[1:1] = ["-u", "nobody"]
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)
    parameters = {"host": str(folder), "port": 6432, "dbname": name, "user": user, "password": password}
    parameters["connect_timeout"] = 5
    for _ in range(5):
        if process.poll() is not None:
            pytest.fail(process.stderr.read().decode())
        try:
            psycopg2.connect(**parameters).close()
            break
        except psycopg2.OperationalError:
            time.sleep(0.2)
    else:
        process.terminate()
        pytest.fail(process.stderr.read().decode())
    try:
        yield parameters
    finally:
        process.terminate()
        process.wait(timeout=10)
        process.stderr.close()


@pytest.fixture
def council_ids():
    councils = [CouncilFactory() for _ in range(COUNCILS)]
    for council in councils:
        with council_context(council.id):
            Organisation.objects.create(name=f"only of {council.id}")
    return [council.id for council in councils]


def test_no_answer_of_another_council_comes_through_a_pooler(pooler, council_ids):
    wrong: list[str] = []

    def work(seed: int) -> None:
        chance = random.Random(seed)
        database = connections["default"]
        database.settings_dict = database.settings_dict | {
            "HOST": pooler["host"],
            "PORT": pooler["port"],
            "OPTIONS": {},
        }
        try:
            for _ in range(ROUNDS):
                council_id = chance.choice(council_ids)
                with council_context(council_id):
                    names = [name for (name,) in Organisation._base_manager.values_list("name")]
                if names != [f"only of {council_id}"]:
                    wrong.append(f"{council_id}: {names}")
        finally:
            database.close()

    _together(work)
    assert wrong == []


def test_the_same_traffic_with_a_session_setting_does_leak(pooler, council_ids):
    wrong: list[str] = []

    def work(seed: int) -> None:
        chance = random.Random(seed)
        raw = psycopg2.connect(**pooler)
        raw.autocommit = True
        with raw.cursor() as cursor:
            for _ in range(ROUNDS):
                council_id = chance.choice(council_ids)
                cursor.execute("select set_config('app.council_id', %s, false)", [str(council_id)])
                cursor.execute("select name from councils_organisation")
                if cursor.fetchall() != [(f"only of {council_id}",)]:
                    wrong.append(str(council_id))
        raw.close()

    _together(work)
    assert wrong


def _together(work) -> None:
    threads = [threading.Thread(target=work, args=(seed,)) for seed in range(THREADS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=60)
