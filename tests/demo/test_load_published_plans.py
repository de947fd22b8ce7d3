"""`load_published_plans`: loads both plans completely, once, and never over people's edits."""

from collections import Counter
from datetime import date
from io import StringIO

import pytest
from django.core.management import call_command

from boards.models import Board, BoardLink, Seat
from councils.models import Change, Council, Person
from councils.tenancy import council_context
from deliverables.models import Assignment, Deliverable, DuePoint
from indicators.models import Indicator, Reading, TableColumn
from strategies.models import (
    Approval,
    CoverRole,
    FrameworkCell,
    ImprovementStatement,
    KeyOutcome,
    Outcome,
    Oversight,
    PlannedAction,
    PrintedPriority,
    Priority,
    Reference,
    ReportingPeriod,
    Strategy,
    SuccessMatrixCell,
    Version,
)


def load():
    out = StringIO()
    call_command("load_published_plans", stdout=out)
    return out.getvalue()


def inside(slug):
    return council_context(Council.objects.get(slug=slug).id)


@pytest.fixture
def portsmouth(published_plans):
    with inside("portsmouth"):
        yield


@pytest.fixture
def cambridgeshire(published_plans):
    with inside("cambridgeshire"):
        yield


def test_councils_live_on_their_pinned_day_and_carry_their_codes(published_plans):
    for slug, codes in (
        ("portsmouth", {"ons": "E06000044", "dfe": "851", "region": "E12000008"}),
        ("cambridgeshire", {"ons": "E10000003", "dfe": "873", "region": "E12000006"}),
    ):
        council = Council.objects.get(slug=slug)
        assert council.pinned_today == date(2016, 7, 8)
        assert dict(council.area_codes.values_list("scheme", "code")) == codes


@pytest.mark.django_db
def test_in_a_real_installation_councils_live_on_the_real_day(settings):
    settings.LOCAL = False
    load()
    assert not Council.objects.exclude(pinned_today=None).exists()
    Council.objects.update(pinned_today=date(2016, 7, 8))
    load()
    assert not Council.objects.filter(pinned_today=None).exists()


@pytest.mark.django_db
def test_a_real_installation_loads_councils_for_training_when_asked(settings):
    settings.LOCAL = False
    call_command("load_published_plans", "--training", stdout=StringIO())
    assert set(Council.objects.values_list("pinned_today", flat=True)) == {date(2016, 7, 8)}


def test_portsmouth_strategy_as_published(portsmouth):
    strategy = Strategy.objects.get(slug="send-strategy-2016")
    assert (strategy.kind, strategy.strand_noun, strategy.deliverable_noun) == (
        "strategy",
        "Strand",
        "Deliverable",
    )
    assert (Version.objects.count(), Approval.objects.count(), CoverRole.objects.count()) == (3, 10, 5)
    assert (KeyOutcome.objects.count(), ImprovementStatement.objects.count()) == (5, 19)
    assert (Priority.objects.count(), PrintedPriority.objects.count()) == (21, 20)
    assert PlannedAction.objects.count() == 36
    assert FrameworkCell.objects.count() == 7
    assert Counter(Reference.objects.values_list("kind", flat=True)) == {
        "principle": 14,
        "law": 14,
        "initiative": 8,
    }


def test_portsmouth_deliverables_as_published(portsmouth):
    assert Counter(Deliverable.objects.values_list("strand__code", flat=True)) == {
        "A": 5,
        "B": 9,
        "C": 11,
        "D": 4,
        "E": 4,
        "F": 4,
    }
    roles = Counter(Assignment.objects.values_list("role", flat=True))
    assert (roles["lead"], roles["joint"]) == (37, 11)
    last = Deliverable.objects.get(strand__code="F", position=3)
    assert last.source_text == {"number": "3", "by_when": "Dec16", "lead": "MS"}
    assert [lead.person.label for lead in last.assignments.all()] == ["Mark Stables (MS)"]
    (point,) = last.due_points.all()
    assert (point.due_on, point.precision, point.source_text) == (date(2016, 12, 31), "month", "Dec16")


def test_portsmouth_indicators_as_published(portsmouth):
    assert Counter(Indicator.objects.values_list("set", flat=True)) == {"main": 160, "secondary": 40}
    assert Counter(Indicator.objects.filter(parent=None).values_list("set", flat=True)) == {
        "main": 44,
        "secondary": 10,
    }
    by_outcome = Counter(Indicator.objects.filter(set="main").values_list("key_outcome__number", flat=True))
    assert by_outcome == {"1": 21, "2": 16, "3": 83, "4": 27, "5": 13}
    assert len(Indicator.objects.get(set="secondary", label="1").feedback_sources) == 6
    deepest = Indicator.objects.get(label="b.2.5.")
    assert deepest.parent.parent.parent.label == "4"
    assert TableColumn.objects.filter(set="main").count() == 9
    assert Reading.objects.count() == 0


