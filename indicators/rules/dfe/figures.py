"""Figures of a statistics file: for chosen columns and breakdowns, the values of the areas that count."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from enum import StrEnum
from typing import BinaryIO

from core.periods import Period

from .cells import Cell, read_cell
from .periods import period_of
from .refusal import FileRefused
from .rows import Sheet, check_heads


class Level(StrEnum):
    """Kind of area."""

    ENGLAND = "england"
    REGION = "region"
    COUNCIL = "council"


LEVELS = {"National": Level.ENGLAND, "Regional": Level.REGION, "Local authority": Level.COUNCIL}
_LEVELS = {name.casefold(): level for name, level in LEVELS.items()}
_NEEDS = {
    Level.ENGLAND: (),
    Level.REGION: ("region_code", "region_name"),
    Level.COUNCIL: ("new_la_code", "old_la_code", "la_name"),
}
ENGLAND = "E92000001"
CODE, NUMBER = re.compile("[A-Z][0-9]{8}"), re.compile("[0-9]{3}")
LARGEST_STORED = Decimal(10) ** 14


@dataclass(frozen=True, slots=True)
class Area:
    """England, a region or a council. `number` is the department's number of a council, such as 851."""

    level: Level
    code: str
    name: str
    number: str = ""

    @property
    def key(self) -> str:
        """The code, or the number of a council that has no code in the file."""
        return self.code or self.number


@dataclass(frozen=True, slots=True)
class Wanted:
    """A column of figures in one breakdown, which gives the values of `key`.

    `breakdown` has the value for each filter column. Values are multiplied by `scale`. With `percent`, a figure
    outside 0 to 100 is refused: the column holds another unit.
    """

    key: int
    column: str
    breakdown: Mapping[str, str]
    numerator: str = ""
    denominator: str = ""
    scale: int = 1
    percent: bool = False


@dataclass(frozen=True, slots=True)
class Figure:
    """One value of an area in a period, or the code for why it is missing. `row` is where it stands in the file.

    `doubt` says that the parts in the file do not make up the percentage. They are then left out.
    """

    key: int
    area: Area
    period: Period
    row: int
    value: Decimal | None
    missing_code: str = ""
    numerator: Decimal | None = None
    denominator: Decimal | None = None
    doubt: str = ""


@dataclass(frozen=True)
class _Places:
    """A wanted column with the places of its cells."""

    wanted: Wanted
    column: int
    numerator: int | None
    denominator: int | None
    filters: tuple[int, ...]
    breakdown: tuple[str, ...]


class _ByBreakdown:
    """Wanted columns by the places of their filter columns and the values there."""

    def __init__(self, wanted: Sequence[_Places]) -> None:
        self._found: dict[tuple[int, ...], dict[tuple[str, ...], list[_Places]]] = defaultdict(dict)
        for each in wanted:
            self._found[each.filters].setdefault(each.breakdown, []).append(each)

    def of(self, cells: Sequence[str]) -> list[_Places]:
        """Those that a row gives figures for."""
        fitting: list[_Places] = []
        for filters, known in self._found.items():
            fitting += known.get(tuple(cells[place].strip() for place in filters), [])
        return fitting


def level_of(cell: str) -> Level | None:
    """Level of a row, None for schools and others that do not count here."""
    return _LEVELS.get(cell.strip().casefold())


def check_places(sheet: Sheet, level: Level) -> None:
    """Raise FileRefused if a row of this level has no column for its area. One code of a council is enough."""
    missing = [name for name in _NEEDS[level] if sheet.place(name) is None]
    if level == Level.COUNCIL and missing in (["new_la_code"], ["old_la_code"]):
        return
    if missing:
        kind = "councils" if level == Level.COUNCIL else "regions"
        raise FileRefused(f"Row 1 lacks the column “{missing[0]}”, but the file has rows for {kind}.")


def read_figures(
    file: BinaryIO,
    wanted: Sequence[Wanted],
    *,
    own: Collection[str],
    others: Collection[str],
    region: str = "",
) -> list[Figure]:
    """Values of England, the own council (`own` are its codes and numbers), its region and the other councils.

    The region is that of the own rows if `region` does not say it. Every figure of a wanted column and breakdown is
    checked, also those of areas that do not count: a damaged file is refused as a whole. Raises FileRefused.
    """
    file.seek(0)
    sheet = Sheet(file)
    found: dict[tuple[int, str, Period], Figure] = {}
    regions = {region} if region else set()
    try:
        check_heads(sheet)
        places = _ByBreakdown([_places(sheet, each) for each in wanted])
        councils = {*own, *others}
        region_at = sheet.place("region_code")
        for number, cells in sheet.rows():
            fitting = places.of(cells)
            area = _area(sheet, cells) if fitting else None
            if area is None:
                continue
            if not region and region_at is not None and _is_one_of(area, own) and cells[region_at].strip():
                regions.add(cells[region_at].strip())
            counts = area.level != Level.COUNCIL or _is_one_of(area, councils)
            for each in fitting:
                figure = _figure(sheet, each, number, cells, area)
                if figure is not None and counts:
                    _keep(found, figure, each)
    finally:
        sheet.release()
    return [each for each in found.values() if each.area.level != Level.REGION or each.area.code in regions]


