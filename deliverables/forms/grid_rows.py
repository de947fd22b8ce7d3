"""Rows of the grid: each deliverable, or a new one, with its cells."""

from __future__ import annotations

from dataclasses import dataclass

from core.ui.grid import GridCell

from ..actions.rows import TypedRow
from ..models import Deliverable


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
