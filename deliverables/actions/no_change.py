"""Record that nothing has changed since the last update."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress
from datetime import date, datetime
from typing import Any

from councils.actors import Actor, require
from councils.permissions import Permission
from councils.tenancy import recorded
from strategies.models import ReportingPeriod

from ..models import Deliverable, ProgressUpdate
from ..rules import NEEDS_EXPLAINING
from ..rules.work import no_change_refusal
from ..summaries import DeliverableState, deliverable_states, state_today
from .bulk import ExpectedVersions, lock_all
from .progress import ProgressRefused, record_progress
from .updates import Saved, new_update, save_updates, update_problems

UNCHANGED = "progress.unchanged"


def record_no_change(
    *,
    deliverable: Deliverable,
    period: ReportingPeriod,
    by: Actor,
    today: date,
    now: datetime,
    expected_version: int,
) -> Saved:
    """Record the current stated RAG again for a quarter. Red and amber keep their reason, path to green and forecast.

    Raises ProgressRefused by the rules in docs/rules/my-work.md, and StaleDeliverable if `expected_version` is no
    longer the deliverable's version. Then nothing is changed.
    """
    require(by, Permission.PROGRESS_RECORD)
    state = state_today(deliverable, period=period, today=today)
    return record_progress(
        deliverable=deliverable,
        period=period,
        **_repeated(state, period, today),
        by=by,
        today=today,
        now=now,
        expected_version=expected_version,
        verb=UNCHANGED,
    )


def repeat_several(
    *,
    deliverables: Sequence[Deliverable],
    period: ReportingPeriod,
    by: Actor,
    today: date,
    now: datetime,
    expected_versions: ExpectedVersions | None = None,
) -> list[Saved]:
    """Record "no change" for a quarter for each of the deliverables that may have it. The others stay as they are.

    Raises StaleDeliverables. Then nothing is recorded.
    """
    require(by, Permission.PROGRESS_RECORD)
    with recorded(UNCHANGED, actor=by.reference):
        locked = lock_all(deliverables, expected_versions)
        rows = Deliverable.objects.filter(pk__in=[each.pk for each in locked])
        updates = []
        for state in deliverable_states(rows, period=period, today=today, as_at=today):
            with suppress(ProgressRefused):
                updates.append(new_no_change(state, period=period, by=by, today=today, now=now))
        return save_updates(updates, by=by)


def new_no_change(
    state: DeliverableState, *, period: ReportingPeriod, by: Actor, today: date, now: datetime
) -> ProgressUpdate:
    """The update that `repeat_several` would record for a deliverable, checked but not saved. Raises ProgressRefused.

    `state` is the deliverable's state as at today.
    """
    said = _repeated(state, period, today)
    update = new_update(deliverable=state.deliverable, period=period, **said, by=by, today=today, now=now)
    if problems := update_problems(update):
        raise ProgressRefused(problems)
    return update


def _repeated(state: DeliverableState, period: ReportingPeriod, today: date) -> dict[str, Any]:
    """What the new update says. Raises ProgressRefused."""
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
    said = {"rag": current.rag, "narrative": f"No change since {current.quarter.short_words}."}
    if current.rag not in NEEDS_EXPLAINING:
        return said
    return said | {
        "reason": current.reason,
        "path_to_green": current.path_to_green,
        "forecast_on": current.forecast_on,
    }
