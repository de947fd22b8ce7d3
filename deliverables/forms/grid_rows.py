"""Rows of the grid: each deliverable, or a new one, with its cells."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.text import Truncator

from core.ui.grid import GridCell

from ..actions.rows import TypedRow
from ..models import Deliverable


def quoted(title: str) -> str:
    return f"“{Truncator(title).chars(60)}”"


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

    def fail(self, name: str, why: str) -> None:
        """Say at a cell what is wrong there."""
        self.cells[name].error = why

    @property
    def errors(self) -> list[tuple[str, str]]:
        return [
            (cell.name, f"Row {self.number}, {cell.label.lower()}: {cell.error}")
            for cell in self.cells.values()
            if cell.error
        ]
