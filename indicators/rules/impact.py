"""Whether the effects that deliverables promised show in the figures of an indicator.

In words, with the truth tables that the tests run: docs/rules/trajectory.md.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from core.periods import Period, PeriodKind, words_for_date
from core.rag import Rag
from core.words import WordedEnum, list_words, plural

from .trajectory import EffectFacts, Mark, TrajectoryFacts, level_on
from .values import ReadingFacts, Unit, difference_words, value_words

DELIVERED = (Rag.GREEN, Rag.COMPLETE)


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
