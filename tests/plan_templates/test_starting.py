"""Start a plan from a template: everything that it brings, once, with what the council has already."""

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from assessments.models import Criterion, ScaleLevel
from boards.models import Board, BoardLink
from core.refusals import ChangeRefused
from councils.actors import Actor
from councils.log.undo import undo
from councils.models import Change, Organisation
from councils.permissions import Permission, Role
from councils.tenancy import council_context
from indicators.models import Indicator, Target
from plan_templates.actions import start_plan
from plan_templates.library import get_template
from plan_templates.rules import narrowed
from strategies.actions.plans import Cover
from strategies.models import (
    KeyOutcome,
    Measure,
    Outcome,
    Oversight,
    Reference,
    Strand,
    Strategy,
)
from tests.factories import BoardFactory, StrategyFactory
from tests.pages import text_of

pytestmark = pytest.mark.django_db

MODELS = (
    Criterion,
    ScaleLevel,
    *(Strategy, Strand, Outcome, Measure, KeyOutcome, Reference, Indicator),
    *(Board, BoardLink, Oversight, Organisation),
)


@pytest.fixture
def officer(cast):
    with council_context(cast.council.id, actor=cast.actor().reference, request_id="act-1"):
        yield cast.actor()


def cover_of(template, **said):
    return Cover(**{"title": template.title, "kind": template.kind} | said)


def start(by, slug="send-reform-plan", title="", **narrowing):
    template = get_template(slug)
    chosen = narrowed(template, **({"words": {}, "left_out": ()} | narrowing))
    return start_plan(template=chosen, cover=cover_of(template, title=title or template.title), by=by)


def rows():
    """All rows without their versions, which only grow."""
    return {
        model.__name__: sorted(
            str({name: value for name, value in row.items() if name != "version"})
            for row in model.objects.values()
        )
        for model in MODELS
    }


def test_everything_of_the_template_is_in_the_plan(officer):
    template = get_template("send-reform-plan")
    started = start(officer)
    strategy = started.strategy
    assert [each.code for each in strategy.strands.all()] == [each.code for each in template.strands]
    outcomes = Outcome.objects.filter(strand__strategy=strategy).order_by("strand__position", "position")
    assert [each.title for each in outcomes] == [each.title for each in template.outcomes]
    assert [each.position for each in outcomes][:4] == [1, 2, 1, 2]
    assert Measure.objects.count() == sum(len(each.measures) for each in template.outcomes)
    assert [each.text for each in Reference.objects.filter(strategy=strategy)] == [
        each.text for each in template.principles
    ]
    indicators = list(Indicator.objects.filter(strategy=strategy).in_table_order())
    assert [(each.label, each.unit, each.polarity, each.basis) for each in indicators] == [
        (each.label, each.unit, each.polarity, each.basis) for each in template.indicators
    ]
    assert [each.key_outcome.number for each in indicators] == [
        each.label.partition(".")[0] for each in indicators
    ]
    assert not Target.objects.exists()
    assert {str(each) for each in BoardLink.objects.all()} == {
        "Inclusion in Mainstream Group reports to SEND Partnership Board",
        "Specialist Places Group reports to SEND Partnership Board",
    }
    group = Board.objects.get(name="Inclusion in Mainstream Group")
    assert [each.strand.code for each in Oversight.objects.filter(board=group)] == ["U", "T", "TP"]
    whole = Oversight.objects.get(board__name="SEND Partnership Board")
    assert (whole.strategy, whole.strand) == (strategy, None)
    assert Organisation.objects.count() == 2
    assert "13 indicators" in started.words and "3 boards" in started.words
    assert [each.word for each in ScaleLevel.objects.filter(strategy=strategy)] == [
        *("Requirements not met", "Requirements partly met", "Requirements met", "Exceeds requirements")
    ]
    criteria = Criterion.objects.filter(strategy=strategy)
    assert [(each.title, each.text) for each in criteria] == [
        (each.title, each.text) for each in template.criteria
    ]
    assert "6 criteria to judge it by" in started.words


@pytest.mark.parametrize(
    "slug", ["send-reform-plan", "priority-action-plan", "send-strategy", "dsg-management-plan"]
)
def test_every_template_can_be_started(officer, slug):
    assert start(officer, slug).strategy.strands.count() == len(get_template(slug).strands)


