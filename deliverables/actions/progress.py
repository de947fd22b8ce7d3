"""Record a progress update on a deliverable for a quarter."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from uuid import UUID

from core.rag import Rag
from councils.actors import Actor, require
from councils.permissions import Permission
from councils.tenancy import own_noun, recorded
from strategies.models import ReportingPeriod

from ..models import Deliverable, ProgressUpdate
from .bulk import StaleDeliverables, lock_all
from .updates import new_update, save_updates, update_problems


class ProgressRefused(Exception):
    """The update cannot be recorded. `problems` has a sentence for each wrong argument, by its name."""

    def __init__(self, problems: dict[str, str]) -> None:
        super().__init__(" ".join(problems.values()))
        self.problems = problems


class StaleDeliverable(Exception):
    """Someone else has changed the deliverable since the user opened it. `latest` is the last update, if any."""

    def __init__(self, latest: ProgressUpdate | None) -> None:
        super().__init__(f"Someone else has updated this {own_noun('deliverable')} since you opened it.")
        self.latest = latest


def record_progress(
    *,
    deliverable: Deliverable,
    period: ReportingPeriod,
    rag: Rag | str,
    narrative: str = "",
    reason: str = "",
    path_to_green: str = "",
    forecast_on: date | None = None,
    done_points: Iterable[UUID | str] = (),
    by: Actor,
    today: date,
    now: datetime,
    expected_version: int | None = None,
    verb: str = "progress.recorded",
) -> ProgressUpdate:
    """Record a progress update on a deliverable for a quarter. It never changes. A later update replaces it.

    The due points in `done_points` (public ids) are marked as done today. The deliverable's version increases by
    one. `verb` is the name in the change log. Raises ProgressRefused if the update is not valid, and
    StaleDeliverable if `expected_version` is no longer the deliverable's version. Then nothing is changed.
    """
    require(by, Permission.PROGRESS_RECORD)
    with recorded(verb, actor=by.reference, reason=reason.strip()):
        locked = _lock(deliverable, expected_version)
        update = new_update(
            deliverable=locked,
            period=period,
            rag=rag,
            narrative=narrative,
            reason=reason,
            path_to_green=path_to_green,
            forecast_on=forecast_on,
            done_points=done_points,
            by=by,
            today=today,
            now=now,
        )
        if problems := update_problems(update):
            raise ProgressRefused(problems)
        save_updates([update])
        deliverable.version = locked.version
    return update


def _lock(deliverable: Deliverable, expected_version: int | None) -> Deliverable:
    """Lock the deliverable until the transaction ends. Raises StaleDeliverable if its version has changed."""
    expected = None if expected_version is None else {deliverable.public_id: expected_version}
    try:
        [locked] = lock_all([deliverable], expected, "due_points")
    except StaleDeliverables as stale:
        updates = ProgressUpdate.objects.filter(deliverable__in=stale.deliverables)
        raise StaleDeliverable(updates.order_by("-recorded_at", "-id").first()) from None
    return locked
