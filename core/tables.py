"""Tables that leave the product: a heading and rows, as a CSV or an Excel file.

A cell that a spreadsheet could take for a formula stays the text that it is. Numbers stay numbers, dates stay dates.
Source of the characters to guard: OWASP, "CSV Injection".
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from io import BytesIO, StringIO

from xlsxwriter import Workbook
from xlsxwriter.worksheet import Worksheet

Cell = str | int | float | Decimal | date | None

BEGINS_A_FORMULA = re.compile(r"\s*[=+\-@＝＋－＠]|[\t\r\n]")
NOT_IN_A_SHEETS_NAME = re.compile(r"[\[\]:*?/\\]|^'|'$")
LONGEST_SHEET_NAME = 31


@dataclass(frozen=True, slots=True)
class Column:
    """A column's heading, and its width in Excel in characters."""

    title: str
    width: int = 12


def csv_file(columns: Sequence[Column], rows: Iterable[Sequence[Cell]]) -> bytes:
    """UTF-8 with the mark by which Excel knows it; dates as 2016-09-30; an apostrophe before a would-be formula."""
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
    if isinstance(cell, str) and BEGINS_A_FORMULA.match(cell):
        return f"'{cell}"
    return str(cell)


def xlsx_file(columns: Sequence[Column], rows: Iterable[Sequence[Cell]], *, sheet: str) -> bytes:
    """One sheet: the heading stays in view and filters; texts are never read as formulas, addresses or numbers."""
    file = BytesIO()
    with Workbook(file, {"in_memory": True}) as book:
        page = book.add_worksheet(_sheet_name(sheet))
        formats = _Formats(book)
        last_row = 0
        for at, column in enumerate(columns):
            page.set_column(at, at, column.width)
            page.write_string(0, at, column.title, formats.heading)
        for last_row, row in enumerate(rows, 1):
            for at, cell in enumerate(row):
                _write(page, last_row, at, cell, formats)
        page.freeze_panes(1, 0)
        page.autofilter(0, 0, last_row, len(columns) - 1)
        page.ignore_errors({"number_stored_as_text": f"A1:XFD{last_row + 1}"})
    return file.getvalue()


class _Formats:
    """How the cells of a workbook look. `guarded` is Excel's own mark of a text that was typed after an apostrophe:
    editing such a cell does not make it a formula either."""

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
        guarded = BEGINS_A_FORMULA.match(cell)
        page.write_string(row, at, cell, formats.guarded if guarded else formats.words)
    else:
        page.write_number(row, at, cell, formats.words)


def _sheet_name(name: str) -> str:
    """Without what Excel refuses in the name of a sheet."""
    return NOT_IN_A_SHEETS_NAME.sub(" ", name[:LONGEST_SHEET_NAME]).strip() or "Sheet"
