"""The register of minutes as a CSV file."""

from __future__ import annotations

from collections.abc import Iterable

from core.tables import Cell, Column, csv_file

from .summaries import EntryLine

COLUMNS = [
    Column(title)
    for title in (
        *("Board", "Meeting", "Minute", "Kind", "Words", "About", "Raised by", "Owner", "Due"),
        *("Escalated to", "State", "Since", "What became of it"),
    )
]


def register_csv(lines: Iterable[EntryLine]) -> bytes:
    """One row for each entry."""
    return csv_file(COLUMNS, [_row(line) for line in lines])


def _row(line: EntryLine) -> list[Cell]:
    entry = line.entry
    return [
        *(entry.meeting.board.name, entry.meeting.held_on, entry.number, entry.kind_word, entry.words),
        *(entry.item_name, line.raised_by, line.owner, entry.due_on),
        *(entry.to_board.name if entry.to_board else "", entry.state_word, entry.state_on),
        "; ".join(f"{step.what}: {step.words}" for step in line.after),
    ]
