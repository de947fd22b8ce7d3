"""Canonical JSON of a frozen plan. Keys are sorted, so the same plan always has the same SHA-256.

Raise `FORMAT` when a reader of the old form would misread the new one. Each sheet says which columns it had, because
later versions of the product may have more.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import orjson

from plan_files.workbook.book import FIRST_ROW, Book, Row, Sheet

FORMAT = 1


class UnknownFormat(ValueError):
    """The copy was taken by a newer version of the product."""


@dataclass(frozen=True)
class PlanDocument:
    """A whole plan as sheets of cells. `columns` are those that each sheet had.

    `hidden` are the ids of readings that were hidden outside the council when the copy was taken.
    """

    book: Book
    columns: Mapping[str, Collection[str]]
    hidden: frozenset[str] = frozenset()

    def has(self, sheet: str, column: str) -> bool:
        return column in self.columns.get(sheet, ())

    def with_book(self, book: Book) -> PlanDocument:
        return replace(self, book=book)


def document_of(sheets: Sequence[Sheet], book: Book, hidden: Collection[str] = ()) -> PlanDocument:
    columns = {sheet.name: tuple(each.key for each in sheet.columns) for sheet in sheets}
    return PlanDocument(book, columns, frozenset(hidden))


def write_document(document: PlanDocument) -> str:
    content: dict[str, Any] = {
        "columns": {sheet: list(keys) for sheet, keys in document.columns.items()},
        "sheets": {name: [dict(row.cells) for row in rows] for name, rows in document.book.rows.items()},
        "hidden": sorted(document.hidden),
    }
    return orjson.dumps(content, option=orjson.OPT_SORT_KEYS).decode()


def read_document(content: str, *, format: int = FORMAT) -> PlanDocument:
    """The plan as it was. Raises UnknownFormat."""
    if format > FORMAT:
        raise UnknownFormat(
            f"This copy has the format {format}. This version of sendplan reads up to {FORMAT}."
        )
    found = orjson.loads(content)
    rows = {
        name: [Row(cells, number) for number, cells in enumerate(sheet, FIRST_ROW)]
        for name, sheet in found["sheets"].items()
    }
    return PlanDocument(Book(rows), found["columns"], frozenset(found["hidden"]))
