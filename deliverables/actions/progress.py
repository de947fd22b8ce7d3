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

from ..approval import proposed_for
from ..models import Deliverable, ProgressUpdate, ProposedUpdate
from .bulk import StaleDeliverables, lock_all
from .proposing import draft_problem
from .updates import Saved, new_update, save_updates, update_problems


class ProgressRefused(Exception):
    """The update cannot be recorded. `problems` has a sentence for each wrong argument, by its name."""

    def __init__(self, problems: dict[str, str]) -> None:
        super().__init__(" ".join(problems.values()))
        self.problems = problems


class StaleDeliverable(Exception):
    """Someone else has changed the deliverable since the user opened it.

    `latest` is the last update, or the proposed one if that is later.
    """

    def __init__(self, latest: Saved | None) -> None:
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
    draft: bool = False,
) -> Saved:
    """Record a progress update on a deliverable for a quarter. It never changes. A later update replaces it.

    If it needs approval, it is proposed instead. `draft`: that one is kept, unfinished perhaps, and not yet sent.

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
        if problems := _draft_problems(update) if draft else update_problems(update):
            raise ProgressRefused(problems)
        [saved] = save_updates([update], by=by, draft=draft)
        deliverable.version = locked.version
    return saved


def _lock(deliverable: Deliverable, expected_version: int | None) -> Deliverable:
    """Lock the deliverable until the transaction ends. Raises StaleDeliverable if its version has changed."""
    expected = None if expected_version is None else {deliverable.public_id: expected_version}
    try:
        [locked] = lock_all([deliverable], expected, "due_points")
    except StaleDeliverables as stale:
        raise StaleDeliverable(_latest(stale.deliverables[0])) from None
    return locked


def _latest(deliverable: Deliverable) -> Saved | None:
    """What was last said of it, whether it counts or waits for approval (2 queries)."""
    updates = ProgressUpdate.objects.filter(deliverable=deliverable)
    recorded_last: Saved | None = updates.order_by("-recorded_at", "-id").first()
    proposed: ProposedUpdate | None = proposed_for([deliverable.pk]).get(deliverable.pk)
    found = [each for each in (recorded_last, proposed) if each is not None]
    return max(found, key=lambda each: each.recorded_at, default=None)


def _draft_problems(update: ProgressUpdate) -> dict[str, str]:
    """Why it cannot be kept as a draft: one that is not finished can."""
    problems = {
        name: why for name, why in update_problems(update).items() if name in ("period", "done_points")
    }
    if update.rag not in list(Rag):
        problems |= update_problems(update)
    elif problem := draft_problem(update.deliverable, update.period):
        problems["rag"] = problem
    return problems
