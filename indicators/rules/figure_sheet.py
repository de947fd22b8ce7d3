"""A spreadsheet of figures: a row for each indicator, a column for each period. Pure.

In words, with the truth table that the tests run: docs/rules/figure-import.md.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from io import StringIO

from core.periods import MONTHS, Period
from core.words import count_words, list_words

from .pasted import folded

MOST_ROWS = 2_000
MOST_PERIODS = 60
ROWS_ABOVE_HEAD = 10
"""Lines that may stand above the headings: a title, a date."""


NO_PERIODS = (
    "No column has a period as its heading. Write a quarter such as Q1 2016-17, a month such as April 2016, "
    "or a year such as FY2016-17"
)


class SheetRefused(ValueError):
    """The sheet cannot be read. The message says where and what to do."""


@dataclass(frozen=True, slots=True)
class SheetRow:
    """One line with figures: its number, the cells that name the row, and the cells by period."""

    line: int
    names: tuple[str, ...]
    cells: Mapping[Period, str]


@dataclass(frozen=True, slots=True)
class Sheet:
    """Periods in the order of their columns, the lines below them, and the headings of columns that are not read."""

    periods: tuple[Period, ...]
    rows: tuple[SheetRow, ...]
    not_read: tuple[str, ...]


def workbook_text(sheets: Mapping[str, Sequence[Sequence[str]]]) -> str:
    """Cells of the one sheet that has a period among its headings, as if they had been copied. Raises SheetRefused."""
    texts = {name: _copied(rows) for name, rows in sheets.items()}
    found = {name: text for name, text in texts.items() if _has_periods(text)}
    if len(found) > 1:
        names = list_words([f"“{name}”" for name in found])
        raise SheetRefused(
            f"Figures may be on {count_words(len(found), 'sheet')}: {names}. Keep one, and save the file"
        )
    return next(iter(found.values() or texts.values()), "")


def _copied(rows: Sequence[Sequence[str]]) -> str:
    text = StringIO()
    csv.writer(text, delimiter="\t", lineterminator="\n").writerows(rows)
    return text.getvalue()


def _has_periods(text: str) -> bool:
    try:
        read_sheet(text)
    except SheetRefused as refused:
        return str(refused) != NO_PERIODS
    return True


def read_sheet(text: str) -> Sheet:
    """Read a CSV file, or cells copied from a spreadsheet. Raises SheetRefused."""
    if "\0" in text:
        raise SheetRefused("This is not a CSV file. In the spreadsheet, choose “Save as” and CSV (UTF-8)")
    lines = [
        (number, [cell.strip() for cell in line])
        for number, line in enumerate(csv.reader(StringIO(text), delimiter=_delimiter(text)), 1)
        if any(cell.strip() for cell in line)
    ]
    for at, (number, head) in enumerate(lines[:ROWS_ABOVE_HEAD]):
        if columns := _periods_of(number, head):
            below = lines[at + 1 :]
            break
    else:
        raise SheetRefused(NO_PERIODS)
    if len(columns) > MOST_PERIODS or len(below) > MOST_ROWS:
        raise SheetRefused(f"Send at most {MOST_ROWS:,} rows and {MOST_PERIODS} periods at once")
    first = min(columns)
    if first == 0:
        raise SheetRefused("The first column must hold the labels or titles of the rows")
    rows = [
        SheetRow(
            number,
            tuple(cell for cell in line[:first] if cell),
            {period: line[at] for at, period in columns.items() if at < len(line)},
        )
        for number, line in below
    ]
    not_read = tuple(cell for at, cell in enumerate(head[first:], first) if cell and at not in columns)
    return Sheet(tuple(columns.values()), tuple(row for row in rows if any(row.cells.values())), not_read)


def rows_named(row: SheetRow, known: Mapping[str, Sequence[int]]) -> Sequence[int]:
    """Rows of the plan that a line may mean, by folded name: one if it is clear, several or none if not."""
    found: Sequence[int] = ()
    for name in (" ".join(row.names), ", ".join(row.names), *sorted(row.names, key=len, reverse=True)):
        ids = known.get(folded(name), ())
        if len(ids) == 1:
            return ids
        found = found or ids
    return found


def _delimiter(text: str) -> str:
    head = "\n".join(text.splitlines()[:ROWS_ABOVE_HEAD])
    return "\t" if "\t" in head else max(";,", key=head.count)


def _periods_of(number: int, head: Sequence[str]) -> dict[int, Period]:
    """Periods by column. Raises SheetRefused for a heading that may mean two things, or that is there twice."""
    columns: dict[int, Period] = {}
    for at, cell in enumerate(head):
        try:
            period = read_heading(cell)
        except ValueError as unclear:
            raise SheetRefused(f"Line {number}, column {at + 1}: {unclear}") from None
        if period is None:
            continue
        if period in columns.values():
            raise SheetRefused(f"Line {number}, column {at + 1}: {period.short_words} is there twice")
        columns[at] = period
    return columns


_YEARS = r"(?P<year>[0-9]{4})[-/](?:[0-9]{2})?(?P<next>[0-9]{2})"
_QUARTER = r"(?:q|qtr|quarter)\.?\s*(?P<quarter>[1-4])"
_HEADINGS = [
    re.compile(pattern)
    for pattern in (
        rf"{_QUARTER}[\s,]*(?:of\s+)?{_YEARS}",
        rf"{_YEARS}[\s,-]*{_QUARTER}",
        rf"(?P<kind>fy|ay|financial year|academic year)\s*{_YEARS}",
        rf"{_YEARS}[\s,]*\(?(?P<kind>financial|academic)(?: year)?\)?",
        r"(?P<kind>cy|calendar year)\s*(?P<year>[0-9]{4})",
        r"(?P<day>[0-9]{1,2})[\s/.-]+(?P<month>[a-z]{3,9}|[0-9]{1,2})[\s/.-]+(?P<year>[0-9]{4})",
        r"(?P<month>[a-z]{3,9})[\s'’-]*(?P<year>[0-9]{4}|[0-9]{2})",
    )
]
_CODES = {"f": "FY", "a": "AY", "c": "CY"}


def read_heading(cell: str) -> Period | None:
    """Period that a heading names, or None if it names none. Raises ValueError if it may mean two things."""
    said = " ".join(cell.replace("–", "-").replace("—", "-").split())
    plain = re.sub(r"\s*\([^)]*to[^)]*\)$", "", said).casefold()
    match = re.fullmatch(_YEARS, plain)
    if match and int(match["next"]) == (int(match["year"]) + 1) % 100:
        years = f"{match['year']}-{match['next']}"
        raise ValueError(f"“{said}” may be a financial or an academic year. Write FY{years} or AY{years}")
    for pattern in _HEADINGS:
        if match := pattern.fullmatch(plain):
            if token := _token(match.groupdict()):
                return Period.parse(token)
            return None
    try:
        return Period.parse(plain.upper())
    except ValueError:
        return None


def _token(parts: Mapping[str, str | None]) -> str | None:
    year, following = parts["year"] or "", parts.get("next")
    if quarter := parts.get("quarter"):
        return f"{year}-{following}-Q{quarter}"
    if kind := parts.get("kind"):
        code = _CODES[kind[0]]
        return f"CY{year}" if code == "CY" else f"{code}{year}-{following}"
    month = _month(parts.get("month") or "")
    if month is None:
        return None
    if day := parts.get("day"):
        return f"{year}-{month:02}-{int(day):02}"
    return f"{'20' if len(year) == 2 else ''}{year}-{month:02}"


def _month(text: str) -> int | None:
    if text.isdigit():
        return int(text)
    found = [at for at, month in enumerate(MONTHS, 1) if month.casefold().startswith(text)]
    return found[0] if len(found) == 1 else None
