"""Add, change and remove risks. Only these write."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Max

from core.refusals import ChangeRefused
from councils.actors import Actor, require
from councils.models import Person, Post
from councils.permissions import Permission
from councils.tenancy import recorded, remove_named, set_linked
from deliverables.models import Deliverable
from strategies.models import Strategy

from .log_phrases import ADDED, CHANGED, REMOVED
from .models import Risk, RiskLink
from .rules import Score, score_problem


@dataclass(frozen=True, kw_only=True)
class RiskFacts:
    """All that somebody says of a risk."""

    title: str
    inherent_likelihood: int
    inherent_impact: int
    current_likelihood: int
    current_impact: int
    target_likelihood: int | None = None
    target_impact: int | None = None
    cause: str = ""
    event: str = ""
    effect: str = ""
    mitigation: str = ""
    owner: Person | Post | None = None
    review_on: date | None = None
    status: str = Risk.Status.OPEN
    deliverables: Collection[Deliverable] = ()

    def columns(self) -> dict[str, Any]:
        """Columns of the risk's row. Raises ChangeRefused."""
        texts = {
            name: getattr(self, name).strip() for name in ("title", "cause", "event", "effect", "mitigation")
        }
        if not texts["title"]:
            raise ChangeRefused({"title": "Enter the title"})
        field, problem = score_problem(
            Score(self.inherent_likelihood, self.inherent_impact),
            Score(self.current_likelihood, self.current_impact),
            self.target_likelihood,
            self.target_impact,
        )
        if problem:
            raise ChangeRefused({field: problem})
        return texts | {
            "inherent_likelihood": self.inherent_likelihood,
            "inherent_impact": self.inherent_impact,
            "current_likelihood": self.current_likelihood,
            "current_impact": self.current_impact,
            "target_likelihood": self.target_likelihood,
            "target_impact": self.target_impact,
            "owner": self.owner if isinstance(self.owner, Person) else None,
            "owner_post": self.owner if isinstance(self.owner, Post) else None,
            "review_on": self.review_on,
            "status": self.status,
        }

    def check_plan(self, strategy: Strategy) -> None:
        for row in self.deliverables:
            if row.strategy_id != strategy.pk:
                raise ChangeRefused({"deliverables": f"{row.name} belongs to another plan"})


def add_risk(*, strategy: Strategy, facts: RiskFacts, by: Actor) -> Risk:
    """Add a risk with the next number of the plan. Call it with the plan locked. Raises ChangeRefused."""
    require(by, Permission.PLAN_CHANGE)
    columns = facts.columns()
    facts.check_plan(strategy)
    last = Risk.objects.filter(strategy=strategy).aggregate(last=Max("number"))["last"]
    with recorded(ADDED, actor=by.reference):
        risk: Risk = Risk.objects.create(strategy=strategy, number=(last or 0) + 1, **columns)
        _link(risk, facts)
    return risk


def change_risk(*, risk: Risk, facts: RiskFacts, by: Actor) -> Risk:
    """Change a risk and the deliverables that it threatens. Call it with the risk locked. Raises ChangeRefused."""
    require(by, Permission.PLAN_CHANGE)
    columns = facts.columns()
    facts.check_plan(risk.strategy)
    with recorded(CHANGED, actor=by.reference):
        for name, value in columns.items():
            setattr(risk, name, value)
        risk.save(update_fields=[*columns])
        _link(risk, facts)
    return risk


def remove_risk(*, risk: Risk, by: Actor) -> None:
    """Remove a risk that was entered by mistake. One that cannot happen any more is closed instead."""
    require(by, Permission.PLAN_CHANGE)
    with recorded(REMOVED, actor=by.reference):
        remove_named(risk, {RiskLink: "risk"})


def _link(risk: Risk, facts: RiskFacts) -> None:
    set_linked(RiskLink, {"risk": risk}, "deliverable_id", [each.pk for each in facts.deliverables])
