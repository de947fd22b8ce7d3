"""What loading a statistics file would store: its figures for the mapped indicators, against those that are there."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from core.periods import Period
from councils.files import table_path
from councils.geography.codes import codes_of
from councils.models import Council

from ..models import Benchmark, BenchmarkMapping, BenchmarkSource, Indicator, Neighbour
from ..rules import Unit
from ..rules.comparing import fits
from ..rules.dfe import Column, Figure, FileRefused, Outline, Wanted, read_figures
from .benchmark_words import words_of
from .earlier_areas import EarlierAreas

GONE = "The file is no longer kept. Upload it again to load it."
NO_CODES = "This council has no area codes yet, so its own figures cannot be found. Enter them first, under Area codes."
NOTHING_MAPPED = "No column measures an indicator yet. Choose the columns first."
SCALES = {"£m": 1_000_000}
ALIKE, WORDS_SHARED, MOST_PROPOSED = 0.5, 2, 10
_LITTLE_WORDS = frozenset(
    {
        *("pc", "pct", "percent", "percentage", "number", "total", "ex", "of", "the", "in", "with", "within"),
        *("for", "and", "to", "a", "an", "ehc", "ehcp"),
    }
)


@dataclass(frozen=True)
class Line:
    """One figure of the file, with what is stored for it now. `stored` is None for a new one."""

    indicator: Indicator
    figure: Figure
    stored: Benchmark | None

    @property
    def area(self) -> str:
        return self.figure.area.name

    @property
    def period(self) -> str:
        return self.figure.period.words

    @property
    def was(self) -> str:
        return words_of(self.indicator, self.stored) if self.stored else ""

    @property
    def now(self) -> str:
        return words_of(self.indicator, self.figure)

    @property
    def as_json(self) -> dict[str, str]:
        """The change as the file's page tells it later."""
        return {
            "indicator": self.indicator.full_name,
            "id": str(self.indicator.public_id),
            "area": self.area,
            "period": self.period,
            "was": self.was,
            "now": self.now,
        }


@dataclass(frozen=True)
class Review:
    """What loading the file would add, change and leave. With `problem` it cannot be loaded.

    `silent` are mapped indicators for which the file has no figure. `digest` is the same as long as the file, the
    mappings and the stored values are.
    """

    added: Sequence[Line] = ()
    changed: Sequence[Line] = ()
    same: int = 0
    silent: Sequence[Indicator] = ()
    problem: str = ""
    lacks_codes: bool = False
    lacks_neighbours: bool = False

    @property
    def changes_nothing(self) -> bool:
        return not self.added and not self.changed

    @property
    def digest(self) -> str:
        lines = [
            (str(line.indicator.public_id), line.figure, line.was) for line in (*self.added, *self.changed)
        ]
        return hashlib.sha256(repr((lines, self.same)).encode()).hexdigest()

    @property
    def doubts(self) -> list[str]:
        """Figures whose numerator and denominator do not make up the percentage, in a sentence each."""
        return [line.figure.doubt for line in (*self.added, *self.changed) if line.figure.doubt]

    @property
    def by_indicator(self) -> list[tuple[Indicator, int, int]]:
        """Each indicator with the number of new and of changed figures."""
        counts: dict[int, list[Any]] = {}
        for at, lines in ((1, self.added), (2, self.changed)):
            for line in lines:
                counts.setdefault(line.indicator.pk, [line.indicator, 0, 0])[at] += 1
        return [tuple(each) for each in counts.values()]


def review_of(source: BenchmarkSource, council: Council) -> Review:
    """Read the file and compare it with what is stored (5 queries). Writes nothing.

    Figures of a predecessor count up to its last day.
    """
    path = table_path(council, source.sha256)
    if path is None:
        return Review(problem=GONE)
    mappings = mappings_of(source.dataset)
    if not mappings:
        return Review(problem=NOTHING_MAPPED)
    outline = Outline.of_json(source.outline)
    codes = codes_of(council)
    if not codes.is_known:
        return Review(problem=NO_CODES, lacks_codes=True)
    others = set(Neighbour.objects.values_list("code", flat=True))
    earlier = EarlierAreas.of_council()
    try:
        wanted = [_wanted(mapping, outline) for mapping in mappings]
        with path.open("rb") as file:
            figures = read_figures(
                file, wanted, own=codes.every, others=others | earlier.codes, region=codes.region
            )
    except FileRefused as refused:
        return Review(problem=str(refused))
    kept = codes.every | others
    counted = [each for each in figures if {each.area.code, each.area.number} & kept or earlier.count(each)]
    return _compared(
        {each.indicator_id: each.indicator for each in mappings}, counted, lacks_neighbours=not others
    )


def mappings_of(dataset: str) -> list[BenchmarkMapping]:
    """Columns that measure indicators, with the rows above each (1 query)."""
    found = BenchmarkMapping.objects.filter(dataset=dataset).order_by("indicator__position", "id")
    return list(found.select_related("indicator__parent__parent__parent"))


