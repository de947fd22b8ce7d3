"""What an entry can be about: strands, deliverables and indicators that a board oversees."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from deliverables.models import Deliverable
from indicators.models import Indicator
from reporting.summaries.slices import Slice
from strategies.models import Strand

from ..models import Item

NOUNS = {Strand: "strand", Deliverable: "deliverable", Indicator: "indicator"}


def item_key(item: Item | None) -> str:
    """How a form names it: "deliverable:" with its public id, "" for nothing in particular."""
    return f"{NOUNS[type(item)]}:{item.public_id}" if item else ""


@dataclass
class Items:
    """Items to choose from, in groups, each by its key with its name."""

    groups: dict[str, dict[str, str]] = field(default_factory=dict)
    found: dict[str, Item] = field(default_factory=dict)

    @classmethod
    def seen_in(cls, part: Slice | None) -> Items:
        """Everything in the part of the plan (2 queries), nothing without one."""
        items = cls()
        if part is None:
            return items
        for strand in part.strands:
            noun = strand.strategy.strand_noun
            items.add(f"{noun}s", strand, f"{noun} {strand.code}: {strand.title}")
        rows = part.deliverables().select_related("strand", "strategy").in_plan_order()
        for row in rows:
            items.add(f"{row.strategy.deliverable_noun}s", row, row.name)
        for indicator in part.indicators().in_table_order().with_parents():
            items.add("Indicators", indicator, indicator.full_name)
        return items

    def add(self, group: str, item: Item, name: str) -> None:
        key = item_key(item)
        if key not in self.found:
            self.found[key] = item
            self.groups.setdefault(group, {})[key] = name

    @property
    def choices(self) -> list[tuple[str, Any]]:
        groups = [(label, list(rows.items())) for label, rows in self.groups.items()]
        return [("", "Nothing in particular"), *groups]
