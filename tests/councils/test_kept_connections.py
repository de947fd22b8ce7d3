"""A thread keeps its database connection for its next requests and tasks, which may be of other councils."""

import psycopg2
import pytest
from django.conf import settings
from django.db import close_old_connections, connection

from councils.models import Organisation
from councils.permissions import Role
from councils.tenancy import council_context
from councils.tenancy.tasks import CouncilTask
from sendplan.celery import app
from tests.cast import make_cast

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.urls("tests.councils.probes")]
SETTINGS = ("council_id", "actor", "request_id", "verb", "reason")


@pytest.fixture
def cast():
    return make_cast()


def served(client, path, **how):
    """Response of a request, with what Django's server does before and after each, and its test client does not."""
    close_old_connections()
    response = client.get(path) if not how else client.post(path, **how)
    close_old_connections()
    return response


def backend() -> int:
    """Process of the database server that answers this connection."""
    with connection.cursor() as cursor:
        cursor.execute("select pg_backend_pid()")
        return cursor.fetchone()[0]


def left_behind() -> dict[str, str]:
    """Settings of the session that are not empty, outside any transaction."""
    with connection.cursor() as cursor:
        cursor.execute(
            f"select {', '.join(f'current_setting(%s, true) as {name}' for name in SETTINGS)}",
            [f"app.{name}" for name in SETTINGS],
        )
        values = dict(zip(SETTINGS, cursor.fetchone(), strict=True))
        cursor.execute("show transaction_read_only")
        read_only = cursor.fetchone()[0]
    return {name: value for name, value in values.items() if value} | (
        {} if read_only == "off" else {"read_only": read_only}
    )


def break_connection() -> None:
    """End the server's side of this connection, as a restart of the database does."""
    parameters = connection.get_connection_params()
    other = psycopg2.connect(
        **{key: parameters[key] for key in ("host", "dbname", "user", "password") if parameters.get(key)}
    )
    other.autocommit = True
    with other.cursor() as cursor:
        cursor.execute("select pg_terminate_backend(%s, 5000)", [backend()])
        assert cursor.fetchone() == (True,)
    other.close()


def test_connections_are_kept_and_checked():
    assert settings.DATABASES["default"]["CONN_MAX_AGE"] > 0
    assert settings.DATABASES["default"]["CONN_HEALTH_CHECKS"]


@pytest.mark.parametrize("failing", [False, True], ids=["after an answer", "after a failure"])
def test_nothing_of_a_request_reaches_the_next_one_on_its_connection(cast, failing):
    here, there = cast.client(Role.OFFICER), cast.outsider_client()
    here.raise_request_exception = False
    first = served(here, "/northport/fail/" if failing else "/northport/write/", data={})
    assert first.status_code == (500 if failing else 200)
    process = backend()
    assert left_behind() == {}
    assert served(there, "/southshire/whoami/").content.startswith(b"southshire ")
    assert served(there, "/southshire/write/", data={}).status_code == 200
    assert backend() == process
    assert left_behind() == {}
    with council_context(cast.other.id):
        assert Organisation._base_manager.count() == 1
    assert Organisation._base_manager.count() == 0


def test_a_request_after_a_restart_of_the_database_is_answered(cast):
    client = cast.client()
    assert served(client, "/northport/whoami/").status_code == 200
    process = backend()
    break_connection()
    assert served(client, "/northport/whoami/").status_code == 200
    assert backend() != process


def test_a_connection_is_closed_when_it_is_old(cast):
    client = cast.client()
    served(client, "/northport/whoami/")
    process = backend()
    connection.close_at -= settings.DATABASES["default"]["CONN_MAX_AGE"]
    served(client, "/northport/whoami/")
    assert backend() != process


class Count(CouncilTask):
    """Task that returns the number of organisations and the server process that counted them."""

    name = "count"

    def run(self, *, council_id):
        return Organisation._base_manager.count(), backend()


@pytest.fixture
def counted():
    """Function that runs the task for a council as a worker does, with the signals around it."""
    task = app.register_task(Count())

    def run(council):
        return task.apply(kwargs={"council_id": council.id}, throw=True).get()

    yield run
    app.tasks.unregister(task)


def test_tasks_of_two_councils_share_a_connection_and_no_rows(cast, counted):
    with council_context(cast.council.id):
        Organisation.objects.create(name="Forum")
    process = backend()
    assert counted(cast.council) == (1, process)
    assert left_behind() == {}
    assert counted(cast.other) == (0, process)
    assert left_behind() == {}


def test_a_task_after_a_restart_of_the_database_is_done(cast, counted):
    _, process = counted(cast.council)
    break_connection()
    count, new = counted(cast.council)
    assert (count, new != process) == (0, True)