def _places(sheet: Sheet, wanted: Wanted) -> _Places:
    def place(name: str) -> int:
        at = sheet.place(name)
        if at is None:
            raise FileRefused(f"Row 1 lacks the column “{name}”. Choose another column for it.")
        return at

    return _Places(
        wanted,
        place(wanted.column),
        place(wanted.numerator) if wanted.numerator else None,
        place(wanted.denominator) if wanted.denominator else None,
        tuple(place(name) for name in wanted.breakdown),
        tuple(wanted.breakdown.values()),
    )


def _area(sheet: Sheet, cells: Sequence[str]) -> Area | None:
    """The area of a row, None if it is not in England, is of another level, or has no code."""

    def cell(name: str) -> str:
        place = sheet.place(name)
        return cells[place].strip() if place is not None else ""

    level = level_of(cell("geographic_level"))
    if level == Level.ENGLAND:
        return Area(level, ENGLAND, "England") if cell("country_code") == ENGLAND else None
    if level == Level.REGION:
        region = _code(cell("region_code"), CODE)
        return Area(level, region, cell("region_name")) if region else None
    if level is None:
        return None
    area = Area(level, _code(cell("new_la_code"), CODE), cell("la_name"), _code(cell("old_la_code"), NUMBER))
    return area if area.key else None


def _code(text: str, pattern: re.Pattern[str]) -> str:
    """A code, "" for one that is not there or is none: files write `z` or `x` for it."""
    return text if pattern.fullmatch(text) else ""


def _is_one_of(area: Area, codes: Collection[str]) -> bool:
    return area.level == Level.COUNCIL and (area.code in codes or area.number in codes)


def _figure(sheet: Sheet, places: _Places, number: int, cells: Sequence[str], area: Area) -> Figure | None:
    def read(place: int | None) -> Cell | None:
        if place is None:
            return None
        try:
            return read_cell(cells[place])
        except ValueError as wrong:
            raise FileRefused(f"Row {number:,}, column {sheet.heads[place]}: {wrong}.") from None

    time = (sheet.place("time_period") or 0, sheet.place("time_identifier") or 0)
    try:
        period = period_of(cells[time[0]], cells[time[1]])
    except ValueError as wrong:
        raise FileRefused(f"Row {number:,}, {wrong}.") from None
    cell, part, whole = read(places.column), read(places.numerator), read(places.denominator)
    if cell is None:
        return None
    if places.wanted.percent and cell.value is not None and not 0 <= cell.value <= 100:
        raise FileRefused(
            f"Row {number:,}, column {sheet.heads[places.column]}: {cell.value:f} is not a percentage from 0 to 100."
        )
    value = None if cell.value is None else cell.value * places.wanted.scale
    if value is not None and abs(value) >= LARGEST_STORED:
        raise FileRefused(
            f"Row {number:,}, column {sheet.heads[places.column]}: {cell.value:f} is too large."
        )
    of, numerator, doubt = (whole.value if whole else None), (part.value if part else None), ""
    if of is None or of <= 0 or numerator is None:
        of, numerator = None, None
    elif places.wanted.percent and cell.value is not None:
        doubt = _doubt(places, number, cell.value, numerator, of)
        of, numerator = (None, None) if doubt else (of, numerator)
    return Figure(
        key=places.wanted.key,
        area=area,
        period=period,
        row=number,
        value=value,
        missing_code=cell.missing_code,
        numerator=numerator,
        denominator=of,
        doubt=doubt,
    )


def _doubt(
    places: _Places, number: int, percentage: Decimal, numerator: Decimal, denominator: Decimal
) -> str:
    """Why the columns are not the parts of the percentage in this row, or "". Counts may be rounded to ten."""
    if abs(numerator * 100 / denominator - percentage) <= Decimal("0.1") + 1_000 / denominator:
        return ""
    wanted = places.wanted
    return (
        f"Row {number:,}: {numerator:,f} of {denominator:,f} ({wanted.numerator} of {wanted.denominator}) is not "
        f"{percentage:f}% ({wanted.column})"
    )


def _keep(found: dict[tuple[int, str, Period], Figure], figure: Figure, places: _Places) -> None:
    """Keep the figure. A second one for the same area and period must be the same."""
    where = (figure.key, figure.area.key, figure.period)
    first = found.setdefault(where, figure)
    if replace(first, row=0, area=figure.area) != replace(figure, row=0):
        raise FileRefused(
            f"Rows {first.row:,} and {figure.row:,}, column {places.wanted.column}: both are for {figure.area.name} in "
            f"{figure.period.words}, with different figures. Choose a breakdown that is in the file once."
        )
