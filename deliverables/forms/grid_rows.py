"""Rows and cells of the grid: what each shows, what is saved now, and what is wrong with it."""

from __future__ import annotations

from dataclasses import dataclass

from ..actions.rows import TypedRow
from ..models import Deliverable


def tidied(cell: str) -> str:
    """A cell without empty lines and repeated spaces, to compare what was shown with what was typed."""
    return "\n".join(" ".join(line.split()) for line in cell.splitlines() if line.strip())


@dataclass
class GridCell:
    """One cell: what it shows, what is saved now, what is wrong with it."""

    name: str
    column: str
    label: str
    value: str
    was: str = ""
    now: str = ""
    error: str = ""

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
