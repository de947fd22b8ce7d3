"""Find rows that a lost or an extra cell has shifted by one column."""

from __future__ import annotations

from collections.abc import Sequence

from file_reading.looks import (
    looks_like_date,
    looks_like_date_only,
    looks_like_initials,
    looks_like_lead,
    looks_like_number,
    looks_like_status,
)
from plan_files.rules.fields import Field

LONG = 40
FEWEST_CELLS = 2
"""A row with fewer cells says too little to be moved."""

BETTER_BY = 3.0
"""How much better a shifted row must fit its columns than the row as printed."""

_TYPED = (Field.BY_WHEN, Field.START, Field.FORECAST)
_NAMED = (Field.LEAD, Field.REPORTING)


def unshifted(cells: Sequence[str], columns: Sequence[Field]) -> tuple[tuple[str, ...], int] | None:
    """The cells moved to where they fit, and how far: 1 if the row was printed too far left, -1 too far right.

    None if the row fits as printed.
    """
    if sum(1 for cell in cells if cell) < FEWEST_CELLS:
        return None
    as_printed = _fit_all(cells, columns)
    if as_printed >= _best_possible(cells):
        return None
    best: tuple[float, int, tuple[str, ...], int] | None = None
    width = len(cells)
    if not cells[-1]:
        for at in range(width):
            moved = (*cells[:at], "", *cells[at : width - 1])
            best = _better(best, moved, columns, at, 1)
    for at in range(width - 1):
        if not cells[at]:
            moved = (*cells[:at], *cells[at + 1 :], "")
            best = _better(best, moved, columns, at, -1)
    if best is None or best[0] < as_printed + BETTER_BY:
        return None
    return best[2], best[3]


def _better(
    best: tuple[float, int, tuple[str, ...], int] | None,
    moved: tuple[str, ...],
    columns: Sequence[Field],
    at: int,
    by: int,
) -> tuple[float, int, tuple[str, ...], int]:
    """The better of two: the one that fits better, or else the one that moves fewer cells."""
    candidate = (_fit_all(moved, columns), at, moved, by)
    return candidate if best is None or candidate[:2] > best[:2] else best


def _best_possible(cells: Sequence[str]) -> float:
    """A row with no cell out of place scores this or more."""
    return sum(1.0 for cell in cells if cell)


def _fit_all(cells: Sequence[str], columns: Sequence[Field]) -> float:
    return sum(_fit(cell, field) for cell, field in zip(cells, columns, strict=True))


def _fit(cell: str, field: Field) -> float:
    if not cell:
        return -3.0 if field is Field.TITLE else 0.0
    is_date, is_long = looks_like_date_only(cell), len(cell) > LONG
    if field in _TYPED:
        return 2.0 if looks_like_date(cell) else -2.0
    if field in _NAMED:
        if is_date:
            return -3.0
        return 1.5 if looks_like_lead(cell) else (-2.0 if is_long else 0.0)
    if field is Field.STATUS:
        return (
            1.5
            if looks_like_status(cell)
            else (-3.0 if is_date or is_long or looks_like_initials(cell) else 0.0)
        )
    if field is Field.TITLE:
        return (
            -3.0
            if is_date or looks_like_initials(cell) or looks_like_number(cell)
            else (2.0 if is_long else 1.0)
        )
    if field in (Field.NUMBER, Field.COMPLETE, Field.ID):
        return 1.5 if looks_like_number(cell) or looks_like_status(cell) else (-3.0 if is_long else 0.0)
    if field in (Field.OUTCOME, Field.MEASURE, Field.DETAIL):
        return -3.0 if is_date else (-1.0 if looks_like_initials(cell) else 1.0)
    return 0.5 if field is Field.UNUSED and not cell.strip() else (-0.5 if field is Field.UNUSED else 0.5)
