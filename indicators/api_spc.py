"""Statistical process control of one indicator over the API: marks, limits and icons."""

from __future__ import annotations

from datetime import date
from fractions import Fraction
from typing import Any

from rest_framework import serializers

from api.shapes import PersonName, Row, Shape, choice, figure, id_field, text

from .columns import facts_of
from .models import Indicator, Reading, Rebase
from .rules.spc import Assurance, Cause, Limits, Meaning, Segment, Side, Stage, Variation
from .series_breaks import breaks_of
from .small_numbers import Hidden
from .spc_series import Cut, SpcSeries, spc_series, standing_rebases
from .summaries import indicator_states


class SpcLimitsShape(Shape):
    """Mean and limits of a segment, in the indicator's unit. Those of a percentage are not capped at 0 or 100."""

    mean = figure()
    average_moving_range = figure()
    lower = figure(help_text="Mean minus 2.66 times the average moving range.")
    upper = figure()
    near_lower = figure(help_text="Mean minus 1.773 times the average moving range.")
    near_upper = figure()
    screened = serializers.BooleanField(
        help_text="Moving ranges above 3.267 times their average were left out."
    )


class SpcSegmentShape(Shape):
    """Figures up to the next re-base, break in the series or end of a predecessor."""

    first_period = serializers.CharField()
    last_period = serializers.CharField()
    figures = serializers.IntegerField(help_text="Number of figures, without missing ones.")
    stage = choice(
        Stage,
        help_text="plain below 5 figures, trial below 13, then full. A series by year is always annual.",
    )
    limits = SpcLimitsShape(allow_null=True)
    begins_with = choice(
        Cut, allow_null=True, help_text="Why the limits begin anew here. Null for the first segment."
    )
    begins_because = text(help_text="The same in words. Null for the first segment.")


class SpcPointShape(Shape):
    """One period of the series."""

    period = serializers.CharField()
    value = figure(help_text="Null if it is missing.")
    cause = choice(Cause, allow_null=True, help_text="The special cause, or null for usual variation.")
    side = choice(Side, allow_null=True, help_text="Which way the special cause points.")
    meaning = choice(
        Meaning,
        allow_null=True,
        help_text="In the light of polarity. Null if it is missing, and without limits.",
    )


class RebaseShape(Shape):
    """Where the limits begin anew, and why."""

    id = id_field()
    period = serializers.CharField()
    reason = serializers.CharField()
    by = PersonName("by_name")
    recorded_on = serializers.DateField()


class SpcShape(Shape):
    """Statistical process control (XmR) of one indicator's figures, as at today."""

    indicator = id_field()
    period_kind = text(help_text="The kind of period of the series. Null without a figure.")
    variation = choice(Variation, allow_null=True, help_text="From 13 figures, otherwise null.")
    assurance = choice(Assurance, allow_null=True, help_text="Null without a target or without polarity.")
    target = figure(help_text="The target that the assurance icon compares with.")
    segments = SpcSegmentShape(many=True)
    points = SpcPointShape(many=True)
    rebases = RebaseShape(many=True)


def spc_of(indicator: Indicator, *, today: date, names: bool, hidden: Hidden) -> Row:
    """What the API shows of one indicator (5 queries).

    `hidden` readings count nowhere: a limit that they moved would give them away.
    """
    [state] = indicator_states(Indicator.objects.filter(id=indicator.pk), as_at=today)
    readings = [
        facts_of(reading)
        for reading in Reading.objects.filter(indicator=indicator).latest_first()
        if (indicator.pk, reading.period) not in hidden
    ]
    rebases = standing_rebases(indicator)
    breaks = breaks_of([indicator.pk])[indicator.pk]
    series = spc_series(indicator, readings, state.targets.values(), rebases, breaks, today=today)
    row: Row = {
        "indicator": str(indicator.public_id),
        **dict.fromkeys(("period_kind", "variation", "assurance", "target")),
        "segments": [],
        "points": [],
        "rebases": [_rebase(each, names) for each in rebases],
    }
    return row | _series(series) if series else row


def _series(series: SpcSeries) -> Row:
    analysis = series.analysis
    return {
        "period_kind": series.course.kind.value,
        "variation": analysis.variation,
        "assurance": analysis.assurance,
        "target": _number(analysis.target),
        "segments": [_segment(series, each) for each in analysis.segments],
        "points": _points(series),
    }


def _segment(series: SpcSeries, segment: Segment) -> Row:
    periods, begun = series.course.periods, series.beginnings.get(segment.start)
    return {
        "first_period": periods[segment.start].token,
        "last_period": periods[segment.stop - 1].token,
        "figures": segment.count,
        "stage": segment.stage,
        "limits": _limits(segment.limits) if segment.limits else None,
        "begins_with": begun.cut if begun else None,
        "begins_because": begun.words if begun else None,
    }


def _limits(limits: Limits) -> Row:
    return {
        "mean": _number(limits.mean),
        "average_moving_range": _number(limits.average_range),
        **{name: _number(getattr(limits, name)) for name in ("lower", "upper", "near_lower", "near_upper")},
        "screened": limits.screened,
    }


def _points(series: SpcSeries) -> list[dict[str, Any]]:
    analysis = series.analysis
    each = zip(series.course.periods, analysis.values, analysis.flags, analysis.meanings, strict=True)
    return [
        {
            "period": period.token,
            "value": _number(value),
            "cause": flag.cause if flag else None,
            "side": flag.side if flag else None,
            "meaning": meaning,
        }
        for period, value, flag, meaning in each
    ]


def _rebase(rebase: Rebase, names: bool) -> Row:
    return {
        "id": str(rebase.public_id),
        "period": rebase.period,
        "reason": rebase.reason,
        "by": rebase.by_name if names else None,
        "recorded_on": rebase.recorded_on.isoformat(),
    }


def _number(number: Fraction | None) -> float | None:
    """JSON number with at most six decimals."""
    return None if number is None else round(float(number), 6)
