"""Names of the rows of a workbook, by which people know them, and what their cells say in words."""

from __future__ import annotations

import re
from collections.abc import Mapping

from core.periods import words_for_date
from deliverables.models.deliverable import name_of
from evidence.models.areas import area_name

from .book import Book, Column, Row
from .cells import Kind, day_of, items_of
from .matching import overlaid

LONGEST = 300
NAMED_BY_ID: Mapping[str, str] = {
    **dict.fromkeys(("parent", "replaced_by", "formula_rows", "indicator", "indicators"), "Indicators"),
    **dict.fromkeys(("deliverable", "other", "deliverables"), "Deliverables"),
    "areas": "Areas",
}
"""Columns that name rows of another sheet by their ids, a line each."""
_BY_ID = re.compile(r"\[([0-9a-f-]{36})\]")


class RowNames:
    """Names of the rows of two books, of which the second is the newer one."""

    def __init__(self, stored: Book, file: Book) -> None:
        self.rows: Mapping[str, Mapping[str, Row]] = {
            name: {row.id: row for row in overlaid(stored[name], file[name])}
            for name in ("Deliverables", "Indicators", "People", "Outcomes", "Boards", "Areas")
        }

    def of(self, sheet: str, row: Row) -> str:
        match sheet:
            case "Deliverables":
                return shortened(name_of(row["strand"], row["number"], row["title"]))
            case "Due points":
                above = self.rows["Deliverables"].get(row["deliverable"])
                due = " ".join(filter(None, (row["label"], day_words(row["due_on"]))))
                return f"{self.of('Deliverables', above)}: {due}" if above else due
            case "Targets" | "Readings":
                above = self.rows["Indicators"].get(row["indicator"])
                return f"{self.of('Indicators', above)}, {row['period']}" if above else row["period"]
            case "Indicators":
                above = self.rows["Indicators"].get(row["parent"]) if row["parent"] else None
                own = f"{row['corrected_label'] or row['label']} {row['title'] or row['breakdown']}".strip()
                return f"{self.of('Indicators', above)}, {own}" if above else shortened(own)
            case "Links":
                ends = (self.rows["Deliverables"].get(row[key]) for key in ("deliverable", "other"))
                start, end = (self.of("Deliverables", each) if each else "" for each in ends)
                return f"{start} – {row['kind'].lower()} – {end}"
            case "Areas":
                return area_name(row["number"], row["text"])
            case "Money":
                return f"{shortened(row['name'])}, {row['financial_year']}"
            case "People":
                return (
                    f"{row['name']} ({row['initials']})"
                    if row["name"] and row["initials"]
                    else (row["name"] or row["initials"])
                )
            case "Cover":
                return shortened(f"{row['role']}: {row['board'] or row['person']}")
            case "Approvals":
                return shortened(f"{row['version']}: {row['approver']}")
            case "Framework" | "Success":
                said = (row[key] for key in ("kind", "need", "theme", "question"))
                return shortened(", ".join(filter(None, said)))
            case "Priorities":
                return shortened(f"{row['code']} {row['title']}")
            case "Strands":
                return f"{row['code']}: {row['title']}"
            case "Outcomes":
                return shortened(" ".join(filter(None, (row["strand"] or row["number"], row["title"]))))
            case _:
                return shortened(row["title"] or row["name"] or row["label"] or row["text"])

    def said(self, column: Column, cell: str) -> str:
        """What a cell says in words: a date as people write it, and names in place of ids."""
        if column.kind == Kind.DAY:
            return day_words(cell)
        if sheet := NAMED_BY_ID.get(column.key):
            rows = self.rows[sheet]
            return "; ".join(
                self.of(sheet, rows[key]) if key in rows else key for key in filter(None, cell.split("\n"))
            )
        if column.kind == Kind.LINES:
            cell = "\n".join(items_of(cell))
        return _BY_ID.sub(self._named, cell) if "[" in cell else cell

    def _named(self, found: re.Match[str]) -> str:
        for sheet in ("People", "Outcomes", "Boards"):
            if row := self.rows[sheet].get(found[1]):
                return self.of(sheet, row)
        return found[0]


def day_words(cell: str) -> str:
    day = day_of(cell)
    return words_for_date(day) if day else ""


def shortened(text: str) -> str:
    bare = " ".join(text.split())
    return bare if len(bare) <= LONGEST else f"{bare[:LONGEST]}…"
