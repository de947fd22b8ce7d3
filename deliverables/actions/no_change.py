"""Record that nothing has changed since the last update."""

from __future__ import annotations

from datetime import date, datetime

from councils.access import Actor, require
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
    said = state.current_update
    refusal = no_change_refusal(
        state.stated,
        forecast_on=said.forecast_on if said else None,
        quarter=period.quarter,
        closed=period.closed_at is not None,
        today=today,
    )
    if said is None or refusal:
        raise ProgressRefused({"deliverable": refusal})
    explained = said.rag in NEEDS_EXPLAINING
    return record_progress(
        deliverable=deliverable,
        period=period,
        rag=said.rag,
        narrative=f"No change since {said.period.quarter.short_words}.",
        reason=said.reason if explained else "",
        path_to_green=said.path_to_green if explained else "",
        forecast_on=said.forecast_on if explained else None,
        by=by,
        today=today,
        now=now,
        expected_version=expected_version,
        verb="progress.unchanged",
    )
