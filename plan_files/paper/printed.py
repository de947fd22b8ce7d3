"""Put a plan's document together, in a known number of queries whatever its length."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from core.paper.blocks import Block, Heading, Paper, Points, Text
from core.periods import words_for_date
from councils.actors import Actor, can
from councils.permissions import Permission
from indicators.small_numbers import hidden_outside
from packs.quarter.branding import branding_of, print_colour
from strategies.models import Strategy
from strategies.plan import PlanAsPublished, plan_as_published

from .closing import framework_blocks, reference_blocks, success_blocks
from .cover import cover_blocks
from .figures import indicator_blocks
from .governance import governance_blocks
from .risks_and_money import money_blocks, risk_blocks
from .strands import strand_blocks, strand_rows


@dataclass(frozen=True)
class MayRead:
    """What the reader of a document may see besides the plan."""

    names: bool
    indicators: bool
    boards: bool

    @classmethod
    def of(cls, actor: Actor) -> MayRead:
        return cls(
            names=can(actor, Permission.PEOPLE_NAMES),
            indicators=can(actor, Permission.INDICATORS_VIEW),
            boards=can(actor, Permission.BOARDS_VIEW),
        )


def plan_paper(strategy: Strategy, *, may: MayRead, today: date) -> Paper:
    """The plan as it is now, for a reader who may see this (27 queries). Small numbers are hidden from everyone."""
    plan = plan_as_published(strategy)
    look = branding_of(strategy.council)
    chapters = [
        *_opening(plan),
        *strand_blocks(plan, strand_rows(strategy), names=may.names),
        *(governance_blocks(strategy, names=may.names, today=today) if may.boards else ()),
        *(
            indicator_blocks(strategy, hidden=hidden_outside(strategy.council), as_at=today)
            if may.indicators
            else ()
        ),
        *risk_blocks(strategy, names=may.names, today=today),
        *money_blocks(strategy),
        *success_blocks(plan),
        *framework_blocks(plan),
        *reference_blocks(plan),
    ]
    version = plan.latest.head["label"] if plan.latest else ""
    return Paper(
        council=strategy.council.name,
        kind=", ".join(filter(None, (strategy.get_kind_display(), version))),
        title=strategy.title,
        as_at=today,
        cover=(*cover_blocks(plan, names=may.names), Text(f"As at {words_for_date(today)}.", quiet=True)),
        chapters=tuple(chapters),
        accent=print_colour(look),
        logo=look.logo,
    )


def _opening(plan: PlanAsPublished) -> Iterable[Block]:
    strategy = plan.strategy
    if strategy.summary or strategy.contributors:
        yield Heading(1, "About this plan")
        if strategy.summary:
            yield Text(strategy.summary)
        if strategy.contributors:
            yield Heading(2, "Contributors")
            yield Points(tuple(each.strip() for each in strategy.contributors.splitlines() if each.strip()))
    if plan.key_outcomes:
        yield Heading(1, "Key outcomes")
    for outcome in plan.key_outcomes:
        number = f"{outcome.head['number']}. " if outcome.head["number"] else ""
        yield Heading(2, f"{number}{outcome.head['title']}")
        if outcome.lines:
            yield Points(
                tuple(each["text"] for each in outcome.lines), tuple(each["number"] for each in outcome.lines)
            )
