"""Which column of a table holds what: proposed from its header and its cells, corrected by a person."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from plan_files.rules.fields import Field


@dataclass(frozen=True, slots=True)
class Mapping:
    """How one table is read. A person corrects the proposal, and it is kept as `to_json` writes it.

    `columns` has one field for each column. `section` is the title of the section for all rows; with "" a row takes
    it from its SECTION column, from the section row above it, or from the table's heading. A table with `skip` holds
    no deliverables: its text is listed as unused.
    """

    columns: tuple[Field, ...]
    header_rows: int
    section: str = ""
    skip: bool = False

    def to_json(self) -> dict[str, Any]:
        """Plain lists and strings, for a JSON field."""
        return {
            "columns": [column.value for column in self.columns],
            "header_rows": self.header_rows,
            "section": self.section,
            "skip": self.skip,
        }

    @classmethod
    def from_json(cls, stored: dict[str, Any]) -> Mapping:
        """The mapping that `to_json` wrote."""
        return cls(
            columns=tuple(Field(column) for column in stored["columns"]),
            header_rows=stored["header_rows"],
            section=stored["section"],
            skip=stored["skip"],
        )
