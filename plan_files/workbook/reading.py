"""Read the cells of a file as a workbook: sheets and columns by their names, each cell in its fixed form."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from core.words import list_words

from .book import Book, Column, Problem, Row, Sheet
from .cells import CellProblem, read_cell
from .xlsx import RawSheet


@dataclass
class Reading:
    """What a file says, the cells that cannot be read, and what it has that nothing is taken from."""

    book: Book
    problems: list[Problem] = field(default_factory=list)
    unused: list[str] = field(default_factory=list)


def read_book(sheets: Sequence[Sheet], raw: Mapping[str, RawSheet]) -> Reading:
    """Read the sheets that the file has. A row without any content is left out."""
    found = {_folded(name): page for name, page in raw.items()}
    rows: dict[str, list[Row]] = {}
    reading = Reading(Book(rows))
    for sheet in sheets:
        page = found.pop(_folded(sheet.name), None)
        if page is not None and page.header:
            rows[sheet.name] = list(_rows(sheet, page, reading))
            _check_ids(sheet, rows[sheet.name], reading)
    for name, page in raw.items():
        if _folded(name) in found and (page.rows or page.header):
            reading.unused.append(f"The sheet “{name}”")
    if not rows:
        names = list_words([sheet.name for sheet in sheets])
        reading.problems.append(
            Problem("", 0, "", f"The file has none of the sheets of a plan’s workbook: {names}")
        )
    return reading


def _folded(name: str) -> str:
    return " ".join(name.split()).casefold()


def _rows(sheet: Sheet, page: RawSheet, reading: Reading) -> Iterator[Row]:
    places = _places(sheet, page, reading)
    for number, cells in page.rows:
        texts: dict[str, str] = {}
        for at, column in places.items():
            raw = cells[at] if at < len(cells) else None
            texts[column.key] = ""
            if (number, at) in page.formulas:
                said = "This is a formula. Put its value here instead"
                reading.problems.append(Problem(sheet.name, number, column.title, said))
                continue
            try:
                texts[column.key] = read_cell(column.kind, raw, column.words)
            except CellProblem as problem:
                reading.problems.append(Problem(sheet.name, number, column.title, str(problem)))
        if any(texts.values()):
            yield Row(texts, number)
        for at, raw in enumerate(cells):
            if at not in places and raw not in (None, ""):
                title = page.header[at] if at < len(page.header) else ""
                _note_unused(reading, sheet, title)


def _note_unused(reading: Reading, sheet: Sheet, title: str) -> None:
    name = f"the column “{title}”" if title else "cells to the right of its columns"
    words = f"On the sheet {sheet.name}, {name}"
    if words not in reading.unused:
        reading.unused.append(words)


def _places(sheet: Sheet, page: RawSheet, reading: Reading) -> dict[int, Column]:
    """The sheet's columns by their place in the file."""
    columns = {_folded(column.title): column for column in sheet.columns}
    places: dict[int, Column] = {}
    for at, title in enumerate(page.header):
        column = columns.get(_folded(title))
        if column is None:
            continue
        if column in places.values():
            said = "The sheet has this column twice. Delete one of them"
            reading.problems.append(Problem(sheet.name, 1, column.title, said))
            continue
        places[at] = column
    if not places:
        said = f"Row 1 has none of the headings of this sheet, such as {sheet.columns[1].title}"
        reading.problems.append(Problem(sheet.name, 1, "", said))
    return places


def _check_ids(sheet: Sheet, rows: Sequence[Row], reading: Reading) -> None:
    counted = Counter(row.id for row in rows if row.id)
    seen: set[str] = set()
    for row in rows:
        if counted[row.id] > 1 and row.id in seen:
            said = "Another row has this id. A new row has none: empty this cell"
            reading.problems.append(Problem(sheet.name, row.number, sheet.columns[0].title, said))
        seen.add(row.id)
