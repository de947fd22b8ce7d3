"""A series of figures as statistical process control reads it: segments with limits, flags, and the two icons."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from core.words import WordedEnum

from ..values import Polarity
from .icons import Assurance, Meaning, Variation, assurance_of, meaning_of, variation_of
from .limits import Limits, limits_of
from .special_causes import Flag, special_causes

FOR_LIMITS, FOR_ICONS = 5, 13
"""Figures from which a segment has trial limits, and from which it has everything."""

Number = Decimal | Fraction | int


class Stage(WordedEnum):
    """What there are enough figures for. An annual series is always `ANNUAL`, however long it is."""

    ANNUAL = "annual"
    PLAIN = "plain"
    TRIAL = "trial"
    FULL = "full"


@dataclass(frozen=True, slots=True)
class Segment:
    """Periods from the start of the series, or from a re-base, up to the next re-base.

    `start` is the place of its first period in the series and `stop` the place after its last. `count` is the number of
    figures. `flags` has one entry for each period, None for usual variation and for a missing figure. `limits` are None
    for a plain line.
    """

    start: int
    stop: int
    count: int
    stage: Stage
    limits: Limits | None
    flags: tuple[Flag | None, ...]

    @property
    def short_of_limits(self) -> int:
        """Number of figures that trial limits still need."""
        return max(FOR_LIMITS - self.count, 0)

    @property
    def short_of_icons(self) -> int:
        """Number of figures that the icons still need."""
        return max(FOR_ICONS - self.count, 0)


@dataclass(frozen=True, slots=True)
class Analysis:
    """A series, oldest first, with what statistical process control says of it.

    `values` has None for a period without a figure. `target` is the one that the assurance icon compares with. The
    icons are those of the last segment, and None where it has fewer than 13 figures.
    """

    values: tuple[Fraction | None, ...]
    segments: tuple[Segment, ...]
    polarity: Polarity | None
    target: Fraction | None
    variation: Variation | None
    assurance: Assurance | None

    @property
    def last(self) -> Segment | None:
        """The segment that counts now."""
        return self.segments[-1] if self.segments else None

    @property
    def flags(self) -> tuple[Flag | None, ...]:
        """Flag of each period."""
        return tuple(flag for segment in self.segments for flag in segment.flags)

    @property
    def meanings(self) -> tuple[Meaning | None, ...]:
        """What each figure means, None for a missing one and where there are no limits."""
        return tuple(
            None if value is None or segment.limits is None else meaning_of(flag, self.polarity)
            for segment in self.segments
            for value, flag in zip(self.values[segment.start : segment.stop], segment.flags, strict=True)
        )

    @property
    def last_flag(self) -> Flag | None:
        """Flag of the last figure."""
        at = next(
            (place for place in reversed(range(len(self.values))) if self.values[place] is not None), None
        )
        return None if at is None else self.flags[at]


def analyse(
    values: Sequence[Number | None],
    *,
    rebased_at: Iterable[int] = (),
    polarity: Polarity | None = None,
    target: Number | None = None,
    annual: bool = False,
    screened: bool = False,
) -> Analysis:
    """Read a series, oldest first, one entry for each period, None where the figure is missing.

    `rebased_at` are the places of periods with which a new segment begins. A re-base without a figure before or after
    it changes nothing. `target` is in the unit of the figures. `screened` turns on the moving-range screen.
    """
    exact = tuple(None if value is None else Fraction(value) for value in values)
    aim = None if target is None else Fraction(target)
    if polarity == Polarity.ZERO:
        polarity, aim = _on_one_side([value for value in exact if value is not None], aim)
    bounds = _bounds(exact, rebased_at)
    segments = tuple(_segment(exact, start, stop, annual, screened) for start, stop in bounds)
    last = segments[-1] if segments else None
    read = Analysis(exact, segments, polarity, aim, None, None)
    if last is None or last.limits is None or last.stage != Stage.FULL:
        return read
    return Analysis(
        exact,
        segments,
        polarity,
        aim,
        variation_of(read.last_flag, polarity),
        assurance_of(last.limits, aim, polarity),
    )


def _on_one_side(figures: Sequence[Fraction], aim: Fraction | None) -> tuple[Polarity, Fraction | None]:
    """Which way is good, and the target on the figures' side of zero, where closer to zero is better.

    On both sides of zero neither way is good: a rise closes the gap of one figure and opens that of another.
    """
    if all(value >= 0 for value in figures):
        return Polarity.LOW, None if aim is None else abs(aim)
    if all(value <= 0 for value in figures):
        return Polarity.HIGH, None if aim is None else -abs(aim)
    return Polarity.NEITHER, aim


def _bounds(values: Sequence[Fraction | None], rebased_at: Iterable[int]) -> list[tuple[int, int]]:
    """First place and place after the last of each segment. Each has at least one figure."""
    if all(value is None for value in values):
        return [(0, len(values))] if values else []
    starts = [0]
    for place in sorted(set(rebased_at)):
        has_before = any(value is not None for value in values[starts[-1] : place])
        has_after = any(value is not None for value in values[place:])
        if place > 0 and has_before and has_after:
            starts.append(place)
    return list(zip(starts, [*starts[1:], len(values)], strict=True))


def _segment(
    values: Sequence[Fraction | None], start: int, stop: int, annual: bool, screened: bool
) -> Segment:
    places = [place for place in range(start, stop) if values[place] is not None]
    figures = [value for value in values[start:stop] if value is not None]
    stage = _stage(len(figures), annual)
    if stage in (Stage.ANNUAL, Stage.PLAIN):
        return Segment(start, stop, len(figures), stage, None, (None,) * (stop - start))
    limits = limits_of(figures, screened=screened)
    flagged = dict(zip(places, special_causes(figures, limits), strict=True))
    flags = tuple(flagged.get(place) for place in range(start, stop))
    return Segment(start, stop, len(figures), stage, limits, flags)


def _stage(count: int, annual: bool) -> Stage:
    if annual:
        return Stage.ANNUAL
    if count < FOR_LIMITS:
        return Stage.PLAIN
    return Stage.TRIAL if count < FOR_ICONS else Stage.FULL
