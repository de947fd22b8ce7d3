"""While the database is away, pages and the API answer 503 and say when to try again."""

import psycopg2
import pytest
from django.db import DataError, InterfaceError, OperationalError, connection
from django.db.transaction import TransactionManagementError
from django.test import Client

from api.people_and_changes import People
from core.outages import is_outage
from tests.api_client import address, key_client
from tests.cast import make_cast

pytestmark = pytest.mark.django_db(transaction=True)
PROBLEM = "application/problem+json"


@pytest.fixture
def cast():
    return make_cast()


def end_connection():
    """End the server's side of this connection, as a restart of the database does."""
    with connection.cursor() as cursor:
        cursor.execute("select pg_backend_pid()")
        [backend] = cursor.fetchone()
    given = connection.get_connection_params()
    other = psycopg2.connect(
        **{key: given[key] for key in ("host", "dbname", "user", "password") if given.get(key)}
    )
    other.autocommit = True
    with other.cursor() as cursor:
        cursor.execute("select pg_terminate_backend(%s, 5000)", [backend])
    other.close()


def checked_problem(response):
    assert (response.status_code, response["Content-Type"]) == (503, PROBLEM)
    assert response["Retry-After"] == "5"
    body = response.json()
    assert body["title"] == "Service unavailable"
    assert body["request_id"] == response["X-Request-Id"]
    assert "Send the request again in 5 seconds" in body["detail"]


def test_a_key_cannot_be_looked_up(cast):
    client = key_client(cast.council)
    client.raise_request_exception = False
    end_connection()
    checked_problem(client.get(address(cast.council, "people")))
    connection.close()
    assert client.get(address(cast.council, "people")).status_code == 200


def test_the_connection_ends_during_a_request(cast, monkeypatch):
    client = key_client(cast.council)
    rows = People.rows

    def ended(self, queryset):
        end_connection()
        return rows(self, queryset)

    monkeypatch.setattr(People, "rows", ended)
    client.raise_request_exception = False
    checked_problem(client.get(address(cast.council, "people")))


def test_a_page_says_that_the_service_is_unavailable(cast):
    client = cast.client()
    client.raise_request_exception = False
    end_connection()
    page = client.get("/northport/")
    assert (page.status_code, page["Retry-After"]) == (503, "5")
    assert "Sorry, the service is unavailable" in page.content.decode()
    connection.close()
    assert client.get("/northport/").status_code == 200


def test_an_error_of_the_code_stays_an_error(cast, monkeypatch):
    def wrong(self, queryset):
        raise DataError("a figure is too large")

    monkeypatch.setattr(People, "rows", wrong)
    client = key_client(cast.council)
    client.raise_request_exception = False
    response = client.get(address(cast.council, "people"))
    assert (response.status_code, response["Content-Type"]) == (500, PROBLEM)
    assert "Retry-After" not in response


def test_what_an_outage_is():
    follows = TransactionManagementError()
    follows.__context__ = OperationalError()
    code = ValueError()
    code.__context__ = OperationalError()
    assert is_outage(OperationalError()) and is_outage(InterfaceError()) and is_outage(follows)
    assert not any(map(is_outage, (None, DataError(), TransactionManagementError(), code)))
    assert Client().get("/healthz").status_code == 200
