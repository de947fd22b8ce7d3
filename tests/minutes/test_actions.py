"""Entries are recorded, changed, followed up and confirmed; escalations are answered; others are refused."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from django.core.exceptions import PermissionDenied

from boards.actions import remove_meeting
from boards.models import Seat
from core.refusals import ChangeRefused
from councils.permissions import Role
from minutes.actions import (
    answer_escalation,
    change_entry,
    confirm_minutes,
    correct_entry,
    move_entry,
    note_attendance,
    remove_entry,
)
from minutes.models import Attendance, Entry, EntryStep
from tests.cast import TODAY
from tests.factories import PersonFactory
from tests.minutes.conftest import an_action, note, record, said

pytestmark = pytest.mark.django_db


@pytest.fixture
def day(officer):
    return {"by": officer, "today": TODAY}


def refused(act):
    with pytest.raises(ChangeRefused) as caught:
        act()
    return caught.value.problems


def answer(place, day, escalation, **what):
    asked = {"meeting": place.board_meeting, "to": "taken", "words": "We take it."} | what
    return answer_escalation(escalation=escalation, **asked, **day)


def escalate(place, officer, **what):
    return record(place.group_meeting, officer, said("escalation", to_board=place.board, **what))


def test_entries_are_numbered_in_their_meeting(place, officer, inside):
    one = record(place.group_meeting, officer, said(item=place.deliverable))
    two = record(place.group_meeting, officer, an_action(place, item=place.strand))
    other = record(place.board_meeting, officer, said("challenge", raised_by=place.post))
    assert [one.number, two.number, other.number] == [1, 2, 1]
    assert [one.state, two.state, other.state] == ["decided", "open", "open"]
    assert (one.item, two.item, two.owned_by) == (place.deliverable, place.strand, place.person)
    assert [(step.state, step.taken_on, step.by) for step in other.steps.all()] == [
        ("open", place.board_meeting.held_on, place.post)
    ]


def test_what_is_missing_is_refused_at_its_field(place, officer, inside):
    assert refused(lambda: record(place.group_meeting, officer, said(words=" "))) == {
        "words": "Enter what to record"
    }
    assert "kind" in refused(lambda: record(place.group_meeting, officer, said("wish")))
    up = said("escalation", to_board=place.trust)
    assert "to_board" in refused(lambda: record(place.group_meeting, officer, up))
    assert not Entry.objects.exists()


def test_states_follow_with_their_words(place, officer, day, inside):
    entry = record(place.group_meeting, officer, an_action(place))
    move = {"entry": entry, "to": "done", "words": "Opened.", "taken_on": TODAY} | day
    assert "words" in refused(lambda: move_entry(**move | {"words": ""}))
    assert "taken_on" in refused(lambda: move_entry(**move | {"taken_on": TODAY + timedelta(days=1)}))
    assert "taken_on" in refused(lambda: move_entry(**move | {"taken_on": TODAY - timedelta(days=1)}))
    assert "to" in refused(lambda: move_entry(**move | {"to": "answered"}))
    assert "to" in refused(lambda: move_entry(**move | {"to": "gone"}))
    move_entry(**move, who=place.post)
    entry.refresh_from_db()
    assert (entry.state, entry.state_on) == ("done", TODAY)
    move_entry(**move | {"to": "open", "words": "Closed again."})
    assert [step.state for step in EntryStep.objects.filter(entry=entry)] == ["open", "done", "open"]


def test_confirmed_minutes_stay_and_are_followed_up(place, officer, day, inside):
    entry = record(place.group_meeting, officer, an_action(place))
    assert "Note who attended" in str(refused(lambda: confirm_minutes(meeting=place.group_meeting, **day)))
    assert "not confirmed" in str(refused(lambda: correct_entry(entry=entry, words="x", **day)))
    note(place.group_meeting, officer)
    confirm_minutes(meeting=place.group_meeting, **day)
    for act in (
        lambda: record(place.group_meeting, officer, said()),
        lambda: change_entry(entry=entry, said=an_action(place, words="Other"), **day),
        lambda: remove_entry(entry=entry, **day),
        lambda: note(place.group_meeting, officer, "apologies"),
        lambda: confirm_minutes(meeting=place.group_meeting, **day),
    ):
        assert "are confirmed" in str(refused(act))
    assert "words" in refused(lambda: correct_entry(entry=entry, words=" ", **day))
    correct_entry(entry=entry, words="It is the base in Northport.", **day)
    move_entry(entry=entry, to="done", words="Opened.", taken_on=TODAY, **day)
    assert [step.state_word for step in EntryStep.objects.filter(entry=entry)] == [
        *("Open", "Correction", "Done"),
    ]


def test_attendance_is_of_the_seats_of_that_day(place, officer, day, inside):
    note(place.group_meeting, officer)
    note(place.group_meeting, officer, "apologies")
    Seat.objects.filter(pk=place.chair.pk).update(holder=PersonFactory(name="Bo Best"))
    stored = [(row.role, row.person, row.state) for row in Attendance.objects.all()]
    assert stored == [("chair", place.person, "apologies"), ("member", None, "vacant")]
    assert refused(lambda: note_attendance(meeting=place.trust_meeting, rows=[], **day))


def test_an_entry_is_changed_until_then(place, officer, day, inside):
    entry = record(place.group_meeting, officer, an_action(place))
    same = an_action(place)
    assert not change_entry(entry=entry, said=same, **day)
    assert change_entry(entry=entry, said=replace(same, words="Open two bases."), **day)
    move_entry(entry=entry, to="done", words="Opened.", taken_on=TODAY, **day)
    assert change_entry(entry=entry, said=said("challenge", raised_by=place.person), **day)
    entry.refresh_from_db()
    assert (entry.kind, entry.state, entry.owner) == ("challenge", "open", None)
    assert [(step.state, step.by) for step in entry.steps.all()] == [("open", place.person)]
    assert change_entry(entry=entry, said=said("challenge", raised_by=place.post), **day)
    assert EntryStep.objects.get().by == place.post


def test_an_escalation_is_answered_by_the_board_above(place, officer, day, inside):
    escalation = escalate(place, officer, item=place.deliverable)
    to = {"to": "taken", "words": "x", "taken_on": TODAY}
    assert "at a meeting of the board" in str(refused(lambda: move_entry(entry=escalation, **to, **day)))
    assert refused(lambda: answer(place, day, escalation, meeting=place.trust_meeting))
    assert "to" in refused(lambda: answer(place, day, escalation, to="done"))
    assert "words" in refused(lambda: answer(place, day, escalation, words=""))
    decision = answer(place, day, escalation)
    escalation.refresh_from_db()
    assert (escalation.state, decision.kind, decision.answers) == ("taken", "decision", escalation)
    assert decision.item == place.deliverable
    assert refused(lambda: answer(place, day, escalation, to="sent_back"))
    assert "answered" in str(refused(lambda: remove_entry(entry=escalation, **day)))
    assert "answered" in str(refused(lambda: change_entry(entry=escalation, said=said(), **day)))
    assert "kind" in refused(lambda: change_entry(entry=decision, said=an_action(place), **day))
    remove_entry(entry=Entry.objects.with_all().get(pk=decision.pk), **day)
    escalation.refresh_from_db()
    assert (escalation.state, EntryStep.objects.count()) == ("open", 1)


def test_an_escalation_is_not_answered_before_it_was_made(place, officer, day, inside):
    escalation = escalate(place, officer)
    place.board_meeting.held_on = date(2016, 7, 1)
    assert "after this meeting" in str(refused(lambda: answer(place, day, escalation)))


def test_a_meeting_with_minutes_stays(place, officer, inside):
    record(place.group_meeting, officer, said())
    assert "stays" in str(refused(lambda: remove_meeting(meeting=place.group_meeting, by=officer)))
    remove_meeting(meeting=place.trust_meeting, by=officer)


def test_a_chair_records_for_their_own_board_only(place, cast, inside):
    chair = cast.actor(Role.BOARD_MEMBER)
    with pytest.raises(PermissionDenied):
        record(place.group_meeting, chair, said())
    person = PersonFactory(name="Cy Chair", user=cast.members[Role.BOARD_MEMBER].user)
    Seat.objects.filter(pk=place.chair.pk).update(holder=None, post=place.post)
    place.post.holder = person
    place.post.save()
    assert record(place.group_meeting, chair, said()).number == 1
    with pytest.raises(PermissionDenied):
        record(place.board_meeting, chair, said())
    Seat.objects.filter(pk=place.chair.pk).update(until_on=TODAY - timedelta(days=1))
    with pytest.raises(PermissionDenied):
        record(place.group_meeting, chair, said())


@pytest.mark.parametrize("role", [Role.READER, Role.APPROVER])
def test_others_may_do_none_of_this(place, cast, officer, inside, role):
    entry = record(place.group_meeting, officer, an_action(place))
    who = {"by": cast.actor(role), "today": TODAY}
    for act in (
        lambda: record(place.group_meeting, who["by"], said()),
        lambda: change_entry(entry=entry, said=said(), **who),
        lambda: remove_entry(entry=entry, **who),
        lambda: answer(place, who, entry),
        lambda: move_entry(entry=entry, to="done", words="x", taken_on=TODAY, **who),
        lambda: correct_entry(entry=entry, words="x", **who),
        lambda: note(place.group_meeting, who["by"]),
        lambda: confirm_minutes(meeting=place.group_meeting, **who),
    ):
        with pytest.raises(PermissionDenied):
            act()
