"""Tests of a deliverable's timeline. It leaves out what was undone."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import connection

from councils.models import Change, Post
from councils.permissions import Role
from councils.tenancy import council_context
from deliverables.actions import change_leads, move_due_dates, record_progress, undo_act
from deliverables.models import Assignment, Deliverable, ProgressUpdate
from deliverables.rules.due_dates import Move
from deliverables.summaries import deliverable_states
from deliverables.timeline import PER_PAGE, timeline
from strategies.models import ReportingPeriod
from tests.cast import TODAY
from tests.factories import (
    AssignmentFactory,
    DeliverableFactory,
    DuePointFactory,
    PeriodFactory,
    PersonFactory,
    ProgressUpdateFactory,
    StrandFactory,
)

NOW = datetime(2026, 11, 22, 9, tzinfo=UTC)


@pytest.fixture(autouse=True)
def in_council(cast):
    with council_context(cast.council.id):
        yield


@pytest.fixture
def plan():
    """A1 with lead HG and one due point in September."""
    PeriodFactory()
    deliverable = DeliverableFactory(strand=StrandFactory(code="A"), position=1)
    AssignmentFactory(deliverable=deliverable, person=PersonFactory(initials="HG"))
    DuePointFactory(deliverable=deliverable, label="launch")
    return deliverable


@pytest.fixture
def jk():
    return PersonFactory(initials="JK", name="Jay Kay", state="identified")


@pytest.fixture
def told(cast, plan):
    def told(page="1"):
        return list(look(cast, plan, page))

    return told


def look(cast, plan, page="1"):
    one = Deliverable.objects.filter(pk=plan.pk)
    [state] = deliverable_states(one, period=ReportingPeriod.objects.get(), today=TODAY)
    return timeline(state, council=cast.council, number=page)


def within(act):
    with connection.cursor() as cursor:
        cursor.execute("select set_config('app.request_id', %s, true)", [act])


def move(cast, plan, to, act="moving", **more):
    within(act)
    asked = {"move": Move(to=to), "reason": "The holidays.", "by": cast.actor()}
    return move_due_dates(**{"deliverables": [plan], **asked, **more})


def lead(cast, plan, holder, act="leading"):
    within(act)
    change_leads(deliverables=[plan], lead=holder, reason="HG has left.", by=cast.actor(Role.ADMINISTRATOR))


def undo(cast, act, role=Role.OFFICER):
    within(f"undoing-{act}")
    undo_act(act=act, by=cast.actor(role), now=Change.objects.latest("seq").at)


def test_what_came_with_the_plan_is_no_news(told):
    assert told() == []


def test_an_update_is_told_with_all_that_was_said(told, plan):
    ProgressUpdateFactory(
        deliverable=plan,
        rag="amber",
        late=True,
        sample=True,
        period=ReportingPeriod.objects.get(),
        done_points=[plan.due_points.get().public_id],
    )
    [entry] = told()
    assert (entry.title, entry.who, entry.on, entry.rag, entry.sample, entry.aside) == (
        "Update for Q1 2016–17",
        "Demo Officer",
        date(2016, 7, 1),
        "amber",
        True,
        "Late: recorded after the cut-off of 21 July 2016",
    )
    assert entry.lines == (
        ("", "On course."),
        ("Reason", "A venue fell through."),
        ("Path to green", "Book another."),
        ("Forecast", "30 September 2016"),
        ("Marked as done", "launch (Sep 2016)"),
    )


def test_a_moved_date_is_told_with_who_on_the_councils_day_and_why(told, cast, plan):
    move(cast, plan, date(2016, 10, 31))
    [entry] = told()
    assert (entry.title, entry.who, entry.on) == ("Due date moved", "Officer", TODAY)
    assert entry.lines == (("", "launch: Sep 2016 to Oct 2016"), ("Reason", "The holidays."))


def test_each_move_is_told_as_precisely_as_it_was_then(told, cast, plan):
    move(cast, plan, date(2016, 10, 31))
    move(cast, plan, date(2016, 11, 15), act="moving on")
    move(cast, plan, date(2016, 11, 30), act="and on")
    assert [entry.lines[0][1] for entry in told()] == [
        "launch: 15 November 2016 to 30 November 2016",
        "launch: Oct 2016 to 15 November 2016",
        "launch: Sep 2016 to Oct 2016",
    ]


def test_parts_moved_together_are_one_entry(told, cast, plan):
    DuePointFactory(deliverable=plan, position=2, due_on=date(2016, 12, 31))
    move(cast, plan, None, move=Move(months=1))
    [entry] = told()
    assert entry.lines[:2] == (("", "launch: Sep 2016 to Oct 2016"), ("", "Dec 2016 to Jan 2017"))


def test_a_change_of_lead_is_told(told, cast, plan, jk):
    lead(cast, plan, jk)
    lead(cast, plan, Post.objects.create(title="Head of Inclusion"), act="again")
    assert [(entry.title, entry.who, entry.lines) for entry in told()] == [
        (
            "Lead changed",
            "Administrator",
            (("", "Was Jay Kay (JK), now Head of Inclusion"), ("Reason", "HG has left.")),
        ),
        ("Lead changed", "Administrator", (("", "Was HG, now Jay Kay (JK)"), ("Reason", "HG has left."))),
    ]


def test_a_filled_vacancy_is_told(told, cast, plan, jk):
    Assignment.objects.all().delete()
    AssignmentFactory(deliverable=plan, state="to_confirm")
    lead(cast, plan, jk)
    assert told()[0].lines[0] == ("", "Was to be confirmed, now Jay Kay (JK)")


def test_a_first_lead_is_told(told, cast, plan, jk):
    Assignment.objects.all().delete()
    lead(cast, plan, jk)
    assert told()[0].lines[0] == ("", "No single lead before, now Jay Kay (JK)")


@pytest.mark.parametrize("change", ["move", "lead", "first lead", "update"])
def test_what_was_undone_is_not_told_and_neither_is_undoing(told, cast, plan, jk, change):
    before = [entry.lines for entry in told()]
    if change == "first lead":
        Assignment.objects.all().delete()
    if change == "move":
        move(cast, plan, date(2016, 10, 31))
        undo(cast, "moving")
    elif change == "update":
        within("saying")
        record_progress(
            deliverable=plan,
            period=ReportingPeriod.objects.get(),
            rag="green",
            done_points=[plan.due_points.get().public_id],
            by=cast.actor(),
            today=TODAY,
            now=NOW,
        )
        undo(cast, "saying")
    else:
        lead(cast, plan, jk)
        undo(cast, "leading", role=Role.ADMINISTRATOR)
    assert [entry.lines for entry in told()] == before


def test_what_stands_before_and_after_an_undoing_is_told(told, cast, plan):
    move(cast, plan, date(2016, 10, 31))
    move(cast, plan, date(2016, 11, 30), act="a mistake")
    undo(cast, "a mistake")
    move(cast, plan, date(2016, 12, 31), act="put right")
    assert [entry.lines[0][1] for entry in told()] == [
        "launch: Oct 2016 to Dec 2016",
        "launch: Sep 2016 to Oct 2016",
    ]


def test_the_latest_comes_first(told, cast, plan):
    period = ReportingPeriod.objects.get()
    for day in (1, 5):
        ProgressUpdateFactory(deliverable=plan, period=period, recorded_at=datetime(2016, 7, day, tzinfo=UTC))
    move(cast, plan, date(2016, 10, 31))
    assert [(entry.title, entry.on.day) for entry in told()] == [
        ("Due date moved", 8),
        ("Update for Q1 2016–17", 5),
        ("Update for Q1 2016–17", 1),
    ]


# Pages


def say(plan, number):
    """Updates, one a minute, from midnight on 1 July."""
    start, period = datetime(2016, 7, 1, tzinfo=UTC), ReportingPeriod.objects.get()
    ProgressUpdate.objects.bulk_create(
        ProgressUpdateFactory.build(
            deliverable=plan,
            period=period,
            narrative=f"Update {each}",
            recorded_at=start + timedelta(minutes=each),
        )
        for each in range(number)
    )


def words(entries):
    return [entry.lines[0][1] for entry in entries]


def test_every_page_goes_on_where_the_one_before_ended_and_nothing_is_lost(cast, plan, jk):
    """Acts of the log have the real time, so the updates that are later are made so."""
    say(plan, 30)
    move(cast, plan, date(2016, 10, 31))
    lead(cast, plan, jk)
    later = datetime(2099, 1, 1, tzinfo=UTC)
    for each in range(25):
        ProgressUpdateFactory(
            deliverable=plan,
            period=ReportingPeriod.objects.get(),
            narrative=f"Later {each}",
            recorded_at=later + timedelta(minutes=each),
        )
    pages = [look(cast, plan, str(number)) for number in (1, 2, 3)]
    assert [(page.start_index(), page.end_index()) for page in pages] == [(1, 20), (21, 40), (41, 57)]
    assert [entry for page in pages for entry in words(page)] == [
        *(f"Later {each}" for each in range(24, -1, -1)),
        "Was HG, now Jay Kay (JK)",
        "launch: Sep 2016 to Oct 2016",
        *(f"Update {each}" for each in range(29, -1, -1)),
    ]


@pytest.mark.parametrize("acts", [0, 3, 45])
@pytest.mark.parametrize("updates", [0, 1, 19, 41])
def test_pages_together_are_all_that_happened(cast, plan, jk, acts, updates):
    hg = PersonFactory(initials="HH")
    say(plan, updates)
    for each in range(acts):
        lead(cast, plan, hg if each % 2 else jk, act=f"lead {each}")
    first = look(cast, plan)
    assert first.paginator.count == acts + updates
    pages = [look(cast, plan, str(number)) for number in first.paginator.page_range]
    entries = [entry for page in pages for entry in page]
    assert [entry.title for entry in entries[:acts]] == ["Lead changed"] * acts
    assert words(entries[acts:]) == [f"Update {each}" for each in range(updates - 1, -1, -1)]


@pytest.mark.parametrize("number", ["0", "x", "99"])
def test_a_page_that_is_not_there_is_the_nearest_one(cast, plan, number):
    say(plan, 21)
    assert look(cast, plan, number).number == (1 if number == "x" else 2)


@pytest.mark.parametrize("number", [1, 30])
def test_queries_do_not_grow(told, cast, plan, jk, number, django_assert_max_num_queries):
    hg = PersonFactory(initials="HH")
    say(plan, number)
    for each in range(number):
        move(cast, plan, date(2016, 10, 1 + each % 28), act=f"move {each}")
        lead(cast, plan, jk if each % 2 else hg, act=f"lead {each}")
    with django_assert_max_num_queries(4 + 8):
        assert len(told()) == min(3 * number, PER_PAGE)
