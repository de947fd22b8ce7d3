"""Match rows without a known id to rows that the plan has, by what names them: the code of a strand, a title, initials.

So a file from elsewhere that comes a second time changes what it has brought, and a row typed without an id is found.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence

from money.rules import financial_year_typed

from .book import Book, Row, Sheet
from .naming import folded
from .sheets import ORGANISATION, POST

Key = tuple[str, ...]

_REFERENCE = re.compile(r"\[([^\[\]]+)\]")
REFERENCES: Mapping[str, tuple[str, ...]] = {
    "Due points": ("deliverable",),
    "Indicators": ("parent", "replaced_by", "formula_rows"),
    "Targets": ("indicator",),
    "Readings": ("indicator",),
    "Boards": ("deliverables",),
    "Links": ("deliverable", "other"),
    "Risks": ("deliverables",),
    "Money": ("deliverables",),
    "Areas": ("deliverables", "indicators"),
    "Evidence": ("deliverables", "indicators", "areas"),
}
"""Columns that hold ids of other rows, a line each."""
IN_BRACKETS: Mapping[str, tuple[str, ...]] = {
    "People": ("holder",),
    "Deliverables": ("outcome", "leads", "alternates", "reporting", "accountable_person"),
    "Indicators": ("key_outcome", "owner"),
    "Boards": ("parents",),
    "Cover": ("board", "person", "post"),
    "Approvals": ("named",),
    "Risks": ("owner",),
    "Areas": ("boards",),
}
"""Columns in which an id may stand in square brackets."""


def _words(*columns: str) -> Callable[[Row], Key]:
    return lambda row: tuple(folded(row[column]) for column in columns)


def _people(row: Row) -> Key:
    named_by_name = row["row_kind"] in (ORGANISATION, POST) or not row["initials"]
    return (row["row_kind"], folded(row["name"] if named_by_name else row["initials"]))


def _line(row: Row) -> Key:
    year = financial_year_typed(row["financial_year"]) or row["financial_year"]
    return (folded(row["name"]), folded(row["code"]), year)


NAMED_BY: Mapping[str, Callable[[Row], Key]] = {
    "Strategy": _words("title"),
    "Strands": _words("code"),
    "Outcomes": _words("kind", "strand", "title"),
    "Deliverables": _words("strand", "number", "title"),
    "Due points": _words("deliverable", "label", "due_on"),
    "People": _people,
    "Indicators": _words("set", "key_outcome", "parent", "label", "title", "breakdown"),
    "Targets": _words("indicator", "period"),
    "Readings": _words("indicator", "period"),
    "Boards": _words("name"),
    "Cover": _words("role", "board", "person"),
    "Versions": _words("label"),
    "Approvals": _words("version", "approver", "approved_on"),
    "Priorities": _words("strand", "code"),
    "References": _words("kind", "text"),
    "Framework": _words("kind", "need", "questions"),
    "Success": _words("theme", "question"),
    "Links": _words("deliverable", "kind", "other"),
    "Risks": _words("title"),
    "Money": _line,
    "Areas": _words("kind", "number", "text"),
    "Evidence": _words("title", "of_on"),
}
"""What names a row of each sheet where its id does not, in the order in which they refer to each other."""


def match(sheets: Sequence[Sheet], stored: Book, file: Book) -> Book:
    """The file with the ids that the plan has for its rows. Rows that the plan does not have keep theirs.

    A new row without an id gets one that only counts inside the file: "row 7 of Deliverables". In a row that was found
    by its words, an empty cell says nothing, so it is left out. In a new row it means what its column has as default.
    """
    defaults = {
        sheet.name: {each.key: each.default for each in sheet.columns if each.default} for sheet in sheets
    }
    ids: dict[str, str] = {}
    rows: dict[str, list[Row]] = {}
    for sheet in NAMED_BY:
        if sheet not in file:
            continue
        if sheet == "Indicators":
            rows[sheet] = _match_tree(sheet, stored[sheet], file[sheet], ids, defaults[sheet])
        else:
            own = [_refer(sheet, row, ids) for row in file[sheet]]
            rows[sheet] = _match_sheet(sheet, stored[sheet], own, ids, defaults[sheet])
    for sheet in IN_BRACKETS:
        if sheet in rows:
            rows[sheet] = [_refer(sheet, row, ids) for row in rows[sheet]]
    return Book(rows)


def _match_tree(
    sheet: str, stored: Sequence[Row], rows: Sequence[Row], ids: dict[str, str], defaults: Mapping[str, str]
) -> list[Row]:
    """As `_match_sheet`, for rows that name the row above them: level by level, as far as the levels go."""
    for _ in range(4):
        own = [_refer(sheet, row, ids) for row in rows]
        matched = _match_sheet(sheet, stored, own, ids, defaults)
    return matched


def _match_sheet(
    sheet: str, stored: Sequence[Row], rows: Sequence[Row], ids: dict[str, str], defaults: Mapping[str, str]
) -> list[Row]:
    known = {row.id for row in stored}
    named_by = NAMED_BY[sheet]
    taken = {row.id for row in rows} & known
    free: dict[Key, list[str]] = {}
    for row in stored:
        if row.id not in taken:
            free.setdefault(named_by(row), []).append(row.id)
    matched = []
    for row in rows:
        key = row.id
        same = free.get(named_by(row)) if key not in known else None
        if same:
            new = same.pop(0)
            cells = {name: cell for name, cell in row.cells.items() if cell}
        else:
            new = key or f"row {row.number} of {sheet}"
            filled = defaults if key not in known else {}
            cells = {name: cell or filled.get(name, "") for name, cell in row.cells.items()}
        if key:
            ids[key] = new
        matched.append(Row({**cells, "id": new}, row.number))
    return matched


def _refer(sheet: str, row: Row, ids: Mapping[str, str]) -> Row:
    """The row with the plan's ids in the cells that refer to other rows."""
    cells = dict(row.cells)
    for column in REFERENCES.get(sheet, ()):
        if cells.get(column):
            cells[column] = "\n".join(
                ids.get(each.strip(), each.strip()) for each in cells[column].split("\n")
            )
    for column in IN_BRACKETS.get(sheet, ()):
        if "[" in cells.get(column, ""):
            cells[column] = _REFERENCE.sub(lambda found: f"[{ids.get(found[1], found[1])}]", cells[column])
    return Row(cells, row.number)


def overlaid(stored: Iterable[Row], file: Iterable[Row]) -> list[Row]:
    """Rows as they will be: those of the plan with the cells of the file, and then the new ones."""
    rows = {row.id: row for row in stored}
    for row in file:
        was = rows.get(row.id)
        rows[row.id] = Row({**(was.cells if was else {}), **row.cells}, row.number)
    return list(rows.values())
