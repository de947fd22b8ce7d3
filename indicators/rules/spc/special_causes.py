"""Special causes: figures that usual variation does not explain, by the four rules of "Making Data Count".

docs/rules/spc.md has the rules in words.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import groupby, pairwise

from core.words import WordedEnum

from .limits import Limits

RUN = 7
"""Figures in a row that make a trend or a shift."""
WINDOW, NEAR_ONES = 3, 2


class Cause(WordedEnum):
    """Rule that a figure meets. If it meets several, the first in this order names it."""

    OUTSIDE = "outside"
    TREND = "trend"
    NEAR_LIMIT = "near_limit"
    SHIFT = "shift"

    @property
    def word(self) -> str:
        """What the rule has found, as a reader would say it."""
        return CAUSE_WORDS[self]


CAUSE_WORDS = {
    Cause.OUTSIDE: "outside the limits",
    Cause.TREND: "one of 7 or more that rise or fall",
    Cause.NEAR_LIMIT: "one of 2 in 3 close to a limit",
    Cause.SHIFT: "one of 7 or more on one side of the mean",
}


class Side(WordedEnum):
    """Which way a special cause points: figures are high or rising, or low or falling."""

    HIGH = "high"
    LOW = "low"


@dataclass(frozen=True, slots=True)
class Flag:
    """Special cause of one figure, and which way it points. `count` is the number of figures in its run or pair."""

    cause: Cause
    side: Side
    count: int = 1


Hits = Iterator[tuple[int, Flag]]


def special_causes(figures: Sequence[Fraction], limits: Limits) -> list[Flag | None]:
    """Flag of each figure, or None for usual variation. All figures of a run are flagged."""
    flags: list[Flag | None] = [None] * len(figures)
    rules: tuple[Callable[[Sequence[Fraction], Limits], Hits], ...] = (
        *(_outside, _trends, _near_limit, _shifts),
    )
    for rule in rules:
        for place, flag in rule(figures, limits):
            flags[place] = flags[place] or flag
    return flags


def _outside(figures: Sequence[Fraction], limits: Limits) -> Hits:
    """(a) A figure above the upper or below the lower process limit."""
    for place, figure in enumerate(figures):
        if figure > limits.upper:
            yield place, Flag(Cause.OUTSIDE, Side.HIGH)
        elif figure < limits.lower:
            yield place, Flag(Cause.OUTSIDE, Side.LOW)


def _trends(figures: Sequence[Fraction], limits: Limits) -> Hits:
    """(b) Seven or more in a row, each higher than the one before, or each lower. Two equal figures end a trend."""
    steps = [_sign(second - first) for first, second in pairwise(figures)]
    for start, stop, sign in _runs(steps):
        if sign and stop - start + 1 >= RUN:  # seven figures have six steps
            flag = Flag(Cause.TREND, _side(sign), stop - start + 1)
            yield from ((place, flag) for place in range(start, stop + 1))


def _near_limit(figures: Sequence[Fraction], limits: Limits) -> Hits:
    """(c) Two or three of three in a row beyond the near limit, all three on that side of the mean."""
    signs = [_sign(figure - limits.mean) for figure in figures]
    for start in range(len(figures) - WINDOW + 1):
        places = range(start, start + WINDOW)
        sign = signs[start]
        if not sign or any(signs[place] != sign for place in places):
            continue
        near = [place for place in places if _beyond_near(figures[place], limits)]
        if len(near) >= NEAR_ONES:
            yield from ((place, Flag(Cause.NEAR_LIMIT, _side(sign), len(near))) for place in near)


def _shifts(figures: Sequence[Fraction], limits: Limits) -> Hits:
    """(d) Seven or more in a row on one side of the mean. A figure on the mean ends a run."""
    for start, stop, sign in _runs([_sign(figure - limits.mean) for figure in figures]):
        if sign and stop - start >= RUN:
            flag = Flag(Cause.SHIFT, _side(sign), stop - start)
            yield from ((place, flag) for place in range(start, stop))


def _beyond_near(figure: Fraction, limits: Limits) -> bool:
    return figure > limits.near_upper or figure < limits.near_lower


def _runs(signs: Sequence[int]) -> Iterator[tuple[int, int, int]]:
    """(first place, place after the last, sign) of each longest run of equal signs."""
    start = 0
    for sign, run in groupby(signs):
        stop = start + len(list(run))
        yield start, stop, sign
        start = stop


def _sign(number: Fraction) -> int:
    return (number > 0) - (number < 0)


def _side(sign: int) -> Side:
    return Side.HIGH if sign > 0 else Side.LOW
