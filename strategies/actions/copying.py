"""Copy a plan into a new one, with the parts that go on."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace
from datetime import date
from uuid import UUID

from core.refusals import ChangeRefused
from councils.actors import Actor, require
from councils.permissions import Permission
from councils.tenancy import recorded

from ..copying import PlanCopy, copy_steps, copy_strands
from ..models import Strategy
from .plans import Cover, add_strategy, cover_of


def copy_strategy(
    *,
    strategy: Strategy,
    title: str,
    starts_on: date | None,
    ends_on: date | None,
    strands: Collection[UUID],
    parts: Collection[str],
    by: Actor,
) -> Strategy:
    """Add a strategy with these strands of another one, and the named parts. The other one stays as it is.

    The copy has the kind, parent plan, contributors and nouns of the other, but no summary, delivery period, contact,
    versions or ratings.
    """
    require(by, Permission.PLAN_CHANGE)
    steps = [step for step in copy_steps() if step.name in parts]
    for step in steps:
        require(by, step.permission)
    missing = {name for step in steps for name in step.needs} - {step.name for step in steps}
    if missing:
        first = next(step for step in steps if missing.intersection(step.needs))
        needed = next(each for each in copy_steps() if each.name in missing.intersection(first.needs))
        raise ChangeRefused(
            {
                "parts": f"{first.label_for(strategy)} can only go on with “{needed.label_for(strategy)}”. "
                "Tick both or neither"
            }
        )
    cover: Cover = replace(
        cover_of(strategy),
        title=title,
        starts_on=starts_on,
        ends_on=ends_on,
        summary="",
        contact_text="",
        delivery_starts_on=None,
        delivery_ends_on=None,
    )
    with recorded("strategy.copied", actor=by.reference):
        plan = PlanCopy(strategy, add_strategy(cover=cover, by=by, verb="strategy.copied"))
        copy_strands(plan, strategy.strands.filter(public_id__in=strands))
        for step in steps:
            step.copy(plan)
    return plan.new
