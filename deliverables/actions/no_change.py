"""Record that nothing has changed since the last update."""

from __future__ import annotations

from datetime import date, datetime

from councils.actors import Actor, require
from councils.permissions import Permission
from strategies.models import ReportingPeriod

from ..models import Deliverable, ProgressUpdate
from ..rules import NEEDS_EXPLAINING
from ..rules.work import no_change_refusal
from ..summaries import state_today
from .progress import ProgressRefused, record_progress


def record_no_change(
    *,
    deliverable: Deliverable,
    period: ReportingPeriod,
    by: Actor,
    today: date,
    now: datetime,
    expected_version: int,
) -> ProgressUpdate:
    """Record the current stated RAG again for a quarter. Red and amber keep their reason, path to green and forecast.

    Raises ProgressRefused by the rules in docs/rules/my-work.md, and StaleDeliverable if `expected_version` is no
    longer the deliverable's version. Then nothing is changed.
    """
    require(by, Permission.PROGRESS_RECORD)
    state = state_today(deliverable, period=period, today=today)
    current = state.current_update
    refusal = no_change_refusal(
        state.stated,
        forecast_on=current.forecast_on if current else None,
        quarter=period.quarter,
        closed=period.closed_at is not None,
        today=today,
    )
    if current is None or refusal:
        raise ProgressRefused({"deliverable": refusal})
    needs_explaining = current.rag in NEEDS_EXPLAINING
    return record_progress(
        deliverable=deliverable,
        period=period,
        rag=current.rag,
        narrative=f"No change since {current.period.quarter.short_words}.",
        reason=current.reason if needs_explaining else "",
        path_to_green=current.path_to_green if needs_explaining else "",
        forecast_on=current.forecast_on if needs_explaining else None,
        by=by,
        today=today,
        now=now,
        expected_version=expected_version,
        verb="progress.unchanged",
    )
