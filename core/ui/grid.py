"""Cells of a grid, as in a spreadsheet: what each shows, what is saved now, and what is wrong with it.

A grid signs what it shows (`seal`), so that at a save only cells that the person changed are read, and another
person's change in between is noticed.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.core import signing

SEAL = "sendplan.grid"


def tidied(cell: str) -> str:
    """A cell without empty lines and repeated spaces, to compare what was shown with what was typed."""
    return "\n".join(" ".join(line.split()) for line in cell.splitlines() if line.strip())


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


def seal(cells: Any) -> str:
    """What a grid shows, signed."""
    return signing.dumps(cells, salt=SEAL, compress=True)


def unseal(sealed: str) -> dict[str, list[str]]:
    """What the page showed when it was opened, by row. Empty if the seal is missing or broken."""
    try:
        was: dict[str, list[str]] = signing.loads(sealed, salt=SEAL)
    except signing.BadSignature:
        return {}
    return was