def test_what_is_left_out_does_not_come_and_words_are_those_that_were_typed(officer):
    start(
        officer,
        words={"strands-s": "Places", "boards-partnership": "SEND Board"},
        left_out={
            *("strands-u", "key_outcomes-k1", "boards-sufficiency", "organisations-icb"),
            *(f"levels-l{number}" for number in range(1, 5)),
            "criteria-c2",
        },
    )
    assert [str(each) for each in Strand.objects.all()][2] == "S: Places"
    assert not Strand.objects.filter(code="U").exists()
    assert not Indicator.objects.filter(label="1.1").exists()
    assert [each.name for each in Board.objects.in_order()] == [
        *("SEND Board", "Inclusion in Mainstream Group")
    ]
    assert [each.name for each in Organisation.objects.all()] == ["Parent carer forum"]
    assert not ScaleLevel.objects.exists() and Criterion.objects.count() == 5


def test_a_scale_of_one_word_is_refused(officer):
    with pytest.raises(ChangeRefused, match="at least 2 levels"):
        start(officer, left_out={"levels-l1", "levels-l2", "levels-l3"})


def test_boards_and_organisations_of_the_council_are_used(officer):
    board = BoardFactory(name="Area Board", aliases=["SEND  partnership board"], purpose="Ours", kind="group")
    Organisation.objects.create(name="North Board", abbreviation="NICB")
    started = start(officer, words={"organisations-icb": "nicb"})
    assert Board.objects.count() == 3 and Organisation.objects.count() == 2
    board.refresh_from_db()
    assert (board.name, board.purpose, board.kind) == ("Area Board", "Ours", "group")
    assert Oversight.objects.get(board=board).strategy == started.strategy
    assert set(started.reused) == {"Area Board", "North Board"}
    assert "Your council already had Area Board, North Board." in started.words


def test_a_second_plan_adds_no_board_or_organisation(officer):
    start(officer)
    boards, organisations = Board.objects.count(), Organisation.objects.count()
    start(officer, title="Another plan")
    assert (Board.objects.count(), Organisation.objects.count()) == (boards, organisations)
    assert Strategy.objects.count() == 2
    whole = Oversight.objects.filter(board__name="SEND Partnership Board")
    assert sorted(each.position for each in whole) == [1, 2]


def test_the_same_plan_is_not_started_twice(officer):
    start(officer)
    before = rows()
    with pytest.raises(ChangeRefused) as refused:
        start(officer, title=" local SEND reform plan. ")
    assert list(refused.value.problems) == ["title"]
    assert rows() == before


def test_rows_that_are_renamed_to_one_board_become_one(officer):
    start(officer, words={"boards-inclusion": "One group", "boards-sufficiency": "One Group"})
    group = Board.objects.get(name="One group")
    codes = [each.strand.code for each in Oversight.objects.filter(board=group)]
    assert codes == ["U", "T", "TP", "S"]


def test_a_board_does_not_report_to_itself(officer):
    start(officer, words={"boards-inclusion": "SEND Partnership Board"})
    assert {each.parent.name for each in BoardLink.objects.all()} == {"SEND Partnership Board"}
    assert BoardLink.objects.count() == 1


def test_one_act_that_one_undo_takes_back(cast):
    by = cast.actor()
    with council_context(cast.council.id):
        StrategyFactory(title="Another plan")
        BoardFactory(name="SEND Partnership Board")
        before = rows()
    with council_context(cast.council.id, actor=by.reference, request_id="act-1"):
        start(by)
        assert {each.verb for each in Change.objects.filter(request_id="act-1")} == {"strategy.started"}
        assert rows() != before
        undo(act="act-1", by=by, now=timezone.now())
        assert rows() == before


def test_the_log_says_what_was_started_and_what_was_undone(cast):
    by = cast.actor()
    with council_context(cast.council.id, actor=by.reference, request_id="act-1"):
        start(by)
    with council_context(cast.council.id, actor=by.reference, request_id="act-2"):
        undo(act="act-1", by=by, now=timezone.now())
    log = text_of(cast.client().get("/northport/changes/?view=log"))
    assert "Officer undid this: started Local SEND reform plan from a template" in log


@pytest.mark.parametrize(
    "lacking", [Permission.PLAN_CHANGE, Permission.BOARDS_CHANGE, Permission.PEOPLE_CHANGE]
)
def test_it_needs_the_permission_of_each_part(cast, lacking):
    member = cast.actor(Role.OFFICER)
    by = Actor(cast.council, member.name, member.reference, member.permissions - {lacking}, user=member.user)
    with council_context(cast.council.id), pytest.raises(PermissionDenied):
        start(by)


def test_the_number_of_statements_does_not_grow_with_the_rows(officer):
    def counted(slug):
        with CaptureQueriesContext(connection) as captured:
            start(officer, slug)
        return len(captured)

    numbers = [counted(slug) for slug in ("send-strategy", "send-reform-plan")]
    assert max(numbers) <= 66, numbers