def test_portsmouth_boards_as_published(portsmouth):
    assert Board.objects.count() == 14
    chairs = Seat.objects.filter(role="chair").select_related("holder")
    assert {seat.holder.name for seat in chairs if seat.state == "named"} == {
        "Julia Katherine",
        "Hayden Ginns",
        "Kara Jewell",
        "Joe Wells",
        "Mark Stables",
    }
    assert {seat.hint for seat in chairs if seat.state == "vacant"} == {"Head Teacher", "Public Health?"}
    stated = BoardLink.objects.filter(to_confirm=False).values_list("child__slug", "parent__slug")
    assert set(stated) == {
        ("cspg", "childrens-trust-board"),
        ("preparing-for-adulthood-group", "learning-difficulties-and-disabilities-partnership-board"),
    }
    assert Oversight.objects.filter(strand=None).count() == 3
    assert Oversight.objects.filter(strand__code="D").count() == 2


def test_cambridgeshire_as_published(cambridgeshire):
    assert [strand.outcomes.count() for strand in Strategy.objects.get().strands.all()] == [2, 2, 5, 12]
    assert Outcome.objects.filter(is_query=True).count() == 1
    assert (KeyOutcome.objects.count(), SuccessMatrixCell.objects.count()) == (6, 9)
    assert Reference.objects.filter(kind="linked_strategy").count() == 4
    by_section = Counter(Deliverable.objects.values_list("strand__code", flat=True))
    assert by_section == {"1": 7, "2": 12, "3": 9, "4": 33}
    assert DuePoint.objects.count() == 39
    assert Deliverable.objects.filter(due_points=None).count() == 30
    assert list(Board.objects.values_list("slug", flat=True)) == ["send-performance-and-commissioning-board"]


def test_one_person_printed_in_two_alphabets_leads_sixteen_milestones(cambridgeshire):
    leading = Assignment.objects.filter(role__in=Assignment.LEADING)
    assert leading.count() == 69
    assert leading.filter(person__initials="HP").count() == 16
    assert leading.values("person").exclude(person=None).distinct().count() == 14
    assert set(leading.filter(person=None).values_list("state", "qualifier")) == {
        ("to_confirm", ""),
        ("to_confirm", "printed OI."),
    }


def test_parts_of_a_date_keep_their_labels(cambridgeshire):
    milestone = Deliverable.objects.get(source_text__by_when="i) Jan 16 launch ii) July 16")
    assert list(milestone.due_points.values_list("label", "source_text")) == [
        ("i) launch", "i) Jan 16 launch"),
        ("ii)", "ii) July 16"),
    ]


def test_quarters_run_over_the_strategy(portsmouth):
    labels = [period.label for period in ReportingPeriod.objects.in_order()]
    assert (labels[0], labels[-1], len(labels)) == ("2016-17-Q1", "2018-19-Q4", 12)


def test_a_second_run_changes_nothing(db):
    assert load().splitlines() == [
        "portsmouth: send-strategy-2016 loaded",
        "cambridgeshire: send-action-plan-2016-2020 loaded",
    ]
    with inside("portsmouth"):
        before = Change.objects.count()
        logged = Change.objects.get(table="strategies_strategy")
        assert (logged.actor, logged.verb) == ("command:load_published_plans", "strategy.loaded")
    assert load().splitlines() == [
        "portsmouth: send-strategy-2016 already exists and was not changed",
        "cambridgeshire: send-action-plan-2016-2020 already exists and was not changed",
    ]
    with inside("portsmouth"):
        assert Change.objects.count() == before


def test_edits_and_removals_survive_a_second_run(published_plans):
    with inside("portsmouth"):
        Deliverable.objects.filter(strand__code="A", position=1).update(title="Set up the group")
        Person.objects.filter(initials="JK").update(name="", state="to_identify")
        Board.objects.filter(slug="early-years-panel").delete()
    load()
    with inside("portsmouth"):
        assert Deliverable.objects.get(strand__code="A", position=1).title == "Set up the group"
        assert Person.objects.get(initials="JK").name == ""
        assert Board.objects.count() == 13


def test_a_council_that_is_there_already_keeps_its_name_people_and_boards(db):
    council = Council.objects.create(slug="portsmouth", name="Portsmouth and partners")
    with council_context(council.id):
        Person.objects.create(initials="JK", name="Jo King", state="identified")
        Board.objects.create(slug="send-board", name="SEND Partnership Board", kind="board")
    load()
    council.refresh_from_db()
    assert (council.name, council.pinned_today) == ("Portsmouth and partners", None)
    with council_context(council.id):
        assert Person.objects.get(initials="JK").name == "Jo King"
        assert Board.objects.get(slug="send-board").name == "SEND Partnership Board"
        assert (Board.objects.count(), Deliverable.objects.count()) == (14, 37)
