"""Columns that several sheets of the workbook have."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from .book import Column
from .cells import NO, Kind

LINE_EACH = "A line for each. In Excel, Alt and Enter start a new line."
BY_ID = "The id of its row on that sheet. For a new row there, what you have written in its Id column."
PEOPLE_CELL = (
    "Initials, a full name or the title of a post, as on the sheet People, with ; between them. "
    "What they lead goes in brackets: JK (launch). tbc is a vacancy."
)


def words_of(choices: Iterable[tuple[Any, Any]]) -> tuple[str, ...]:
    """Words of a model's choices, or of an enum with words."""
    return tuple(str(label) for _, label in choices)


def id_column(noun: str) -> Column:
    return Column("id", "Id", Kind.ID, 14, hint=f"Leave it as it is. Leave it empty for a new {noun}.")


def yes_no_column(key: str, title: str, hint: str = "") -> Column:
    return Column(key, title, Kind.YES_NO, 12, hint=hint, default=NO)


def ids_column(key: str, title: str, sheet: str, hint: str = "") -> Column:
    """A line for the id of each row of another sheet."""
    words = f"{hint}. Ids of rows of the sheet {sheet}." if hint else f"Ids of rows of the sheet {sheet}."
    return Column(key, title, Kind.LINES, 14, hint=f"{words} {LINE_EACH}")


def names_column() -> Column:
    """Names of the rows whose ids stand in other columns, for readers."""
    return Column("names", "Their names", Kind.LINES, 40, aside=True)


def day_column(key: str, title: str, hint: str = "") -> Column:
    return Column(key, title, Kind.DAY, 14, hint=hint)
