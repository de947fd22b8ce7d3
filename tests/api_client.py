"""How another system calls the API in tests: a client that carries a key."""

from datetime import UTC, datetime

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from api.keys import issue_key
from councils.models import Council

ALL_SCOPES = ("read", "write", "people:read")


def key_client(council: Council, *scopes: str) -> Client:
    """Without scopes named: a key for reading."""
    now = datetime(2016, 7, 1, tzinfo=UTC)
    _, key = issue_key(council=council, name="Test", scopes=list(scopes or ["read"]), days=None, now=now)
    return Client(headers={"Authorization": f"Bearer {key}"})


def address(council: Council, path: str) -> str:
    return f"/api/v1/councils/{council.slug}/{path}"


def results(client: Client, council: Council, path: str) -> list[dict]:
    response = client.get(address(council, path))
    assert response.status_code == 200, response.content
    return response.json()["results"]


def query_count(client: Client, council: Council, path: str) -> int:
    """Of a list; a key's first use, which is noted down, is not counted."""
    results(client, council, path)
    with CaptureQueriesContext(connection) as captured:
        results(client, council, path)
    return len(captured)


def errors(response) -> list[dict]:
    """What a refused request is told to put right."""
    assert response["Content-Type"] == "application/problem+json", response.content
    return response.json().get("errors", [])
