"""Read a row of the grid as the action takes it. What cannot be read is said at its cell."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from core.words import list_words, with_article
from strategies.importers.cells import CellError
from strategies.models import Strand, Strategy

from ..actions.rows import TypedRow, due_problem
from ..cells import read_due, read_number, read_title
from ..plan_names import PlanNames, folded
from .grid_rows import GridRow

PRINTED = ("number", "by_when", "lead", "reporting")


@dataclass(frozen=True)
class RowReader:
    """Reads the rows of a strategy's grid. `strands` are those that its rows may be in."""

    strategy: Strategy
    strands: Sequence[Strand]
    names: PlanNames
    today: date

    def read(self, row: GridRow) -> TypedRow | None:
        """The row as the action takes it, or None if a cell cannot be read."""
        strand = self.strand_of(row)
        if strand is None:
            self._no_strand(row)
        changed = [name for name, cell in row.cells.items() if cell.is_changed or not row.key]
        read: dict[str, Any] = {}
        readers = {
            "number": lambda cell: read_number(" ".join(cell.split()), strand.code if strand else ""),
            "title": read_title,
            "by_when": lambda cell: read_due(cell, self.today),
            "lead": self.names.read_people,
            "reporting": self.names.read_people,
        }
        for name in changed:
            if name in readers:
                try:
                    read[name] = readers[name](row.cells[name].value)
                except CellError as problem:
                    row.fail(name, str(problem))
        due = read.get("by_when")
        if row.deliverable and due is not None and (why := due_problem(row.deliverable, due)):
            row.fail("by_when", why)
        if row.errors or strand is None:
            return None
        columns = {"number": read["number"]} if "number" in read else {}
        if "title" in read:
            columns["title"], columns["detail"] = read["title"]
        outcome = row.cells["outcome"].value if "outcome" in changed else None
        return TypedRow(
            strand=strand,
            deliverable=row.deliverable,
            columns=columns,
            outcome=outcome,
            due=read.get("by_when"),
            leads=read.get("lead"),
            reports=read.get("reporting"),
            printed={} if row.key else self._printed(row),
            name=f"row {row.number}",
        )

    def strand_of(self, row: GridRow) -> Strand | None:
        """The row's strand, or None if what was typed names none."""
        if row.deliverable:
            strand: Strand = row.deliverable.strand
            return strand
        if "strand" not in row.cells:
            return self.strands[0]
        typed = folded(row.cells["strand"].value)
        for strand in self.strands:
            if typed in (folded(strand.code), folded(strand.title), folded(str(strand))):
                return strand
        return None

    def _printed(self, row: GridRow) -> dict[str, str]:
        """Cells as typed, in the form in which the loader of published plans keeps them."""
        cells = {name: " ".join(row.cells[name].value.split()) for name in PRINTED}
        return {name: cell for name, cell in cells.items() if cell}

    def _no_strand(self, row: GridRow) -> None:
        codes = [strand.code for strand in self.strands]
        noun = self.strategy.strand_noun.lower()
        known = (
            f"Enter {with_article(noun)}: {list_words(codes)}" if codes else f"Add {with_article(noun)} first"
        )
        row.fail("strand", known)
