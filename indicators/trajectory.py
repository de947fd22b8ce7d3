"""What an indicator is expected to do: its level if nothing is done, with the plan, and what effects add up to.

In words, with the truth tables that the tests run: docs/rules/trajectory.md. Levels and sizes are in the indicator's
unit, and percentages differ by percentage points.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from itertools import pairwise
from uuid import UUID

from core.periods import Period, PeriodKind, months_later, words_for_date
from core.rag import Rag
from core.words import WordedEnum, list_words, plural

from .rules import ReadingFacts, Unit, decimals_of, difference_words, value_words

DELIVERED = (Rag.GREEN, Rag.COMPLETE)
Mark = tuple[date, Decimal]
"""A day and a level on it."""


class Confidence(WordedEnum):
    """How sure people are of the size of an effect."""

    LOW = "low"
    MEDIUM = "medium"
    HIGH = "high"


@dataclass(frozen=True, slots=True)
class Point:
    """Levels expected on a day. Either may be missing. `label` names a milestone on the way."""

    on: date
    do_nothing: Decimal | None = None
    with_plan: Decimal | None = None
    label: str = ""


@dataclass(frozen=True, slots=True)
class EffectFacts:
    """Effect that a deliverable is expected to have. `direction` is up, down or steady, `size` is not negative.

    It counts in full from `shows_on`. `delivery` is the stated RAG of the deliverable. `name` is its reference, and
    `title` its title, or empty if no reference is printed and the title is the name.
    """

    name: str
    direction: str
    size: Decimal | None = None
    shows_on: date | None = None
    confidence: Confidence | None = None
    evidence: str = ""
    dropped: bool = False
    delivery: Rag = Rag.NOT_RATED
    id: UUID | None = None
    title: str = ""

    @property
    def full_name(self) -> str:
        """Short name with the title of the deliverable, where that is another."""
        return f"{self.name} {self.title}".strip()

    @property
    def side(self) -> int:
        """1 if the figure should rise, -1 if it should fall, 0 if it should hold steady."""
        return {"up": 1, "down": -1}.get(self.direction, 0)

    @property
    def change(self) -> Decimal | None:
        """Size with its sign."""
        return None if self.size is None else self.side * self.size

    @property
    def why_not_counted(self) -> str:
        """Why it is never added, or "" if it is from its day on."""
        if self.dropped:
            return "dropped"
        if not self.side:
            return "expected to hold the figure steady, so it adds nothing"
        if self.size is None:
            return "no size stated"
        return "no date stated" if self.shows_on is None else ""


@dataclass(frozen=True, slots=True)
class TrajectoryFacts:
    """Baseline, and the levels expected after it. Both lines start at the baseline.

    `kind` is the kind of period that the levels are for. A movement of up to `tolerance` counts as none.
    """

    unit: Unit
    baseline: Mark
    points: tuple[Point, ...] = ()
    kind: PeriodKind = PeriodKind.QUARTER
    tolerance: Decimal = Decimal(0)

    @property
    def do_nothing(self) -> list[Mark]:
        """The line if nothing is done, or only the baseline."""
        marks = ((point.on, point.do_nothing) for point in self._in_time)
        return [self.baseline, *((on, level) for on, level in marks if level is not None)]

    @property
    def with_plan(self) -> list[Mark]:
        """The line with the plan, or only the baseline."""
        marks = ((point.on, point.with_plan) for point in self._in_time)
        return [self.baseline, *((on, level) for on, level in marks if level is not None)]

    @property
    def _in_time(self) -> list[Point]:
        return sorted(self.points, key=lambda point: point.on)


def level_on(line: Sequence[Mark], day: date, unit: Unit) -> Decimal | None:
    """Level of a line on a day: straight between its points, and None before the first and after the last.

    Between two points it is rounded to as many decimals as the points have, at least one (none for money).
    """
    for on, level in line:
        if on == day:
            return level
    for (left, low), (right, high) in pairwise(line):
        if left < day < right:
            share = Decimal((day - left).days) / Decimal((right - left).days)
            least = 0 if unit == Unit.MONEY else 1
            decimals = max(least, *(decimals_of(level) for _, level in line))
            return (low + (high - low) * share).quantize(Decimal(1).scaleb(-decimals), ROUND_HALF_UP)
    return None


def shifted(
    effects: Iterable[EffectFacts], months: int, only: frozenset[UUID] = frozenset()
) -> list[EffectFacts]:
    """Effects that show `months` later, or earlier if negative: those with an id in `only`, or all if it is empty."""
    return [
        replace(each, shows_on=months_later(each.shows_on, months, last_day_too=True))
        if each.shows_on and months and (not only or each.id in only)
        else each
        for each in effects
    ]


@dataclass(frozen=True, slots=True)
class Step:
    """One day of a trajectory: both lines, and what the effects by then add up to. Levels may be unknown."""

    on: date
    unit: Unit
    do_nothing: Decimal | None
    effects: tuple[EffectFacts, ...]
    with_plan: Decimal | None
    label: str = ""

    @property
    def change(self) -> Decimal:
        """Sum of the effects by this day."""
        return sum((each.change for each in self.effects if each.change is not None), Decimal(0))

    @property
    def adds_up_to(self) -> Decimal | None:
        """The level if nothing is done, plus the effects by this day."""
        return None if self.do_nothing is None else self.do_nothing + self.change

    @property
    def difference(self) -> Decimal | None:
        """The stated level with the plan minus what the effects add up to."""
        if self.with_plan is None or self.adds_up_to is None:
            return None
        return self.with_plan - self.adds_up_to

    @property
    def difference_words(self) -> str:
        """ "The plan states 3 percentage points more than the effects add up to.", or "" if it cannot be said."""
        if self.difference is None:
            return ""
        if not self.difference:
            return "The plan states what the effects add up to."
        more = "more" if self.difference > 0 else "less"
        size = difference_words(abs(self.difference), self.unit)
        return f"The plan states {size} {more} than the effects add up to."

    @property
    def workings(self) -> list[str]:
        """How the level adds up, a line each."""
        day = words_for_date(self.on)
        lines = [self._start(day), *(_added(each, self.unit) for each in self.effects)]
        if not self.effects:
            lines.append("No effect counts by then.")
        if self.adds_up_to is not None:
            lines.append(f"= {value_words(self.adds_up_to, self.unit)}")
            lines += self._impossible
        elif self.effects:
            lines.append(f"The effects come to {_signed(self.change, self.unit)}.")
        if self.with_plan is not None:
            lines.append(f"Stated with the plan: {value_words(self.with_plan, self.unit)}.")
        return [*lines, *([self.difference_words] if self.difference_words else [])]

    def _start(self, day: str) -> str:
        if self.do_nothing is None:
            return f"No level is stated for doing nothing on {day}."
        return f"Do nothing: {value_words(self.do_nothing, self.unit)} on {day}"

    @property
    def _impossible(self) -> list[str]:
        if self.unit != Unit.PERCENT or self.adds_up_to is None or 0 <= self.adds_up_to <= 100:
            return []
        return ["No percentage can be that. Check the sizes, and whether two effects are the same one."]


def step_on(facts: TrajectoryFacts, effects: Iterable[EffectFacts], day: date, label: str = "") -> Step:
    """A day of the trajectory, with the effects that count by then in time order."""
    due = [each for each in effects if not each.why_not_counted and each.shows_on and each.shows_on <= day]
    return Step(
        on=day,
        unit=facts.unit,
        do_nothing=level_on(facts.do_nothing, day, facts.unit),
        effects=tuple(sorted(due, key=lambda each: (each.shows_on or day, each.name))),
        with_plan=level_on(facts.with_plan, day, facts.unit),
        label=label,
    )


def steps(facts: TrajectoryFacts, effects: Sequence[EffectFacts]) -> list[Step]:
    """The days for which a level is stated, in time order."""
    return [
        step_on(facts, effects, point.on, point.label)
        for point in sorted(facts.points, key=lambda point: point.on)
    ]


def not_counted(effects: Iterable[EffectFacts]) -> list[str]:
    """Effects that are never added, each with the reason."""
    return [f"{each.full_name}: {each.why_not_counted}." for each in effects if each.why_not_counted]


def _added(effect: EffectFacts, unit: Unit) -> str:
    assert effect.change is not None and effect.shows_on is not None
    grounds = f"{effect.confidence.word.lower()} confidence" if effect.confidence else "confidence not stated"
    evidence = f"evidence: {effect.evidence}" if effect.evidence else "no evidence stated"
    by = words_for_date(effect.shows_on)
    return f"{_signed(effect.change, unit)} from {effect.full_name} by {by} ({grounds}; {evidence})"


def _signed(change: Decimal, unit: Unit) -> str:
    return f"{'-' if change < 0 else '+'} {difference_words(abs(change), unit)}"


@dataclass(frozen=True, slots=True)
class Compared:
    """Figures that can be compared with the levels, in time order, and why others are left out."""

    readings: tuple[ReadingFacts, ...]
    left_out: tuple[str, ...] = ()

    @property
    def marks(self) -> list[Mark]:
        return [(each.ends_on, each.value) for each in self.readings if each.value is not None]

    @property
    def latest(self) -> ReadingFacts | None:
        return self.readings[-1] if self.readings else None


def compared(readings: Iterable[ReadingFacts], kind: PeriodKind, as_at: date) -> Compared:
    """Figures for whole periods of this kind. One whose period has not ended by the day is to date, and left out."""
    kept, others, to_date = [], [], []
    for each in readings:
        period = Period.parse(each.period)
        if each.value is None:
            continue
        if period.kind != kind:
            others.append(period)
        elif each.ends_on > as_at:
            to_date.append(period)
        else:
            kept.append(each)
    said = [
        f"{period.words} is left out: its figure is to date, not for the whole period."
        for period in sorted(to_date)
    ]
    if others:
        kinds = sorted({_kind_words(period.kind) for period in others})
        said.append(f"Figures for {list_words(kinds)} are left out: the levels are for {_kind_words(kind)}.")
    return Compared(tuple(sorted(kept, key=lambda each: each.ends_on)), tuple(said))


def _kind_words(kind: PeriodKind) -> str:
    return plural("single day" if kind == PeriodKind.DAY else kind.word.lower())


class Impact(WordedEnum):
    """Whether the figure shows the effects that it was to show by now."""

    NOTHING_PROMISED = "nothing_promised"
    NOT_YET_DUE = "not_yet_due"
    NO_FIGURE_SINCE = "no_figure_since"
    BOTH_WAYS = "both_ways"
    NONE_SEEN = "none_seen"
    FLAT = "flat"
    SEEN = "seen"


@dataclass(frozen=True, slots=True)
class ImpactVerdict:
    """Whether promised effects show, with the reason in words. The two flags are lists of the dashboard."""

    impact: Impact
    reason: str
    green_but_flat: bool = False
    none_seen: bool = False


def impact_of(
    facts: TrajectoryFacts, effects: Iterable[EffectFacts], readings: Compared, as_at: date
) -> ImpactVerdict:
    """Judge the latest figure against the effects that were due by the end of its period."""
    promised = [each for each in effects if each.side and not each.dropped]
    dated = sorted(
        ((each.shows_on, each) for each in promised if each.shows_on),
        key=lambda pair: (pair[0], pair[1].name),
    )
    if not dated:
        why = "No effect on it has a date." if promised else "Nothing is expected to move it."
        return ImpactVerdict(Impact.NOTHING_PROMISED, why)
    first = dated[0][0]
    if first > as_at:
        return ImpactVerdict(
            Impact.NOT_YET_DUE, f"Not yet due: the first effect shows by {words_for_date(first)}."
        )
    reading = readings.latest
    if reading is None or reading.value is None or reading.ends_on < max(first, facts.baseline[0]):
        since = f"There is no figure since the first effect was due on {words_for_date(first)}."
        return ImpactVerdict(Impact.NO_FIGURE_SINCE, since)
    due = [each for on, each in dated if on <= reading.ends_on]
    side = _side_of(due)
    if not side:
        both = f"The effects of {_names(due)} go both ways, so it cannot be said which way the figure should move."
        return ImpactVerdict(Impact.BOTH_WAYS, both)
    return _judged(facts, due, reading, side)


def _judged(
    facts: TrajectoryFacts, due: Sequence[EffectFacts], reading: ReadingFacts, side: int
) -> ImpactVerdict:
    """Compare one figure with the baseline and with the level if nothing is done."""
    actual = reading.value
    assert actual is not None
    nothing = level_on(facts.do_nothing, reading.ends_on, facts.unit)
    moved = (actual - facts.baseline[1]) * side
    gained = None if nothing is None else (actual - nothing) * side
    none_seen = gained is not None and gained <= 0
    flat = moved <= facts.tolerance and (gained is None or gained <= facts.tolerance)
    is_green = all(each.delivery in DELIVERED for each in due)
    impact = Impact.NONE_SEEN if none_seen else Impact.FLAT if flat else Impact.SEEN
    return ImpactVerdict(
        impact,
        _reason(facts, due, reading, nothing),
        green_but_flat=flat and is_green,
        none_seen=none_seen,
    )


def _side_of(effects: Sequence[EffectFacts]) -> int:
    """Which way all effects together should move the figure: 1 up, -1 down, 0 if that cannot be said."""
    sides = {each.side for each in effects}
    if len(sides) == 1:
        return sides.pop()
    if any(each.change is None for each in effects):
        return 0
    total = sum((each.change for each in effects if each.change is not None), Decimal(0))
    return (total > 0) - (total < 0)


def _reason(
    facts: TrajectoryFacts, due: Sequence[EffectFacts], reading: ReadingFacts, nothing: Decimal | None
) -> str:
    """ "50% for Q2 2016–17 is the same as the baseline of 50%, and 2 percentage points below the 52% expected …"."""
    assert reading.value is not None
    period = Period.parse(reading.period).short_words
    actual = f"{value_words(reading.value, facts.unit)}{' (provisional)' if reading.provisional else ''}"
    start = facts.baseline[1]
    words = f"{actual} for {period} is {apart(reading.value, start, facts.unit)} the baseline of "
    words += value_words(start, facts.unit)
    if nothing is not None:
        words += f", and {apart(reading.value, nothing, facts.unit)} the {value_words(nothing, facts.unit)}"
        words += " expected from doing nothing"
    by = max(each.shows_on for each in due if each.shows_on)
    effects = "effect" if len(due) == 1 else "effects"
    return f"{words}. The {effects} of {_names(due)} should show by {words_for_date(by)}."


def apart(value: Decimal, level: Decimal, unit: Unit) -> str:
    """How a figure compares with a level: "the same as", "2 percentage points above"."""
    if value == level:
        return "the same as"
    return f"{difference_words(abs(value - level), unit)} {'above' if value > level else 'below'}"


def _names(effects: Sequence[EffectFacts]) -> str:
    return list_words([each.name for each in effects])
