"""Read Excel workbooks: the values as they are shown. Formulas are never worked out: the saved value counts."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from io import BytesIO
from typing import Any

from lxml import etree
from openpyxl import Workbook, load_workbook
from openpyxl.utils.exceptions import InvalidFileException

from core.periods import MONTHS
from file_reading.cards import unfold_cards
from file_reading.colours import colour_word
from file_reading.delimited import check_cells
from file_reading.document import Document, Refused, Table
from file_reading.grid import Grid, check_size, tables_of_sheet
from file_reading.header_words import field_name
from file_reading.markup import tidy

_UNNAMED_SHEET = re.compile(r"(?:sheet|tabelle|feuil)\s?[0-9]*", re.IGNORECASE)
_QUOTED_IN_FORMAT = re.compile(r'"[^"]*"|\[[^\]]*\]|\\.')
_DECIMALS = re.compile(r"0\.(0+)")


def read_xlsx(data: bytes) -> Document:
    """The tables of all sheets, hidden ones too."""
    tables: list[Table] = []
    other: list[str] = []
    for sheet in _loaded(data).worksheets:
        hidden = " (hidden)" if sheet.sheet_state != "visible" else ""
        heading = "" if _UNNAMED_SHEET.fullmatch(sheet.title) else sheet.title
        grid, comments = _grid(sheet, f"sheet {sheet.title}{hidden}")
        found, text = tables_of_sheet(grid, heading)
        tables += [part for table in found for part in (unfold_cards(table) or [table])]
        other += [*text, *comments]
    return Document(tuple(tables), tuple(other))


def visible_sheets(data: bytes) -> list[tuple[str, list[list[str]]]]:
    """The name and the rows of each visible sheet that holds something, with the cells as they are shown."""
    sheets = (sheet for sheet in _loaded(data).worksheets if sheet.sheet_state == "visible")
    found = ((sheet.title, [[words(cell) for cell in row] for row in sheet.iter_rows()]) for sheet in sheets)
    return [(title, rows) for title, rows in found if any(any(row) for row in rows)]


def _loaded(data: bytes) -> Workbook:
    """The workbook, with values instead of formulas. Raises Refused."""
    _check_sheets(data)
    try:
        return load_workbook(BytesIO(data), data_only=True, keep_links=False)
    except (
        InvalidFileException,
        ValueError,
        KeyError,
        TypeError,
        AttributeError,
        etree.XMLSyntaxError,
    ) as problem:
        raise Refused(
            "This workbook is damaged. Open it in Excel, save it again, and upload it again."
        ) from problem


def _check_sheets(data: bytes) -> None:
    """Count what the sheets hold before they are loaded. Raises Refused if it is too much, or if values are missing."""
    cells = rows = 0
    with zipfile.ZipFile(BytesIO(data)) as package:
        for part in package.namelist():
            if not re.fullmatch(r"xl/worksheets/[^/]+\.xml", part, re.IGNORECASE):
                continue
            for reference, value, formula in _cells(BytesIO(package.read(part))):
                if formula and not value:
                    raise Refused(
                        f"Cell {reference or '?'} has a formula without a value, so nobody knows what it shows. "
                        "Open the workbook in Excel, save it, and upload it again."
                    )
                if not value:
                    continue
                letters = re.match(r"[A-Za-z]+", reference)
                check_size(0, _column_number(letters[0]) if letters else 0)
                cells += 1
                check_cells(cells)
                rows += 1 if letters and letters[0].upper() == "A" else 0
                check_size(rows, 0)


def _cells(content: BytesIO) -> Iterator[tuple[str, bool, bool]]:
    """Reference, whether there is a value, and whether there is a formula, of each cell of a sheet."""
    try:
        for _, element in etree.iterparse(
            content, events=("end",), tag="{*}c", resolve_entities=False, no_network=True, load_dtd=False
        ):
            children = {etree.QName(child).localname: child for child in element}
            shown = "is" in children or bool(
                "v" in children and (children["v"].text or element.get("t") == "str")
            )
            yield element.get("r", ""), shown, "f" in children
            element.clear(keep_tail=True)
    except etree.XMLSyntaxError as problem:
        raise Refused(
            "This workbook is damaged. Open it in Excel, save it again, and upload it."
        ) from problem


def _column_number(letters: str) -> int:
    number = 0
    for letter in letters.upper():
        number = number * 26 + ord(letter) - 64
    return number


def _grid(sheet: Any, place: str) -> tuple[Grid, list[str]]:
    """The cells of a sheet up to the last one that holds something, and the comments on them."""
    printed = list(sheet.iter_rows())
    filled = [(cell.row, cell.column) for row in printed for cell in row if cell.value is not None]
    if not filled:
        return Grid([], []), []
    last_row = max(row for row, _ in filled)
    last_column = max(column for _, column in filled)
    check_size(0, last_column)
    printed = [row[:last_column] for row in printed[:last_row]]
    rows = [[words(cell) for cell in row] for row in printed]
    comments = [
        f"Comment at {place}, cell {cell.coordinate}: {tidy(cell.comment.text)}"
        for row in printed
        for cell in row
        if cell.comment is not None
    ]
    _name_colours(printed, rows)
    across: dict[tuple[int, int], str] = {}
    down: set[tuple[int, int]] = set()
    for merged in sheet.merged_cells.ranges:
        top, left = merged.min_row - 1, merged.min_col - 1
        bottom, right = min(merged.max_row, last_row), min(merged.max_col, last_column)
        if top >= last_row or left >= last_column:
            continue
        text = rows[top][left]
        whole = merged.min_col == 1 and right - left == last_column and last_column > 1
        for row in range(top, bottom):
            for column in range(left, right):
                if (row, column) == (top, left):
                    continue
                if row > top:
                    down.add((row, column))
                if column == left or whole:
                    rows[row][column] = text
                else:
                    across[(row, column)] = text
    places = [f"{place}, row {number}" for number in range(1, last_row + 1)]
    return Grid(rows, places, across, down), comments


def _name_colours(printed: list[Any], rows: list[list[str]]) -> None:
    """Put the name of its colour into an empty cell below a header such as "RAG"."""
    rated: set[int] = set()
    for cells, row in zip(printed, rows, strict=True):
        rated |= {column for column, text in enumerate(row) if text and field_name(text) == "status"}
        for column in rated:
            if not row[column] and any(row):
                fill = cells[column].fill
                if fill is not None and fill.fill_type == "solid" and isinstance(fill.fgColor.rgb, str):
                    row[column] = colour_word(fill.fgColor.rgb[-6:])


def words(cell: Any) -> str:
    """The value of a cell as it is shown: a date in words, a percentage with its sign, a number without zeros."""
    value = cell.value
    if value is None:
        return ""
    if isinstance(value, bool):
        return "Yes" if value else "No"
    if isinstance(value, datetime | date):
        return _date_words(value, cell.number_format)
    if isinstance(value, time | timedelta):
        return str(value)
    if isinstance(value, int | float):
        return _number_words(value, cell.number_format)
    return tidy(str(value))


def _date_words(value: datetime | date, number_format: str) -> str:
    """ "30 September 2016", or "Sep 2016" or "2016" where the format shows no day or no month."""
    shown = _QUOTED_IN_FORMAT.sub("", number_format or "").lower().split(";")[0]
    month = MONTHS[value.month - 1]
    if "d" in shown or "m" not in shown:
        if "y" in shown and "d" not in shown:
            return str(value.year)
        return f"{value.day} {month} {value.year}"
    return f"{month[:3]} {value.year}"


def _number_words(value: int | float, number_format: str) -> str:
    shown = number_format or "General"
    if "%" in shown:
        return f"{round(value * 100, 2):g}%"
    decimals = _DECIMALS.search(shown)
    if isinstance(value, float) and decimals and len(decimals[1]) <= 4:
        return f"{value:.{len(decimals[1])}f}"
    if isinstance(value, float) and value.is_integer() and abs(value) < 1e15:
        return str(int(value))
    return f"{value:.10g}" if isinstance(value, float) else str(value)
