"""The pages for API keys: issued, shown once, rotated and withdrawn at once."""

import re
from datetime import timedelta
from importlib import import_module

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from api import actions
from api.keys import issue_key
from councils.actors import Actor
from councils.models import ApiClient, SecurityEvent
from councils.permissions import Role
from tests.locks import locked_tables
from tests.pages import text_of

pytestmark = pytest.mark.django_db
KEYS = "/northport/people/keys/"
NOT_ADMINISTRATORS = [role for role in Role if role != Role.ADMINISTRATOR]
TYPED = {"name": "Data warehouse", "scopes": ["read", "people:read"], "days": "90"}


@pytest.fixture
def admin(cast):
    return cast.client(Role.ADMINISTRATOR)


@pytest.fixture
def issued(cast):
    """An API client and its key."""
    return issue_key(council=cast.council, name="Old system", scopes=["read"], days=30, now=timezone.now())


def key_in(response):
    [key] = set(re.findall(r"send_[0-9a-f]{12}_[A-Za-z0-9-]{20,}", response.content.decode()))
    return key


def status_with(key):
    return (
        Client()
        .get("/api/v1/councils/northport/people", headers={"Authorization": f"Bearer {key}"})
        .status_code
    )


def test_a_key_is_shown_once_and_works(cast, admin):
    answer = admin.post(f"{KEYS}new/", TYPED)
    assert answer.status_code == 200
    assert "no-store" in answer.headers["Cache-Control"]
    key = key_in(answer)
    assert status_with(key) == 200
    client = ApiClient.objects.get()
    assert (client.name, client.scopes) == ("Data warehouse", ["people:read", "read"])
    assert client.expires_at - timezone.now() > timedelta(days=89)
    page = admin.get(KEYS).content.decode()
    assert key.rpartition("_")[2] not in page
    assert "Data warehouse" in page and "In use" in page
    assert "read people&#x27;s names" in page
    assert "Administrator issued the key “Data warehouse”" in page


def test_a_rotated_key_replaces_the_old_one_at_once(cast, admin, issued):
    client, old = issued
    page = f"{KEYS}{client.public_id}/rotate/"
    assert admin.get(page).status_code == 200
    assert status_with(old) == 200
    answer = admin.post(page)
    assert "no-store" in answer.headers["Cache-Control"]
    assert (status_with(old), status_with(key_in(answer))) == (401, 200)
    rotated = ApiClient.objects.get()
    assert (rotated.scopes, rotated.expires_at) == (client.scopes, client.expires_at)


def in_days(days):
    day = timezone.localdate() + timedelta(days=days)
    return {"old_until_day": day.day, "old_until_month": day.month, "old_until_year": day.year}


def test_both_secrets_work_until_the_day_that_the_administrator_picks(cast, admin, issued):
    client, old = issued
    answer = admin.post(f"{KEYS}{client.public_id}/rotate/", in_days(7))
    assert "The old key works to the end of" in text_of(answer)
    new = key_in(answer)
    assert (status_with(old), status_with(new)) == (200, 200)
    assert "The old key works to the end of" in text_of(admin.get(KEYS))
    stored = ApiClient.objects.get()
    last_moment = stored.previous_until - timedelta(seconds=1)
    assert timezone.localdate(last_moment) == timezone.localdate() + timedelta(days=7)
    assert stored.opens_with(old.rpartition("_")[2], last_moment)
    assert not stored.opens_with(old.rpartition("_")[2], stored.previous_until)
    newest = key_in(admin.post(f"{KEYS}{client.public_id}/rotate/", in_days(0)))
    assert [status_with(key) for key in (old, new, newest)] == [401, 200, 200]


def test_a_withdrawn_key_stops_with_both_secrets(cast, admin, issued):
    client, old = issued
    new = key_in(admin.post(f"{KEYS}{client.public_id}/rotate/", in_days(7)))
    admin.post(f"{KEYS}{client.public_id}/withdraw/")
    assert [status_with(key) for key in (old, new)] == [401, 401]


