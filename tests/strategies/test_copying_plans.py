"""Copy a plan into a new one, choosing what goes on."""

from datetime import date
from uuid import uuid4

import pytest

from councils.models import Change
from councils.permissions import ROLE_PERMISSIONS, Permission, Role
from councils.tenancy import council_context
from deliverables.models import Assignment, Deliverable, DuePoint, SingleOversight
from indicators.models import ExpectedEffect, Indicator, Reading, Target, Trajectory
from strategies.actions import copy_strategy
from strategies.copying import copy_steps
from strategies.models import (
    KeyOutcome,
    Measure,
    Outcome,
    Oversight,
    PlannedAction,
    Priority,
    Strand,
    Strategy,
)
from tests.factories import (
    AssignmentFactory,
    BoardFactory,
    DeliverableFactory,
    DuePointFactory,
    IndicatorFactory,
    PeriodFactory,
    PersonFactory,
    ProgressUpdateFactory,
    ReadingFactory,
    StrandFactory,
    StrategyFactory,
    TargetFactory,
    TrajectoryFactory,
    TrajectoryPointFactory,
)
from tests.pages import FRAME, text_of

PATH = "/northport/strategies/send/copy/"


PARTS_WITH_INDICATORS = ("key-outcomes", "indicators", "deliverables", "effects")


@pytest.fixture
def measured(cast, plan):
    """The plan with a main indicator of three levels, one that has ended with a row below it, and a secondary one.

    The open deliverable should move the lowest row and the one that has ended.
    """
    with council_context(cast.council.id):
        aim = KeyOutcome.objects.create(strategy=plan, position=1, number="1", title="Included")
        main = {"strategy": plan, "set": "main", "key_outcome": aim}
        owner = PersonFactory(initials="OW")
        top = IndicatorFactory(
            **main, label="1.1", title="Absence", unit="percent", polarity="low", owner_person=owner
        )
        middle = IndicatorFactory(**main, label="a.", title="SEN", parent=top, depth=1, version=3)
        lowest = IndicatorFactory(**main, label="i.", title="Boys", parent=middle, depth=2)
        ended = IndicatorFactory(
            **main, label="1.2", title="Old measure", ended_on=date(2016, 8, 31), replaced_by=top
        )
        IndicatorFactory(**main, label="a.", title="Below the old one", parent=ended, depth=1)
        IndicatorFactory(strategy=plan, set="secondary", key_outcome=None, label="1", title="Views")
        ReadingFactory(indicator=top)
        TargetFactory(indicator=top)
        open_one = Deliverable.objects.get(title="Open")
        ExpectedEffect.objects.create(
            deliverable=open_one, indicator=lowest, direction="down", size=5, horizon_on=date(2017, 7, 31)
        )
        ExpectedEffect.objects.create(deliverable=open_one, indicator=ended, direction="up")
    return plan


def test_indicators_go_on_with_their_tree_and_owners_and_without_figures(cast, measured):
    client = cast.client()
    assert "What these milestones should change in these indicators" in text_of(client.get(PATH))
    response = client.post(PATH, typed(strands_of(cast, measured, "A"), *PARTS_WITH_INDICATORS))
    assert response.status_code == 302
    with council_context(cast.council.id):
        new = Strategy.objects.get(slug="new-2")
        rows = list(
            Indicator.objects.filter(strategy=new).in_table_order().select_related("parent", "key_outcome")
        )
        assert [
            (row.set, row.label, row.title, row.depth, row.parent and row.parent.title) for row in rows
        ] == [
            ("main", "1.1", "Absence", 0, None),
            ("main", "a.", "SEN", 1, "Absence"),
            ("main", "i.", "Boys", 2, "SEN"),
            ("secondary", "1", "Views", 0, None),
        ]
        assert {row.key_outcome.strategy_id for row in rows if row.set == "main"} == {new.pk}
        assert all(row.parent.strategy_id == new.pk for row in rows if row.parent)
        top, middle, *_ = rows
        assert (top.unit, top.polarity, top.owner_person.initials, middle.version) == (
            "percent",
            "low",
            "OW",
            1,
        )
        assert not Reading.objects.filter(indicator__strategy=new).exists()
        assert not Target.objects.filter(indicator__strategy=new).exists()
        effect = ExpectedEffect.objects.get(deliverable__strategy=new)
        assert (effect.indicator.title, effect.direction, effect.size) == ("Boys", "down", 5)
        assert effect.indicator.strategy_id == new.pk
        assert Indicator.objects.filter(strategy=measured).count() == 6
        act = Change.objects.filter(verb="strategy.copied").latest("seq").request_id
    undone = client.post("/northport/undo/", {"act": act, "next": "/northport/"}, follow=True)
    assert "Undone" in text_of(undone)
    with council_context(cast.council.id):
        assert Indicator.objects.count() == 6
        assert not Strategy.objects.filter(slug="new-2").exists()


