"""The figures of one indicator as statistical process control reads them. docs/rules/spc.md has the rules in words."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from core.periods import Period
from core.words import WordedEnum

from .models import Indicator, Reading, Rebase
from .rules import Polarity, ReadingFacts, TargetFacts, target_for
from .rules.spc import Analysis, Course, analyse, course_of
from .series_breaks import BreakLine, breaks_of


class Cut(WordedEnum):
    """Why the limits begin anew."""

    REBASE = "rebase"
    SERIES_BREAK = "break"
    NEW_AREA = "new_area"

    @property
    def word(self) -> str:
        """As it stands above the line on the chart."""
        return {Cut.REBASE: "Re-based", Cut.SERIES_BREAK: "Break", Cut.NEW_AREA: "New area"}[self]


@dataclass(frozen=True)
class Beginning:
    """Why a segment begins, and the words of whoever said so."""

    cut: Cut
    words: str


@dataclass(frozen=True)
class SpcSeries:
    """A series with at least one figure. `targets` and `readings` have an entry for each period of the course.

    `target` is the one that the last figure is compared with, None without a value. `rebases` are in time order.
    `beginnings` has each segment but the first, by the place where it begins.
    """

    course: Course
    analysis: Analysis
    readings: tuple[ReadingFacts | None, ...]
    targets: tuple[TargetFacts | None, ...]
    target: TargetFacts | None
    rebases: tuple[Rebase, ...]
    beginnings: dict[int, Beginning]

    @property
    def since(self) -> Period | None:
        """First period of the last segment, if it does not begin with the series."""
        start = self.analysis.segments[-1].start
        return self.course.periods[start] if start else None


def spc_series(
    row: Indicator,
    readings: Iterable[ReadingFacts],
    targets: Collection[TargetFacts],
    rebases: Sequence[Rebase],
    breaks: Iterable[BreakLine],
    *,
    today: date,
) -> SpcSeries | None:
    """Series of an indicator, with its re-bases and breaks. None without a figure of an ended period."""
    if not row.holds_figures:
        return None
    measured = {
        Period.parse(each.period): each
        for each in readings
        if each.value is not None and each.ends_on <= today
    }
    course = course_of(measured)
    if course is None:
        return None
    own = [measured.get(period) for period in course.periods]
    aims = [_target_of(period, targets) for period in course.periods]
    target = next(aim for reading, aim in zip(reversed(own), reversed(aims), strict=True) if reading)
    begun = _beginnings(course, rebases, breaks)
    polarity = Polarity(row.polarity) if row.polarity else None
    analysis = analyse(
        [reading.value if reading else None for reading in own],
        rebased_at=begun,
        polarity=polarity,
        target=target.value if target else None,
        annual=course.is_annual,
    )
    begun = {each.start: begun[each.start] for each in analysis.segments[1:]}
    return SpcSeries(course, analysis, tuple(own), tuple(aims), target, tuple(rebases), begun)


def _beginnings(
    course: Course, rebases: Iterable[Rebase], breaks: Iterable[BreakLine]
) -> dict[int, Beginning]:
    """What begins at each place. A predecessor's end goes before a break, and that before a re-base."""
    found: dict[int | None, Beginning] = {
        course.place_of(each.starts_on): Beginning(Cut.REBASE, each.reason) for each in rebases
    }
    for each in sorted(breaks, key=lambda each: each.broken is None):
        cut = Cut.SERIES_BREAK if each.broken else Cut.NEW_AREA
        found[course.place_after(each.starts_on)] = Beginning(cut, each.words)
    return {place: each for place, each in found.items() if place is not None}


def _target_of(period: Period, targets: Collection[TargetFacts]) -> TargetFacts | None:
    """Target that a figure for the period would be compared with, if it has a value."""
    target = target_for(ReadingFacts(period.token, period.ends_on), targets)
    return target if target and target.value is not None else None


def standing_rebases(row: Indicator) -> list[Rebase]:
    """Re-bases of an indicator in time order (1 query)."""
    return list(Rebase.objects.standing().filter(indicator=row))


def periods_to_rebase(row: Indicator, *, today: date) -> list[tuple[Period, int]]:
    """Periods from which a series could begin anew, latest first, with how many figures that leaves (4 queries).

    Each has a figure, another figure before it, and no re-base yet. Only figures up to the next re-base or break count.
    """
    tokens = Reading.objects.filter(indicator=row, value__isnull=False, ends_on__lte=today)
    measured = {Period.parse(token) for token in tokens.values_list("period", flat=True)}
    course = course_of(measured)
    if course is None or course.is_annual:
        return []
    rebases = standing_rebases(row)
    taken = {each.starts_on for each in rebases}
    own = [period for period in course.periods if period in measured]
    begun = [course.periods[place] for place in _beginnings(course, rebases, breaks_of([row.pk])[row.pk])]

    def left(period: Period) -> int:
        stop = min((each for each in begun if each > period), default=None)
        return sum(each >= period and (stop is None or each < stop) for each in own)

    return [(period, left(period)) for period in reversed(own[1:]) if period.starts_on not in taken]
