"""Rules for quarters: which one is in view, its state and cut-off, when an update is late, and which are made next.

For the rules in words and the truth tables that the tests run, see docs/rules/clock-and-quarter.md.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date

from core.bank_holidays import bank_holidays
from core.periods import Quarter, months_later, quarters_between, working_days_after
from core.words import WordedEnum

CUT_OFF_WORKING_DAYS = 15
GRACE_WORKING_DAYS = 5
"""Default days of grace. With the cut-off they end four weeks after the quarter, when boards have usually met."""

MOST_DAYS_OF_GRACE = 60
"""About as long as a quarter. With more, a quarter would stay in view until the next one has ended too."""

LATEST_CUT_OFF_MONTHS = 12


class QuarterState(WordedEnum):
    """State of a quarter on a day."""

    TO_COME = "to_come"
    OPEN = "open"
    IN_GRACE = "in_grace"
    WAITING = "waiting"
    CLOSED = "closed"

    @property
    def word(self) -> str:
        return {
            QuarterState.IN_GRACE: "In its days of grace",
            QuarterState.WAITING: "Waiting to be closed",
        }.get(self, super().word)


@dataclass(frozen=True, slots=True)
class QuarterFacts:
    """A quarter as the rules take it."""

    quarter: Quarter
    cut_off_on: date
    is_closed: bool = False


def is_late(recorded_on: date, cut_off: date) -> bool:
    """Whether an update was recorded after its quarter's cut-off. A late update is marked and kept."""
    return recorded_on > cut_off


def last_day_in_view(cut_off: date, days_of_grace: int) -> date:
    """The last day of grace: so many working days after the cut-off."""
    holidays = bank_holidays(cut_off.year) | bank_holidays(cut_off.year + 1)
    return working_days_after(cut_off, days_of_grace, holidays)


def quarter_state(facts: QuarterFacts, today: date, days_of_grace: int) -> QuarterState:
    if facts.is_closed:
        return QuarterState.CLOSED
    if facts.quarter.starts_on > today:
        return QuarterState.TO_COME
    if today <= facts.cut_off_on:
        return QuarterState.OPEN
    in_grace = today <= last_day_in_view(facts.cut_off_on, days_of_grace)
    return QuarterState.IN_GRACE if in_grace else QuarterState.WAITING


def first_to_answer_for(set_up_on: date | None, first_used: Quarter | None) -> Quarter | None:
    """The first quarter that a council answers for, of the day it was set up and the first one that it used."""
    known = [Quarter.of(set_up_on)] if set_up_on else []
    return min([*known, first_used] if first_used else known, default=None)


def is_to_be_closed(facts: QuarterFacts, today: date, days_of_grace: int, first: Quarter | None) -> bool:
    """Whether the council is asked to close a quarter. `first` is the first that it answers for."""
    is_waiting = quarter_state(facts, today, days_of_grace) == QuarterState.WAITING
    return is_waiting and first is not None and facts.quarter >= first


def quarter_in_view(quarters: Iterable[QuarterFacts], today: date, days_of_grace: int) -> Quarter | None:
    """The earliest open quarter within its days of grace, else the last that has begun. None if none has begun."""
    begun = sorted(
        (facts for facts in quarters if facts.quarter.starts_on <= today), key=lambda facts: facts.quarter
    )
    for facts in begun:
        if quarter_state(facts, today, days_of_grace) in (QuarterState.OPEN, QuarterState.IN_GRACE):
            return facts.quarter
    return begun[-1].quarter if begun else None


def quarter_for_updates(
    quarters: Collection[QuarterFacts], today: date, days_of_grace: int
) -> Quarter | None:
    """The quarter that an update is for by default: the one in view, unless it is closed."""
    in_view = quarter_in_view(quarters, today, days_of_grace)
    is_closed = any(facts.is_closed for facts in quarters if facts.quarter == in_view)
    return None if is_closed else in_view


def quarters_due(known: Collection[Quarter], today: date, days_of_grace: int) -> list[Quarter]:
    """Quarters to make, up to the end of the next financial year."""
    present = Quarter.of(today)
    still_in_view = today <= last_day_in_view(default_cut_off(present.previous), days_of_grace)
    first = max(present.previous if still_in_view else present, min(known, default=Quarter(1900, 1)))
    return [
        quarter for quarter in quarters_between(first, Quarter(present.year + 1, 4)) if quarter not in known
    ]


def quarter_heard(held_on: date) -> Quarter:
    """The quarter of which a meeting hears: the one before the quarter in which it is held."""
    return Quarter.of(held_on).previous


def papers_too_early(facts: QuarterFacts, papers_on: date) -> bool:
    """Whether the papers of a meeting are due before the cut-off of the quarter of which it hears."""
    return papers_on < facts.cut_off_on and not facts.is_closed


def judgement_day(today: date, cut_off: date) -> date:
    """The day as at which dashboards and packs judge a quarter: today, or its cut-off if that is earlier."""
    return min(today, cut_off)


def default_cut_off(quarter: Quarter) -> date:
    """Default deadline for updates for a quarter: 15 working days after the quarter ends.

    The quarter stays open until then, because readings and updates arrive after the quarter they are for.
    """
    return working_days_after(
        quarter.ends_on, CUT_OFF_WORKING_DAYS, bank_holidays(quarter.next.starts_on.year)
    )


def latest_cut_off(quarter: Quarter) -> date:
    """The last day that a cut-off may be on."""
    return months_later(quarter.ends_on, LATEST_CUT_OFF_MONTHS, last_day_too=True)
