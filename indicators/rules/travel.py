"""Direction of travel of a figure since the one before, in the light of polarity. Pure.

In words, with the truth table that the tests run: docs/rules/indicator-list.md.
"""

from __future__ import annotations

from decimal import Decimal

from core.words import WordedEnum

from .values import Polarity


class Travel(WordedEnum):
    """Where a figure has moved. `UP` and `DOWN` are for rows of which nobody says which way is better."""

    BETTER = "better"
    SAME = "same"
    WORSE = "worse"
    UP = "up"
    DOWN = "down"


def travel_of(before: Decimal, latest: Decimal, polarity: Polarity | None) -> Travel:
    """Direction from the figure before to the latest one of the same kind of period."""
    if latest == before:
        return Travel.SAME
    if polarity is None or not polarity.judges:
        return Travel.UP if latest > before else Travel.DOWN
    worse_by = polarity.shortfall(latest, before)
    if worse_by == 0:
        return Travel.SAME
    return Travel.WORSE if worse_by > 0 else Travel.BETTER


def arrow_of(before: Decimal, latest: Decimal) -> str:
    """Arrow that stands before the word."""
    if latest == before:
        return "→"
    return "↑" if latest > before else "↓"