def test_trajectories_go_on_with_their_levels_and_the_effects_that_a_scenario_shifts(cast, measured):
    with council_context(cast.council.id):
        row = Indicator.objects.get(title="Boys")
        effect = ExpectedEffect.objects.get(indicator=row)
        main = TrajectoryFactory(indicator=row, name="Plan")
        TrajectoryPointFactory(trajectory=main, do_nothing=48, with_plan=60, label="Half")
        shifting = {"is_main": False, "shift_months": 12}
        TrajectoryFactory(indicator=row, name="Later", shifted_effects=[effect.public_id], **shifting)
        TrajectoryFactory(indicator=row, name="Without", shifted_effects=[uuid4()], **shifting)
        closed = {"closed_on": date(2016, 6, 30), "outcome": "Done."}
        TrajectoryFactory(indicator=Indicator.objects.get(title="SEN"), name="Closed", **closed)
    parts = (*PARTS_WITH_INDICATORS, "trajectories")
    assert cast.client().post(PATH, typed(strands_of(cast, measured, "A"), *parts)).status_code == 302
    with council_context(cast.council.id):
        copies = Trajectory.objects.filter(indicator__strategy__slug="new-2").order_by("name")
        assert [(each.name, each.indicator.title, each.is_main) for each in copies] == [
            ("Later", "Boys", False),
            ("Plan", "Boys", True),
        ]
        new_effect = ExpectedEffect.objects.get(deliverable__strategy__slug="new-2")
        assert copies[0].shifted_effects == [new_effect.public_id] != [effect.public_id]
        [point] = copies[1].points.all()
        assert (point.do_nothing, point.with_plan, point.label) == (48, 60, "Half")


def test_effects_need_deliverables_and_indicators_and_these_key_outcomes(cast, measured):
    strands = strands_of(cast, measured, "A")
    for parts, needed in (
        (("effects", "deliverables"), "Indicators that have not ended"),
        (("effects", "indicators", "key-outcomes"), "Milestones that are not complete"),
        (("indicators",), "Key outcomes with their improvement statements"),
    ):
        response = cast.client().post(PATH, typed(strands, *parts))
        assert response.status_code == 422
        assert f"can only go on with “{needed}" in text_of(response)
    with council_context(cast.council.id):
        assert Strategy.objects.count() == 1


@pytest.mark.parametrize("more", [0, 10])
def test_copying_indicators_is_one_statement_for_each_level(cast, measured, more, django_assert_num_queries):
    with council_context(cast.council.id, actor="x"):
        top = Indicator.objects.get(title="Absence")
        open_one = Deliverable.objects.get(title="Open")
        for _ in range(more):
            row = IndicatorFactory(
                strategy=measured, set="main", key_outcome=top.key_outcome, parent=top, depth=1
            )
            ExpectedEffect.objects.create(deliverable=open_one, indicator=row, direction="up")
        with django_assert_num_queries(28):
            copy_strategy(
                strategy=measured,
                title="New",
                starts_on=None,
                ends_on=None,
                strands=[each.public_id for each in measured.strands.all()],
                parts=PARTS_WITH_INDICATORS,
                by=cast.actor(),
            )
        assert Indicator.objects.count() == 6 + 4 + 2 * more
        assert ExpectedEffect.objects.count() == 2 + 1 + 2 * more


