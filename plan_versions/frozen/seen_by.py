"""What of a plan's sheets a reader may see: no more than on the pages of the plan."""

from __future__ import annotations

from collections.abc import Mapping

from councils.actors import Actor, can
from councils.permissions import Permission
from plan_files.workbook.book import Book, Row
from plan_files.workbook.figure_rows import HIDDEN
from plan_files.workbook.naming import PeopleNames, people_cell
from plan_files.workbook.sheets import PERSON

from .document import PlanDocument

NEEDS: Mapping[str, Permission] = {
    **dict.fromkeys(("Indicators", "Targets", "Readings"), Permission.INDICATORS_VIEW),
    "Boards": Permission.BOARDS_VIEW,
}
"""Permission that a sheet needs beyond reading the plan."""
NAMES_PEOPLE: Mapping[str, tuple[str, ...]] = {
    "People": ("holder",),
    "Deliverables": ("leads", "alternates", "reporting", "accountable_person"),
    "Indicators": ("owner",),
    "Cover": ("person",),
    "Approvals": ("named",),
}
"""Columns that name people by initials, or by name where they have no initials."""
SOMEBODY = "Person"
"""Stands for a person without initials where names are not shown."""


def seen_by(actor: Actor, document: PlanDocument, *, outside: bool = False) -> PlanDocument:
    """The plan as this reader may see it. `outside`: in a file, which can be passed on outside the council."""
    book = Book(
        {
            name: rows
            for name, rows in document.book.rows.items()
            if name not in NEEDS or can(actor, NEEDS[name])
        }
    )
    if outside or not can(actor, Permission.SMALL_NUMBERS_VIEW):
        book = without_small_numbers(book, document.hidden)
    if not can(actor, Permission.PEOPLE_NAMES):
        book = _without_names(book)
    return document.with_book(book)


def without_small_numbers(book: Book, hidden: frozenset[str], *, leave_out: bool = False) -> Book:
    """The book with these readings as they look outside the council, or without them."""
    if not hidden or "Readings" not in book:
        return book
    readings = [
        Row({**row.cells, **HIDDEN}, row.number) if row.id in hidden else row
        for row in book["Readings"]
        if not (leave_out and row.id in hidden)
    ]
    return Book({**book.rows, "Readings": readings})


def _without_names(book: Book) -> Book:
    """The book with initials only. Who has none is just a person."""
    words = PeopleNames.of(book["People"]).words
    unnamed = {
        words[row.id]
        for row in book["People"]
        if row["row_kind"] == PERSON and not row["initials"] and row.id in words
    }
    rows = dict(book.rows)
    for sheet, columns in NAMES_PEOPLE.items():
        if sheet not in book:
            continue
        rows[sheet] = [
            Row(
                {key: _masked(cell, unnamed) if key in columns else cell for key, cell in row.cells.items()},
                row.number,
            )
            for row in book[sheet]
        ]
    rows["People"] = [
        Row({**row.cells, "name": "" if row["initials"] else SOMEBODY}, row.number)
        if row["row_kind"] == PERSON
        else row
        for row in rows["People"]
    ]
    return Book(rows)


def _masked(cell: str, unnamed: set[str]) -> str:
    """A cell of people with the word for a person in place of these names: "JK; Ann Doe (launch)" → "JK; Person"."""
    if not cell:
        return cell
    said = [
        (SOMEBODY, "")
        if any(part == name or part.startswith(f"{name} (") for name in unnamed)
        else (part, "")
        for part in cell.split("; ")
    ]
    return people_cell(said)
