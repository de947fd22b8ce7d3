"""Conditional responses: 304 only for the same reader, council, day, address and code, and before anything is read."""

import gzip
from datetime import UTC, date, datetime

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from api import conditional
from councils.models import ApiClient, Council, Membership, Person
from councils.permissions import Role
from councils.tenancy import council_context
from packs.models import Pack
from tests.api_client import address, key_client
from tests.database_logins import OWNER, logged_in_as
from tests.factories import (
    BoardFactory,
    DeliverableFactory,
    DuePointFactory,
    IndicatorFactory,
    OrganisationFactory,
    PeriodFactory,
    PersonFactory,
)

pytestmark = pytest.mark.django_db
MOMENT = datetime(2016, 7, 8, 12, tzinfo=UTC)
LISTS = [
    *("strategies", "versions", "strands", "outcomes", "deliverables", "progress-updates", "people"),
    *("indicators", "targets", "readings", "boards", "packs", "changes"),
]
FRAME_OF_A_KEY = 4
"""Queries around each request with a key: the key, begin, the council, commit."""


@pytest.fixture
def plan(cast):
    with council_context(cast.council.id):
        period = PeriodFactory(label="2016-17-Q1")
        PersonFactory(initials="JK", name="Julia Katherine")
        Pack.objects.create(
            board=BoardFactory(), period=period, edition=1, state="scheduled", requested_at=MOMENT
        )
        IndicatorFactory()
        return DeliverableFactory()


def again(client, path, first):
    """Request the path with the tag of the first response."""
    return client.get(path, headers={"If-None-Match": first["ETag"]})


def status_again(client, path, first):
    return again(client, path, first).status_code


def queries_of(client, path, **headers):
    with CaptureQueriesContext(connection) as captured:
        response = client.get(path, headers=headers)
    return response, [query["sql"] for query in captured if "SAVEPOINT" not in query["sql"]]


# Nothing has changed


@pytest.mark.parametrize("name", LISTS)
def test_an_unchanged_list_is_304_for_one_query(cast, plan, name):
    client, path = (
        key_client(cast.council, "read", "packs:read", "people:read"),
        address(cast.council, f"{name}?count=true"),
    )
    first = client.get(path)
    assert first.status_code == 200
    response, queries = queries_of(client, path, **{"If-None-Match": first["ETag"]})
    assert (response.status_code, response.content) == (304, b"")
    assert response["ETag"] == first["ETag"]
    assert response["Cache-Control"] == first["Cache-Control"] == "private, no-cache"
    assert len([sql for sql in queries if "councils_changecounter" in sql]) == 1
    assert len(queries) <= FRAME_OF_A_KEY + 1, queries


def test_an_unchanged_object_is_304_for_one_query(cast, plan):
    client, path = key_client(cast.council), address(cast.council, f"deliverables/{plan.public_id}")
    first = client.get(path)
    response, queries = queries_of(client, path, **{"If-None-Match": first["ETag"]})
    assert (response.status_code, response["ETag"]) == (304, first["ETag"])
    assert [sql for sql in queries if "deliverables_" in sql] == []
    assert len(queries) <= FRAME_OF_A_KEY + 1, queries


def test_a_compressed_response_has_a_weak_tag_that_counts(cast, plan):
    client = key_client(cast.council)
    for name in ("deliverables", f"deliverables/{plan.public_id}"):
        first = client.get(address(cast.council, name), headers={"Accept-Encoding": "gzip"})
        assert first["ETag"].startswith('W/"')
        assert gzip.decompress(first.content)
        assert status_again(client, address(cast.council, name), first) == 304


def test_one_of_several_tags_is_enough_and_nonsense_is_none(cast, plan):
    client, path = key_client(cast.council), address(cast.council, "deliverables")
    tag = client.get(path)["ETag"]
    assert client.get(path, headers={"If-None-Match": f'"other", {tag}'}).status_code == 304
    for wrong in ('"other"', "nonsense", '""', tag.replace('"', "")):
        assert client.get(path, headers={"If-None-Match": wrong}).status_code == 200


def test_the_tag_of_a_deliverable_still_starts_with_its_version(cast, plan):
    tag = key_client(cast.council).get(address(cast.council, f"deliverables/{plan.public_id}"))["ETag"]
    assert tag.startswith(f'"{plan.version}-')


def test_a_refused_request_is_never_304(cast, plan):
    client, path = key_client(cast.council), address(cast.council, "deliverables")
    first = client.get(path)
    for wrong in (f"{path}?limit=0", f"{path}?unknown=1"):
        assert status_again(client, wrong, first) == 400
    assert Client().get(path, headers={"If-None-Match": first["ETag"]}).status_code == 401


# Something has changed


def test_any_change_in_the_council_makes_lists_new(cast, plan):
    client, path = key_client(cast.council), address(cast.council, "deliverables")
    first = client.get(path)
    with council_context(cast.council.id):
        OrganisationFactory()
    response = again(client, path, first)
    assert response.status_code == 200
    assert response["ETag"] != first["ETag"]


def test_an_erased_name_makes_the_list_new(cast, plan):
    client, path = key_client(cast.council, "read", "people:read"), address(cast.council, "people")
    first = client.get(path)
    with council_context(cast.council.id):
        Person.objects.update(name="", state="to_confirm")
    response = again(client, path, first)
    assert (response.status_code, response.json()["results"][0]["name"]) == (200, None)


