"""Risks, budget lines and links between deliverables of the fictional council."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from core.periods import months_later
from councils.models import Person
from deliverables.models import Deliverable, DeliverableLink
from money.models import BudgetLine, BudgetLink
from money.rules import financial_year_of
from risks.models import Risk, RiskLink
from strategies.models import Strategy

from .clock import Clock


def add_risks_and_money(
    strategy: Strategy, plan: dict[str, Any], people: dict[str, Person], clock: Clock
) -> None:
    """Add what may keep the plan from being delivered, what it costs, and which deliverables are linked."""
    deliverables = {each.reference: each for each in Deliverable.objects.select_related("strand")}
    for number, entry in enumerate(plan["risks"], start=1):
        risk = _risk(strategy, number, entry, people, clock)
        for key in entry["deliverables"]:
            RiskLink.objects.create(risk=risk, deliverable=deliverables[key])
    for entry in plan["budget"]:
        line = _line(strategy, entry, clock)
        for key in entry["deliverables"]:
            BudgetLink.objects.create(line=line, deliverable=deliverables[key])
    for entry in plan["links"]:
        DeliverableLink.objects.create(
            deliverable=deliverables[entry["deliverable"]],
            other=deliverables[entry["other"]],
            kind=entry["kind"],
            note=entry.get("note", ""),
        )


def _risk(
    strategy: Strategy, number: int, entry: dict[str, Any], people: dict[str, Person], clock: Clock
) -> Risk:
    levels: dict[str, int | None] = {}
    for moment in ("inherent", "current", "target"):
        likelihood, impact = entry.get(moment, (None, None))
        levels |= {f"{moment}_likelihood": likelihood, f"{moment}_impact": impact}
    review = entry.get("review_months")
    risk: Risk = Risk.objects.create(
        strategy=strategy,
        number=number,
        owner=people.get(entry.get("owner", "")),
        review_on=None if review is None else months_later(clock.today, review),
        status=Risk.Status.CLOSED if entry.get("closed") else Risk.Status.OPEN,
        sample=True,
        **{name: entry.get(name, "") for name in ("title", "cause", "event", "effect", "mitigation")},
        **levels,
    )
    return risk


def _line(strategy: Strategy, entry: dict[str, Any], clock: Clock) -> BudgetLine:
    amounts = {
        name: Decimal(entry[name]) if name in entry else None
        for name in ("planned", "spent", "forecast", "saving")
    }
    line: BudgetLine = BudgetLine.objects.create(
        strategy=strategy,
        name=entry["name"],
        code=entry.get("code", ""),
        financial_year=financial_year_of(clock.today),
        spent_on=clock.today if amounts["spent"] is not None else None,
        sample=True,
        **amounts,
    )
    return line
