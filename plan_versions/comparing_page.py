"""What the page of a comparison shows of each sheet: its first differences, by the part of the plan."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import groupby

from .comparing import Comparison, Item, SheetComparison

FIRST = 40
"""Differences of a sheet that the page of all sheets shows. It counts the others."""
MOST_UNCHANGED = 100
"""Names of rows without a difference that are folded. The page counts the others."""


@dataclass(frozen=True)
class Part:
    """A sheet on the page. `more` are differences, and `more_unchanged` rows without one, that are not shown."""

    sheet: SheetComparison
    groups: Sequence[tuple[str, Sequence[Item]]]
    more: int
    unchanged: Sequence[str]
    more_unchanged: int


def parts_of(
    comparison: Comparison, only: SheetComparison | None = None, items: Iterable[Item] = ()
) -> list[Part]:
    """The sheets that are different, or with `only` these items of one sheet."""
    if only is not None:
        return [Part(only, _groups(items), 0, (), len(only.unchanged))]
    return [
        Part(
            sheet,
            _groups(sheet.items[:FIRST]),
            max(0, len(sheet.items) - FIRST),
            sheet.unchanged[:MOST_UNCHANGED],
            max(0, len(sheet.unchanged) - MOST_UNCHANGED),
        )
        for sheet in comparison.different
    ]


def _groups(items: Iterable[Item]) -> list[tuple[str, Sequence[Item]]]:
    return [(group, list(found)) for group, found in groupby(items, key=lambda item: item.group)]
