"""CouncilMiddleware and API keys: access, rollback and read-only requests."""

from datetime import UTC, datetime, timedelta

import pytest
from django.db import InternalError, connection
from django.test import Client
from django.utils import timezone

from api.keys import issue_key
from councils.log.security_events import MAX_REFUSED_KEYS_PER_MINUTE
from councils.models import ApiClient, Change, Organisation, SecurityEvent
from councils.permissions import Role
from councils.tenancy import council_context
from tests.cast import make_cast

pytestmark = [pytest.mark.django_db, pytest.mark.urls("tests.councils.probes")]
NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)


@pytest.fixture
def cast():
    return make_cast()


@pytest.fixture
def officer(cast):
    return cast.client(Role.OFFICER)


def names(council):
    with council_context(council.id):
        return list(Organisation.objects.values_list("name", flat=True))


def bearer(key):
    return Client(headers={"Authorization": f"Bearer {key}"})


def key_for(council, *scopes, days=None, now=None):
    return issue_key(
        council=council, name="Key", scopes=list(scopes or ["read"]), days=days, now=now or timezone.now()
    )


# --- writes and rollback ---


def test_a_read_cannot_write(cast, officer):
    with pytest.raises(InternalError, match="read-only transaction"):
        officer.get("/northport/write/")
    assert names(cast.council) == []


def test_a_write_is_kept_and_signed(cast, officer):
    assert officer.post("/northport/write/", headers={"X-Request-Id": "my-request-1"}).status_code == 200
    with council_context(cast.council.id):
        change = Change.objects.get()
    assert change.actor == f"user:{cast.members[Role.OFFICER].user.public_id}"
    assert change.request_id == "my-request-1"


@pytest.mark.parametrize(("page", "status"), [("fail", 500), ("miss", 404), ("server-error", 503)])
def test_what_fails_is_undone(cast, officer, page, status):
    officer.raise_request_exception = False
    assert officer.post(f"/northport/{page}/").status_code == status
    assert names(cast.council) == []


def test_a_refused_form_is_no_failure(cast, officer):
    assert officer.post("/northport/refuse/").status_code == 422
    assert names(cast.council) == ["written"]


def test_what_the_api_refuses_is_undone(cast):
    _, key = key_for(cast.council, "read", "write")
    response = bearer(key).post("/api/v1/councils/northport/refusing")
    assert response.status_code == 400
    assert response.headers["Content-Type"] == "application/problem+json"
    assert names(cast.council) == []


def test_the_transaction_of_one_request_does_not_reach_the_next(cast, officer):
    officer.raise_request_exception = False
    officer.post("/northport/fail/")
    officer.post("/northport/write/")
    assert names(cast.council) == ["written"]


# --- access ---


def test_a_member_is_known_by_council_reference_and_day(cast, officer):
    response = officer.get("/northport/whoami/")
    user = cast.members[Role.OFFICER].user
    assert (
        response.content.decode() == f"northport user:{user.public_id} 2016-07-08 {response['X-Request-Id']}"
    )


@pytest.mark.parametrize("slug", ["southshire", "nowhere"])
def test_another_council_and_none_at_all_look_the_same(officer, slug):
    officer.raise_request_exception = False
    response = officer.get(f"/{slug}/whoami/")
    assert response.status_code == 404
    assert "Page not found" in response.content.decode()
    event = SecurityEvent.objects.get(kind="council_refused")
    assert event.detail == {"council": slug}


def test_a_stranger_is_sent_to_sign_in(cast):
    assert (
        Client().get("/northport/whoami/").headers["Location"] == "/accounts/login/?next=/northport/whoami/"
    )


@pytest.mark.parametrize("path", ["/northport/whoami/", "/southshire/whoami/", "/"])
def test_no_page_is_kept_by_a_cache(officer, path):
    assert officer.get(path).headers["Cache-Control"] == "private, no-store"


def test_the_context_ends_with_the_request(officer):
    officer.get("/northport/whoami/")
    with connection.cursor() as cursor:
        cursor.execute("select current_setting('app.council_id', true)")
        assert cursor.fetchone()[0] in (None, "")


@pytest.mark.parametrize("given", ["short", "x" * 65, "with space 1", "wörd-wörd"])
def test_an_invalid_request_id_is_replaced(officer, given):
    response = officer.get("/northport/whoami/", headers={"X-Request-Id": given})
    assert response["X-Request-Id"] != given
    assert len(response["X-Request-Id"]) == 36


# --- keys ---


def api(client, council="northport"):
    return client.get(f"/api/v1/councils/{council}/people")


def test_a_key_opens_its_council_alone(cast):
    _, key = key_for(cast.council)
    assert api(bearer(key)).status_code == 200
    other = api(bearer(key), "southshire")
    assert (other.status_code, other.headers["Content-Type"]) == (404, "application/problem+json")


def test_a_key_opens_no_page(cast):
    _, key = key_for(cast.council)
    assert bearer(key).get("/northport/whoami/").status_code == 302


@pytest.mark.parametrize(
    "header",
    [
        "Bearer send_000000000000_secret",
        "Bearer send_only",
        "Bearer",
        "Basic dXNlcjpwYXNz",
        "Bearer send_a_b_c",
        "Bearer send_\x00_x",
    ],
)
def test_a_malformed_key_is_refused_with_the_reason(header):
    response = api(Client(headers={"Authorization": header}))
    assert (response.status_code, response.headers["Content-Type"]) == (401, "application/problem+json")
    assert response.headers["WWW-Authenticate"].startswith("Bearer")
    assert response.json()["detail"].endswith(".")
    assert SecurityEvent.objects.get(kind="api_key_refused").detail["why"] == response.json()["detail"]


def test_a_flood_of_wrong_keys_does_not_fill_the_log(db):
    client = bearer("send_000000000000_secret")
    assert {api(client).status_code for _ in range(MAX_REFUSED_KEYS_PER_MINUTE + 5)} == {401}
    assert SecurityEvent.objects.filter(kind="api_key_refused").count() == MAX_REFUSED_KEYS_PER_MINUTE


def test_a_key_with_a_wrong_secret_is_refused(cast):
    _, key = key_for(cast.council)
    assert api(bearer(key[:-1] + ("a" if key[-1] != "a" else "b"))).status_code == 401


def test_a_key_expires(cast):
    _, key = key_for(cast.council, days=1, now=timezone.now() - timedelta(days=1, minutes=1))
    assert "expired" in api(bearer(key)).json()["detail"]


def test_a_withdrawn_key_is_refused(cast):
    client, key = key_for(cast.council)
    ApiClient.objects.filter(id=client.id).update(revoked_at=NOW)
    assert "withdrawn" in api(bearer(key)).json()["detail"]


def test_when_a_key_was_used_is_kept_now_and_then(cast):
    client, key = key_for(cast.council)
    api(bearer(key))
    client.refresh_from_db()
    first = client.last_used_at
    api(bearer(key))
    client.refresh_from_db()
    assert first is not None and client.last_used_at == first


def test_a_key_is_stored_as_a_fingerprint_alone(cast):
    client, key = key_for(cast.council)
    secret = key.rpartition("_")[2]
    assert secret not in str(ApiClient.objects.filter(id=client.id).values().get())


def test_a_key_beside_a_session_is_the_one_that_counts(cast, officer):
    response = officer.get(
        "/api/v1/councils/northport/people", headers={"Authorization": "Bearer send_000000000000_wrong"}
    )
    assert response.status_code == 401
