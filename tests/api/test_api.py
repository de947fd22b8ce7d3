"""Behaviour of all API views: access, pagination, parameters, problems. Then people and changes."""

import json
import logging
from uuid import uuid4

import pytest
from django.test import Client

from api.people_and_changes import People
from councils.models import ApiClient, Person
from councils.permissions import Role
from councils.tenancy import council_context, recorded
from tests.api_client import address, errors, key_client, query_count, results
from tests.factories import OrganisationFactory, PersonFactory


def people(council, count, **kwargs):
    with council_context(council.id):
        return [PersonFactory(initials=f"P{number:03}", **kwargs) for number in range(count)]


# Access


def test_without_key_is_401(cast):
    response = Client().get(address(cast.council, "people"))
    assert response.status_code == 401
    assert response["WWW-Authenticate"] == 'Bearer realm="sendplan"'
    assert "Authorization: Bearer send_" in response.json()["detail"]
    assert response["Content-Type"] == "application/problem+json"


def test_unknown_key_is_401(cast):
    client = Client(headers={"Authorization": "Bearer send_abc_def"})
    response = client.get(address(cast.council, "people"))
    assert response.status_code == 401
    assert "API key not found" in response.json()["detail"]


def test_expired_key_is_401(cast):
    client = key_client(cast.council)
    ApiClient.objects.update(expires_at="2016-07-02T00:00Z")
    assert client.get(address(cast.council, "people")).status_code == 401


def test_key_of_another_council_is_404(cast):
    people(cast.council, 1)
    response = key_client(cast.other).get(address(cast.council, "people"))
    assert response.status_code == 404
    assert response["Content-Type"] == "application/problem+json"


def test_member_of_another_council_is_404(cast):
    assert cast.outsider_client().get(address(cast.council, "people")).status_code == 404


def test_object_of_another_council_is_404(cast):
    person = people(cast.council, 1)[0]
    response = key_client(cast.other).get(address(cast.other, f"people/{person.public_id}"))
    assert response.status_code == 404
    assert response.json()["detail"] == "No person has this id."


def test_key_without_read_scope_is_403_that_names_it(cast):
    response = key_client(cast.council, "write").get(address(cast.council, "people"))
    assert response.status_code == 403
    assert response.json()["detail"] == "This key does not have the scope “read”."


def test_member_reads_with_the_session(cast):
    people(cast.council, 1)
    assert len(results(cast.client(Role.READER), cast.council, "people")) == 1


# Lists


def test_every_row_once_over_all_pages(cast):
    everyone = {str(person.public_id) for person in people(cast.council, 23)}
    client, seen, path = key_client(cast.council), [], address(cast.council, "people?limit=5&count=true")
    while path:
        answer = client.get(path).json()
        assert answer["count"] == 23
        seen += [row["id"] for row in answer["results"]]
        path = answer["next"]
        assert path is None or path.startswith("http://testserver/api/v1/")
    assert len(seen) == 23
    assert set(seen) == everyone


def test_pages_hold_50_by_default(cast):
    people(cast.council, 51)
    answer = key_client(cast.council).get(address(cast.council, "people")).json()
    assert len(answer["results"]) == 50
    assert answer["next"]


def test_a_page_that_is_just_full_is_the_last(cast):
    people(cast.council, 5)
    assert key_client(cast.council).get(address(cast.council, "people?limit=5")).json()["next"] is None


def test_the_cursor_is_a_member_of_its_own(cast):
    people(cast.council, 3)
    key = key_client(cast.council)
    first = key.get(address(cast.council, "people?limit=2")).json()
    second = key.get(address(cast.council, f"people?limit=2&cursor={first['cursor']}")).json()
    assert key.get(first["next"]).json() == second
    assert [row["initials"] for row in second["results"]] == ["P002"]
    assert second["cursor"] is None


@pytest.mark.parametrize(
    "query", ["limit=1&limit=2", "limit=1&limit=1", "initials=A&initials=B", "count=true&count=true"]
)
def test_a_repeated_parameter_is_refused(cast, query):
    name = query.partition("=")[0]
    response = key_client(cast.council).get(address(cast.council, f"people?{query}"))
    assert response.status_code == 400
    assert errors(response) == [{"parameter": name, "detail": f"“{name}” is given 2 times. Give it once."}]


