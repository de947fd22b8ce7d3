"""Which target a reading is compared with, and the indicator RAG.

In words, with the truth tables that the tests run: docs/rules/indicator-rag.md and
docs/rules/confidence-and-indicator.md.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from uuid import UUID

from core.periods import Quarter, words_for_date
from core.rag import Rag, Verdict

from .values import Cell, Polarity, ReadingFacts, Unit, cell_words, difference_words, shown_words


@dataclass(frozen=True, slots=True)
class TargetFacts:
    """Target for the end of a period. `value` is None until it is set. `tolerance` is in the same unit.

    `borrowed_from` names the benchmark that it was taken from, if any.
    """

    period: str
    ends_on: date
    value: Decimal | None = None
    tolerance: Decimal | None = None
    label: str = ""
    sample: bool = False
    id: UUID | None = None
    borrowed_from: str = ""


MISSES = {Polarity.HIGH: "below", Polarity.LOW: "above", Polarity.ZERO: "further from zero than"}
"""On which side of its target a figure is that misses it."""


def last_day_counted(as_at: date, quarter: Quarter | None = None) -> date:
    """Last day on which a period may end for its reading to count. Without a quarter, this is `as_at`."""
    return min(as_at, quarter.ends_on) if quarter else as_at


def target_ahead(day: date, targets: Iterable[TargetFacts]) -> TargetFacts | None:
    """Earliest target for that day or later, or the last one if all have passed."""
    in_time = sorted(targets, key=lambda target: target.ends_on)
    return next((target for target in in_time if target.ends_on >= day), in_time[-1] if in_time else None)


def target_for(reading: ReadingFacts, targets: Iterable[TargetFacts]) -> TargetFacts | None:
    """Target for the reading's own period, or else the next one after it, or else the last one."""
    known = list(targets)
    own = next((target for target in known if target.period == reading.period), None)
    return own or target_ahead(reading.ends_on, known)


def indicator_rag(
    reading: ReadingFacts | None,
    targets: Iterable[TargetFacts],
    *,
    polarity: Polarity | None,
    unit: Unit,
    holds_figures: bool = True,
    decimals: int | None = None,
) -> Verdict:
    """Compare a reading with its target: green meets it, amber misses it within the tolerance, red by more.

    `targets` are all of the indicator's. The target for the reading is chosen here, so that every page compares with
    the same one. Headings and qualitative rows hold no figures. `decimals` are those that the reason shows; the
    comparison is exact.
    """
    if not holds_figures:
        return Verdict(Rag.NOT_RATED, "This row holds no figures.")
    if polarity is None:
        return Verdict(Rag.NOT_RATED, "Direction not set.")
    if polarity == Polarity.NEITHER:
        return Verdict(Rag.NOT_RATED, "Neither higher nor lower is better, so this is not rated.")
    if reading is None or reading.value is None:
        return Verdict(Rag.NOT_RATED, f"{_why_no_figure(reading, unit)}.")
    target = target_for(reading, targets)
    if target is None:
        return Verdict(Rag.NOT_RATED, "No target set.")
    if target.value is None:
        return Verdict(Rag.NOT_RATED, f"No target set for {words_for_date(target.ends_on)}.")
    miss = polarity.shortfall(reading.value, target.value)
    words = _comparison(
        reading, target, miss, MISSES[polarity], unit, _telling(decimals, reading.value, target.value)
    )
    return Verdict(_rag(miss, target.tolerance), words)


def _telling(decimals: int | None, value: Decimal, target: Decimal) -> int | None:
    """The decimals, or None for all of them where rounding would make two different figures the same."""
    if decimals is None or value == target:
        return decimals
    step = Decimal(1).scaleb(-decimals)
    same = value.quantize(step, ROUND_HALF_UP) == target.quantize(step, ROUND_HALF_UP)
    return None if same else decimals


def _rag(miss: Decimal, tolerance: Decimal | None) -> Rag:
    if miss <= 0:
        return Rag.GREEN
    return Rag.AMBER if tolerance is not None and miss <= tolerance else Rag.RED


def _why_no_figure(reading: ReadingFacts | None, unit: Unit) -> str:
    if reading is None:
        return cell_words(Cell(), unit)
    return "The reading is in words" if reading.missing_code is None else cell_words(reading.cell, unit)


def _comparison(
    reading: ReadingFacts, target: TargetFacts, miss: Decimal, side: str, unit: Unit, decimals: int | None
) -> str:
    """Sentence such as "78% is so far 2 percentage points below the target of 80% for 31 March 2017."."""
    assert reading.value is not None and target.value is not None
    actual = shown_words(reading.value, unit, decimals) + (" (provisional)" if reading.provisional else "")
    aim = f"{shown_words(target.value, unit, decimals)} for {words_for_date(target.ends_on)}"
    has_passed = target.ends_on < reading.ends_on
    goal = f"the last target set, {aim}" if has_passed else f"the target of {aim}"
    is_ahead = target.ends_on > reading.ends_on
    if miss <= 0:
        return f"{actual} {'already ' if is_ahead else ''}meets {goal}."
    sentence = (
        f"{actual} is {'so far ' if is_ahead else ''}{difference_words(miss, unit, decimals)} {side} {goal}"
    )
    if not target.tolerance:
        return f"{sentence}."
    reach = "within" if miss <= target.tolerance else "beyond"
    return f"{sentence}, {reach} the tolerance of {difference_words(target.tolerance, unit)}."
