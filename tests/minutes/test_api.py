"""Meetings and decisions over the API: every field, filters, who reads which minutes."""

from datetime import date

import pytest

from boards.models import Meeting, Seat
from councils.permissions import Role, Scope
from councils.tenancy import council_context
from minutes.actions import (
    AttendanceRow,
    GuestSaid,
    answer_escalation,
    confirm_minutes,
    declare_interest,
    note_attendance,
)
from minutes.models import Entry, Guest
from tests.api_client import address, query_count, results
from tests.api_client import key_client as client_with
from tests.cast import TODAY
from tests.factories import IndicatorFactory, PersonFactory

from .conftest import an_action, note, record, said


def key_client(council, *more):
    """A key that reads the plan and follows packs: who may read a board's packs may read its minutes."""
    reading = [scope.value for scope in Scope if scope.value in ("read", "packs:read")]
    return client_with(council, *reading, *more)


@pytest.fixture
def minuted(cast, place, officer):
    """An overdue action, a challenge, and an escalation that the board above has taken."""
    with council_context(cast.council.id):
        note(place.earlier, officer)
        place.action = record(
            place.earlier, officer, an_action(place, item=place.deliverable, due_on=date(2016, 7, 1))
        )
        place.challenge = record(
            place.group_meeting, officer, said("challenge", raised_by=place.person, item=place.strand)
        )
        place.escalation = record(place.group_meeting, officer, said("escalation", to_board=place.board))
        place.answer = answer_escalation(
            escalation=place.escalation,
            meeting=place.board_meeting,
            to="taken",
            words="We fund it.",
            by=officer,
            today=TODAY,
        )
        confirm_minutes(meeting=place.earlier, by=officer, today=TODAY)
    return place


def test_meeting_has_every_field(cast, minuted):
    client = key_client(cast.council, "people:read")
    found = results(client, cast.council, f"meetings?board={minuted.group.slug}")
    assert found[0] == {
        "id": str(minuted.earlier.public_id),
        "board": str(minuted.group.public_id),
        "held_on": "2016-06-09",
        "place": None,
        "paper_days": 5,
        "papers_on": "2016-06-02",
        "state": "confirmed",
        "confirmed_on": "2016-07-08",
        "quorum": None,
        "is_quorate": None,
        "attendance": [
            {"role": "chair", "holder": "Ada Able", "state": "present", "substitute": None},
            {"role": "member", "holder": None, "state": "vacant", "substitute": None},
        ],
        "guests": [],
        "interests": [],
    }
    assert (found[1]["state"], found[1]["confirmed_on"], found[1]["attendance"]) == ("held", None, [])
    path = address(cast.council, f"meetings/{minuted.earlier.public_id}")
    assert client.get(path).json() == found[0]


def test_who_was_there(cast, minuted, officer):
    with council_context(cast.council.id):
        minuted.group.quorum = 1
        minuted.group.save()
        row = AttendanceRow(minuted.chair, "apologies", GuestSaid("Bo Best", "Northmere College"))
        guests = [GuestSaid("Gill Guest", "Parent Forum")]
        meeting = minuted.group_meeting
        note_attendance(meeting=meeting, rows=[row], guests=guests, by=officer, today=TODAY)
        declare_interest(
            meeting=meeting,
            who=Guest.objects.get(name="Gill Guest"),
            about="The base",
            interest="Works there",
            done="left",
            by=officer,
            today=TODAY,
        )
    path = address(cast.council, f"meetings/{minuted.group_meeting.public_id}")
    found = key_client(cast.council, "people:read").get(path).json()
    assert (found["quorum"], found["is_quorate"]) == (1, True)
    assert found["attendance"] == [
        {
            "role": "chair",
            "holder": "Ada Able",
            "state": "apologies",
            "substitute": "Bo Best, Northmere College",
        }
    ]
    assert found["guests"] == [{"name": "Gill Guest", "organisation": "Parent Forum"}]
    assert found["interests"] == [
        {"by": "Gill Guest", "about": "The base", "interest": "Works there", "done": "left"}
    ]
    without = key_client(cast.council).get(path)
    assert without.json()["is_quorate"] is True
    for words in (b"Gill", b"Forum", b"Best", b"Works there"):
        assert words not in without.content


def test_decision_has_every_field(cast, minuted):
    client = key_client(cast.council, "people:read")
    first, second, third, fourth = results(client, cast.council, "decisions")
    assert first == {
        "id": str(minuted.action.public_id),
        "meeting": str(minuted.earlier.public_id),
        "board": str(minuted.group.public_id),
        "held_on": "2016-06-09",
        "number": 1,
        "kind": "action",
        "words": "Agreed to go on.",
        "deliverable": str(minuted.deliverable.public_id),
        "indicator": None,
        "strand": None,
        "strategy": None,
        "owner_initials": "AA",
        "owner_name": "Ada Able",
        "owner_post": None,
        "due_on": "2016-07-01",
        "is_overdue": True,
        "to_board": None,
        "answers": None,
        "state": "open",
        "state_on": "2016-06-09",
        "steps": [{"state": "open", "taken_on": "2016-06-09", "words": None, "by": None}],
    }
    assert (second["strand"], second["strategy"]) == ("A", str(minuted.strand.strategy.public_id))
    assert second["steps"][0]["by"] == "Ada Able"
    assert (third["to_board"], third["state"]) == (str(minuted.board.public_id), "taken")
    assert [step["words"] for step in third["steps"]] == [None, "We fund it."]
    assert (fourth["answers"], fourth["state"]) == (third["id"], "decided")
    path = address(cast.council, f"decisions/{minuted.action.public_id}")
    assert client.get(path).json() == first