@pytest.fixture
def plan(cast):
    """A plan of two strands. A has an outcome, one deliverable that is complete and one that is not."""
    with council_context(cast.council.id):
        strategy = StrategyFactory(
            slug="send", title="Old", strand_noun="Section", deliverable_noun="Milestone", summary="Last year"
        )
        strand = StrandFactory(strategy=strategy, code="A", title="Inclusion")
        StrandFactory(strategy=strategy, code="B", title="Health")
        Priority.objects.create(strand=strand, code="A1", title="Aim")
        PlannedAction.objects.create(strand=strand, text="Train")
        outcome = Outcome.objects.create(strand=strand, title="Heard")
        Measure.objects.create(outcome=outcome, text="Survey")
        Oversight.objects.create(board=BoardFactory(name="SEND Board"), strategy=strategy, strand=strand)
        open_one = DeliverableFactory(
            strand=strand, outcome=outcome, title="Open", version=4, source_text={"lead": "JK"}
        )
        DuePointFactory(deliverable=open_one, due_on=date(2017, 9, 30), original_due_on=date(2016, 9, 30))
        DuePointFactory(deliverable=open_one, position=2, done_on=date(2016, 5, 1))
        AssignmentFactory(deliverable=open_one, person=PersonFactory(initials="JK"))
        SingleOversight.objects.create(board=BoardFactory(name="Panel"), deliverable=open_one)
        done = ProgressUpdateFactory(
            deliverable=DeliverableFactory(strand=strand, title="Done"),
            period=PeriodFactory(label="2015-16-Q4"),
            rag="amber",
        )
        ProgressUpdateFactory(
            deliverable=done.deliverable, rag="complete", period=PeriodFactory(label="2016-17-Q1")
        )
    return strategy


def strands_of(cast, plan, *codes):
    with council_context(cast.council.id):
        return [str(each.public_id) for each in plan.strands.filter(code__in=codes)]


def typed(strands, *parts, title="New"):
    return {"title": title, "strands": strands, "parts": parts}


def test_what_was_ticked_goes_on_and_the_old_plan_stays(cast, plan):
    client = cast.client()
    page = text_of(client.get(PATH))
    assert "Which section goes on?" in page and "Milestones that are not complete" in page
    parts = ("priorities", "outcomes", "oversight", "deliverables", "people", "single-oversight")
    response = client.post(PATH, typed(strands_of(cast, plan, "A"), *parts))
    assert response.headers["Location"] == "/northport/strategies/new-2/"
    with council_context(cast.council.id):
        new = Strategy.objects.get(slug="new-2")
        assert (new.title, new.strand_noun, new.summary, new.starts_on) == ("New", "Section", "", None)
        strand = new.strands.get()
        assert (strand.code, strand.title) == ("A", "Inclusion")
        assert strand.priorities.get().title == "Aim"
        assert strand.outcomes.get().measures.get().text == "Survey"
        assert not strand.planned_actions.exists()
        assert strand.oversights.get().board.name == "SEND Board"
        copied = Deliverable.objects.get(strategy=new)
        assert (copied.title, copied.version, copied.source_text) == ("Open", 1, {})
        assert copied.outcome == strand.outcomes.get()
        point = copied.due_points.get()
        assert (point.due_on, point.original_due_on) == (date(2017, 9, 30), date(2017, 9, 30))
        assert copied.single_oversights.get().board.name == "Panel"
        assert copied.assignments.get().person.initials == "JK"
        assert Deliverable.objects.filter(strategy=plan).count() == 2
        assert set(Change.objects.filter(verb__gt="").values_list("verb", flat=True)) == {"strategy.copied"}
    assert "Undo" in text_of(client.get("/northport/strategies/new-2/"))
    assert "copied a plan into New" in text_of(client.get("/northport/changes/?view=log"))


