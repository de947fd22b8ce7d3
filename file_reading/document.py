"""What was found in a file: tables with their cells as printed, and the text that is in no table."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any


class Refused(ValueError):
    """The file cannot be read. The message is a plain sentence that says what is wrong and what to do."""


@dataclass(frozen=True, slots=True)
class Table:
    """One table. Every row is kept as printed and has the same number of cells; a missing cell is "".

    `heading` is the nearest heading or caption above, "" if there is none. `places` says for people where each row
    is: "line 120", "sheet Plan, row 7", "table 2, row 7". The first `header_rows` rows are headers, as proposed.
    Headers that are repeated further down are still rows here.

    The text of a cell that is merged over several rows is in each of them. The text of a cell that is merged over
    several columns is in the first of them, except in the header rows.
    """

    heading: str
    rows: tuple[tuple[str, ...], ...]
    places: tuple[str, ...]
    header_rows: int

    @property
    def width(self) -> int:
        """Number of columns."""
        return len(self.rows[0]) if self.rows else 0

    @property
    def column_titles(self) -> tuple[str, ...]:
        """The words above each column: those of all header rows, each once."""
        return header_words(self.rows, self.header_rows)


@dataclass(frozen=True, slots=True)
class Document:
    """Tables in printed order. `other_text` has the paragraphs in no table: they are listed, never dropped.

    A heading that stands above a table is in both places.
    """

    tables: tuple[Table, ...]
    other_text: tuple[str, ...] = ()

    def to_json(self) -> dict[str, Any]:
        """Plain lists and strings, for a JSON field."""
        return {
            "tables": [
                {
                    "heading": table.heading,
                    "rows": [list(row) for row in table.rows],
                    "places": list(table.places),
                    "header_rows": table.header_rows,
                }
                for table in self.tables
            ],
            "other_text": list(self.other_text),
        }

    @classmethod
    def from_json(cls, stored: dict[str, Any]) -> Document:
        """The document that `to_json` wrote."""
        return cls(
            tables=tuple(
                Table(
                    heading=table["heading"],
                    rows=tuple(tuple(row) for row in table["rows"]),
                    places=tuple(table["places"]),
                    header_rows=table["header_rows"],
                )
                for table in stored["tables"]
            ),
            other_text=tuple(stored["other_text"]),
        )


def header_words(rows: tuple[tuple[str, ...], ...], header_rows: int) -> tuple[str, ...]:
    """The words of the first rows by column, joined: "Targets" above "Yr 2" is "Targets Yr 2". No captions."""
    if not rows:
        return ()
    headers = [row for row in rows[:header_rows] if len({cell for cell in row if cell}) > 1] or rows[
        :header_rows
    ]
    return tuple(
        " ".join(dict.fromkeys(" ".join(row[column].split()) for row in headers)).strip()
        for column in range(len(rows[0]))
    )
