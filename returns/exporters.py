"""The calendar of returns as a CSV file."""

from __future__ import annotations

from core.tables import Cell, Column, csv_file

from .summaries import Calendar, ReturnLine

COLUMNS = [
    Column(title)
    for title in (
        *("What is owed", "To whom", "Plan", "Due on", "Repeats", "State", "In words", "With what evidence"),
        *("Who answers for it", "Sent on", "Sent by", "Reference"),
    )
]


def calendar_csv(calendar: Calendar) -> bytes:
    """One row for each return, in the order of the page: those that are owed, then those that were sent."""
    return csv_file(COLUMNS, [_row(line) for line in (*calendar.owed, *calendar.sent)])


def _row(line: ReturnLine) -> list[Cell]:
    owed, sending = line.owed, line.sending
    sent: list[Cell] = [sending.sent_on, sending.sent_by, sending.reference] if sending else [None, "", ""]
    return [
        *(owed.title, owed.owed_to, str(owed.strategy or ""), owed.due_on, line.repeats),
        *(line.state.word, line.words, owed.evidence, str(owed.owner or "")),
        *sent,
    ]
