"""A published plan as an example in a new council: loaded with its dates moved to today, marked, and removed whole."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.conf import settings

from boards.models import Board
from core.periods import Quarter, months_later
from core.refusals import ChangeRefused
from councils.actors import Actor, require
from councils.importers import read_toml
from councils.models import Change, Person
from councils.permissions import Permission
from councils.tenancy import recorded
from deliverables.models import DuePoint
from plan_versions.models import FrozenPlan
from strategies.models import Strategy

from .published_plans import PUBLISHED_PLANS, load_plan_into_council
from .removing import Removed, remove_added_rows

LOADED = "example.loaded"
REMOVED = "example.removed"
MARK = "Example: "
SLUG = "example-"
PLAN_DATES = ("starts_on", "ends_on", "delivery_starts_on", "delivery_ends_on")


@dataclass(frozen=True)
class ExamplePlan:
    """A published plan that a council may load. `strategy` is the copy that it has loaded, or None."""

    name: str
    council: str
    title: str
    strategy: Strategy | None


def example_plans() -> list[ExamplePlan]:
    """The published plans, with the copies that the council has (1 query)."""
    loaded = {strategy.slug: strategy for strategy in Strategy.objects.filter(slug__startswith=SLUG)}
    return [
        ExamplePlan(name, printed_council["name"], printed["title"], loaded.get(f"{SLUG}{printed['slug']}"))
        for name, printed_council, printed in _printed()
    ]


def load_example(*, name: str, by: Actor, today: date) -> Strategy:
    """Load a copy of a published plan, with its boards and people, and move its dates by whole years to today.

    Raises ChangeRefused if the council has people or boards already: the plan's initials are not the council's people.
    """
    require(by, Permission.PLAN_CHANGE)
    if name not in PUBLISHED_PLANS:
        raise ChangeRefused({"name": "Select a plan from the list."})
    if Strategy.objects.filter(slug__startswith=SLUG).exists():
        raise ChangeRefused("Remove the example that you have before you load another.")
    if Person.objects.exists() or Board.objects.exists():
        raise ChangeRefused(
            "You have people or boards already. An example can only be loaded before that, because its initials would "
            "be taken for your people."
        )
    folder = settings.BASE_DIR / "fixtures" / name
    with recorded(LOADED, actor=by.reference):
        strategy = load_plan_into_council(folder)
        pinned = read_toml(folder / "council.toml").day("pinned_today")
        _move_dates(strategy, years=_financial_year(today) - _financial_year(pinned))
    return strategy


def remove_example(*, strategy: Strategy, by: Actor) -> Removed:
    """Remove an example with all that was added to it, and the people, posts and boards that came with it.

    Those that something else now uses stay. Raises ChangeRefused for a strategy that is not an example.
    """
    require(by, Permission.PLAN_CHANGE)
    with recorded(REMOVED, actor=by.reference):
        loaded = Change.objects.filter(
            table=Strategy._meta.db_table, object_id=strategy.public_id, op=Change.Op.INSERT, verb=LOADED
        ).first()
        if loaded is None:
            raise ChangeRefused(f"{strategy.title} is not an example.")
        if FrozenPlan.objects.filter(strategy=strategy).exists():
            raise ChangeRefused(
                "A version of this example was circulated, and its frozen copy stays for ever. So this example stays."
            )
        added = Change.objects.filter(verb=LOADED, at=loaded.at, op=Change.Op.INSERT)
        return remove_added_rows(strategy, list(added.values_list("table", "object_id")))


def _printed() -> Iterator[tuple[str, Any, Any]]:
    for name in PUBLISHED_PLANS:
        folder = settings.BASE_DIR / "fixtures" / name
        yield name, read_toml(folder / "council.toml"), read_toml(folder / "strategy.toml")


def _move_dates(strategy: Strategy, *, years: int) -> None:
    """Mark the strategy as an example, and move its dates by whole years. The last day of a month stays the last."""
    for name in PLAN_DATES:
        if day := getattr(strategy, name):
            setattr(strategy, name, _moved(day, years))
    strategy.title = f"{MARK}{strategy.title}"[:300]
    strategy.slug = f"{SLUG}{strategy.slug}"[:80]
    strategy.save(update_fields=["title", "slug", *PLAN_DATES])
    points = list(DuePoint.objects.filter(deliverable__strategy=strategy))
    for point in points:
        point.due_on, point.original_due_on = (
            _moved(point.due_on, years),
            _moved(point.original_due_on, years),
        )
    DuePoint.objects.bulk_update(points, ["due_on", "original_due_on"])


def _moved(day: date, years: int) -> date:
    return months_later(day, 12 * years, last_day_too=True)


def _financial_year(day: date) -> int:
    return Quarter.of(day).starts_on.year - (Quarter.of(day).starts_on.month == 1)