def _wanted(mapping: BenchmarkMapping, outline: Outline) -> Wanted:
    """What to read for a mapping. Raises FileRefused if the file does not have it, or in another unit."""
    name = mapping.indicator.full_name
    column = outline.column(mapping.column)
    if column is None:
        raise FileRefused(
            f"Row 1 lacks the column “{mapping.column}”, which measures {name}. Choose another column."
        )
    if problem := unit_problem(column, mapping.indicator):
        raise FileRefused(problem)
    breakdown = outline.breakdown(mapping.breakdown)
    if breakdown is None:
        raise FileRefused(
            f"No row of the file is for “{mapping.breakdown_words}”, which measures {name}. Choose another."
        )
    return Wanted(
        key=mapping.indicator_id,
        column=column.name,
        breakdown=dict(zip(outline.filters, breakdown, strict=True)),
        numerator=column.numerator,
        denominator=column.denominator,
        scale=SCALES.get(column.unit or "", 1),
        percent=mapping.indicator.unit == Unit.PERCENT,
    )


def unit_problem(column: Column, indicator: Indicator) -> str:
    """Why the column's unit does not fit the indicator, "" if it does."""
    unit = Unit(indicator.unit)
    if fits(column.unit, unit):
        return ""
    measured = f"{indicator.full_name} is measured in {unit.word.lower()}"
    if column.unit is None:
        return (
            f"Column {column.name} does not say that it is a percentage, but {measured}. "
            "Upload its .meta.csv too, or choose another column."
        )
    holds = {"": "numbers", "numberstring": "numbers"}.get(column.unit, column.unit)
    return f"Column {column.name} holds {holds}, but {measured}. Choose another column."


def _compared(
    indicators: dict[int, Indicator], figures: Sequence[Figure], *, lacks_neighbours: bool
) -> Review:
    rows = Benchmark.objects.filter(indicator_id__among=list(indicators)).exclude(area_code="")
    stored = {(row.indicator_id, row.area_code, row.period): row for row in rows}
    lines = [
        Line(indicators[each.key], each, stored.get((each.key, each.area.key, each.period.token)))
        for each in figures
    ]
    lines.sort(
        key=lambda line: (line.indicator.position, line.indicator.pk, line.figure.period, line.figure.row)
    )
    told = {each.key for each in figures}
    return Review(
        added=[line for line in lines if line.stored is None],
        changed=[line for line in lines if line.stored is not None and _differs(line.figure, line.stored)],
        same=sum(line.stored is not None and not _differs(line.figure, line.stored) for line in lines),
        silent=[row for key, row in indicators.items() if key not in told],
        lacks_neighbours=lacks_neighbours,
    )


def _differs(figure: Figure, stored: Benchmark) -> bool:
    return (figure.value, figure.missing_code, figure.numerator, figure.denominator) != (
        *(stored.value, stored.missing_code, stored.numerator, stored.denominator),
    )


@dataclass(frozen=True)
class Proposal:
    """A column that may measure an indicator, because their names are alike."""

    indicator: Indicator
    column: str
    breakdown: tuple[str, ...]


def proposals(outline: Outline, indicators: Iterable[Indicator]) -> list[Proposal]:
    """The most alike column for each indicator whose name shares at least half of its words. The best come first."""
    found = []
    for row in indicators:
        words = _words(f"{row.title} {row.parent.title if row.parent and not row.title else ''}")
        fitting = [column for column in outline.columns if fits(column.unit, Unit(row.unit))]
        scored = [(_alike(words, _words(f"{column.name} {column.label}")), column) for column in fitting]
        score, column = max(scored, key=lambda each: each[0], default=(0.0, None))
        if column is not None and score >= ALIKE and outline.breakdowns:
            found.append((score, Proposal(row, column.name, _breakdown(outline, row))))
    found.sort(key=lambda each: -each[0])
    return [proposal for _, proposal in found[:MOST_PROPOSED]]


def _alike(words: frozenset[str], others: frozenset[str]) -> float:
    shared = len(words & others)
    return shared / len(words | others) if shared >= WORDS_SHARED else 0.0


def _words(text: str) -> frozenset[str]:
    return frozenset(re.findall(r"[a-z]+|[0-9]+", text.casefold())) - _LITTLE_WORDS


def _breakdown(outline: Outline, row: Indicator) -> tuple[str, ...]:
    """The breakdown of the row's definition, or the one that the row names, or the first one, which is a total."""
    if code := row.breakdown_code.strip().casefold():
        for each in outline.breakdowns:
            if code in (value.casefold() for value in each):
                return each
    named = {row.breakdown.casefold(), row.title.casefold()} - {""}
    return next(
        (each for each in outline.breakdowns if each and each[-1].casefold() in named), outline.breakdowns[0]
    )


def period_words(tokens: Sequence[str]) -> str:
    """ "Calendar year 2019 to Calendar year 2024", from the periods of an outline in order."""
    if not tokens:
        return ""
    first, last = (Period.parse(tokens[at]).short_words for at in (0, -1))
    return first if first == last else f"{first} to {last}"