def test_only_the_strands_without_anything_else(cast, plan):
    cast.client().post(PATH, typed(strands_of(cast, plan, "A", "B")))
    with council_context(cast.council.id):
        new = Strategy.objects.get(slug="new-2")
        assert [strand.code for strand in new.strands.all()] == ["A", "B"]
        assert Deliverable.objects.count() == 2
        assert Priority.objects.count() == Outcome.objects.count() == Oversight.objects.count() == 1


def test_people_need_their_deliverables(cast, plan):
    response = cast.client().post(PATH, typed(strands_of(cast, plan, "A"), "people", title="Next year"))
    assert response.status_code == 422
    assert "can only go on with “Milestones that are not complete, with their open dates”" in text_of(
        response
    )
    assert 'value="Next year"' in response.content.decode()
    with council_context(cast.council.id):
        assert Strategy.objects.count() == 1


def test_the_end_is_after_the_start(cast, plan):
    days = {f"{name}_{part}": 1 for name in ("starts_on", "ends_on") for part in ("day", "month")}
    response = cast.client().post(PATH, typed([]) | days | {"starts_on_year": 2019, "ends_on_year": 2017})
    assert response.status_code == 422
    assert "The end of the plan must be after its start" in text_of(response)


@pytest.mark.parametrize("role", [Role.READER, Role.BOARD_MEMBER, Role.APPROVER])
def test_who_may_not_change_the_plan_is_refused(cast, plan, role):
    assert cast.client(role).get(PATH).status_code == 403
    assert cast.client(role).post(PATH, typed([])).status_code == 403
    with council_context(cast.council.id):
        assert Strategy.objects.count() == 1


def test_for_an_outsider_there_is_no_such_plan(cast, plan):
    assert cast.outsider_client().get(PATH).status_code == 404
    assert cast.outsider_client().post(PATH.replace("northport", "southshire"), typed([])).status_code == 404


def test_oversight_is_only_offered_to_who_may_change_boards(cast, plan, monkeypatch):
    may = ROLE_PERMISSIONS[Role.OFFICER] - {Permission.BOARDS_CHANGE}
    monkeypatch.setitem(ROLE_PERMISSIONS, Role.OFFICER, may)
    assert "What boards oversee" not in text_of(cast.client().get(PATH))
    assert cast.client().post(PATH, typed([], "oversight")).status_code == 422


@pytest.mark.parametrize("more", [0, 10])
def test_a_copy_is_one_statement_for_each_table(cast, plan, more, django_assert_num_queries):
    with council_context(cast.council.id, actor="x"):
        strand = plan.strands.get(code="A")
        for number in range(more):
            Priority.objects.create(strand=strand, code=f"X{number}", title="Aim")
            AssignmentFactory(
                deliverable=DuePointFactory(deliverable__strand=strand).deliverable, person=PersonFactory()
            )
        parts = {step.name for step in copy_steps()} - {*PARTS_WITH_INDICATORS, "trajectories"} | {
            "deliverables"
        }
        strands = [each.public_id for each in plan.strands.all()]
        with django_assert_num_queries(43):
            copy_strategy(
                strategy=plan,
                title="New",
                starts_on=None,
                ends_on=None,
                strands=strands,
                parts=parts,
                by=cast.actor(),
            )
        assert Strand.objects.count() == 4
        assert DuePoint.objects.count() == 3 + 2 * more
        assert Assignment.objects.count() == 2 + 2 * more


def test_the_page_has_a_fixed_number_of_queries(cast, plan, django_assert_num_queries):
    client = cast.client()
    with django_assert_num_queries(FRAME + 2):
        client.get(PATH)
