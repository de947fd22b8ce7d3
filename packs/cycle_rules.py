"""The cycle of a board's packs: which quarter a meeting gets, on which day each step is, and where it stands.

In words, with the tables that the tests run: docs/rules/board-cycle.md.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from core.bank_holidays import bank_holidays
from core.periods import words_for_date, working_days_after
from core.words import WordedEnum
from strategies.quarter_rules import QuarterFacts

from .review_rules import ReviewStep, release_problem
from .states import PackState


class Step(WordedEnum):
    CUT_OFF = "cut_off"
    FIGURES = "figures"
    REVIEW = "review"
    RELEASE = "release"

    @property
    def word(self) -> str:
        return "Cut-off" if self == Step.CUT_OFF else super().word


class StepState(WordedEnum):
    TO_COME = "to_come"
    NOW = "now"
    DONE = "done"
    HELD_UP = "held_up"


BEING_MADE = (PackState.SCHEDULED, PackState.FROZEN, PackState.RENDERING)


@dataclass(frozen=True, slots=True)
class CycleDays:
    """The days of one meeting's cycle."""

    cut_off_on: date
    figures_on: date
    papers_on: date

    def of(self, step: Step) -> date:
        """Day of a step. The review begins with the figures."""
        return {Step.CUT_OFF: self.cut_off_on, Step.RELEASE: self.papers_on}.get(step, self.figures_on)


@dataclass(frozen=True, slots=True)
class PackFacts:
    """The latest edition of a cycle's pack. `released` is whether it was released at any time."""

    state: PackState
    released: bool


@dataclass(frozen=True, slots=True)
class CyclePosition:
    """State of each step. `words` say what is waited for, as a sentence, "" for nothing."""

    states: dict[Step, StepState]
    words: str


def figures_day(cut_off_on: date) -> date:
    """The first working day after the cut-off."""
    return working_days_after(
        cut_off_on, 1, bank_holidays(cut_off_on.year) | bank_holidays(cut_off_on.year + 1)
    )


def quarter_for(papers_on: date, quarters: Iterable[QuarterFacts]) -> QuarterFacts | None:
    """The latest quarter whose figures can be taken by the day on which the papers are due."""
    ready = [each for each in quarters if figures_day(each.cut_off_on) <= papers_on]
    return max(ready, key=lambda each: each.quarter.starts_on, default=None)


def clock_waits(
    *,
    state: PackState,
    review: ReviewStep | None,
    needs_approval: bool,
    today: date,
    papers_on: date,
    held_on: date,
) -> str:
    """Why the clock does not release a pack of a board for which it may, as a sentence without a full stop, or ""."""
    if state != PackState.RENDERED:
        return "The PDF is not ready"
    if problem := release_problem(review, needs_approval=needs_approval):
        return problem
    if review in (ReviewStep.SENT, ReviewStep.CHANGES_ASKED):
        return "Its review is not finished"
    if today < papers_on:
        return f"It goes out on {words_for_date(papers_on)}, at six in the morning"
    if today > held_on:
        return "The meeting is over"
    return ""


def position(
    days: CycleDays, pack: PackFacts | None, today: date, *, clock_releases: bool = False
) -> CyclePosition:
    """Where a cycle stands on a day. `clock_releases`: the clock releases the pack, so nobody is asked to."""
    if pack is not None and pack.released:
        return CyclePosition(dict.fromkeys(Step, StepState.DONE), "")
    cut_off = StepState.DONE if today > days.cut_off_on else StepState.TO_COME
    figures, review, words = _until_release(days, pack, today)
    if clock_releases and pack is not None and pack.state == PackState.RENDERED:
        words = "Read the pack before it goes out."
    release = StepState.TO_COME
    if pack is not None and pack.state == PackState.RENDERED:
        if today > days.papers_on:
            release = StepState.HELD_UP
            words = f"The papers were due on {words_for_date(days.papers_on)}. Release the pack now."
        elif today == days.papers_on:
            release = StepState.NOW
    return CyclePosition(
        {Step.CUT_OFF: cut_off, Step.FIGURES: figures, Step.REVIEW: review, Step.RELEASE: release}, words
    )


def _until_release(days: CycleDays, pack: PackFacts | None, today: date) -> tuple[StepState, StepState, str]:
    """State of the figures and of the review, and what is waited for."""
    if pack is None:
        if today < days.figures_on:
            return StepState.TO_COME, StepState.TO_COME, ""
        words = "The clock takes the figures by six in the morning. You can do it now."
        return StepState.NOW, StepState.TO_COME, words
    if pack.state == PackState.CANCELLED:
        return StepState.HELD_UP, StepState.TO_COME, "The pack was cancelled. Build it again."
    if pack.state == PackState.FAILED:
        words = "The PDF could not be made. Open the pack to see the reason."
        return StepState.DONE, StepState.HELD_UP, words
    if pack.state in BEING_MADE:
        return StepState.DONE, StepState.NOW, "The PDF is being made."
    return (
        *(StepState.DONE, StepState.NOW),
        f"Read the pack and release it by {words_for_date(days.papers_on)}.",
    )
