"""New progress updates, of one deliverable or of many: one rule and one writer, which knows what needs approval."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from uuid import UUID

from core.periods import words_for_date
from core.rag import Rag
from councils.actors import Actor
from councils.tenancy import own_noun
from strategies.models import ReportingPeriod
from strategies.quarter_rules import is_late

from ..approval import needing_approval
from ..models import Deliverable, DuePoint, ProgressUpdate, ProposedUpdate
from ..rules import check_complete, check_update
from .bulk import bump_versions
from .proposing import propose_updates, withdraw_proposed

Saved = ProgressUpdate | ProposedUpdate
"""An update that has been recorded, or proposed because it needs approval."""


def new_update(
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
) -> ProgressUpdate:
    """An update on a deliverable that has been loaded with its due points. It is neither checked nor saved.

    The due points in `done_points` (public ids) are to be marked as done today.
    """
    own = {str(point.public_id): point.public_id for point in deliverable.due_points.all()}
    done = dict.fromkeys(str(point) for point in done_points)
    return ProgressUpdate(
        deliverable=deliverable,
        period=period,
        quarter_starts_on=period.starts_on,
        rag=str(rag),
        narrative=narrative.strip(),
        reason=reason.strip(),
        path_to_green=path_to_green.strip(),
        forecast_on=forecast_on,
        done_points=[own.get(point, point) for point in done],
        recorded_at=now,
        recorded_on=today,
        late=is_late(today, period.cut_off_on),
        by_user=by.user,
        by_name=by.name,
    )


def update_problems(update: ProgressUpdate) -> dict[str, str]:
    """Why a new update cannot be recorded: a sentence for each wrong argument, by its name. Runs no query."""
    return {
        **_period_problems(update.period, update.recorded_on),
        **_rag_problems(update),
        **_done_problems(update),
        **_complete_problems(update),
    }


def save_updates(
    updates: Sequence[ProgressUpdate], *, by: Actor, draft: bool = False, sent_as: str = ""
) -> list[Saved]:
    """Record new updates, and propose those that need approval, of deliverables that are locked (5 queries, at most 9).

    `draft`: what is proposed is kept and not yet sent. `sent_as` is the verb for it in the change log.
    """
    if not updates:
        return []
    needing = needing_approval(update.deliverable for update in updates)
    direct = [update for update in updates if update.deliverable_id not in needing]
    if direct:
        withdraw_proposed(direct)
        record_updates(direct)
    to_approve = [update for update in updates if update.deliverable_id in needing]
    proposed = iter(propose_updates(to_approve, by=by, draft=draft, verb=sent_as))
    return [next(proposed) if update.deliverable_id in needing else update for update in updates]


def record_updates(updates: Sequence[ProgressUpdate]) -> None:
    """Record updates, mark their parts as done, and increase the versions of their deliverables (3 queries)."""
    ProgressUpdate.objects.bulk_create(updates)
    done = [point for update in updates for point in update.done_points]
    DuePoint.objects.filter(public_id__in=done, done_on=None).update(done_on=updates[0].recorded_on)
    bump_versions([update.deliverable for update in updates])


def _period_problems(period: ReportingPeriod, today: date) -> dict[str, str]:
    words = period.quarter.short_words
    if period.starts_on > today:
        begins = words_for_date(period.starts_on)
        return {"period": f"{words} starts on {begins}. Choose a quarter that has started"}
    if period.closed_at is not None:
        who = "ask an administrator or approver to reopen"
        return {"period": f"{words} is closed. Choose an open quarter, or {who} {words}"}
    return {}


def _rag_problems(update: ProgressUpdate) -> dict[str, str]:
    if update.rag not in list(Rag):
        return {"rag": f"'{update.rag}' is not a RAG rating. Choose one of {', '.join(Rag)}"}
    return check_update(
        rag=Rag(update.rag),
        reason=update.reason,
        path_to_green=update.path_to_green,
        forecast_on=update.forecast_on,
        quarter=update.quarter,
        strategy_ends_on=update.deliverable.strategy.ends_on,
    )


def _done_problems(update: ProgressUpdate) -> dict[str, str]:
    own = {point.public_id for point in update.deliverable.due_points.all()}
    unknown = [str(point) for point in update.done_points if point not in own]
    if not unknown:
        return {}
    problem = f"{', '.join(unknown)} is not a due point of this {own_noun('deliverable')}. Choose one of its due points"
    return {"done_points": problem}


def _complete_problems(update: ProgressUpdate) -> dict[str, str]:
    if update.rag not in list(Rag):
        return {}
    still_open = [
        point
        for point in update.deliverable.due_points.all()
        if point.done_on is None and point.public_id not in update.done_points
    ]
    return check_complete(rag=Rag(update.rag), narrative=update.narrative, open_parts=len(still_open))
