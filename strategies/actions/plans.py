"""Add a strategy, and change what its cover says."""

from __future__ import annotations

from dataclasses import asdict, dataclass, fields
from datetime import date

from django.db.models import Max

from core.refusals import ChangeRefused
from councils.actors import Actor, require
from councils.permissions import Permission
from councils.tenancy import recorded

from ..models import Strategy
from ..rules import new_slug


@dataclass(frozen=True)
class Cover:
    """What the cover of a strategy says, its periods, and the council's nouns for strand and deliverable."""

    title: str
    kind: str
    summary: str = ""
    starts_on: date | None = None
    ends_on: date | None = None
    delivery_starts_on: date | None = None
    delivery_ends_on: date | None = None
    parent_plan: str = ""
    contact_text: str = ""
    contributors: str = ""
    strand_noun: str = "Strand"
    deliverable_noun: str = "Deliverable"


def cover_of(strategy: Strategy) -> Cover:
    """What the cover of a strategy says now."""
    return Cover(**{each.name: getattr(strategy, each.name) for each in fields(Cover)})


def add_strategy(*, cover: Cover, by: Actor, verb: str = "strategy.added") -> Strategy:
    """Add a strategy without strands. Its name in addresses comes from the title, and stays when that changes."""
    require(by, Permission.PLAN_CHANGE)
    check_cover(cover)
    with recorded(verb, actor=by.reference):
        last: int = Strategy.objects.aggregate(last=Max("position"))["last"] or 0
        slug = new_slug(cover.title, set(Strategy.objects.values_list("slug", flat=True)))
        strategy: Strategy = Strategy.objects.create(slug=slug, position=last + 1, **_columns(cover))
    return strategy


def change_strategy(*, strategy: Strategy, cover: Cover, by: Actor) -> bool:
    """Change the cover of a strategy. Return whether anything is different now."""
    require(by, Permission.PLAN_CHANGE)
    check_cover(cover)
    columns = _columns(cover)
    changed = [name for name, value in columns.items() if getattr(strategy, name) != value]
    if not changed:
        return False
    with recorded("strategy.changed", actor=by.reference):
        for name in changed:
            setattr(strategy, name, columns[name])
        strategy.save(update_fields=changed)
    return True


def _columns(cover: Cover) -> dict[str, object]:
    return {name: value.strip() if isinstance(value, str) else value for name, value in asdict(cover).items()}


def check_cover(cover: Cover) -> None:
    """Raise ChangeRefused with a sentence for each part of the cover that is wrong."""
    problems = {}
    if not cover.title.strip():
        problems["title"] = "Enter the title"
    if cover.kind not in Strategy.Kind.values:
        problems["kind"] = "Select the kind of plan"
    for name in ("strand_noun", "deliverable_noun"):
        if not getattr(cover, name).strip():
            problems[name] = "Enter one word, such as Section or Milestone"
    if cover.starts_on and cover.ends_on and cover.ends_on < cover.starts_on:
        problems["ends_on"] = "The end of the plan must be after its start"
    if (
        cover.delivery_starts_on
        and cover.delivery_ends_on
        and cover.delivery_ends_on < cover.delivery_starts_on
    ):
        problems["delivery_ends_on"] = "The end of the delivery plan must be after its start"
    if problems:
        raise ChangeRefused(problems)
