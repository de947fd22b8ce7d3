"""The sheets of the workbook as tidy CSV files in a ZIP, and as JSON. The same rows give the same bytes."""

from __future__ import annotations

import json
import zipfile
from collections.abc import Iterator, Sequence
from decimal import Decimal
from io import BytesIO
from typing import Any

from core import tables

from .book import Book, Row, Sheet
from .cells import YES, Kind, items_of, number_of

SAME_DAY = (2000, 1, 1, 0, 0, 0)
FORMAT = "sendplan workbook 1"


def csv_files(sheets: Sequence[Sheet], book: Book) -> bytes:
    """One CSV file for each sheet. Text that a spreadsheet could take for a formula begins with an apostrophe."""
    file = BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for sheet in sheets:
            columns = _columns(sheet, book)
            headings = [tables.Column(sheet.column(key).title) for key in columns]
            rows = ([_cell(sheet, key, row) for key in columns] for row in book[sheet.name])
            name = f"{sheet.name.lower().replace(' ', '-')}.csv"
            archive.writestr(zipfile.ZipInfo(name, SAME_DAY), tables.csv_file(headings, rows))
    return file.getvalue()


def _columns(sheet: Sheet, book: Book) -> list[str]:
    """Columns of the sheet, without personal ones that the book does not have."""
    rows = book[sheet.name]
    return [
        each.key for each in sheet.columns if not each.personal or any(each.key in row.cells for row in rows)
    ]


def _cell(sheet: Sheet, key: str, row: Row) -> tables.Cell:
    if sheet.column(key).kind == Kind.NUMBER:
        number: Decimal | None = number_of(row[key])
        return number
    return row[key]


def plan_json(sheets: Sequence[Sheet], book: Book) -> bytes:
    """All sheets by name, their rows with typed values: lists, numbers, true and false, null for an empty cell."""
    whole: dict[str, Any] = {"format": FORMAT}
    for sheet in sheets:
        whole[sheet.name.lower().replace(" ", "_")] = list(_objects(sheet, book))
    return json.dumps(whole, ensure_ascii=False, indent=1).encode()


def _objects(sheet: Sheet, book: Book) -> Iterator[dict[str, Any]]:
    columns = _columns(sheet, book)
    for row in book[sheet.name]:
        yield {key: _value(sheet.column(key).kind, row[key]) for key in columns}


def _value(kind: Kind, cell: str) -> Any:
    match kind:
        case Kind.LINES:
            return items_of(cell)
        case Kind.NUMBER:
            number = number_of(cell)
            return (
                None
                if number is None
                else int(number)
                if number == number.to_integral_value()
                else float(number)
            )
        case Kind.YES_NO:
            return None if not cell else cell == YES
        case _:
            return cell or None
