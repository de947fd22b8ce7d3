"""Write what a row is linked to: the rows that are missing are added, those that are too many removed."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from typing import Any

from core.refusals import ChangeRefused
from deliverables.models import Deliverable
from indicators.models import Indicator
from strategies.models import Strand, Strategy

from ..models import InspectionArea


@dataclass(frozen=True)
class LinkedTo:
    """What somebody has ticked."""

    strands: Collection[Strand] = ()
    deliverables: Collection[Deliverable] = ()
    indicators: Collection[Indicator] = ()
    areas: Collection[InspectionArea] = ()

    @property
    def rows(self) -> list[Any]:
        return [*self.strands, *self.deliverables, *self.indicators, *self.areas]

    def by_column(self) -> Iterator[tuple[str, int]]:
        """Column and internal id of each."""
        for column, rows in (
            ("strand_id", self.strands),
            ("deliverable_id", self.deliverables),
            ("indicator_id", self.indicators),
            ("area_id", self.areas),
        ):
            for row in rows:
                yield column, row.pk

    def check(self, strategy: Strategy) -> None:
        """Raise ChangeRefused if something belongs to another plan."""
        for row in self.rows:
            if row.strategy_id != strategy.pk:
                raise ChangeRefused(f"{row} belongs to another plan. Choose something of {strategy.title}.")


def write_links(model: Any, owner: dict[str, Any], columns: Collection[str], linked: LinkedTo) -> bool:
    """Make these the rows of `model` that belong to `owner` (1 query to read, 1 to remove, 1 to add).

    Each row has one of the `columns`. Returns whether anything has changed.
    """
    wanted = set(linked.by_column())
    stored: dict[tuple[str, int], int] = {}
    for pk, *values in model.objects.filter(**owner).values_list("pk", *columns):
        [(column, value)] = [
            (name, each) for name, each in zip(columns, values, strict=True) if each is not None
        ]
        stored[column, value] = pk
    added = sorted(wanted - stored.keys())
    removed = [pk for key, pk in stored.items() if key not in wanted]
    if removed:
        model.objects.filter(pk__in=removed).delete()
    if added:
        model.objects.bulk_create(model(**owner, **{column: value}) for column, value in added)
    return bool(added or removed)
