"""Closing a quarter, so that nothing more is said for it, and opening it again with a reason."""

from __future__ import annotations

from datetime import date, datetime

from core.periods import words_for_date
from councils.access import Actor, require
from councils.permissions import Permission
from councils.tenancy import recorded

from .models import ReportingPeriod


class QuarterRefused(Exception):
    """The quarter cannot be closed or opened; the text says why."""


def close_quarter(
    *, period: ReportingPeriod, by: Actor, today: date, now: datetime, reason: str = ""
) -> ReportingPeriod:
    """No update speaks for the quarter any more. It must be over; its cut-off may still lie ahead."""
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
    """Updates may speak for the quarter again; the reason is kept with it."""
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
