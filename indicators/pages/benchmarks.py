"""One indicator against England, the region and the statistical neighbours, for its page."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from typing import Any

from core.periods import Period, words_for_date
from core.words import count_words
from councils.geography.codes import Codes, codes_of
from councils.models import Council

from ..models import Benchmark, BenchmarkSource, Indicator, Neighbour, NeighbourList, Reading
from ..rules import Polarity, Unit, shown_words, value_words
from ..rules.comparing import Measured, Pooled, Rank, Spread, pooled_of, rank_of, spread_of
from ..rules.neighbours import in_force
from .benchmark_words import figure_words, words_of


@dataclass(frozen=True)
class AreaLine:
    """An area with its figure in words, "–" without one. `place` is its place in the list of neighbours.

    `parts` are the numerator and denominator, "33 of 40", or "" unless both are known.
    """

    name: str
    words: str = "–"
    parts: str = ""
    value: Decimal | None = None
    source: str = ""
    closeness: str = ""
    place: int | None = None


@dataclass(frozen=True)
class PeriodCompared:
    """One period: the own figure, those of England and the region, and the neighbours' together."""

    period: Period
    own: AreaLine
    england: AreaLine | None
    region: AreaLine | None
    neighbours: Sequence[AreaLine]
    spread: Spread | None
    pooled: Pooled | None
    rank: Rank | None
    unit: Unit
    decimals: int | None

    def said(self, value: Decimal) -> str:
        return shown_words(value, self.unit, self.decimals)

    @property
    def named(self) -> list[AreaLine]:
        """The areas that are named on the chart and in the table."""
        return [line for line in (self.own, self.england, self.region) if line]

    @property
    def spread_lines(self) -> list[AreaLine]:
        """Lowest, median, highest and pooled figure of the neighbours."""
        if self.spread is None:
            return []
        lines = [
            AreaLine("Lowest of the neighbours", self.said(self.spread.lowest)),
            AreaLine("Median of the neighbours", self.said(self.spread.median)),
            AreaLine("Highest of the neighbours", self.said(self.spread.highest)),
        ]
        if self.pooled:
            parts = _parts(self.pooled.numerator, self.pooled.denominator)
            lines.append(AreaLine("Neighbours taken together", self.said(self.pooled.value), parts))
        return lines

    @property
    def spread_words(self) -> str:
        """ "9.3% to 60%, median 31.2%"."""
        if self.spread is None:
            return "–"
        low, median, high = (
            self.said(each) for each in (self.spread.lowest, self.spread.median, self.spread.highest)
        )
        return f"{low} to {high}, median {median}"

    @property
    def missing(self) -> int:
        """Number of neighbours without a figure."""
        return sum(line.value is None for line in self.neighbours)

    @property
    def rank_words(self) -> str:
        """ "3rd of 11, where 1st is best."."""
        if self.rank is None:
            return ""
        best = ", where 1st is best" if self.rank.is_judged else ""
        return f"{self.rank.words}{best}."

    @property
    def chart_words(self) -> str:
        """All of the chart in a sentence."""
        areas = ", ".join(f"{line.name} {line.words}" for line in self.named if line.value is not None)
        words = [f"{self.period.words}: {areas}"]
        if self.spread:
            words.append(f"{count_words(self.spread.count, 'neighbour')} from {self.spread_words}")
        if self.rank:
            words.append(f"{self.own.name} is {self.rank_words[0].lower()}{self.rank_words[1:-1]}")
        return ". ".join(words)

    @property
    def sources(self) -> list[str]:
        lines = [*self.named, *self.neighbours]
        return list(dict.fromkeys(line.source for line in lines if line.source))


@dataclass(frozen=True)
class Compared:
    """All periods of an indicator that have figures of others, the latest first."""

    periods: Sequence[PeriodCompared]
    neighbours: NeighbourList | None
    noted: Sequence[tuple[Benchmark, str]]

    @property
    def latest(self) -> PeriodCompared | None:
        return self.periods[0] if self.periods else None

    @property
    def earlier(self) -> Sequence[PeriodCompared]:
        return self.periods[1:]

    @property
    def list_words(self) -> str:
        """ "DfE May 2025, from 1 May 2025"."""
        if self.neighbours is None:
            return ""
        end = f" to {words_for_date(self.neighbours.valid_until)}" if self.neighbours.valid_until else ""
        return f"{self.neighbours.name}, from {words_for_date(self.neighbours.valid_from)}{end}"


