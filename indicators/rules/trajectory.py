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

from core.periods import PeriodKind, months_later, words_for_date
from core.rag import Rag
from core.words import WordedEnum

from .values import Unit, decimals_of, difference_words, value_words

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