@pytest.mark.parametrize("days", [-1, 31])
def test_a_day_that_is_not_near_enough_rotates_nothing(cast, admin, issued, days):
    client, _ = issued
    answer = admin.post(f"{KEYS}{client.public_id}/rotate/", in_days(days))
    assert answer.status_code == 422
    assert "Enter a day from" in text_of(answer)
    assert ApiClient.objects.get().secret_hash == client.secret_hash


def test_a_key_is_held_to_its_networks(cast, admin, issued):
    client, key = issued
    page = f"{KEYS}{client.public_id}/networks/"
    assert admin.post(page, {"networks": "203.0.113.0/24\n2001:db8::/32"}).headers["Location"] == KEYS
    shown = text_of(admin.get(KEYS))
    assert "Only from 203.0.113.0/24, 2001:db8::/32" in shown
    assert "Administrator changed the networks of the key “Old system”" in shown

    def status_from(address):
        headers = {"Authorization": f"Bearer {key}"}
        path = "/api/v1/councils/northport/people"
        return Client().get(path, headers=headers, REMOTE_ADDR=address).status_code

    inside = ("203.0.113.7", "2001:db8::1", "::ffff:203.0.113.7")
    assert [status_from(address) for address in inside] == [200, 200, 200]
    assert [status_from(address) for address in ("203.0.114.7", "2001:db9::1", "10.0.0.1")] == [403, 403, 403]
    assert SecurityEvent.objects.filter(kind="api_key_refused").count() == 3
    admin.post(page, {"networks": "", "seen": admin.get(page).context["form"]["seen"].value()})
    assert status_from("10.0.0.1") == 200


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ("203.0.113.0/24\nhere", "“here” is not a network. Write it like 203.0.113.0/24."),
        ("203.0.113.7/24", "Write the network itself: 203.0.113.0/24."),
        ("203.0.113.0/99", "“203.0.113.0/99” is not a network."),
        ("\n".join(f"10.0.{number}.0/24" for number in range(21)), "Enter at most 20 networks."),
    ],
)
def test_a_wrong_network_is_named(cast, admin, issued, typed, words):
    for page in (f"{KEYS}{issued[0].public_id}/networks/", f"{KEYS}new/"):
        answer = admin.post(page, TYPED | {"networks": typed})
        assert answer.status_code == 422
        assert words in text_of(answer)
    assert list(ApiClient.objects.values_list("networks", flat=True)) == [[]]


def test_the_address_behind_our_proxies_counts(cast, settings, issued):
    _, key = issued
    ApiClient.objects.update(networks=["203.0.113.0/24"])
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = 1

    def status_for(forwarded):
        headers = {"Authorization": f"Bearer {key}", "X-Forwarded-For": forwarded}
        return Client().get("/api/v1/councils/northport/people", headers=headers).status_code

    assert status_for("198.51.100.1, 203.0.113.7") == 200
    assert status_for("203.0.113.7, 198.51.100.1") == 403


def test_an_upgrade_lets_keys_do_what_they_did(cast, issued):
    statements = import_module("councils.migrations.0014_scopes_and_rotation_of_keys")
    for before, after in (
        (["read"], ["packs:read", "read"]),
        (["read", "write"], ["packs:read", "progress:write", "read"]),
        (["people:read", "readings:write"], ["people:read", "readings:write"]),
    ):
        ApiClient.objects.update(scopes=before)
        for statement, wanted in ((statements.FORWARD, after), (statements.BACKWARD, before)):
            with connection.cursor() as cursor:
                cursor.execute(statement)
            assert sorted(ApiClient.objects.get().scopes) == wanted


def test_a_withdrawn_key_stops_at_once_and_for_good(cast, admin, issued):
    client, key = issued
    page = f"{KEYS}{client.public_id}/withdraw/"
    assert admin.get(page).status_code == 200
    assert status_with(key) == 200
    assert admin.post(page).headers["Location"] == KEYS
    assert status_with(key) == 401
    shown = admin.get(KEYS).content.decode()
    assert "no longer works" in shown and "Withdrawn" in shown
    for act in ("rotate", "withdraw"):
        refused = admin.post(f"{KEYS}{client.public_id}/{act}/")
        assert refused.status_code == 422
        assert "has expired or been withdrawn" in refused.content.decode()
    assert status_with(key) == 401