@pytest.mark.parametrize("cursor", ["x", "", "x:y:z", "a" * 5000])
def test_cursor_made_by_hand_is_400(cast, cursor):
    response = key_client(cast.council).get(address(cast.council, f"people?cursor={cursor}"))
    assert response.status_code == 400
    assert errors(response)[0]["parameter"] == "cursor"


def test_cursor_of_another_list_or_council_is_400(cast):
    for council in (cast.council, cast.other):
        people(council, 2)
    key = key_client(cast.council)
    mine = key.get(address(cast.council, "people?limit=1")).json()["next"].split("cursor=")[1]
    theirs = (
        key_client(cast.other).get(address(cast.other, "people?limit=1")).json()["next"].split("cursor=")[1]
    )
    assert key.get(address(cast.council, f"people?cursor={mine}")).status_code == 200
    assert key.get(address(cast.council, f"people?cursor={theirs}")).status_code == 400
    assert key.get(address(cast.council, f"changes?cursor={mine}")).status_code == 400


@pytest.mark.parametrize("limit", ["0", "201", "-1", "ten", "1.5", "", "٣"])
def test_limit_out_of_range_is_400(cast, limit):
    response = key_client(cast.council).get(address(cast.council, "people"), {"limit": limit})
    assert response.status_code == 400
    assert errors(response) == [
        {"parameter": "limit", "detail": "Give limit as a whole number from 1 to 200."}
    ]


def test_unknown_parameter_is_400_that_names_it_and_the_allowed_ones(cast):
    response = key_client(cast.council).get(address(cast.council, "people?intials=JK"))
    assert response.status_code == 400
    [error] = errors(response)
    assert error["parameter"] == "intials"
    assert "Allowed here: initials, state, limit, cursor, count." in error["detail"]


def test_unknown_parameter_of_one_object_is_400(cast):
    person = people(cast.council, 1)[0]
    response = key_client(cast.council).get(address(cast.council, f"people/{person.public_id}?expand=all"))
    assert response.status_code == 400


def test_invalid_filter_value_is_400(cast):
    response = key_client(cast.council).get(address(cast.council, "people?state=gone"))
    assert errors(response)[0]["parameter"] == "state"


@pytest.mark.parametrize("path", ["people", "changes"])
def test_queries_do_not_grow_with_the_rows(cast, path):
    client = key_client(cast.council, "read", "people:read")

    people(cast.council, 1)
    few = query_count(client, cast.council, path)
    with council_context(cast.council.id):
        for _ in range(20):
            PersonFactory(organisation=OrganisationFactory())
    assert query_count(client, cast.council, path) == few


# One object


def test_unchanged_object_is_304(cast):
    person = people(cast.council, 1)[0]
    client, path = key_client(cast.council), address(cast.council, f"people/{person.public_id}")
    first = client.get(path)
    assert client.get(path, headers={"If-None-Match": first["ETag"]}).status_code == 304
    with council_context(cast.council.id):
        Person.objects.update(state="to_confirm")
    again = client.get(path, headers={"If-None-Match": first["ETag"]})
    assert again.status_code == 200
    assert again["ETag"] != first["ETag"]


def test_answers_are_kept_by_no_shared_cache(cast):
    response = key_client(cast.council).get(address(cast.council, "people"))
    assert "private" in response["Cache-Control"]
    assert {"Authorization", "Cookie"} <= {name.strip() for name in response["Vary"].split(",")}


# Problems


@pytest.mark.parametrize(
    "path",
    ["/api/v1/nothing", "/api/v1/councils/northport/nothing", "/api/v1/councils/northport/people/"],
)
def test_unknown_address_is_a_problem(cast, path):
    for response in (key_client(cast.council).get(path), Client().get(path), Client().post(path)):
        assert response.status_code == 404
        assert response["Content-Type"] == "application/problem+json"


def test_problem_says_where_and_carries_the_request_id(cast):
    path = address(cast.council, f"people/{uuid4()}")
    response = key_client(cast.council).get(path, headers={"X-Request-Id": "abcdef-12345"})
    assert response.json() == {
        "type": "about:blank",
        "title": "Not found",
        "status": 404,
        "detail": "No person has this id.",
        "instance": path,
        "request_id": "abcdef-12345",
    }


