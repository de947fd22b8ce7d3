"""Indicators of the fictional council, with figures, targets, expected effects and trajectories."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from core.periods import Quarter
from core.rag import Rag
from deliverables.models import Deliverable
from indicators.models import (
    ConfidenceRating,
    ExpectedEffect,
    Indicator,
    Reading,
    TableColumn,
    Target,
    Trajectory,
    TrajectoryPoint,
)
from strategies.models import Strategy

from ..samples import noon
from .clock import Clock
from .deliverables import AUTHOR


def add_indicators(strategy: Strategy, entries: list[dict[str, Any]], clock: Clock) -> None:
    deliverables = {each.reference: each for each in Deliverable.objects.select_related("strand")}
    past = clock.quarters[:-1]
    year_end = date(past[-1].ends_on.year + (past[-1].ends_on.month > 3), 3, 31)
    for position, quarter in enumerate(past[-4:], start=1):
        TableColumn.objects.create(
            strategy=strategy,
            set=Indicator.Set.SECONDARY,
            kind=TableColumn.Kind.QUARTER,
            label=quarter.short_words,
            period=quarter.label,
            position=position,
        )
    TableColumn.objects.create(
        strategy=strategy,
        set=Indicator.Set.SECONDARY,
        kind=TableColumn.Kind.TARGET,
        label=f"Target {year_end:%B %Y}",
        period=year_end.isoformat(),
        has_confidence_rag=True,
        position=5,
    )
    for position, entry in enumerate(entries, start=1):
        indicator = Indicator.objects.create(
            strategy=strategy,
            set=Indicator.Set.SECONDARY,
            position=position,
            label=str(position),
            title=entry["title"],
            kind=Indicator.Kind.QUANTITATIVE,
            unit=entry["unit"],
            polarity=entry["polarity"],
            basis=Indicator.Basis.QUARTER,
        )
        Reading.objects.bulk_create(
            Reading(
                indicator=indicator,
                period=quarter.label,
                ends_on=quarter.ends_on,
                value=value,
                sample=True,
            )
            for quarter, value in _figures(past, entry)
        )
        if "target" in entry:
            _target(indicator, entry, year_end, clock)
        ExpectedEffect.objects.bulk_create(
            ExpectedEffect(
                deliverable=deliverables[effect["deliverable"]],
                indicator=indicator,
                direction=effect["direction"],
                size=effect.get("size"),
                horizon_on=clock.quarter(effect["shows"]).ends_on if "shows" in effect else None,
                confidence=effect.get("confidence", ""),
                evidence=effect.get("evidence", ""),
                note=effect.get("note", ""),
            )
            for effect in entry.get("moved_by", [])
        )
        if "trajectory" in entry:
            _trajectories(indicator, entry, clock)


def _figures(past: Sequence[Quarter], entry: dict[str, Any]) -> list[tuple[Quarter, float]]:
    """Figures by quarter, those `before` the plan included: with 13 or more, usual variation has icons."""
    figures = list(zip(past, entry["values"], strict=True))
    quarter = past[0]
    for value in reversed(entry.get("before", [])):
        quarter = quarter.previous
        figures.insert(0, (quarter, value))
    return figures


def _trajectories(indicator: Indicator, entry: dict[str, Any], clock: Clock) -> None:
    """The main trajectory of an indicator, and a scenario in which its effects show later."""
    said = entry["trajectory"]
    same = {
        "indicator": indicator,
        "baseline_value": entry["values"][said["start"]],
        "baseline_on": clock.quarter(said["start"]).ends_on,
        "baseline_method": said["method"],
        "tolerance": said["tolerance"],
    }
    made = [
        Trajectory(**same, name="Expected course", is_main=True, assumptions=said["assumptions"]),
        *(
            Trajectory(
                **same, name=each["name"], shift_months=each["months"], assumptions=each["assumptions"]
            )
            for each in [said.get("scenario")]
            if each
        ),
    ]
    TrajectoryPoint.objects.bulk_create(
        TrajectoryPoint(
            trajectory=trajectory,
            expected_on=clock.quarter(point["quarter"]).ends_on,
            do_nothing=point["nothing"],
            with_plan=point["plan"] if trajectory.is_main else None,
            label=point.get("label", "") if trajectory.is_main else "",
        )
        for trajectory in Trajectory.objects.bulk_create(made)
        for point in said["points"]
    )


def _target(indicator: Indicator, entry: dict[str, Any], year_end: date, clock: Clock) -> None:
    target = Target.objects.create(
        indicator=indicator,
        period=year_end.isoformat(),
        ends_on=year_end,
        label=f"Target {year_end:%B %Y}",
        value=entry["target"],
        tolerance=abs(entry["target"]) // 10,
        sample=True,
    )
    gap = abs(entry["target"] - entry["values"][-1]) / abs(entry["target"])
    rag = Rag.GREEN if gap < 0.06 else Rag.AMBER if gap < 0.2 else Rag.RED
    ConfidenceRating.objects.create(
        target=target,
        rag=rag,
        reason="" if rag == Rag.GREEN else "At this rate the target will be missed.",
        recorded_on=clock.updated_on(clock.quarters[-2]),
        recorded_at=noon(clock.updated_on(clock.quarters[-2])),
        by_name=AUTHOR,
        sample=True,
    )
