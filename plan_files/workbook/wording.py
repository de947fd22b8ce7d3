"""Put cells of a file into the words of the export: JK/NS becomes JK; NS, and “fair” the outcome “Fair”.

So what somebody typed in other words, and what it became, are the same when the file comes a second time.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

from money.rules import financial_year_typed

from .book import Book, Row
from .cells import CellProblem, same_cell
from .matching import overlaid
from .naming import Named, PeopleNames, folded, people_cell
from .row_words import key_outcome_words, outcome_words
from .sheets import KEY_OUTCOME, STRAND_OUTCOME

PEOPLE: Mapping[str, tuple[str, ...]] = {
    "People": ("holder",),
    "Deliverables": ("leads", "alternates", "reporting", "accountable_person"),
    "Indicators": ("owner",),
    "Cover": ("person", "post"),
    "Risks": ("owner",),
}
"""Columns that name people and posts."""


def in_own_words(stored: Book, file: Book) -> Book:
    """The file with the words that the export would use, where they mean the same. What cannot be read stays."""
    people = PeopleNames.of(overlaid(stored["People"], file["People"]))
    outcomes = overlaid(stored["Outcomes"], file["Outcomes"])
    words: dict[tuple[str, str], Callable[[Row, str], str]] = {
        ("Deliverables", "outcome"): _outcomes(outcomes),
        ("Indicators", "key_outcome"): _key_outcomes(outcomes),
        ("Money", "financial_year"): lambda row, cell: financial_year_typed(cell) or cell,
    }
    words |= {(sheet, key): _people(people) for sheet, keys in PEOPLE.items() for key in keys}
    rows: dict[str, list[Row]] = {}
    for sheet in file.rows:
        known = stored.by_id(sheet)
        own = {key: said for (name, key), said in words.items() if name == sheet}
        rows[sheet] = [_row(row, known.get(row.id), own) for row in file[sheet]]
    return Book(rows)


def _row(row: Row, was: Row | None, words: Mapping[str, Callable[[Row, str], str]]) -> Row:
    cells = dict(row.cells)
    for key, said in words.items():
        if cells.get(key) and not (was and same_cell(was[key], cells[key])):
            whole = Row({**(was.cells if was else {}), **row.cells})
            cells[key] = said(whole, cells[key])
    return Row(cells, row.number)


def _people(people: PeopleNames) -> Callable[[Row, str], str]:
    def said(row: Row, cell: str) -> str:
        try:
            return people_cell((_words(people, each), each.qualifier) for each in people.read(cell))
        except CellProblem:
            return cell

    return said


def _words(people: PeopleNames, named: Named) -> str:
    return people.words.get(named.id, "") or named.initials


def _outcomes(rows: list[Row]) -> Callable[[Row, str], str]:
    own = [row for row in rows if row["kind"] == STRAND_OUTCOME]
    words = outcome_words((row.id, row["strand"], row["title"]) for row in own)
    by_words = {(row["strand"], folded(words[row.id])): words[row.id] for row in own}
    return lambda row, cell: by_words.get((row["strand"], folded(cell)), cell)


def _key_outcomes(rows: list[Row]) -> Callable[[Row, str], str]:
    own = [row for row in rows if row["kind"] == KEY_OUTCOME]
    words = key_outcome_words((row.id, row["number"], row["title"]) for row in own)
    by_words = {folded(row["title"]): words[row.id] for row in own} | {
        folded(each): each for each in words.values()
    }
    return lambda row, cell: by_words.get(folded(cell), cell)
