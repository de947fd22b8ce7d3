"""Change deliverables over the API: the same actions as their pages, and only with the ETag that was read."""

from datetime import date
from uuid import uuid4

import pytest

from councils.models import Change
from councils.permissions import Role
from councils.tenancy import council_context
from deliverables.models import Deliverable
from strategies.models import Outcome
from tests.api_client import address, errors, key_client
from tests.factories import (
    AssignmentFactory,
    DeliverableFactory,
    DuePointFactory,
    PeriodFactory,
    PersonFactory,
    StrandFactory,
)

BOARD = "Agreed by the board."


@pytest.fixture
def plan(cast):
    """Three deliverables of strand A. The first is led by JK and due in two parts."""
    with council_context(cast.council.id):
        PeriodFactory()
        strand = StrandFactory(code="A")
        made = [
            DeliverableFactory(strand=strand, title=title, position=at, number=f"{at}.")
            for at, title in enumerate(("Open a base", "Train schools", "Cut waits"), 1)
        ]
        for position, due_on in enumerate((date(2016, 9, 30), date(2017, 3, 31)), 1):
            DuePointFactory(deliverable=made[0], position=position, due_on=due_on)
        person = PersonFactory(initials="JK", name="Julia Known", state="identified")
        AssignmentFactory(deliverable=made[0], person=person, state="identified")
        return made


def writer(cast):
    return key_client(cast.council, "read", "write", "people:read")


def path_of(cast, deliverable):
    return address(cast.council, f"deliverables/{deliverable.public_id}")


def patch(cast, deliverable, body, client=None, etag=None):
    client = client or writer(cast)
    etag = etag or client.get(path_of(cast, deliverable))["ETag"]
    return client.patch(
        path_of(cast, deliverable), body, content_type="application/json", headers={"If-Match": etag}
    )


def verbs(cast):
    with council_context(cast.council.id):
        acts = Change.objects.exclude(verb="").order_by("seq").values_list("verb", "reason")
        return list(dict.fromkeys(acts))


def test_text_is_changed_and_the_rest_stays(cast, plan):
    client = writer(cast)
    before = client.get(path_of(cast, plan[0])).json()
    changed = {"title": "Open two bases", "detail": ["One in the north"], "number": None, "refers_to": "SEF"}
    answer = patch(cast, plan[0], changed, client)
    assert answer.status_code == 200, answer.content
    assert answer.json() == before | changed | {"version": before["version"] + 1}
    assert verbs(cast) == [("deliverable.changed", "")]
    again = client.get(path_of(cast, plan[0]))
    assert again.json() == answer.json() and again["ETag"] == answer["ETag"]


def test_people_are_replaced_and_unknown_initials_become_people_to_identify(cast, plan):
    with council_context(cast.council.id):
        helen = PersonFactory(initials="HP", name="Helen P", state="identified")
    body = {
        "leads": [{"person": str(helen.public_id), "qualifier": "C&I"}, {"initials": "ZZ"}, {}],
        "reporting_to": [{"initials": "JK"}],
    }
    row = patch(cast, plan[0], body).json()
    assert [(each["initials"], each["role"], each["qualifier"], each["state"]) for each in row["leads"]] == [
        ("HP", "lead", "C&I", "identified"),
        ("ZZ", "joint", None, "to_identify"),
        (None, "joint", None, "to_confirm"),
    ]
    assert [each["initials"] for each in row["reporting_to"]] == ["JK"]
    assert [verb for verb, _ in verbs(cast)] == ["person.typed", "leads.changed"]


def test_a_date_that_was_set_moves_only_with_a_reason(cast, plan):
    moved = [{"place": 1, "due_on": "2016-10-31", "precision": "month"}, {"place": 2, "due_on": "2017-03-31"}]
    refused = patch(cast, plan[0], {"due_points": moved})
    assert errors(refused) == [{"pointer": "/reason", "detail": "Enter the reason for the new date."}]
    row = patch(cast, plan[0], {"due_points": moved, "reason": BOARD}).json()
    assert [(each["due_on"], each["original_due_on"]) for each in row["due_points"]] == [
        ("2016-10-31", "2016-09-30"),
        ("2017-03-31", "2017-03-31"),
    ]
    assert ("dates.moved", BOARD) in verbs(cast)


def test_an_outcome_of_its_strand_is_set_and_removed(cast, plan):
    with council_context(cast.council.id):
        own, other = (
            Outcome.objects.create(strand=strand, title="Shorter waits", position=1)
            for strand in (plan[0].strand, StrandFactory(code="B", strategy=plan[0].strategy))
        )
    assert patch(cast, plan[0], {"outcome": str(own.public_id)}).json()["outcome"] == str(own.public_id)
    refused = patch(cast, plan[0], {"outcome": str(other.public_id)})
    assert errors(refused) == [{"pointer": "/outcome", "detail": "Its strand has no outcome with this id."}]
    assert patch(cast, plan[0], {"outcome": None}).json()["outcome"] is None