def test_an_object_is_304_after_a_change_elsewhere_and_200_after_its_own(cast, plan):
    client, path = key_client(cast.council), address(cast.council, f"deliverables/{plan.public_id}")
    first = client.get(path)
    with council_context(cast.council.id):
        OrganisationFactory()
    assert status_again(client, path, first) == 304
    with council_context(cast.council.id):
        plan.title = "Another title"
        plan.save()
    response = again(client, path, first)
    assert (response.status_code, response.json()["title"]) == (200, "Another title")


def test_a_new_day_makes_lists_and_objects_new(cast, plan):
    client = key_client(cast.council)
    for name in ("deliverables", "indicators"):
        path = address(cast.council, name)
        first = client.get(path)
        Council.objects.filter(id=cast.council.id).update(pinned_today=date(2016, 7, 9))
        assert status_again(client, path, first) == 200
        Council.objects.filter(id=cast.council.id).update(pinned_today=cast.council.pinned_today)
        assert status_again(client, path, first) == 304


def test_a_day_that_changes_a_verdict_makes_the_object_new(cast, plan):
    client, path = key_client(cast.council), address(cast.council, f"deliverables/{plan.public_id}")
    first = client.get(path)
    with council_context(cast.council.id):
        DuePointFactory(deliverable=plan, due_on=date(2016, 7, 31))
    today = again(client, path, first)
    Council.objects.filter(id=cast.council.id).update(pinned_today=date(2016, 9, 30))
    later = again(client, path, today)
    assert later.status_code == 200
    assert later.json()["schedule_rag"] != today.json()["schedule_rag"]


def test_another_query_or_host_is_another_response(cast, plan):
    client, path = key_client(cast.council), address(cast.council, "deliverables")
    first = client.get(f"{path}?limit=1")
    assert status_again(client, f"{path}?limit=2", first) == 200
    assert (
        client.get(
            f"{path}?limit=1", headers={"If-None-Match": first["ETag"], "Host": "localhost"}
        ).status_code
        == 200
    )


def test_other_code_is_another_response(cast, plan, monkeypatch):
    client, path = key_client(cast.council), address(cast.council, "deliverables")
    first = client.get(path)
    monkeypatch.setattr(conditional, "code_version", lambda: "next")
    assert status_again(client, path, first) == 200


@pytest.mark.django_db(transaction=True)
def test_the_same_number_after_a_restored_backup_is_another_response(cast):
    with council_context(cast.council.id):
        PersonFactory(initials="JK")
    client, path = key_client(cast.council), address(cast.council, "people")
    first = client.get(path)
    restore_without_the_last_change()
    with council_context(cast.council.id):
        Person.objects.update(initials="AB")
    response = again(client, path, first)
    assert response.status_code == 200
    assert response.json()["change_seq"] == first.json()["change_seq"]


def restore_without_the_last_change():
    """Take the last number back, as a restored backup does."""
    with logged_in_as(OWNER) as cursor:
        cursor.execute("alter table councils_change disable trigger user")
        cursor.execute("delete from councils_change")
        cursor.execute("alter table councils_change enable trigger user")
        cursor.execute("update councils_changecounter set seq = seq - 1 where seq > 0")
        cursor.execute("commit")


# Another reader


def test_another_council_never_gets_a_304(cast, plan):
    here, there = key_client(cast.council), key_client(cast.other)
    first = here.get(address(cast.council, "deliverables"))
    assert status_again(there, address(cast.other, "deliverables"), first) == 200
    assert status_again(there, address(cast.council, "deliverables"), first) == 404


def test_a_key_with_other_scopes_never_gets_a_304(cast, plan):
    path = address(cast.council, "people")
    first = key_client(cast.council, "read", "people:read").get(path)
    response = again(key_client(cast.council), path, first)
    assert (response.status_code, response.json()["results"][0]["name"]) == (200, None)


def test_a_key_that_loses_a_scope_gets_no_304(cast, plan):
    client, path = key_client(cast.council, "read", "people:read"), address(cast.council, "people")
    first = client.get(path)
    ApiClient.objects.update(scopes=["read"])
    response = again(client, path, first)
    assert (response.status_code, response.json()["results"][0]["name"]) == (200, None)
    ApiClient.objects.update(scopes=["write"])
    assert status_again(client, path, first) == 403


def test_members_of_two_roles_and_a_changed_role_are_different_readers(cast, plan):
    path = address(cast.council, "packs")
    administrator, reader = cast.client(Role.ADMINISTRATOR), cast.client(Role.READER)
    first = administrator.get(path)
    assert len(first.json()["results"]) == 1
    assert again(reader, path, first).json()["results"] == []
    Membership.objects.filter(id=cast.members[Role.ADMINISTRATOR].id).update(role=Role.READER)
    response = again(administrator, path, first)
    assert (response.status_code, response.json()["results"]) == (200, [])


def test_a_member_who_has_left_gets_404(cast, plan):
    path, client = address(cast.council, "deliverables"), cast.client()
    first = client.get(path)
    Membership.objects.filter(id=cast.members[Role.OFFICER].id).update(ended_at=MOMENT)
    assert status_again(client, path, first) == 404


# The description


def test_the_description_is_304_without_a_query(django_assert_num_queries):
    client = Client()
    with django_assert_num_queries(0):
        first = client.get("/api/v1/openapi.json")
        unchanged = again(client, "/api/v1/openapi.json", first)
    assert (first["Cache-Control"], first.status_code) == ("public, no-cache", 200)
    assert (unchanged.status_code, unchanged.content) == (304, b"")
    packed = client.get("/api/v1/openapi.json", headers={"Accept-Encoding": "gzip"})
    assert status_again(client, "/api/v1/openapi.json", packed) == 304
