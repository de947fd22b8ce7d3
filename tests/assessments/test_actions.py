"""Scale, criteria and judgements: what is saved, what is refused, and what stays as history."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import PermissionDenied

from assessments.actions import (
    CriterionRow,
    LevelRow,
    LinkSaid,
    correct_judgement,
    record_judgement,
    remove_judgement,
    save_criteria,
    save_scale,
    start_scale,
)
from assessments.models import Criterion, Judgement, JudgementLink, ScaleLevel
from assessments.rules import SUGGESTED_SCALE
from assessments.summaries import assessment_of
from core.refusals import ChangeRefused
from councils.models import Organisation, Post
from councils.permissions import Role
from councils.tenancy import council_context
from strategies.actions import copy_strategy
from tests.cast import TODAY
from tests.factories import PersonFactory, StrategyFactory

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def inside(assessed):
    with council_context(assessed.cast.council.id):
        yield


def refused(problem, act, **arguments):
    with pytest.raises(ChangeRefused) as caught:
        act(**arguments)
    assert problem in caught.value.problems, caught.value.problems
    return caught.value.problems[problem]


def test_the_suggested_scale_is_only_given_once(assessed):
    assert [each.word for each in assessed.levels] == list(SUGGESTED_SCALE)
    assert start_scale(strategy=assessed.strategy, by=assessed.cast.actor()) is False
    assert ScaleLevel.objects.count() == 4


def test_levels_are_reworded_ordered_and_removed_unless_they_are_used(assessed):
    by, levels = assessed.cast.actor(), assessed.levels
    judgement = assessed.judge(0, 1)
    rows = [LevelRow(levels[1].public_id, "Partly"), LevelRow(levels[0].public_id, levels[0].word)]
    assert save_scale(strategy=assessed.strategy, levels=rows, removed=[levels[3].public_id], by=by)
    assert [each.word for each in ScaleLevel.objects.all()] == [
        *("Partly", "Requirements not met", "Requirements met")
    ]
    judgement.refresh_from_db()
    assert judgement.level.word == "Partly"
    problem = refused(
        "", save_scale, strategy=assessed.strategy, levels=rows[1:], removed=[levels[1].public_id], by=by
    )
    assert problem == "Partly has 1 judgement, which stay as history. Keep it, or reword it"


def test_a_scale_has_two_different_words_at_least(assessed):
    by, keys = assessed.cast.actor(), [each.public_id for each in assessed.levels]
    one = [LevelRow(keys[0], "Met")]
    arguments = {"strategy": assessed.strategy, "by": by}
    assert "at least 2" in refused("", save_scale, levels=one, removed=keys[1:], **arguments)
    twice = [*one, LevelRow(keys[1], " met")]
    assert refused("1.word", save_scale, levels=twice, removed=(), **arguments) == "met is in the scale twice"


def test_a_save_without_a_change_is_no_act(assessed):
    by = assessed.cast.actor()
    rows = [LevelRow(each.public_id, each.word) for each in assessed.levels]
    assert save_scale(strategy=assessed.strategy, levels=rows, removed=(), by=by) is False
    criteria = [CriterionRow(each.public_id, each.title, each.text) for each in assessed.criteria]
    assert save_criteria(strategy=assessed.strategy, criteria=criteria, removed=(), by=by) is False


def test_a_criterion_with_judgements_stays(assessed):
    by, criteria = assessed.cast.actor(), assessed.criteria
    assessed.judge(0, 1)
    problem = refused(
        "",
        save_criteria,
        strategy=assessed.strategy,
        criteria=[],
        removed=[criteria[0].public_id],
        by=by,
    )
    assert problem.startswith("Clear has 1 judgement")
    save_criteria(strategy=assessed.strategy, criteria=[], removed=[criteria[1].public_id], by=by)
    assert [each.title for each in Criterion.objects.all()] == ["Clear"]


def test_a_judgement_has_its_evidence_and_earlier_ones_stay(assessed):
    assessed.judge(0, 0, date(2016, 3, 1))
    links = [LinkSaid(assessed.deliverable), LinkSaid(assessed.indicator)]
    links += [LinkSaid("https://example.org/audit", "Audit")] * 2
    assessed.judge(0, 2, links=links)
    line = assessment_of(assessed.strategy, council="northport").criteria[0]
    assert (line.now.moved, line.now.next_step) == ("Up from Requirements not met", "Exceeds requirements")
    assert [(each.kind, each.words) for each in line.now.links] == [
        ("Deliverable", assessed.deliverable.name),
        ("Indicator", "1.1 Plans in time"),
        ("Document or page", "Audit"),
    ]
    assert [each.judgement.level.word for each in line.earlier] == ["Requirements not met"]


@pytest.mark.parametrize("kind", ["person", "post", "organisation", "outside"])
def test_who_judged_is_somebody_of_the_lists_or_outside(assessed, kind):
    judge = {
        "person": lambda: PersonFactory(initials="AB"),
        "post": lambda: Post.objects.create(title="Head of SEND"),
        "organisation": lambda: Organisation.objects.create(name="The ICB"),
        "outside": lambda: "An inspectorate",
    }[kind]()
    judgement = assessed.judge(0, 1, judge=judge)
    assert getattr(judgement, kind) == judge
    assert judgement.judge == str(judge)


@pytest.mark.parametrize(
    ("said", "field"),
    [
        ({"reason": " "}, "reason"),
        ({"missing": ""}, "missing"),
        ({"judge": ""}, "judge"),
        ({"judged_on": TODAY + timedelta(days=1)}, "judged_on"),
        ({"links": [LinkSaid("http://example.org")]}, "addresses"),
        ({"links": [LinkSaid("javascript:alert(1)")]}, "addresses"),
        ({"links": [LinkSaid("https://")]}, "addresses"),
        ({"links": [LinkSaid("https://example.org/" + "a" * 500)]}, "addresses"),
    ],
)
def test_what_is_missing_in_a_judgement_is_refused_at_its_field(assessed, said, field):
    with pytest.raises(ChangeRefused) as caught:
        assessed.judge(0, 1, **said)
    assert list(caught.value.problems) == [field]
    assert not Judgement.objects.exists()


def test_at_the_top_nothing_need_be_missing(assessed):
    assert assessed.judge(0, 3, missing="").level.word == "Exceeds requirements"


def test_a_word_of_another_plan_is_refused(assessed):
    other = StrategyFactory()
    start_scale(strategy=other, by=assessed.cast.actor())
    assessed.levels = list(ScaleLevel.objects.filter(strategy=other))
    with pytest.raises(ChangeRefused) as caught:
        assessed.judge(0, 1)
    assert list(caught.value.problems) == ["level"]


def test_a_judgement_is_corrected_with_its_evidence(assessed):
    links = [LinkSaid(assessed.deliverable), LinkSaid("https://example.org/a")]
    judgement = assessed.judge(0, 1, links=links)
    kept = JudgementLink.objects.get(address="https://example.org/a")
    said = assessed.said(2, links=[LinkSaid("https://example.org/a"), LinkSaid(assessed.indicator)])
    correct_judgement(judgement=judgement, said=said, by=assessed.cast.actor(), today=TODAY)
    found = list(JudgementLink.objects.all())
    assert [(each.address, each.indicator) for each in found] == [
        ("https://example.org/a", None),
        ("", assessed.indicator),
    ]
    assert found[0] == kept and Judgement.objects.get().level.word == "Requirements met"


def test_a_judgement_is_removed_with_its_evidence(assessed):
    judgement = assessed.judge(0, 1, links=[LinkSaid(assessed.deliverable)])
    remove_judgement(judgement=judgement, by=assessed.cast.actor())
    assert not Judgement.objects.exists() and not JudgementLink.objects.exists()


def test_readers_may_do_none_of_this(assessed):
    by, judgement = assessed.cast.actor(Role.READER), assessed.judge(0, 1)
    said, strategy = assessed.said(1), assessed.strategy
    for act in (
        lambda: start_scale(strategy=StrategyFactory(), by=by),
        lambda: save_scale(strategy=strategy, levels=[], removed=(), by=by),
        lambda: save_criteria(strategy=strategy, criteria=[], removed=(), by=by),
        lambda: record_judgement(criterion=assessed.criteria[0], said=said, by=by, today=TODAY),
        lambda: correct_judgement(judgement=judgement, said=said, by=by, today=TODAY),
        lambda: remove_judgement(judgement=judgement, by=by),
    ):
        with pytest.raises(PermissionDenied):
            act()


def test_scale_and_criteria_go_on_into_a_copy_without_judgements(assessed):
    assessed.judge(0, 1)
    new = copy_strategy(
        strategy=assessed.strategy,
        title="Next",
        starts_on=None,
        ends_on=None,
        strands=[],
        parts=["assessment"],
        by=assessed.cast.actor(),
    )
    found = assessment_of(new, council="northport")
    assert found.levels == SUGGESTED_SCALE
    assert [(line.criterion.title, line.now) for line in found.criteria] == [
        ("Clear", None),
        ("Shared", None),
    ]
