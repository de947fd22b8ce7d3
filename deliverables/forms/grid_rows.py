"""Rows and cells of the grid: what each shows, what is saved now, and what is wrong with it."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.text import Truncator

from ..actions.rows import TypedRow
from ..models import Deliverable


def tidied(cell: str) -> str:
    """A cell without empty lines and repeated spaces, to compare what was shown with what was typed."""
    return "\n".join(" ".join(line.split()) for line in cell.splitlines() if line.strip())


def quoted(title: str) -> str:
    return f"“{Truncator(title).chars(60)}”"


@dataclass
class GridCell:
    """One cell: what it shows, what is saved now, what is wrong with it, what to know about it."""

    name: str
    column: str
    label: str
    value: str
    was: str = ""
    now: str = ""
    error: str = ""
    note: str = ""

    @property
    def described_by(self) -> str:
        """Ids of the error and the note, as the page shows them."""
        said = (("error", self.error), ("note", self.note))
        return " ".join(f"{self.name}-{what}" for what, words in said if words)

    @property
    def is_changed(self) -> bool:
        return tidied(self.value) != tidied(self.was)

    @property
    def clashes(self) -> bool:
        """Whether someone else has changed the cell since, to something else than what was typed."""
        return self.is_changed and tidied(self.now) not in (tidied(self.was), tidied(self.value))


@dataclass
class GridRow:
    """One row. `key` is the deliverable's public id, "" for a new row. `gone`: it is no longer on this grid."""

    number: int
    key: str
    cells: dict[str, GridCell]
    deliverable: Deliverable | None = None
    gone: bool = False
    said: TypedRow | None = None

    @property
    def title(self) -> str:
        """The first line of the title, in quotation marks and not too long, to name the row."""
        return quoted("".join(self.cells["title"].value.splitlines()[:1]))

    @property
    def is_blank(self) -> bool:
        return not self.key and not any(cell.value.strip() for cell in self.cells.values())

    @property
    def is_changed(self) -> bool:
        return any(cell.is_changed for cell in self.cells.values())

    @property
    def errors(self) -> list[tuple[str, str]]:
        return [
            (cell.name, f"Row {self.number}, {cell.label.lower()}: {cell.error}")
            for cell in self.cells.values()
            if cell.error
        ]
