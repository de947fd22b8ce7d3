"""The two lists of promised effects that do not show: delivery green and impact flat, and none seen."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from indicators.expectations import Judged, judged_impacts
from indicators.models import Indicator
from indicators.models.indicator import IndicatorQuerySet
from strategies.models import ReportingPeriod

from .dashboard import ImpactLine, ImpactLists, Shown


def impact_lists(rows: IndicatorQuerySet, *, period: ReportingPeriod, as_at: date) -> ImpactLists:
    """Judge the indicators that have a trajectory (1 query, at most 2 more if there are some)."""
    found = judged_impacts(rows, as_at=as_at, quarter=period.quarter)
    flat = Shown.of(each for each in found if each.verdict.green_but_flat)
    unseen = Shown.of(each for each in found if each.verdict.none_seen)
    named = _names({each.indicator_id for each in (*flat, *unseen)})
    return ImpactLists(
        judged=len(found),
        green_but_flat=flat.map(lambda each: _line(each, named)),
        none_seen=unseen.map(lambda each: _line(each, named)),
    )


def _names(ids: Iterable[int]) -> dict[int, Indicator]:
    wanted = list(ids)
    if not wanted:
        return {}
    return {row.pk: row for row in Indicator.objects.filter(id__in=wanted).with_parents()}


def _line(judged: Judged, named: dict[int, Indicator]) -> ImpactLine:
    row = named[judged.indicator_id]
    return ImpactLine(id=str(row.public_id), name=row.full_name, reason=judged.verdict.reason)
