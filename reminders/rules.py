"""Which reminder is sent on which day, to whom, and when a link opens the form: docs/rules/reminders.md."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from core.periods import words_for_date
from core.words import WordedEnum

MOST_DAYS_BACK = 7
"""How far back the clock sends what it has missed."""
LINK_DAYS = 14
"""How long a link works after its email, and at least until the cut-off."""


class Reason(WordedEnum):
    """Why somebody is asked for an update, the most urgent first."""

    OVERDUE = "overdue"
    DUE_SOON = "due_soon"
    UPDATE_DUE = "update_due"
    TO_APPROVE = "to_approve"


@dataclass(frozen=True, slots=True)
class Days:
    """What a council has chosen, in days."""

    before: int = 14
    again_after: int = 7
    before_cut_off: int = 5


@dataclass(frozen=True, slots=True)
class Facts:
    """Of one deliverable: the last days of its open due points, and its latest update."""

    open_days: tuple[date, ...]
    complete: bool
    updated_on: date | None
    updated_this_quarter: bool


@dataclass(frozen=True, slots=True)
class Asked:
    """A reason, and the date that it is about."""

    reason: Reason
    on: date


def days_to_cover(last: date | None, today: date) -> tuple[date, ...]:
    """Days for which reminders are sent today: those since the clock was last here."""
    first = (
        today if last is None else max(last + timedelta(days=1), today - timedelta(days=MOST_DAYS_BACK - 1))
    )
    return tuple(first + timedelta(days=number) for number in range((today - first).days + 1))


def asked(facts: Facts, chosen: Days, *, cut_off_on: date, days: Iterable[date]) -> Asked | None:
    """The most urgent reason of these days, or None. The last of `days` is today."""
    covered = tuple(days)
    if facts.complete or not covered:
        return None
    today = covered[-1]
    for due in sorted(facts.open_days):
        if _is_overdue_day(due, chosen, covered) and not (facts.updated_on and facts.updated_on > due):
            return Asked(Reason.OVERDUE, due)
    recently = today - timedelta(days=chosen.before)
    for due in sorted(facts.open_days):
        is_day = due - timedelta(days=chosen.before) in covered and due >= today
        if is_day and not (facts.updated_on and facts.updated_on >= recently):
            return Asked(Reason.DUE_SOON, due)
    asked_on = {cut_off_on, cut_off_on - timedelta(days=chosen.before_cut_off)}
    if not facts.updated_this_quarter and today <= cut_off_on and asked_on & {*covered}:
        return Asked(Reason.UPDATE_DUE, cut_off_on)
    return None


def asked_to_approve(chosen: Days, *, cut_off_on: date, days: Iterable[date]) -> Asked | None:
    """Whether approvers are asked on these days, the last of which is today."""
    today = max(days)
    if cut_off_on - timedelta(days=chosen.before_cut_off) <= today <= cut_off_on:
        return Asked(Reason.TO_APPROVE, cut_off_on)
    return None


def _is_overdue_day(due: date, chosen: Days, days: Iterable[date]) -> bool:
    return any(day > due and ((day - due).days - 1) % chosen.again_after == 0 for day in days)


def link_problem(*, used: bool, expires_on: date, today: date, still_asked: bool, closed: bool) -> str:
    """Why a link does not open the form, as a sentence without its full stop, or ""."""
    if used:
        return "An update has been saved with this link. Sign in to change it"
    if not still_asked:
        return "You are no longer asked for this. If that is wrong, tell the council"
    if today > expires_on:
        return f"This link worked until {words_for_date(expires_on)}. Sign in to update"
    if closed:
        return "The quarter has been closed. Sign in to update the next one"
    return ""


def link_expires_on(sent_on: date, cut_off_on: date) -> date:
    return max(sent_on + timedelta(days=LINK_DAYS), cut_off_on)
