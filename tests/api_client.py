"""API client for tests: calls the API with a key, as another system does."""

from datetime import UTC, datetime

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from api.keys import issue_key
from councils.models import Council

ALL_SCOPES = ("read", "packs:read", "write", "people:read")


def key_client(council: Council, *scopes: str) -> Client:
    """Client with a new API key. The default scopes are `read` and `packs:read`."""
    now = datetime(2016, 7, 1, tzinfo=UTC)
    _, key = issue_key(
        council=council, name="Test", scopes=list(scopes or ["read", "packs:read"]), days=None, now=now
    )
    return Client(headers={"Authorization": f"Bearer {key}"})


def address(council: Council, path: str) -> str:
    return f"/api/v1/councils/{council.slug}/{path}"


def results(client: Client, council: Council, path: str) -> list[dict]:
    response = client.get(address(council, path))
    assert response.status_code == 200, response.content
    return response.json()["results"]


def query_count(client: Client, council: Council, path: str) -> int:
    """Number of queries of a list. Makes one request first, because the first use of a key writes a row."""
    results(client, council, path)
    with CaptureQueriesContext(connection) as captured:
        results(client, council, path)
    return len(captured)


def errors(response) -> list[dict]:
    """Errors in the problem details of a refused request."""
    assert response["Content-Type"] == "application/problem+json", response.content
    return response.json().get("errors", [])
