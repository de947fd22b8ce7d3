"""Begin new limits for a series from a period on, and take that back."""

from __future__ import annotations

from datetime import date, datetime

from django.db import transaction

from core.periods import Period
from core.refusals import ChangeRefused
from councils.actors import Actor, require
from councils.permissions import Permission
from councils.tenancy import recorded

from ..models import Indicator, Rebase
from ..rules.spc.periods import OFTEN


def add_rebase(
    *, indicator: Indicator, period: Period, reason: str, by: Actor, today: date, now: datetime
) -> Rebase:
    """Give the figures from this period on their own mean and limits. Raises ChangeRefused.

    It needs a reason, and is never done by itself.
    """
    require(by, Permission.INDICATORS_RECORD)
    reason = reason.strip()
    _check(indicator, period, reason, today)
    with transaction.atomic():
        # Two who re-base the same period at once wait for each other here.
        Indicator.objects.select_for_update().get(pk=indicator.pk)
        rebase = Rebase.objects.filter(indicator=indicator, period=period.token).first()
        if rebase and rebase.removed_on is None:
            raise ChangeRefused({"period": f"{period.words} is re-based already: {rebase.reason}"})
        with recorded("rebase.added", actor=by.reference, reason=reason):
            rebase = rebase or Rebase(indicator=indicator, period=period.token, starts_on=period.starts_on)
            rebase.reason, rebase.by_name, rebase.removed_on = reason, by.name, None
            rebase.recorded_on, rebase.recorded_at = today, now
            rebase.save()
    return rebase


def remove_rebase(*, rebase: Rebase, reason: str = "", by: Actor, today: date) -> None:
    """Join the figures from this re-base on with those before it again."""
    require(by, Permission.INDICATORS_RECORD)
    with recorded("rebase.removed", actor=by.reference, reason=reason.strip()):
        rebase.removed_on = today
        rebase.save()


def _check(indicator: Indicator, period: Period, reason: str, today: date) -> None:
    if not indicator.holds_figures:
        raise ChangeRefused(f"{indicator.name} holds no figures, so it has no limits.")
    problems = {}
    if period.kind.value not in OFTEN:
        problems["period"] = "Choose a quarter or a month. Other figures have no limits."
    elif period.starts_on > today:
        problems["period"] = f"{period.words} has not started. Choose a period that has."
    if not reason:
        problems["reason"] = "Enter what has changed, so that older figures no longer say what to expect."
    if problems:
        raise ChangeRefused(problems)