def compared(indicator: Indicator, council: Council, today: date) -> Compared:
    """The indicator against others (1 query, 4 more if there are figures of others).

    Neighbours are those of the list that is in force today, so that all periods are compared with the same councils.
    """
    rows = list(Benchmark.objects.filter(indicator=indicator).select_related("loaded_from"))
    noted = [(row, words_of(indicator, row)) for row in rows if not row.area_code]
    loaded = [row for row in rows if row.area_code]
    if not loaded:
        return Compared([], None, noted)
    codes = codes_of(council)
    listed, near = _neighbours(today)
    periods: dict[str, list[Benchmark]] = defaultdict(list)
    for row in loaded:
        periods[row.period].append(row)
    readings = {
        row.period: row for row in Reading.objects.filter(indicator=indicator, period__in=list(periods))
    }
    found = [
        _period(indicator, council, codes, near, Period.parse(token), each, readings.get(token))
        for token, each in periods.items()
    ]
    return Compared(sorted(found, key=lambda each: each.period, reverse=True), listed, noted)


def _neighbours(today: date) -> tuple[NeighbourList | None, list[Neighbour]]:
    """The list in force today, or else the last one, with its councils (2 queries)."""
    lists = list(NeighbourList.objects.all())
    listed = in_force(lists, today) or (lists[0] if lists else None)
    return listed, list(Neighbour.objects.filter(listed_in=listed)) if listed else []


def _period(
    indicator: Indicator,
    council: Council,
    codes: Codes,
    near: Iterable[Neighbour],
    period: Period,
    rows: Sequence[Benchmark],
    reading: Reading | None,
) -> PeriodCompared:
    by_code = _by_code(rows)
    own = next((by_code[code] for code in sorted(codes.every) if code in by_code), None)
    pairs = [(each, by_code.get(each.code)) for each in near]
    measured = [_measured(each.name, row) for each, row in pairs]
    england = next((row for row in rows if row.level == Benchmark.Level.ENGLAND), None)
    regions = [row for row in rows if row.level == Benchmark.Level.REGION]
    region = next((row for row in regions if row.area_code == codes.region), regions[0] if regions else None)
    value = own.value if own else reading.value if reading else None
    polarity = Polarity(indicator.polarity) if indicator.polarity else None
    return PeriodCompared(
        period=period,
        own=_own_line(indicator, council, own, reading),
        england=_line(indicator, england) if england else None,
        region=_line(indicator, region) if region else None,
        neighbours=[_neighbour_line(indicator, each, row) for each, row in pairs],
        spread=spread_of(measured),
        pooled=pooled_of(measured, Unit(indicator.unit)),
        rank=rank_of(value, measured, polarity),
        unit=Unit(indicator.unit),
        decimals=indicator.decimals,
    )


def _by_code(rows: Iterable[Benchmark]) -> Mapping[str, Benchmark]:
    """Councils by their code and by their number."""
    councils = [row for row in rows if row.level == Benchmark.Level.COUNCIL]
    return {row.area_number: row for row in councils if row.area_number} | {
        row.area_code: row for row in councils
    }


def _measured(name: str, row: Benchmark | None) -> Measured:
    return Measured(name, row.value, row.numerator, row.denominator) if row else Measured(name, None)


def _line(indicator: Indicator, row: Benchmark, **more: Any) -> AreaLine:
    line = AreaLine(
        name=row.area,
        words=figure_words(indicator, row),
        parts=_parts(row.numerator, row.denominator),
        value=row.value,
        source=source_words(row),
    )
    return replace(line, **more)


def _own_line(
    indicator: Indicator, council: Council, own: Benchmark | None, reading: Reading | None
) -> AreaLine:
    """The figure of this council in the file, or else the one that it has recorded itself."""
    if own is not None:
        return _line(indicator, own, name=council.name)
    if reading is not None and reading.value is not None:
        return AreaLine(
            name=council.name,
            words=shown_words(reading.value, Unit(indicator.unit), indicator.decimals),
            parts=_parts(reading.numerator, reading.denominator),
            value=reading.value,
            source="recorded by the council",
        )
    return AreaLine(council.name)


def _neighbour_line(indicator: Indicator, near: Neighbour, row: Benchmark | None) -> AreaLine:
    named: dict[str, Any] = {"name": near.name, "closeness": near.closeness, "place": near.rank}
    return _line(indicator, row, **named) if row else AreaLine(**named)


def source_words(row: Benchmark) -> str:
    """ "Education, health and care plans, 2025 release, published 26 June 2025"."""
    source: BenchmarkSource | None = row.loaded_from
    if source is None:
        return str(row.source)
    return f"{source}, published {words_for_date(source.published_on)}"


def _parts(numerator: Decimal | None, denominator: Decimal | None) -> str:
    if numerator is None or denominator is None:
        return ""
    return f"{value_words(numerator, Unit.NUMBER)} of {value_words(denominator, Unit.NUMBER)}"
