"""Columns that several sheets of the workbook have."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from .book import Column
from .cells import NO, Kind

LINE_EACH = "A line for each. In Excel, Alt and Enter start a new line."


def words_of(choices: Iterable[tuple[Any, Any]]) -> tuple[str, ...]:
    """Words of a model's choices, or of an enum with words."""
    return tuple(str(label) for _, label in choices)


def id_column(noun: str) -> Column:
    return Column("id", "Id", Kind.ID, 14, hint=f"Leave it as it is. Leave it empty for a new {noun}.")


def yes_no_column(key: str, title: str, hint: str = "") -> Column:
    return Column(key, title, Kind.YES_NO, 12, hint=hint, default=NO)


def day_column(key: str, title: str, hint: str = "") -> Column:
    return Column(key, title, Kind.DAY, 14, hint=hint)
