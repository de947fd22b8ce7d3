"""Record what a plan's own document says of its deliverables, all or none."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from core.rag import Rag
from core.refusals import ChangeRefused
from councils.actors import Actor, require
from councils.permissions import Permission
from councils.tenancy import recorded
from strategies.models import ReportingPeriod

from ..models import Deliverable
from .bulk import lock_all
from .proposing import SENT
from .updates import Saved, new_update, save_updates, update_problems

RECORDED = "progress.recorded"


@dataclass(frozen=True)
class Statement:
    """What a document says of one deliverable, in the terms of an update."""

    deliverable: Deliverable
    rag: Rag
    narrative: str
    reason: str = ""
    path_to_green: str = ""
    forecast_on: date | None = None


def record_statements(
    *,
    statements: Sequence[Statement],
    period: ReportingPeriod,
    by: Actor,
    today: date,
    now: datetime,
    verb: str = RECORDED,
) -> list[Saved]:
    """Record an update for each statement (5 queries). Raises ChangeRefused, and then none is recorded."""
    require(by, Permission.PROGRESS_RECORD)
    with recorded(verb, actor=by.reference):
        locked = {
            each.pk: each for each in lock_all([each.deliverable for each in statements], None, "due_points")
        }
        updates = [
            new_update(
                deliverable=locked[each.deliverable.pk],
                period=period,
                rag=each.rag,
                narrative=each.narrative,
                reason=each.reason,
                path_to_green=each.path_to_green,
                forecast_on=each.forecast_on,
                by=by,
                today=today,
                now=now,
            )
            for each in statements
        ]
        for update in updates:
            if problems := update_problems(update):
                raise ChangeRefused(f"{update.deliverable.short_name}: {next(iter(problems.values()))}")
        return save_updates(updates, by=by, sent_as=SENT if verb == RECORDED else verb)