def test_an_expired_key_says_so_and_is_not_rotated(cast, admin, issued):
    ApiClient.objects.update(expires_at=timezone.now() - timedelta(days=1))
    assert "Expired" in admin.get(KEYS).content.decode()
    assert admin.post(f"{KEYS}{issued[0].public_id}/rotate/").status_code == 422


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"name": " "}, "Enter the name"),
        ({"scopes": []}, "Select what the key may do"),
        ({"scopes": ["root"]}, "root"),
        ({"days": ""}, "Select when the key expires"),
        ({"days": "3650"}, "3650"),
    ],
)
def test_a_wrong_field_keeps_what_was_typed_and_issues_nothing(cast, admin, changes, words):
    answer = admin.post(f"{KEYS}new/", TYPED | changes)
    assert answer.status_code == 422
    assert words in answer.content.decode()
    if "name" not in changes:
        assert 'value="Data warehouse"' in answer.content.decode()
    assert not ApiClient.objects.exists()


@pytest.mark.parametrize("role", NOT_ADMINISTRATORS)
def test_every_other_role_is_refused(cast, issued, role):
    client, old = issued
    member = cast.client(role)
    for page in (
        KEYS,
        f"{KEYS}new/",
        f"{KEYS}{client.public_id}/networks/",
        f"{KEYS}{client.public_id}/rotate/",
        f"{KEYS}{client.public_id}/withdraw/",
    ):
        assert member.get(page).status_code == 403
        assert member.post(page, TYPED).status_code in (403, 405)
    assert ApiClient.objects.count() == 1 and status_with(old) == 200
    now, by = timezone.now(), cast.actor(role)
    with pytest.raises(PermissionDenied):
        actions.issue(council=cast.council, name="Mine", scopes=["read"], days=30, by=by, now=now)
    for act in (actions.rotate, actions.withdraw):
        with pytest.raises(PermissionDenied):
            act(client=client, by=by, now=now)
    assert KEYS not in member.get("/northport/").content.decode()


def test_an_outsider_finds_nothing(cast, issued):
    client, old = issued
    outsider = cast.outsider_client()
    assert outsider.get(KEYS).status_code == 404
    for act in ("rotate", "networks", "withdraw"):
        for council in ("northport", "southshire"):
            assert outsider.post(f"/{council}/people/keys/{client.public_id}/{act}/").status_code == 404
    assert status_with(old) == 200
    with pytest.raises(PermissionDenied):
        actions.withdraw(client=client, by=Actor.member(cast.outsider), now=timezone.now())


def test_every_act_is_written_down_without_the_key(cast, issued):
    admin = cast.actor(Role.ADMINISTRATOR)
    now = timezone.now()
    client, key = actions.issue(
        council=cast.council, name=" Reports ", scopes=["read"], days=30, by=admin, now=now
    )
    actions.rotate(client=client, by=admin, now=now)
    actions.withdraw(client=client, by=admin, now=now)
    events = SecurityEvent.objects.order_by("id")
    assert list(events.values_list("kind", "subject", "user__email")) == [
        ("api_key_issued", "Old system", None),
        ("api_key_issued", "Reports", admin.user.email),
        ("api_key_rotated", "Reports", admin.user.email),
        ("api_key_withdrawn", "Reports", admin.user.email),
    ]
    assert events[2].detail == {"key": client.key_id, "by": admin.reference}
    assert not any(key.rpartition("_")[2] in str(event.detail) for event in events)


def test_two_changes_of_a_key_wait_for_each_other(cast, issued):
    with locked_tables() as locked:
        actions.rotate(client=issued[0], by=cast.actor(Role.ADMINISTRATOR), now=timezone.now())
    assert locked == ["councils_apiclient"]


def test_the_list_needs_two_queries_beyond_the_frame(cast, admin):
    def count():
        with CaptureQueriesContext(connection) as queries:
            assert admin.get(KEYS).status_code == 200
        return len(queries)

    none = count()
    for number in range(5):
        issue_key(council=cast.council, name=f"K{number}", scopes=["read"], days=None, now=timezone.now())
    assert count() == none <= 6 + 2 + 1
