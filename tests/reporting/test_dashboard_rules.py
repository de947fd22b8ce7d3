"""Rules that only dashboards use: docs/rules/dashboard.md."""

import re
from datetime import date
from types import SimpleNamespace
from uuid import UUID

import pytest

from core.overall_rag import RagCounts
from core.periods import Precision, Quarter
from councils.models import Person, Post
from deliverables.judged import Judged, NamedOn
from deliverables.listing import Names
from deliverables.rules import DuePointFacts, StatedRag, direction_words
from reporting.summaries.headline import headline
from reporting.summaries.months import MOST_MONTHS, bunching, due_month, due_state
from reporting.summaries.shapes import worst_first
from reporting.summaries.workload import carriers, workloads
from tests.truth_tables import day, day_or_none, parts, rag, read_aloud, truth_table

AS_AT = date(2016, 7, 8)


@pytest.mark.parametrize("row", truth_table("dashboard", "The headline"), ids=read_aloud)
def test_the_headline(row):
    counts = RagCounts(*(int(row[rag]) for rag in ("Red", "Amber", "Green", "Complete", "Not rated")))
    assert headline(counts, overdue=int(row["Overdue"]), noun="deliverable") == row["Headline"]


def test_the_headline_uses_the_councils_noun():
    said = headline(RagCounts(amber=1, green=1), overdue=0, noun="milestone")
    assert said == "At risk: 1 of 2 milestones is amber."


# Months


def point(due, *, done=None, precision="month"):
    return DuePointFacts("", due, Precision(precision), due, done)


@pytest.mark.parametrize("row", truth_table("dashboard", "The month in which a date counts"), ids=read_aloud)
def test_the_month_in_which_a_date_counts(row):
    due = point(day(row["Due"]), done=day_or_none(row["Done on"]), precision=row["Precision"])
    assert f"{due_month(due):%B %Y}" == row["Month"]
    assert due_state(due, day(row["As at"])).word.lower() == row["State"]


def test_months_without_a_date_are_drawn_too():
    found = bunching([[point(date(2016, 5, 31))], [point(date(2016, 8, 31))]], as_at=AS_AT)
    assert [(month.label, month.overdue, month.to_come) for month in found.months] == [
        ("2016-05", 1, 0),
        ("2016-06", 0, 0),
        ("2016-07", 0, 0),
        ("2016-08", 0, 1),
    ]


def test_two_parts_in_a_month_are_two_dates_of_one_deliverable():
    same = [point(date(2016, 9, 30)), point(date(2016, 9, 15), precision="day")]
    [month] = bunching([same, [point(date(2016, 9, 30))]], as_at=AS_AT).months
    assert (month.total, month.open_deliverables) == (3, 2)


def test_what_is_done_waits_for_nobody():
    [month] = bunching([[point(date(2016, 6, 30), done=date(2016, 6, 1))]], as_at=AS_AT).months
    assert (month.done, month.open_deliverables) == (1, 0)


def test_the_busiest_month_has_most_to_come_and_the_earlier_of_two_is_named():
    days = [date(2016, 9, 30), date(2016, 9, 30), date(2016, 12, 31), date(2016, 12, 31), date(2016, 5, 31)]
    found = bunching([[point(each)] for each in days], as_at=AS_AT)
    assert found.busiest.label == "2016-09"
    assert (found.done, found.overdue, found.to_come) == (0, 1, 4)


def test_nothing_still_to_come_has_no_busiest_month():
    assert bunching([[point(date(2016, 5, 31))]], as_at=AS_AT).busiest is None


def test_without_dates_there_are_no_months():
    assert bunching([[], []], as_at=AS_AT).months == ()


def test_a_date_far_away_is_counted_and_not_drawn():
    days = [date(1999, 1, 31), date(2016, 9, 30), date(2099, 1, 31)]
    found = bunching([[point(each)] for each in days], as_at=AS_AT)
    assert len(found.months) == MOST_MONTHS
    assert (found.months[0].label, found.earlier, found.later) == ("2014-07", 1, 1)
    assert found.to_come == 1


# Workload


HOLDERS = {"JK": 1, "NS": 2, "TG": 3, "HP": 4}
POSTS = {"Head of Inclusion": 1}
NAMES = Names(
    strands={},
    people={
        key: Person(initials=name, council_id=1, public_id=UUID(int=key)) for name, key in HOLDERS.items()
    },
    posts={key: Post(title=name, council_id=1, public_id=UUID(int=100 + key)) for name, key in POSTS.items()},
    organisations={},
)


def named_on(text):
    role, _, name = text.partition(" ")
    return NamedOn(role, HOLDERS.get(name), POSTS.get(name), "")


def judged(stated, schedule="Green", assignments="lead JK", points=()):
    people = [named_on(text) for text in parts(assignments, ";")]
    return Judged(
        id=1,
        strategy_id=1,
        strand_id=1,
        accountable_id=None,
        due_points=tuple(points),
        named=tuple(each for each in people if each.role != "reporting"),
        update=None,
        stated=StatedRag(rag(stated), None, None),
        stated_before=None,
        schedule=rag(schedule),
        disagrees=False,
    )


@pytest.mark.parametrize(
    "row", truth_table("dashboard", "Whose workload a deliverable counts in"), ids=read_aloud
)
def test_who_carries_a_deliverable(row):
    found = carriers(judged("Green", assignments=row["Assignments"]), NAMES)
    assert list(found.values()) == parts(row["Carried by"])


@pytest.mark.parametrize("row", truth_table("dashboard", "What counts in a workload"), ids=read_aloud)
def test_what_counts_against_a_lead(row):
    [load] = workloads([judged(row["Stated"], row["Schedule"])], NAMES)
    counted = (load.open, load.overdue, load.attention)
    assert counted == tuple(int(row[name]) for name in ("Still open", "Overdue", "Red or amber"))


def test_whoever_carries_most_comes_first():
    found = workloads(
        [
            judged("Green", assignments="lead NS"),
            judged("Green", "Red", assignments="lead TG"),
            judged("Green", assignments="lead JK; joint HP"),
            judged("Green", assignments="lead JK"),
        ],
        NAMES,
    )
    assert [(load.label, load.open) for load in found] == [("JK", 2), ("TG", 1), ("HP", 1), ("NS", 1)]


# Order, slips, direction


def test_worst_first():
    rows = truth_table("dashboard", "Worst first")
    lines = [
        SimpleNamespace(place=row["Place"], rag=rag(row["Stated"]), schedule_rag=rag(row["Schedule"]))
        for row in rows
    ]
    assert [line.place for line in worst_first(reversed(lines))] == [row["Place"] for row in rows]


def test_what_is_equally_bad_stays_in_the_order_of_the_plan():
    lines = [SimpleNamespace(rag=rag("Red"), schedule_rag=rag(dates)) for dates in ("Not rated", "Green")]
    assert worst_first(lines) == lines


@pytest.mark.parametrize("row", truth_table("dashboard", "What counts as slipped"), ids=read_aloud)
def test_what_counts_as_slipped(row):
    points = [
        DuePointFacts("", day(now), Precision.DAY, original_due_on=day(published))
        for published, now in (re.split(" to ", text) for text in parts(row["Dates"], ";"))
    ]
    assert judged("Green", points=points).slipped_days == int(row["Slipped by days"])


@pytest.mark.parametrize("row", truth_table("dashboard", "Direction in words"), ids=read_aloud)
def test_direction_in_words(row):
    before = Quarter.parse("2015-16-Q4")
    assert direction_words(rag(row["Now"]), rag(row["Before"]), before) == row["Says"]
