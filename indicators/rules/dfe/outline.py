"""What a statistics file is about: its columns of figures, its breakdowns, its periods and which areas it has."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from itertools import permutations
from typing import Any, BinaryIO

from core.periods import Period

from .cells import is_figure, read_cell
from .figures import LEVELS, check_places, level_of
from .metadata import Described
from .periods import period_of
from .refusal import FileRefused
from .rows import PLACES, REQUIRED, Sheet, check_heads

FIXED = re.compile(
    "|".join(
        (
            *REQUIRED,
            *PLACES,
            r"(lad|school|trust|mat|opportunity_area|sponsor|provider|ward|pcon|rsc|lsip|mayoral).*",
        )
    )
)
PERCENT_NAME = re.compile(r"(^|_)(pc|pct|per_?cent|percentage)(_|$)")
MAX_BREAKDOWNS = 1_000
ALL_UP_TO, EACH, MAX_SAMPLE, ENOUGH = 60, 97, 300, 10
"""The sample has the first rows of a file and then every 97th. Ten of them must agree to tell a quotient."""
ROUNDING = 0.051
MOST_COUNTS = 80
MOST_LEVELS, LONGEST = 20, 200
_KEPT = 50_000


@dataclass(frozen=True, slots=True)
class Column:
    """A column of figures. `unit` is as in the metadata, None if nobody says and its name does not tell.

    `numerator` and `denominator` are the columns whose quotient it is, where all rows of the sample say so.
    """

    name: str
    label: str
    unit: str | None = None
    described: bool = False
    numerator: str = ""
    denominator: str = ""


@dataclass(frozen=True)
class Outline:
    """What is in the file. A breakdown has a value for each of the filter columns, in their order."""

    rows: int
    columns: tuple[Column, ...]
    filters: tuple[str, ...]
    breakdowns: tuple[tuple[str, ...], ...]
    periods: tuple[Period, ...]
    left_out: Mapping[str, int]
    more_breakdowns: int = 0

    def as_json(self) -> dict[str, Any]:
        """What the database keeps of it."""
        return asdict(self) | {"periods": [period.token for period in self.periods]}

    @classmethod
    def of_json(cls, kept: Mapping[str, Any]) -> Outline:
        """The outline that was kept. Anything that is not there is empty."""
        return cls(
            rows=kept.get("rows", 0),
            columns=tuple(Column(**column) for column in kept.get("columns", ())),
            filters=tuple(kept.get("filters", ())),
            breakdowns=tuple(tuple(values) for values in kept.get("breakdowns", ())),
            periods=tuple(Period.parse(token) for token in kept.get("periods", ())),
            left_out=kept.get("left_out", {}),
            more_breakdowns=kept.get("more_breakdowns", 0),
        )

    def column(self, name: str) -> Column | None:
        """The column of this name, whatever its case."""
        return next((each for each in self.columns if each.name.casefold() == name.casefold()), None)

    def breakdown(self, values: Mapping[str, str]) -> tuple[str, ...] | None:
        """The values in the order of the filter columns, None if the file has no such breakdown."""
        given = {name.casefold(): value for name, value in values.items()}
        found = tuple(given.get(name.casefold(), "") for name in self.filters)
        known = set(given) == {name.casefold() for name in self.filters}
        return found if known and (found in self.breakdowns or self.more_breakdowns) else None


@dataclass
class _Seen:
    """What one pass over the rows finds."""

    rows: int = 0
    filled: Counter[int] = field(default_factory=Counter)
    figures: Counter[int] = field(default_factory=Counter)
    periods: dict[tuple[str, str], Period] = field(default_factory=dict)
    left_out: Counter[str] = field(default_factory=Counter)
    sample: list[list[str]] = field(default_factory=list)


def read_outline(file: BinaryIO, described: Mapping[str, Described] | None = None) -> Outline:
    """Read the whole file once or twice, row by row. Raises FileRefused.

    Without metadata, a column is one of figures if at least half of its cells are numbers or missing codes.
    """
    known = described or {}
    seen, heads = _first_pass(file)
    places = [place for place, head in enumerate(heads) if head and not FIXED.fullmatch(head.casefold())]
    figures = [place for place in places if _holds_figures(place, heads[place], known, seen)]
    filters = [place for place in places if place not in figures and seen.filled[place]]
    if not figures:
        raise FileRefused("The file has no column of figures: none of its columns holds numbers.")
    breakdowns = _breakdowns(file, filters)
    if any(len(value) > LONGEST for values in breakdowns for value in values):
        raise FileRefused(
            f"A breakdown is longer than {LONGEST} characters, in one of the columns "
            f"{', '.join(heads[place] for place in filters)}. Download the file again."
        )
    return Outline(
        rows=seen.rows,
        columns=tuple(_columns(heads, figures, known, seen.sample)),
        filters=tuple(heads[place] for place in filters),
        breakdowns=tuple(sorted(breakdowns, key=_totals_first)[:MAX_BREAKDOWNS]),
        periods=tuple(sorted(set(seen.periods.values()))),
        left_out=dict(seen.left_out),
        more_breakdowns=max(len(breakdowns) - MAX_BREAKDOWNS, 0),
    )


def _first_pass(file: BinaryIO) -> tuple[_Seen, list[str]]:
    file.seek(0)
    sheet = Sheet(file)
    try:
        check_heads(sheet)
        seen, known = _Seen(), {"": False}
        times = [sheet.place("time_period") or 0, sheet.place("time_identifier") or 0]
        at_level = sheet.place("geographic_level") or 0
        free = [at for at, head in enumerate(sheet.heads) if not FIXED.fullmatch(head.casefold())]
        for number, cells in sheet.rows():
            seen.rows += 1
            level = level_of(cells[at_level])
            if level is None:
                named = cells[at_level].strip()[:40]
                seen.left_out[
                    named if named in seen.left_out or len(seen.left_out) < MOST_LEVELS else "others"
                ] += 1
                continue
            check_places(sheet, level)
            time = (cells[times[0]], cells[times[1]])
            if time not in seen.periods:
                seen.periods[time] = _period(number, *time)
            _count(seen, known, free, cells)
            if (seen.rows <= ALL_UP_TO or seen.rows % EACH == 0) and len(seen.sample) < MAX_SAMPLE:
                seen.sample.append(cells)
        if not seen.rows:
            raise FileRefused("The file has a row of column names and no more. Download it again.")
        if not seen.periods:
            levels = ", ".join(LEVELS)
            raise FileRefused(
                "No row of the file is for England, a region or a council: "
                f"column geographic_level has none of {levels}."
            )
        return seen, sheet.heads
    finally:
        sheet.release()


def _count(seen: _Seen, known: dict[str, bool], places: Sequence[int], cells: Sequence[str]) -> None:
    """Count for each column which of its cells are filled and which are figures."""
    for place in places:
        cell = cells[place]
        if not cell:
            continue
        seen.filled[place] += 1
        figure = known.get(cell)
        if figure is None:
            figure = is_figure(cell)
            if len(known) < _KEPT:
                known[cell] = figure
        seen.figures[place] += figure


def _period(number: int, time_period: str, time_identifier: str) -> Period:
    try:
        return period_of(time_period, time_identifier)
    except ValueError as wrong:
        raise FileRefused(f"Row {number:,}, {wrong}.") from None


def _holds_figures(place: int, head: str, known: Mapping[str, Described], seen: _Seen) -> bool:
    if column := known.get(head.casefold()):
        return not column.is_filter
    return bool(seen.figures[place]) and 2 * seen.figures[place] >= seen.filled[place]


def _breakdowns(file: BinaryIO, filters: Sequence[int]) -> set[tuple[str, ...]]:
    """Each combination of values of the filter columns, from a second pass."""
    if not filters:
        return {()}
    file.seek(0)
    sheet = Sheet(file)
    try:
        at_level = sheet.place("geographic_level") or 0
        return {
            tuple(cells[place].strip() for place in filters)
            for _, cells in sheet.rows()
            if level_of(cells[at_level]) is not None
        }
    finally:
        sheet.release()


def _totals_first(values: tuple[str, ...]) -> tuple[int, tuple[str, ...]]:
    """Totals read "Total" or "All …"."""
    parts = sum(not value.casefold().startswith(("total", "all ")) for value in values)
    return (1 if parts else 0, values)


def _columns(
    heads: Sequence[str],
    figures: Sequence[int],
    known: Mapping[str, Described],
    sample: Sequence[Sequence[str]],
) -> Iterator[Column]:
    units = {place: _unit(heads[place], known) for place in figures}
    counts = [at for at, place in enumerate(figures) if units[place] != "%"]
    numbers = [[_number(cells[place]) for place in figures] for cells in sample]
    for at, place in enumerate(figures):
        column = known.get(heads[place].casefold())
        parts = _parts(at, counts, numbers) if units[place] == "%" else None
        yield Column(
            name=heads[place],
            label=column.label if column else heads[place],
            unit=units[place],
            described=column is not None,
            numerator=heads[figures[parts[0]]] if parts else "",
            denominator=heads[figures[parts[1]]] if parts else "",
        )


def _unit(head: str, known: Mapping[str, Described]) -> str | None:
    if column := known.get(head.casefold()):
        return column.unit
    return "%" if PERCENT_NAME.search(head.casefold()) else None


def _parts(
    at: int, counts: Sequence[int], numbers: Sequence[Sequence[float | None]]
) -> tuple[int, int] | None:
    """Columns whose quotient this percentage is, in at least ten rows of the sample and 19 of 20 that have all three.

    Of several, those that fit best: with and without exceptions may be the same in most rows. Reading the figures
    tells the rows that do not fit. A file with very many columns is not searched, which would take too long.
    """
    telling = [(said, row) for row in numbers if (said := row[at]) and said < 100]
    fewest, best = len(telling) // 20 + 1, None
    for one, other in permutations(counts if len(counts) <= MOST_COUNTS else (), 2):
        misses = _misses(telling, one, other, fewest)
        if misses < fewest:
            fewest, best = misses, (one, other)
    return best


def _misses(telling: Sequence[tuple[float, Sequence[float | None]]], one: int, other: int, most: int) -> int:
    """Number of rows in which the quotient of two columns is not the percentage, up to `most`."""
    found = misses = 0
    for said, numbers in telling:
        part, whole = numbers[one], numbers[other]
        if part is None or not whole:
            continue
        if abs(part * 100 / whole - said) > ROUNDING:
            misses += 1
            if misses >= most:
                return most
        found += 1
    return misses if found - misses >= ENOUGH else most


def _number(cell: str) -> float | None:
    try:
        found = read_cell(cell)
    except ValueError:
        return None
    return float(found.value) if found and found.value is not None else None


def levels_in_words(left_out: Mapping[str, int]) -> str:
    """ "12 rows of School, 3 of Ward"."""
    return ", ".join(f"{count:,} of {level or 'no level'}" for level, count in sorted(left_out.items()))
