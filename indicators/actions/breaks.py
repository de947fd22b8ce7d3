"""Say from which period the figures of an indicator no longer compare with the earlier ones."""

from __future__ import annotations

from datetime import date

from core.periods import Period
from core.refusals import ChangeRefused
from councils.actors import Actor, require
from councils.permissions import Permission
from councils.tenancy import recorded

from ..models import Indicator, SeriesBreak


def add_break(*, indicator: Indicator, period: Period, note: str, by: Actor, today: date) -> SeriesBreak:
    """Mark a break in the series: `period` is the first one that is measured in the new way. Raises ChangeRefused."""
    require(by, Permission.PLAN_CHANGE)
    if not indicator.holds_figures:
        raise ChangeRefused(f"{indicator.name} holds no figures, so its series has no breaks.")
    with recorded("series.broken", actor=by.reference):
        Indicator.objects.select_for_update().get(pk=indicator.pk)
        found = SeriesBreak(indicator=indicator, recorded_on=today, by_name=by.name)
        return _saved(found, period, note)


def change_break(*, series_break: SeriesBreak, period: Period, note: str, by: Actor) -> None:
    """Correct the period or the note. Raises ChangeRefused."""
    require(by, Permission.PLAN_CHANGE)
    with recorded("series.break_changed", actor=by.reference):
        Indicator.objects.select_for_update().get(pk=series_break.indicator_id)
        _saved(series_break, period, note)


def remove_break(*, series_break: SeriesBreak, reason: str = "", by: Actor) -> None:
    require(by, Permission.PLAN_CHANGE)
    with recorded("series.break_removed", actor=by.reference, reason=reason.strip()):
        series_break.delete()


def _saved(found: SeriesBreak, period: Period, note: str) -> SeriesBreak:
    if not note.strip():
        raise ChangeRefused({"note": "Say what changed, such as the definition or how it is counted."})
    others = SeriesBreak.objects.filter(indicator_id=found.indicator_id, period=period.token)
    if others.exclude(pk=found.pk).exists():
        raise ChangeRefused({"period": f"{period.words} already has a break. Change that one."})
    found.period, found.starts_on, found.note = period.token, period.starts_on, note.strip()
    found.save()
    return found
