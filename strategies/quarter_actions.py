"""Close a quarter for updates, or reopen it with a reason."""

from __future__ import annotations

from datetime import date, datetime

from core.periods import words_for_date
from councils.actors import Actor, require
from councils.permissions import Permission
from councils.tenancy import recorded

from .models import ReportingPeriod


class QuarterRefused(Exception):
    """The quarter cannot be closed or reopened. The message gives the reason."""


def close_quarter(
    *, period: ReportingPeriod, by: Actor, today: date, now: datetime, reason: str = ""
) -> ReportingPeriod:
    """Close a quarter, so that it takes no more updates. It must have ended, but its cut-off may be in the future."""
    require(by, Permission.QUARTER_CLOSE)
    if period.ends_on >= today:
        ends = words_for_date(period.ends_on)
        raise QuarterRefused(f"{period.quarter.short_words} cannot be closed until after {ends}.")
    with recorded("quarter.closed", actor=by.reference, reason=reason):
        if not ReportingPeriod.objects.filter(pk=period.pk, closed_at=None).update(closed_at=now):
            raise QuarterRefused(f"{period.quarter.short_words} is already closed.")
    period.refresh_from_db()
    return period


def reopen_quarter(*, period: ReportingPeriod, by: Actor, reason: str) -> ReportingPeriod:
    """Reopen a closed quarter for updates. The reason is stored with it."""
    require(by, Permission.QUARTER_CLOSE)
    reason = reason.strip()
    if not reason:
        raise QuarterRefused("Enter the reason for reopening the quarter.")
    with recorded("quarter.reopened", actor=by.reference, reason=reason):
        closed = ReportingPeriod.objects.filter(pk=period.pk, closed_at__isnull=False)
        if not closed.update(closed_at=None, reopened_reason=reason):
            raise QuarterRefused(f"{period.quarter.short_words} is already open.")
    period.refresh_from_db()
    return period
