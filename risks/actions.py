"""Add, change and remove risks. Only these write."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Max, Q

from core.refusals import ChangeRefused
from core.words import count_words, list_words
from councils.actors import Actor, require
from councils.models import Person, Post
from councils.permissions import Permission
from councils.tenancy import recorded, remove_named, set_linked
from deliverables.models import Deliverable
from strategies.models import Strategy

from .log_phrases import ADDED, CHANGED, REMOVED, SCALE_CHANGED
from .models import SCORED, Risk, RiskLink, RiskScale
from .rules import Scale, ScaleRefused, Score, scale_of, score_problem

NAMED = 10


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
        self._check_steps(RiskScale.current())
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

    def _check_steps(self, scale: Scale) -> None:
        for name in SCORED:
            steps = scale.likelihoods if name.endswith("likelihood") else scale.impacts
            if (getattr(self, name) or 0) > len(steps):
                raise ChangeRefused({name: f"Choose a step from 1 to {len(steps)}"})

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


def change_scale(
    *, likelihoods: Sequence[str], impacts: Sequence[str], bands: Sequence[str], by: Actor
) -> bool:
    """Change the council's scale, from lines as a person types them. Risks keep their steps. Raises ChangeRefused.

    Returns whether anything has changed. Plans and risks are locked, so that nobody takes a step that goes.
    """
    require(by, Permission.PLAN_CHANGE)
    try:
        scale = scale_of(likelihoods, impacts, bands)
    except ScaleRefused as refused:
        raise ChangeRefused({refused.field: str(refused)}) from None
    if scale == RiskScale.current():
        return False
    list(Strategy.objects.select_for_update().values_list("pk"))
    list(Risk.objects.select_for_update().values_list("pk"))
    _check_used("likelihoods", "likelihood", len(scale.likelihoods))
    _check_used("impacts", "impact", len(scale.impacts))
    with recorded(SCALE_CHANGED, actor=by.reference):
        RiskScale.objects.update_or_create(
            council=by.council,
            defaults={
                "likelihoods": list(scale.likelihoods),
                "impacts": list(scale.impacts),
                "bands": scale.band_lines,
            },
        )
    RiskScale.forget()
    return True


def _check_used(field: str, what: str, steps: int) -> None:
    """Refuse to take away a step that a risk has, also a closed one (1 query)."""
    above = Q()
    for name in SCORED:
        if name.endswith(what):
            above |= Q(**{f"{name}__gt": steps})
    risks = list(
        Risk.objects.filter(above).select_related("strategy").order_by("strategy__position", "number")
    )
    if not risks:
        return
    named = [f"{each.name} ({each.strategy})" for each in risks[:NAMED]]
    more = [f"{len(risks) - NAMED} more"] if len(risks) > NAMED else []
    verb = "is" if len(risks) == 1 else "are"
    raise ChangeRefused(
        {
            field: f"{count_words(len(risks), 'risk')} {verb} above step {steps}: {list_words(named + more)}. "
            f"Change {'its' if len(risks) == 1 else 'their'} {what} first"
        }
    )


def _link(risk: Risk, facts: RiskFacts) -> None:
    set_linked(RiskLink, {"risk": risk}, "deliverable_id", [each.pk for each in facts.deliverables])
