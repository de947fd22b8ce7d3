"""List the acts that a user can still undo, for the pages that show them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from councils.access import Actor, can
from councils.models import Change
from strategies.models import ReportingPeriod

from .models import Deliverable, ProgressUpdate
from .rules.changes import UNDO_NEEDS, UNDO_WITHIN, ActFacts, undo_refusal

ACT_WORDS = {
    "progress.recorded": "the update of",
    "progress.unchanged": "“no change” for",
    "leads.changed": "the change of lead of",
    "dates.moved": "the move of the due date of",
}


@dataclass(frozen=True)
class Undoable:
    """An act that can be undone. `act` is the id of its request, `at` its time, and `words` say what it changed."""

    act: str
    at: datetime
    words: str
    deliverables: tuple[Deliverable, ...]


def undoable_acts(*, by: Actor, now: datetime) -> list[Undoable]:
    """Acts of this actor within the last hour that can be undone, latest first (at most 3 queries)."""
    verbs = [verb for verb, permission in UNDO_NEEDS.items() if can(by, permission)]
    if not verbs:
        return []
    acts: dict[tuple[str, datetime, str], list[Change]] = defaultdict(list)
    own = Change.objects.filter(actor=by.reference, verb__in=verbs, at__gte=now - UNDO_WITHIN)
    for change in own.exclude(request_id="").order_by("-seq"):
        acts[change.request_id, change.at, change.verb].append(change)
    if not acts:
        return []
    ids = {each.object_id for changes_of_act in acts.values() for each in _deliverables(changes_of_act)}
    deliverables = Deliverable.objects.filter(public_id__in=ids).select_related("strategy", "strand")
    touched = {each.public_id: each for each in deliverables}
    closed = list(ReportingPeriod.objects.filter(closed_at__isnull=False))
    last: dict[str, Undoable | None] = {}
    for (act, at, verb), changes in acts.items():
        if act not in last:  # if several requests have the same id, use the last
            last[act] = _undoable(act, at, verb, changes, touched, closed, now)
    return [each for each in last.values() if each]


def _undoable(
    act: str,
    at: datetime,
    verb: str,
    changes: list[Change],
    touched: dict[UUID, Deliverable],
    closed: list[ReportingPeriod],
    now: datetime,
) -> Undoable | None:
    versions: dict[UUID, int] = {}
    for change in _deliverables(changes):
        versions.setdefault(change.object_id, (change.after or {}).get("version", 0))
    deliverables = [touched[key] for key in versions if key in touched]
    updates_table = ProgressUpdate._meta.db_table
    period_ids = {
        change.after["period_id"] for change in changes if change.table == updates_table and change.after
    }
    facts = ActFacts(
        verb,
        own=True,
        age=now - at,
        changed_since=tuple(
            each.short_name for each in deliverables if each.version != versions[each.public_id]
        ),
        closed_since=tuple(
            each.quarter.short_words
            for each in closed
            if each.pk in period_ids or (each.closed_at and each.closed_at >= at)
        ),
    )
    if not deliverables or undo_refusal(facts):
        return None
    more = f" and {len(deliverables) - 1} more" if len(deliverables) > 1 else ""
    return Undoable(act, at, f"{ACT_WORDS[verb]} {deliverables[0].short_name}{more}", tuple(deliverables))


def _deliverables(changes: Iterable[Change]) -> list[Change]:
    table = Deliverable._meta.db_table
    return [change for change in changes if change.table == table]
