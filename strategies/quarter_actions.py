"""Change a council's quarters: close and reopen one, move its cut-off, set the days of grace, and add quarters."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime

from core.periods import Quarter, quarters_between, words_for_date
from core.refusals import ChangeRefused
from councils.actors import Actor, require
from councils.models import Council
from councils.permissions import Permission
from councils.tenancy import recorded

from .importers.quarters import create_quarters
from .models import QuarterSettings, ReportingPeriod, Strategy
from .quarter_rules import GRACE_WORKING_DAYS, MOST_DAYS_OF_GRACE, latest_cut_off, quarters_due
from .selected_quarter import NoQuarters, SelectedQuarter, selected_quarter

MOST_ADDED = 20
"""Number of quarters that can be added at once: five years."""

ALREADY_CLOSED = "{} is already closed."


def close_quarter(
    *,
    period: ReportingPeriod,
    by: Actor,
    today: date,
    now: datetime,
    reason: str = "",
    exceptions: Sequence[str] = (),
) -> ReportingPeriod:
    """Close a quarter, so that it takes no more updates. It must have ended, but its cut-off may be in the future.

    `exceptions` names what is missing, a line each. With any, a reason for closing without it is needed. Both are
    stored with the quarter.
    """
    require(by, Permission.QUARTER_CLOSE)
    reason = reason.strip()
    if why_not := why_not_closed(period, today=today):
        raise ChangeRefused(why_not)
    if exceptions and not reason:
        raise ChangeRefused({"reason": "Enter the reason for closing without what is missing"})
    with recorded("quarter.closed", actor=by.reference, reason=reason):
        closed = ReportingPeriod.objects.filter(pk=period.pk, closed_at=None).update(
            closed_at=now, closed_by_name=by.name, closed_reason=reason, exceptions=list(exceptions)
        )
        if not closed:
            raise ChangeRefused(ALREADY_CLOSED.format(period.quarter.short_words))
    period.refresh_from_db()
    return period


def why_not_closed(period: ReportingPeriod, *, today: date) -> str:
    """Why a quarter cannot be closed now, as a sentence. Empty if it can."""
    if period.ends_on >= today:
        ends = words_for_date(period.ends_on)
        return f"{period.quarter.short_words} cannot be closed until after {ends}."
    return ALREADY_CLOSED.format(period.quarter.short_words) if period.closed_at else ""


def reopen_quarter(*, period: ReportingPeriod, by: Actor, now: datetime, reason: str) -> ReportingPeriod:
    """Reopen a closed quarter for updates. The reason is stored with it. The log keeps what was missing at closing."""
    require(by, Permission.QUARTER_CLOSE)
    name, reason = period.quarter.short_words, reason.strip()
    if not reason:
        raise ChangeRefused({"reason": "Enter the reason for reopening the quarter"})
    with recorded("quarter.reopened", actor=by.reference, reason=reason):
        reopened = ReportingPeriod.objects.filter(pk=period.pk, closed_at__isnull=False).update(
            closed_at=None,
            closed_by_name="",
            closed_reason="",
            exceptions=[],
            reopened_at=now,
            reopened_by_name=by.name,
            reopened_reason=reason,
        )
        if not reopened:
            raise ChangeRefused(f"{name} is already open.")
    period.refresh_from_db()
    return period


def change_cut_off(*, period: ReportingPeriod, by: Actor, cut_off_on: date, reason: str) -> ReportingPeriod:
    """Give a quarter another cut-off, on or after its last day. Updates that are marked late stay marked."""
    require(by, Permission.QUARTER_CLOSE)
    reason = reason.strip()
    if problems := _cut_off_problems(period, cut_off_on, reason):
        raise ChangeRefused(problems)
    with recorded("quarter.cut-off-changed", actor=by.reference, reason=reason):
        still_open = ReportingPeriod.objects.filter(pk=period.pk, closed_at=None)
        if not still_open.update(cut_off_on=cut_off_on):
            raise ChangeRefused(
                f"{period.quarter.short_words} is closed. Reopen it before you change its cut-off."
            )
    period.refresh_from_db()
    return period


def _cut_off_problems(period: ReportingPeriod, cut_off_on: date, reason: str) -> dict[str, str]:
    problems = {}
    latest = latest_cut_off(period.quarter)
    if cut_off_on < period.ends_on:
        last_day = words_for_date(period.ends_on)
        problems["cut_off_on"] = f"The cut-off must be on or after {last_day}, the last day of the quarter"
    elif cut_off_on > latest:
        problems["cut_off_on"] = f"The cut-off must be on or before {words_for_date(latest)}"
    elif cut_off_on == period.cut_off_on:
        problems["cut_off_on"] = f"The cut-off is already {words_for_date(cut_off_on)}. Enter another date"
    if not reason:
        problems["reason"] = "Enter the reason for changing the cut-off"
    return problems


def change_days_of_grace(*, by: Actor, days_of_grace: int) -> None:
    """Set for how many working days after its cut-off a quarter stays in view."""
    require(by, Permission.QUARTER_CLOSE)
    if not 0 <= days_of_grace <= MOST_DAYS_OF_GRACE:
        raise ChangeRefused(
            {"days_of_grace": f"Enter a number of working days from 0 to {MOST_DAYS_OF_GRACE}"}
        )
    with recorded("quarters.grace-changed", actor=by.reference):
        settings, _ = QuarterSettings.objects.select_for_update().get_or_create(
            defaults={"days_of_grace": days_of_grace}
        )
        if settings.days_of_grace != days_of_grace:
            QuarterSettings.objects.filter(pk=settings.pk).update(days_of_grace=days_of_grace)


def add_quarters_between(*, by: Actor, first: Quarter, last: Quarter) -> list[Quarter]:
    """Add the quarters from `first` to `last` that the council does not have yet. Return those added."""
    require(by, Permission.QUARTER_CLOSE)
    if last < first:
        raise ChangeRefused({"last": f"The last quarter must not be before {first.short_words}"})
    if last.quarters_since(first) >= MOST_ADDED:
        raise ChangeRefused({"last": f"Add {MOST_ADDED} quarters or fewer at once"})
    known = set(ReportingPeriod.objects.values_list("label", flat=True))
    new = [quarter for quarter in quarters_between(first, last) if quarter.label not in known]
    if not new:
        raise ChangeRefused({"last": "The council already has these quarters. Choose others"})
    with recorded("quarters.added", actor=by.reference):
        create_quarters(new)
    return new


def make_due_quarters(*, council: Council, today: date) -> list[Quarter]:
    """Make the quarters of this and the next financial year that a council which reports does not have (1 query
    if it has them). The system makes them, whoever needs them first.
    """
    rows = list(ReportingPeriod.objects.with_grace().values_list("label", "days_of_grace"))
    if not rows and not Strategy.objects.exists():
        return []
    days_of_grace = rows[0][1] if rows else GRACE_WORKING_DAYS
    new = quarters_due([Quarter.parse(label) for label, _ in rows], today, days_of_grace)
    if new:
        with recorded("quarters.made", actor=Actor.system(council).reference):
            create_quarters(new)
    return new


def quarter_to_write(*, by: Actor, today: date) -> SelectedQuarter:
    """The quarter in view, for a write: first makes the quarters that are due if none in view takes updates."""
    try:
        selected = selected_quarter(None, today=today)
    except NoQuarters:
        if not make_due_quarters(council=by.council, today=today):
            raise
        return selected_quarter(None, today=today)
    if not selected.takes_updates and make_due_quarters(council=by.council, today=today):
        return selected_quarter(None, today=today)
    return selected
