"""Indicators of a pack as tables: the rows that hold a figure, a target or a forecast, below the rows they belong to.

Rows that hold nothing are counted in a sentence and not printed.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby

from core.rag import Rag
from core.words import list_words, plural
from reporting.summaries import IndicatorLine
from reporting.summaries.ancestors import ancestors

from ..document import PackDocument, Trend

FIGURE = re.compile(r"(?P<before>-?£?[\d,]+)(?:\.(?P<decimals>\d+))?(?P<unit>%|\D*)")
TOGETHER = 8
"""Most rows of one top row that are kept on a page. In longer groups every row names the rows above it."""


@dataclass(frozen=True, slots=True)
class FigureRow:
    """One indicator to print. `value`, `target` and `next_target` have as many decimals as others of their unit.

    `above` are the rows that it belongs to. `named_after` are those that its row in the table has to name.
    """

    line: IndicatorLine
    value: str
    target: str
    next_target: str
    trend: Trend | None
    above: tuple[IndicatorLine, ...]
    named_after: tuple[IndicatorLine, ...]

    @property
    def is_figure(self) -> bool:
        """False for words, such as feedback or the reason why a figure is missing."""
        return bool(FIGURE.fullmatch(self.value))

    @property
    def title(self) -> str:
        """Name with those of the rows above it: "17b) Sessions missed: a. All"."""
        return ": ".join(line.name for line in (*self.above, self.line))


@dataclass(frozen=True, slots=True)
class FigureGroup:
    """Rows to print of one top row."""

    rows: tuple[FigureRow, ...]

    @property
    def stays_together(self) -> bool:
        return len(self.rows) <= TOGETHER


@dataclass(frozen=True, slots=True)
class FigureTable:
    """Rows to print below one heading of the plan's table, and which columns they need."""

    heading: str
    groups: tuple[FigureGroup, ...]

    @property
    def rows(self) -> list[FigureRow]:
        return [row for group in self.groups for row in group.rows]

    @property
    def has_trends(self) -> bool:
        return any(row.trend for row in self.rows)

    @property
    def has_targets(self) -> bool:
        return any(row.target or row.next_target for row in self.rows)

    @property
    def has_ratings(self) -> bool:
        return any(row.line.rag != Rag.NOT_RATED for row in self.rows)

    @property
    def has_forecasts(self) -> bool:
        return any(row.line.confidence_on for row in self.rows)

    @property
    def columns(self) -> int:
        """Number of columns beside the name."""
        return 1 + sum((self.has_trends, self.has_targets, self.has_ratings, self.has_forecasts))

    @property
    def unrated_words(self) -> str:
        """ "Not rated: no target set (11), direction not set (6)." Empty if the table has a column for ratings."""
        if self.has_ratings:
            return ""
        reasons = Counter(row.line.rag_reason.rstrip(".") for row in self.rows)
        counted = [f"{reason[:1].lower()}{reason[1:]} ({count})" for reason, count in reasons.most_common()]
        return f"Not rated: {list_words(counted)}."


@dataclass(frozen=True, slots=True)
class Figures:
    """Tables of a pack, and a sentence about the rows that they leave out."""

    tables: tuple[FigureTable, ...]
    left_out: str


def figures(document: PackDocument) -> Figures:
    lines = document.summary.indicators
    above = ancestors(lines)
    trends = {trend.indicator: trend for trend in document.trends or ()}
    printed = [line for line in lines if line.holds_something]
    tables = []
    for (_, heading), in_table in groupby(printed, key=lambda line: (line.strategy, line.heading)):
        own = list(in_table)
        decimals = most_decimals(text for line in own for text in (line.value, line.target, line.next_target))
        groups = groupby(own, key=lambda line: (*above[line.id], line)[0].id)
        tables.append(
            FigureTable(heading, tuple(_group(list(rows), above, trends, decimals) for _, rows in groups))
        )
    return Figures(tuple(tables), _left_out([line for line in lines if line.holds_values]))


def _left_out(lines: Sequence[IndicatorLine]) -> str:
    """ "77 of 83 indicators have no figure yet." """
    empty = sum(not line.holds_something for line in lines)
    if not empty:
        return ""
    if empty == len(lines):
        return (
            f"None of the {len(lines)} indicators has a figure yet."
            if empty > 1
            else "The only indicator has no figure yet."
        )
    return f"{empty} of {len(lines)} {plural('indicator')} {'has' if empty == 1 else 'have'} no figure yet."


def _group(
    lines: Sequence[IndicatorLine],
    above: Mapping[str, tuple[IndicatorLine, ...]],
    trends: Mapping[str, Trend],
    decimals: Mapping[str, int],
) -> FigureGroup:
    """Rows of one top row. Each names those above it that were not just named, in a long group all of them."""
    rows: list[FigureRow] = []
    said: set[str] = set()
    for line in lines:
        parents = above[line.id]
        unsaid = tuple(each for each in parents if each.id not in said)
        said |= {each.id for each in (*parents, line)}
        rows.append(
            FigureRow(
                line,
                with_decimals(line.value, decimals),
                with_decimals(line.target, decimals),
                with_decimals(line.next_target, decimals),
                trend=trends.get(line.id),
                above=parents,
                named_after=parents if len(lines) > TOGETHER else unsaid,
            )
        )
    return FigureGroup(tuple(rows))


def most_decimals(texts: Iterable[str]) -> dict[str, int]:
    """Most decimals of the figures of each unit ("%", " days", "")."""
    most: dict[str, int] = {}
    for text in texts:
        if found := FIGURE.fullmatch(text):
            unit = _unit(found)
            most[unit] = max(most.get(unit, 0), len(found["decimals"] or ""))
    return most


def with_decimals(text: str, most: Mapping[str, int]) -> str:
    """The figure with as many decimals as others of its unit: "51.0%" next to "57.4%". Other words stay as they are."""
    found = FIGURE.fullmatch(text)
    wanted = most.get(_unit(found), 0) if found else 0
    if found is None or not wanted:
        return text
    return f"{found['before']}.{(found['decimals'] or '').ljust(wanted, '0')}{found['unit']}"


def _unit(found: re.Match[str]) -> str:
    """Unit of a figure. One day and 2 days have the same."""
    unit = found["unit"].rstrip("s")
    return f"£{unit}" if "£" in found["before"] else unit
