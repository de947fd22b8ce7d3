"""Tests of permissions and locks on changes to deliverables, and of undo by the verb of the act."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection
from django.db.models import F

from councils.models import Change
from councils.permissions import ROLE_PERMISSIONS, Permission, Role
from councils.tenancy import council_context, recorded
from deliverables.actions import (
    ProgressRefused,
    UndoRefused,
    change_leads,
    move_due_dates,
    rate_several,
    record_no_change,
    record_progress,
    undo_act,
)
from deliverables.models import Assignment, Deliverable, DuePoint, ProgressUpdate
from deliverables.rules.due_dates import Move
from tests.cast import TODAY
from tests.factories import (
    AssignmentFactory,
    DeliverableFactory,
    DuePointFactory,
    PeriodFactory,
    PersonFactory,
    ProgressUpdateFactory,
)
from tests.locks import locked_tables

NOW = datetime(2026, 11, 22, 9, tzinfo=UTC)
READERS = [Role.READER, Role.BOARD_MEMBER, Role.APPROVER]
ACT = "act-of-the-tests"


@pytest.fixture
def in_council(cast):
    with council_context(cast.council.id, actor=cast.actor().reference, request_id=ACT):
        yield


@pytest.fixture
def plan(in_council):
    """One deliverable with a lead and a due point, green in the previous quarter."""
    point = DuePointFactory()
    AssignmentFactory(deliverable=point.deliverable, person=PersonFactory(initials="HG"))
    before = PeriodFactory(label="2015-16-Q4")
    PeriodFactory(label="2016-17-Q1")
    ProgressUpdateFactory(deliverable=point.deliverable, period=before, rag="green")
    return point.deliverable


@pytest.fixture
def acts(cast, plan):
    """Every action on the deliverable, by name. Each takes `by`."""
    period, jk = PeriodFactory(label="2016-17-Q1"), PersonFactory(initials="JK")
    said = {"period": period, "today": TODAY, "now": NOW}
    return {
        "progress": lambda by: record_progress(deliverable=plan, rag="green", by=by, **said),
        "no change": lambda by: record_no_change(deliverable=plan, expected_version=1, by=by, **said),
        "ratings": lambda by: rate_several(deliverables=[plan], rag="green", by=by, **said),
        "leads": lambda by: change_leads(deliverables=[plan], lead=jk, by=by),
        "dates": lambda by: move_due_dates(deliverables=[plan], move=Move(months=1), reason="Late", by=by),
    }


ACTS = ["progress", "no change", "ratings", "leads", "dates"]


def rows():
    models = (Deliverable, DuePoint, Assignment, ProgressUpdate)
    return [list(model.objects.order_by("id").values()) for model in models]


# Permissions


@pytest.mark.parametrize("role", READERS)
@pytest.mark.parametrize("name", ACTS)
def test_roles_that_only_read_are_refused_and_nothing_changes(acts, cast, name, role):
    before = rows()
    with pytest.raises(PermissionDenied):
        acts[name](cast.actor(role))
    assert rows() == before


@pytest.mark.parametrize("name", ACTS)
def test_who_may_do_it_does_it(acts, cast, name):
    before = rows()
    acts[name](cast.actor())
    assert rows() != before


def test_a_reader_is_refused_before_anything_is_read(cast, plan):
    """The refusal does not reveal the current state. An empty choice is refused too."""
    silent, period = DeliverableFactory(), PeriodFactory(label="2016-17-Q1")
    reader = {"by": cast.actor(Role.READER), "period": period, "today": TODAY, "now": NOW}
    with pytest.raises(PermissionDenied):
        record_no_change(deliverable=silent, expected_version=1, **reader)
    with pytest.raises(PermissionDenied):
        rate_several(deliverables=[], rag="green", **reader)


# Locks


@pytest.mark.parametrize("name", ACTS)
def test_the_deliverable_is_locked_while_it_is_changed(acts, cast, name):
    with locked_tables() as locked:
        acts[name](cast.actor())
    assert locked[0] == "deliverables_deliverable"


# The quarter's first day


def test_on_its_first_day_a_quarter_takes_updates_and_on_the_day_before_it_does_not(cast, plan):
    period = PeriodFactory(label="2016-17-Q2")
    said = {"deliverable": plan, "period": period, "rag": "green", "by": cast.actor(), "now": NOW}
    with pytest.raises(ProgressRefused, match="starts on 1 July 2016"):
        record_progress(today=date(2016, 6, 30), **said)
    assert record_progress(today=date(2016, 7, 1), **said).recorded_on == date(2016, 7, 1)


# Undo


@pytest.fixture
def now():
    with connection.cursor() as cursor:
        cursor.execute("select now()")
        return cursor.fetchone()[0]


def undo(cast, now, role=Role.OFFICER):
    return undo_act(act=ACT, by=cast.actor(role), now=now)


@pytest.fixture
def acted(cast):
    """Run a function as one request of the officer, in its own transaction."""

    def run(work):
        with council_context(cast.council.id, actor=cast.actor().reference, request_id=ACT):
            return work()

    return run


@pytest.fixture
def stored(cast):
    with council_context(cast.council.id):
        deliverable = DuePointFactory().deliverable
        PeriodFactory(label="2016-17-Q1")
    return deliverable


def moved(cast, deliverable):
    return move_due_dates(deliverables=[deliverable], move=Move(months=1), reason="Late", by=cast.actor())


@pytest.mark.parametrize("first", ["moved", "another"])
def test_a_request_that_also_did_something_else_cannot_be_undone(cast, acted, stored, now, first):
    """One act can be undone and one cannot. Undoing only one would surprise."""

    def both():
        steps = [lambda: moved(cast, stored), lambda: another_as_officer(cast, stored)]
        for step in steps if first == "moved" else reversed(steps):
            step()

    acted(both)
    with council_context(cast.council.id), pytest.raises(UndoRefused, match="You cannot undo this"):
        undo(cast, now)


def another_as_officer(cast, deliverable):
    with recorded("deliverable.retitled", actor=cast.actor().reference):
        Deliverable.objects.filter(pk=deliverable.pk).update(title="Another", version=F("version") + 1)


def test_what_was_undone_is_named(cast, acted, stored, now):
    acted(lambda: moved(cast, stored))
    with council_context(cast.council.id):
        undone = undo(cast, now)
    assert (undone.verb, undone.deliverables, undone.period) == ("dates.moved", (stored,), None)


def test_undoing_needs_the_permission_of_the_act_itself(cast, acted, stored, now, monkeypatch):
    acted(lambda: moved(cast, stored))
    without = ROLE_PERMISSIONS[Role.OFFICER] - {Permission.PLAN_CHANGE}
    monkeypatch.setitem(ROLE_PERMISSIONS, Role.OFFICER, without)
    with council_context(cast.council.id):
        with pytest.raises(PermissionDenied):
            undo(cast, now)
        assert DuePoint.objects.get().due_on == date(2016, 10, 31)


def test_the_permission_is_asked_before_the_state(cast, acted, stored, now, monkeypatch):
    """After an hour, a user without permission gets the error about permission, not about time."""
    acted(lambda: moved(cast, stored))
    monkeypatch.setitem(ROLE_PERMISSIONS, Role.OFFICER, ROLE_PERMISSIONS[Role.READER])
    with council_context(cast.council.id), pytest.raises(PermissionDenied):
        undo(cast, now + timedelta(hours=2))


def test_deliverables_are_locked_while_an_act_is_undone(cast, acted, stored, now):
    acted(lambda: moved(cast, stored))
    with council_context(cast.council.id), locked_tables() as locked:
        undo(cast, now)
    assert locked == ["deliverables_deliverable"]


def test_an_undo_that_is_refused_writes_nothing(cast, acted, stored, now):
    acted(lambda: moved(cast, stored))
    with council_context(cast.council.id):
        before = rows(), Change.objects.count()
        with pytest.raises(UndoRefused, match="only undo within an hour"):
            undo(cast, now + timedelta(hours=2))
        assert (rows(), Change.objects.count()) == before
