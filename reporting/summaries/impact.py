"""Promised effects that do not show: delivery green and impact flat, and none seen."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from indicators.expectations import Judged, judged_impacts
from indicators.models import Indicator
from indicators.models.indicator import IndicatorQuerySet
from indicators.small_numbers import NOTHING, Hidden
from strategies.models import ReportingPeriod

from .dashboard import ImpactLists, Shown
from .shapes import ImpactLine


def impact_lines(
    rows: IndicatorQuerySet, *, period: ReportingPeriod, as_at: date, hidden: Hidden = NOTHING
) -> tuple[ImpactLine, ...]:
    """Every indicator whose promised effect does not show, in table order (1 query, at most 2 more).

    `hidden` readings do not count, because the reason says the figure.
    """
    found = judged_impacts(rows, as_at=as_at, quarter=period.quarter, hidden=hidden)
    failed = [each for each in found if each.verdict.green_but_flat or each.verdict.none_seen]
    return tuple(_lines(failed).values())


def impact_lists(rows: IndicatorQuerySet, *, period: ReportingPeriod, as_at: date) -> ImpactLists:
    """The two lists of a dashboard (1 query, at most 2 more if there are trajectories). Loads what they show."""
    found = judged_impacts(rows, as_at=as_at, quarter=period.quarter)
    flat = Shown.of(each for each in found if each.verdict.green_but_flat)
    unseen = Shown.of(each for each in found if each.verdict.none_seen)
    lines = _lines([*flat, *unseen])
    return ImpactLists(
        judged=len(found),
        green_but_flat=flat.map(lambda each: lines[each.indicator_id]),
        none_seen=unseen.map(lambda each: lines[each.indicator_id]),
    )


def _lines(judged: Iterable[Judged]) -> dict[int, ImpactLine]:
    """Lines by indicator id, in the order given (1 query, none for nothing)."""
    verdicts = {each.indicator_id: each.verdict for each in judged}
    if not verdicts:
        return {}
    rows = {row.pk: row for row in Indicator.objects.filter(id__in=list(verdicts)).with_parents()}
    return {
        key: ImpactLine(
            id=str(rows[key].public_id),
            name=rows[key].full_name,
            reason=verdict.reason,
            green_but_flat=verdict.green_but_flat,
            none_seen=verdict.none_seen,
        )
        for key, verdict in verdicts.items()
    }
