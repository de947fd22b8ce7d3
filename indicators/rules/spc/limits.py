"""Mean and limits of a run of figures: the XmR chart (individual values and moving ranges).

The method is Shewhart's chart of individual values, with the constants that NHS England's "Making Data Count" uses:
2.66 is 3 / d2 and 1.773 is 2 / d2, with d2 = 1.128 for the difference of two neighbours, and 3.267 is D4 for two.
Everything is exact (`Fraction`), because rounding decides whether a figure is on the mean or on a limit.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise

PROCESS = Fraction("2.66")
NEAR = Fraction("1.773")
SCREEN = Fraction("3.267")


@dataclass(frozen=True, slots=True)
class Limits:
    """Mean, average moving range and limits of some figures, in their unit. Limits of percentages are not capped.

    `screened`: moving ranges beyond 3.267 times their average were left out of it. `left_out` is their number.
    """

    mean: Fraction
    average_range: Fraction
    lower: Fraction
    upper: Fraction
    near_lower: Fraction
    near_upper: Fraction
    screened: bool = False
    left_out: int = 0


def limits_of(figures: Sequence[Fraction], *, screened: bool = False) -> Limits:
    """Limits of at least two figures, oldest first.

    With `screened`, moving ranges above 3.267 times their average are left out once and the average is taken again.
    """
    mean = sum(figures, Fraction()) / len(figures)
    ranges = [abs(second - first) for first, second in pairwise(figures)]
    average = _average(ranges)
    kept = [each for each in ranges if each <= SCREEN * average] if screened else ranges
    average = _average(kept)
    return Limits(
        mean=mean,
        average_range=average,
        lower=mean - PROCESS * average,
        upper=mean + PROCESS * average,
        near_lower=mean - NEAR * average,
        near_upper=mean + NEAR * average,
        screened=screened,
        left_out=len(ranges) - len(kept),
    )


def _average(ranges: Sequence[Fraction]) -> Fraction:
    return sum(ranges, Fraction()) / len(ranges)
