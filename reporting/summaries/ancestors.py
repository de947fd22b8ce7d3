"""Rows above a sub-row of an indicator table. A sub-row such as "a. All" says nothing without them."""

from __future__ import annotations

from collections.abc import Iterable

from .shapes import IndicatorLine


def ancestors(lines: Iterable[IndicatorLine]) -> dict[str, tuple[IndicatorLine, ...]]:
    """For the id of each line, the rows that it belongs to, top row first. Lines are in table order."""
    found: dict[str, tuple[IndicatorLine, ...]] = {}
    above: list[IndicatorLine] = []
    for line in lines:
        while above and (above[-1].depth >= line.depth or _table(above[-1]) != _table(line)):
            above.pop()
        found[line.id] = tuple(above)
        above.append(line)
    return found


def _table(line: IndicatorLine) -> tuple[str, str]:
    return line.strategy, line.set
