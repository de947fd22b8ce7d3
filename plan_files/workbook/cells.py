"""Cells of the workbook: what each kind of column holds, and how it is written in Excel, CSV and JSON.

Inside, each cell is a text in one fixed form, "" if it is empty: a day as 2016-09-30, a number as 82.5, yes or no, a
choice as its word. So two workbooks are compared cell by cell, whatever they were read from.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from enum import Enum

from core.typed_dates import typed_date

YES, NO = "Yes", "No"
FIRST_YEAR_IN_EXCEL = 1901
"""Excel counts 1900 wrongly as a leap year, so earlier days are written as text."""

Raw = str | int | float | bool | Decimal | date | datetime | None
"""A cell as a file holds it."""


class CellProblem(ValueError):
    """The cell cannot be read. The message says what to write."""


class Kind(Enum):
    """What the cells of a column hold. `LINES` is a list with a line for each item."""

    ID = "id"
    TEXT = "text"
    LINES = "lines"
    DAY = "day"
    NUMBER = "number"
    YES_NO = "yes or no"
    CHOICE = "choice"


def day_cell(day: date | None) -> str:
    return day.isoformat() if day else ""


def number_cell(number: Decimal | int | None) -> str:
    """A number without the zeros that the database adds: 82.5 for 82.5000."""
    if number is None:
        return ""
    exact = Decimal(number).normalize()
    return f"{exact:f}" if exact else "0"


def yes_no_cell(value: bool) -> str:
    return YES if value else NO


def lines_cell(items: Iterable[str]) -> str:
    r"""Items of a list, a line each. A line break inside an item is written as \n, and a backslash as \\."""
    return "\n".join(_line(item) for item in items)


def _line(item: str) -> str:
    line = item.replace("\\", "\\\\").replace("\r", "\\r").replace("\n", "\\n")
    return line if line.strip() else f"\\{line}"


def items_of(cell: str) -> list[str]:
    """Items of a cell made by `lines_cell`, or typed. Empty lines are left out."""
    return [_item(line) for line in cell.split("\n") if line.strip()]


def _item(line: str) -> str:
    if line.startswith("\\") and not line[1:].strip():
        return line[1:]
    meant = {"n": "\n", "r": "\r", "\\": "\\"}
    return re.sub(r"\\([nr\\])", lambda match: meant[match[1]], line)


def day_of(cell: str) -> date | None:
    return date.fromisoformat(cell) if cell else None


def number_of(cell: str) -> Decimal | None:
    return Decimal(cell) if cell else None


def read_cell(kind: Kind, raw: Raw, words: Sequence[str] = ()) -> str:
    """A cell of a file in the fixed form. Raises CellProblem. `words` are those of a choice."""
    if raw is None or (isinstance(raw, str) and not raw.strip()):
        return ""
    match kind:
        case Kind.DAY:
            return _read_day(raw)
        case Kind.NUMBER:
            return _read_number(raw)
        case Kind.YES_NO:
            return _read_yes_no(raw)
        case Kind.CHOICE:
            return _read_choice(_read_text(raw), words)
        case Kind.ID:
            return _read_text(raw).strip()
        case Kind.LINES:
            return "\n".join(line for line in _read_text(raw).split("\n") if line.strip())
        case Kind.TEXT:
            return _read_text(raw)


def _read_text(raw: Raw) -> str:
    if isinstance(raw, bool):
        return str(raw).upper()
    if isinstance(raw, date):
        raise CellProblem(
            "The spreadsheet has made a date of this. Format the cell as text and type it again"
        )
    if isinstance(raw, int | float | Decimal):
        return _read_number(raw)
    return str(raw).replace("\r\n", "\n")


def _read_day(raw: Raw) -> str:
    if isinstance(raw, datetime):
        raw = raw.date()
    if isinstance(raw, date):
        return raw.isoformat()
    text = " ".join(str(raw).split())
    try:
        return date.fromisoformat(text).isoformat()
    except ValueError:
        pass
    try:
        return typed_date(text).isoformat()
    except ValueError as error:
        raise CellProblem(str(error)) from None


def _read_number(raw: Raw) -> str:
    text = str(raw).strip().replace(",", "")
    if not isinstance(raw, bool | date):
        try:
            number = Decimal(text)
        except InvalidOperation:
            pass
        else:
            if number.is_finite():
                return number_cell(number)
    raise CellProblem(f"“{raw}” is not a number. Write a number like 82.5, without a unit")


def _read_yes_no(raw: Raw) -> str:
    text = str(raw).strip().casefold()
    if text in ("yes", "y", "true", "1", "x"):
        return YES
    if text in ("no", "n", "false", "0"):
        return NO
    raise CellProblem(f"“{raw}” is neither Yes nor No")


def _read_choice(text: str, words: Sequence[str]) -> str:
    folded = " ".join(text.split()).casefold()
    for word in words:
        if word.casefold() == folded:
            return word
    raise CellProblem(f"“{text}” is not one of: {', '.join(words)}")


def same_cell(one: str, other: str) -> bool:
    """Whether two cells say the same. Spaces at either end do not count, nor does how a line break is written."""
    return _bare(one) == _bare(other)


def _bare(cell: str) -> str:
    return cell.replace("\r\n", "\n").replace("\r", "\n").strip()