def test_names_are_null_without_the_scope(cast, minuted):
    client = key_client(cast.council)
    for path in ("meetings", "decisions"):
        response = client.get(address(cast.council, path))
        assert b"Ada" not in response.content
    decisions = results(client, cast.council, "decisions")
    assert (decisions[0]["owner_initials"], decisions[0]["owner_name"]) == ("AA", None)


def test_filters(cast, minuted):
    with council_context(cast.council.id):
        Meeting.objects.create(board=minuted.trust, held_on=date(2016, 9, 1))
    client = key_client(cast.council)
    for query, number in (
        ("meetings?board=group", 2),
        (f"meetings?board={minuted.trust.public_id}", 2),
        ("meetings?state=planned", 1),
        ("meetings?state=held", 3),
        ("meetings?state=confirmed", 1),
        ("meetings?held_after=2016-07-08", 4),
        ("meetings?held_before=2016-07-07", 1),
        ("decisions?board=group", 3),
        (f"decisions?meeting={minuted.board_meeting.public_id}", 1),
        ("decisions?kind=escalation", 1),
        ("decisions?state=open", 2),
        ("decisions?held_after=2016-07-08", 3),
        ("decisions?held_before=2016-06-09", 1),
        ("decisions?to_board=send", 1),
        (f"decisions?deliverable={minuted.deliverable.public_id}", 1),
        ("decisions?strand=A", 1),
        (f"decisions?owner={minuted.person.public_id}", 1),
        (f"decisions?owner={minuted.deliverable.public_id}", 0),
    ):
        assert len(results(client, cast.council, query)) == number, query
    for query in ("meetings?state=nonsense", "decisions?held_after=1+June+2016", "decisions?quarter=1"):
        assert client.get(address(cast.council, query)).status_code == 400, query


def test_pages_follow_each_other_and_unchanged_lists_are_304(cast, minuted):
    client = key_client(cast.council)
    for noun in ("meetings", "decisions"):
        whole = results(client, cast.council, noun)
        page, found = address(cast.council, f"{noun}?limit=1"), []
        while page:
            answer = client.get(page).json()
            found += answer["results"]
            page = answer["next"]
        assert found == whole
        first = client.get(address(cast.council, noun))
        again = client.get(address(cast.council, noun), headers={"If-None-Match": first["ETag"]})
        assert again.status_code == 304


def test_a_board_member_reads_their_own_boards(cast, minuted, officer):
    with council_context(cast.council.id):
        note(minuted.group_meeting, officer)
        record(minuted.trust_meeting, officer, said(words="Elsewhere"))
        Seat.objects.create(
            board=minuted.board,
            role="member",
            state="named",
            holder=PersonFactory(user=cast.members[Role.BOARD_MEMBER].user),
        )
        note(minuted.board_meeting, officer)
    client = cast.client(Role.BOARD_MEMBER)
    attended = {each["id"]: each["attendance"] for each in results(client, cast.council, "meetings")}
    assert attended[str(minuted.group_meeting.public_id)] is None
    assert len(attended[str(minuted.board_meeting.public_id)]) == 1
    kinds = [each["kind"] for each in results(client, cast.council, "decisions")]
    assert kinds == ["escalation", "decision"]
    path = address(cast.council, f"decisions/{minuted.action.public_id}")
    assert client.get(path).status_code == 404
    assert len(results(cast.client(Role.READER), cast.council, "decisions")) == 5


def test_a_key_without_the_scope_is_refused(cast, minuted):
    for noun in ("meetings", "decisions"):
        assert client_with(cast.council, "write").get(address(cast.council, noun)).status_code == 403


def test_outsider_is_404(cast, minuted):
    with council_context(cast.council.id):
        paths = [f"meetings/{Meeting.objects.first().public_id}"]
        paths.append(f"decisions/{Entry.objects.first().public_id}")
    client = key_client(cast.other)
    for path in paths:
        assert client.get(address(cast.other, path)).status_code == 404
        assert client.get(address(cast.council, path)).status_code == 404
    assert results(client, cast.other, "meetings") == results(client, cast.other, "decisions") == []


def test_queries_do_not_grow_with_the_rows(cast, minuted, officer):
    client = key_client(cast.council)
    few = [query_count(client, cast.council, noun) for noun in ("meetings", "decisions")]
    with council_context(cast.council.id):
        for day in range(1, 20):
            meeting = Meeting.objects.create(board=minuted.group, held_on=date(2016, 5, day))
            note(meeting, officer)
            record(meeting, officer, an_action(minuted, item=IndicatorFactory()))
    assert len(results(client, cast.council, "decisions")) == 23
    assert [query_count(client, cast.council, noun) for noun in ("meetings", "decisions")] == few