def test_it_takes_the_position_of_another(cast, plan):
    row = patch(cast, plan[0], {"position": 3, "reason": BOARD}).json()
    assert row["position"] == 3
    with council_context(cast.council.id):
        order = list(Deliverable.objects.order_by("position").values_list("title", flat=True))
    assert order == ["Train schools", "Cut waits", "Open a base"]
    refused = patch(cast, plan[0], {"position": 9, "reason": BOARD})
    assert errors(refused)[0]["pointer"] == "/position" and "1, 2, 3" in errors(refused)[0]["detail"]


def test_it_is_dropped_and_brought_back_with_a_reason(cast, plan):
    assert errors(patch(cast, plan[0], {"dropped": True}))[0]["pointer"] == "/reason"
    assert patch(cast, plan[0], {"dropped": True, "reason": BOARD}).status_code == 200
    with council_context(cast.council.id):
        assert Deliverable.objects.count() == 2
    refused = patch(cast, plan[0], {"title": "Else"})
    assert refused.status_code == 400 and "Bring it back first" in errors(refused)[0]["detail"]
    assert patch(cast, plan[0], {"dropped": False, "reason": "Needed."}).status_code == 200
    assert verbs(cast) == [("deliverable.dropped", BOARD), ("deliverable.restored", "Needed.")]


@pytest.mark.parametrize(
    ("body", "pointer", "words"),
    [
        ({}, "", "at least one member"),
        ({"reason": "x"}, "", "at least one member"),
        ({"headline": "x"}, "/headline", "Unknown field “headline”"),
        ({"title": ""}, "/title", "blank"),
        ({"title": None}, "/title", "null"),
        ({"leads": [{"initials": "JK"}, {"initials": "JK"}]}, "/leads", "Name each person and post once."),
        ({"leads": [{"initials": "A", "post": str(uuid4())}]}, "/leads/0", "Give one of post and initials"),
        ({"leads": [{}, {"person": str(uuid4())}]}, "/leads/1/person", "no person with this id"),
        ({"due_points": [{"due_on": "30/9/2016"}]}, "/due_points/0/due_on", "Write the date like"),
        (
            {"due_points": [{"due_on": "2016-09-03", "precision": "month"}]},
            "/due_points/0/due_on",
            "give its last day: 2016-09-30",
        ),
        ({"due_points": [{"place": 9, "due_on": "2016-09-03"}]}, "/due_points/0/place", "one of its 2 due"),
        ({"due_points": [{"due_on": "1916-09-03"}], "reason": "x"}, "/due_points", "on or after"),
        ({"dropped": True, "title": "x"}, "/title", "Send “dropped”"),
    ],
)
def test_a_wrong_body_is_refused_with_a_pointer_and_nothing_is_saved(cast, plan, body, pointer, words):
    refused = patch(cast, plan[0], body)
    assert refused.status_code == 400, refused.content
    found = errors(refused)
    assert found[0]["pointer"] == pointer and words in found[0]["detail"], found
    assert verbs(cast) == []


def test_without_if_match_428_and_with_a_stale_one_412_with_the_current_etag(cast, plan):
    client = writer(cast)
    path, old = path_of(cast, plan[0]), client.get(path_of(cast, plan[0]))["ETag"]
    without = client.patch(path, {"title": "One"}, content_type="application/json")
    assert without.status_code == 428 and "If-Match" in without.json()["detail"]
    assert patch(cast, plan[0], {"title": "Two"}, client, old).status_code == 200
    stale = patch(cast, plan[0], {"title": "Three"}, client, old)
    assert stale.status_code == 412 and stale["ETag"] == client.get(path)["ETag"] != old
    assert patch(cast, plan[0], {"title": "Three"}, client, stale["ETag"]).status_code == 200
    assert patch(cast, plan[0], {"title": "Four"}, client, "*").status_code == 200
    assert patch(cast, plan[0], {"title": "Five"}, client, '"nonsense"').status_code == 412
    with council_context(cast.council.id):
        assert Deliverable.objects.get(pk=plan[0].pk).title == "Four"


def test_it_needs_the_scope_and_the_permission_of_the_page(cast, plan):
    etag = writer(cast).get(path_of(cast, plan[0]))["ETag"]
    refused = patch(cast, plan[0], {"title": "x"}, key_client(cast.council, "read"), etag)
    assert refused.status_code == 403 and "write" in refused.json()["detail"]
    narrow = key_client(cast.council, "read", "readings:write")
    assert patch(cast, plan[0], {"title": "x"}, narrow, etag).status_code == 403
    assert patch(cast, plan[0], {"title": "x"}, cast.client(Role.READER), etag).status_code == 403
    assert patch(cast, plan[0], {"title": "By an officer"}, cast.client(), etag).status_code == 200


def test_another_council_does_not_find_it(cast, plan):
    outside = key_client(cast.other, "read", "write")
    own = address(cast.other, f"deliverables/{plan[0].public_id}")
    for path in (own, path_of(cast, plan[0])):
        answer = outside.patch(
            path, {"title": "x"}, content_type="application/json", headers={"If-Match": "*"}
        )
        assert answer.status_code == 404
    assert verbs(cast) == []