@pytest.mark.parametrize("method", ["post", "put", "patch", "delete", "options"])
def test_other_methods_are_405(cast, method):
    client = key_client(cast.council, "read", "write")
    response = getattr(client, method)(address(cast.council, "people"))
    assert response.status_code == 405
    assert response["Content-Type"] == "application/problem+json"
    assert response["Allow"] == "GET, HEAD"


@pytest.mark.parametrize("method", ["post", "put", "options"])
def test_other_methods_without_key_are_401(cast, method):
    assert getattr(Client(), method)(address(cast.council, "people")).status_code == 401


def test_asking_for_html_is_406(cast):
    response = key_client(cast.council).get(address(cast.council, "people"), headers={"Accept": "text/html"})
    assert response.status_code == 406


def test_unexpected_error_is_500_without_internals(cast, monkeypatch, caplog):
    def fail(self):
        raise RuntimeError("secret detail")

    monkeypatch.setattr(People, "get_queryset", fail)
    client = key_client(cast.council)
    client.raise_request_exception = False
    with caplog.at_level(logging.ERROR):
        response = client.get(address(cast.council, "people"))
    assert response.status_code == 500
    assert response["Content-Type"] == "application/problem+json"
    assert b"secret" not in response.content
    assert response.json()["request_id"] == response["X-Request-Id"]
    assert "secret detail" in caplog.text


# People


@pytest.fixture
def julia(cast):
    with council_context(cast.council.id):
        organisation = OrganisationFactory(name="Northport Council")
        return PersonFactory(initials="JK", name="Julia Known", state="identified", organisation=organisation)


def test_person_with_name(cast, julia):
    client = key_client(cast.council, "read", "people:read")
    assert client.get(address(cast.council, f"people/{julia.public_id}")).json() == {
        "id": str(julia.public_id),
        "initials": "JK",
        "name": "Julia Known",
        "organisation": "Northport Council",
        "state": "identified",
        "left_on": None,
    }


def test_names_are_null_without_the_scope_and_initials_show(cast, julia):
    [person] = results(key_client(cast.council), cast.council, "people?initials=JK")
    assert (person["initials"], person["name"]) == ("JK", None)


def test_person_that_is_not_identified_has_null_for_what_is_unknown(cast):
    people(cast.council, 1)
    [person] = results(key_client(cast.council, "read", "people:read"), cast.council, "people")
    assert (person["name"], person["organisation"], person["state"]) == (None, None, "to_identify")


# Changes


def test_changes_in_order_after_a_number(cast):
    actor = cast.actor()
    with council_context(cast.council.id), recorded("person.added", actor=actor.reference):
        person = PersonFactory(initials="JK")
        PersonFactory(initials="HG")
        Person.objects.filter(id=person.id).update(name="Julia Known")
    client = key_client(cast.council)
    answer = client.get(address(cast.council, "changes")).json()
    assert [change["seq"] for change in answer["results"]] == [1, 2, 3]
    assert answer["change_seq"] == 3
    [last] = results(client, cast.council, "changes?after=2")
    assert (last["type"], last["id"], last["op"]) == ("person", str(person.public_id), "update")
    assert (last["verb"], last["version"]) == ("person.added", None)
    assert "Julia" not in json.dumps(answer)
    assert results(client, cast.council, "changes?after=3") == []


def test_changes_of_one_type(cast, julia):
    client = key_client(cast.council)
    assert [each["type"] for each in results(client, cast.council, "changes?type=person")] == ["person"]
    assert client.get(address(cast.council, "changes?type=persn")).status_code == 400
    assert client.get(address(cast.council, "changes?after=-1")).status_code == 400
    assert client.get(address(cast.council, f"changes?after={10**30}")).status_code == 400


def test_one_change_by_its_number_or_its_object(cast, julia):
    client = key_client(cast.council)
    with council_context(cast.council.id):
        Person.objects.update(state="to_confirm")
    feed = results(client, cast.council, "changes")
    assert client.get(address(cast.council, "changes/1")).json() == feed[0]
    assert client.get(address(cast.council, f"changes/{julia.public_id}")).json() == feed[-1]
    assert client.get(address(cast.council, "changes/99")).status_code == 404
    assert client.get(address(cast.council, f"changes/{uuid4()}")).status_code == 404
    assert client.get(address(cast.council, f"changes/{10**30}")).status_code == 404
