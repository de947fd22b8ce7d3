"""Export tables as CSV or Excel files.

Text that a spreadsheet could read as a formula stays text. Numbers stay numbers, dates stay dates.
Source of the characters to guard: OWASP, "CSV Injection".
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from io import BytesIO, StringIO

from xlsxwriter import Workbook
from xlsxwriter.worksheet import Worksheet

Cell = str | int | float | Decimal | date | None

INVISIBLE = (
    r"[\s\x00-\x1f\x7f-\x9f\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f"
    r"\u202a-\u202e\u2060-\u206f\u3164\ufe00-\ufe0f\ufeff\uffa0\ufff0-\ufff8]"
)
"""Characters that take no room or only room. A spreadsheet may drop them and then find a formula."""

FORMULA_START = re.compile(INVISIBLE + r"*[=+\-@＝＋－＠]|[\t\r\n]")
INVALID_IN_SHEET_NAME = re.compile(r"[\[\]:*?/\\]|^'|'$")
MAX_SHEET_NAME_LENGTH = 31


@dataclass(frozen=True, slots=True)
class Column:
    """Heading of a column, and its width in Excel in characters."""

    title: str
    width: int = 12


def csv_file(columns: Sequence[Column], rows: Iterable[Sequence[Cell]]) -> bytes:
    """CSV in UTF-8 with a byte order mark for Excel, dates as 2016-09-30, an apostrophe before possible formulas."""
    text = StringIO()
    writer = csv.writer(text)
    writer.writerow([_plain(column.title) for column in columns])
    writer.writerows([_plain(cell) for cell in row] for row in rows)
    return text.getvalue().encode("utf-8-sig")


def _plain(cell: Cell) -> str:
    if cell is None:
        return ""
    if isinstance(cell, date):
        return cell.isoformat()
    if isinstance(cell, str) and FORMULA_START.match(cell):
        return f"'{cell}"
    return str(cell)


@dataclass(frozen=True, slots=True)
class Sheet:
    """One sheet of an Excel file."""

    name: str
    columns: Sequence[Column]
    rows: Iterable[Sequence[Cell]]


def xlsx_file(columns: Sequence[Column], rows: Iterable[Sequence[Cell]], *, sheet: str) -> bytes:
    """Excel file of one sheet."""
    return xlsx_book([Sheet(sheet, columns, rows)])


def xlsx_book(sheets: Iterable[Sheet], *, made_at: datetime | None = None) -> bytes:
    """Excel file whose sheets have a frozen heading row and filters.

    Text is never read as a formula, a web address or a number. With `made_at`, the same sheets give the same bytes.
    """
    file = BytesIO()
    with Workbook(file, {"in_memory": True}) as book:
        if made_at:
            book.set_properties({"created": made_at.replace(tzinfo=None)})
        formats = _Formats(book)
        for sheet in sheets:
            _fill(book.add_worksheet(_sheet_name(sheet.name)), sheet, formats)
    return file.getvalue()


def _fill(page: Worksheet, sheet: Sheet, formats: _Formats) -> None:
    last_row = 0
    for at, column in enumerate(sheet.columns):
        page.set_column(at, at, column.width)
        page.write_string(0, at, column.title, formats.heading)
    for last_row, row in enumerate(sheet.rows, 1):
        for at, cell in enumerate(row):
            _write(page, last_row, at, cell, formats)
    page.freeze_panes(1, 0)
    page.autofilter(0, 0, last_row, len(sheet.columns) - 1)
    page.ignore_errors({"number_stored_as_text": f"A1:XFD{last_row + 1}"})


class _Formats:
    """Cell formats of a workbook. `guarded` is Excel's format of text typed after an apostrophe.

    Editing such a cell does not make it a formula either.
    """

    def __init__(self, book: Workbook) -> None:
        words = {"valign": "top", "text_wrap": True}
        self.heading = book.add_format({**words, "bold": True, "bottom": 1})
        self.words = book.add_format(words)
        self.guarded = book.add_format({**words, "quote_prefix": True})
        self.day = book.add_format({"valign": "top", "align": "left", "num_format": "d mmm yyyy"})


def _write(page: Worksheet, row: int, at: int, cell: Cell, formats: _Formats) -> None:
    if cell is None or cell == "":
        return
    if isinstance(cell, date):
        page.write_datetime(row, at, cell, formats.day)
    elif isinstance(cell, str):
        guarded = FORMULA_START.match(cell)
        page.write_string(row, at, cell, formats.guarded if guarded else formats.words)
    else:
        page.write_number(row, at, cell, formats.words)


def _sheet_name(name: str) -> str:
    """Replace characters that Excel does not allow in the name of a sheet."""
    return INVALID_IN_SHEET_NAME.sub(" ", name[:MAX_SHEET_NAME_LENGTH]).strip() or "Sheet"
