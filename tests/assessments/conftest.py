"""A plan with a scale of four words, two criteria, a deliverable and an indicator."""

from dataclasses import dataclass
from datetime import date
from typing import Any

import pytest

from assessments.actions import CriterionRow, JudgementSaid, record_judgement, save_criteria, start_scale
from assessments.models import Criterion, ScaleLevel
from councils.tenancy import council_context
from tests.cast import TODAY
from tests.factories import DeliverableFactory, IndicatorFactory, StrandFactory, StrategyFactory


@dataclass
class Assessed:
    cast: Any
    strategy: Any
    levels: list[ScaleLevel]
    criteria: list[Criterion]
    deliverable: Any
    indicator: Any
    url: str = "/northport/strategies/reform/assessment/"

    def said(self, level: int, judged_on: date = TODAY, **more: Any) -> JudgementSaid:
        words = {"judge": "The department", "reason": "It says how.", "missing": "Dates"}
        return JudgementSaid(level=self.levels[level], judged_on=judged_on, **(words | more))

    def judge(self, criterion: int, level: int, judged_on: date = TODAY, **more: Any) -> Any:
        return record_judgement(
            criterion=self.criteria[criterion],
            said=self.said(level, judged_on, **more),
            by=self.cast.actor(),
            today=TODAY,
        )


@pytest.fixture
def assessed(cast):
    with council_context(cast.council.id, actor=cast.actor().reference):
        strategy = StrategyFactory(slug="reform", title="Reform plan")
        by = cast.actor()
        start_scale(strategy=strategy, by=by)
        rows = [CriterionRow(None, "Clear", "Each action has a date."), CriterionRow(None, "Shared")]
        save_criteria(strategy=strategy, criteria=rows, removed=(), by=by)
        strand = StrandFactory(strategy=strategy, code="A")
        return Assessed(
            cast,
            strategy,
            list(ScaleLevel.objects.filter(strategy=strategy)),
            list(Criterion.objects.filter(strategy=strategy)),
            DeliverableFactory(strand=strand, number="1", title="Open a base"),
            IndicatorFactory(strategy=strategy, label="1.1", title="Plans in time"),
        )
