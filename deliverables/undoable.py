"""What can still be undone: the facts of an act, read from the change log, and the acts that a page offers to undo.

The rule is docs/rules/undo-and-due-dates.md. `actions/undo.py` judges by the same facts, under a lock.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from councils.actors import Actor, can
from councils.log.dependents import dependents
from councils.log.undo import last_act
from councils.log.undo_rules import UNDO_WITHIN, act_verb
from councils.models import Change, Person
from strategies.models import Outcome, ReportingPeriod

from .models import Deliverable, ProgressUpdate, ProposedUpdate
from .rules.undo import UNDO_NEEDS, ActFacts, undo_refusal

ACT_WORDS = {
    "progress.recorded": "the update of",
    "progress.unchanged": "“no change” for",
    "update.sent": "sending the update of",
    "update.kept": "the draft of",
    "update.withdrawn": "withdrawing the update of",
    "update.approved": "approving the update of",
    "update.returned": "returning the update of",
    "leads.changed": "the change of lead of",
    "dates.moved": "the move of the due date of",
    "dates.set": "the new due date of",
    "deliverable.added": "adding",
    "deliverable.changed": "the change to",
    "deliverable.dropped": "dropping",
    "deliverable.restored": "bringing back",
    "deliverable.reordered": "the new place of",
    "deliverable.moved": "the move of",
    "deliverable.split": "splitting",
    "deliverable.merged": "merging",
}
"""Words for the verbs of acts. A verb that is not here only comes with another."""


ADDED_ALONG = (Outcome, Person)
"""Models of which an act on deliverables may add rows. Undo keeps those that something else uses by then."""


@dataclass(frozen=True)
class Undoable:
    """An act that can be undone. `act` is the id of its request, `at` its time, and `words` say what it changed."""

    act: str
    at: datetime
    words: str
    deliverables: tuple[Deliverable, ...]


def undoable_acts(*, by: Actor, now: datetime) -> list[Undoable]:
    """Acts of this actor within the last hour that can be undone, latest first (at most 5 queries)."""
    verbs = [verb for verb, permission in UNDO_NEEDS.items() if can(by, permission)]
    if not verbs:
        return []
    written: dict[str, list[Change]] = defaultdict(list)
    own = Change.objects.filter(actor=by.reference, verb__in=verbs, at__gte=now - UNDO_WITHIN)
    for change in own.exclude(request_id="").order_by("-seq"):
        written[change.request_id].append(change)
    if not written:
        return []
    acts = [last_act(changes) for changes in written.values()]
    ids = {key for changes in acts for key in versions_left(changes)}
    plan = Deliverable.with_dropped.filter(public_id__in=ids).select_related("strategy", "strand")
    rows = {row.public_id: row for row in plan}
    closed = closed_periods()
    allowed = []
    for changes in acts:
        touched = [rows[key] for key in versions_left(changes) if key in rows]
        facts = act_facts(changes, touched=touched, closed=closed, now=now)
        if touched and not undo_refusal(facts):
            allowed.append((changes, touched))
    used = dependents([removed_by_undo(changes) for changes, _ in allowed])
    return [
        _undoable(changes, touched)
        for (changes, touched), used_by in zip(allowed, used, strict=True)
        if not used_by
    ]


def removed_by_undo(changes: Iterable[Change]) -> list[Change]:
    """The changes of an act without the rows that undo keeps when something else uses them."""
    kept = {model._meta.db_table for model in ADDED_ALONG}
    return [change for change in changes if change.table not in kept]


def _undoable(changes: Sequence[Change], touched: Sequence[Deliverable]) -> Undoable:
    first, *others = touched
    more = f" and {len(others)} more" if others else ""
    verb = next(change.verb for change in changes if change.verb in ACT_WORDS)
    return Undoable(
        changes[0].request_id, changes[0].at, f"{ACT_WORDS[verb]} {first.short_name}{more}", tuple(touched)
    )


def act_facts(
    changes: Sequence[Change],
    *,
    touched: Iterable[Deliverable],
    closed: Iterable[ReportingPeriod],
    now: datetime,
    undone: bool = False,
) -> ActFacts:
    """What undoing an act needs to know. `touched` are its deliverables as they are now, `closed` all closed quarters.

    No changes means that the actor did nothing of the kind.
    """
    verb = act_verb(changes, UNDO_NEEDS)
    if not changes:
        return ActFacts(verb, own=False, age=now - now)
    at, spoken_for = changes[0].at, periods_spoken_for(changes)
    return ActFacts(
        verb,
        own=True,
        age=now - at,
        undone=undone,
        changed_since=tuple(row.short_name for row in changed_since(changes, touched)),
        closed_since=tuple(
            period.quarter.short_words
            for period in closed
            if period.pk in spoken_for or (period.closed_at and period.closed_at >= at)
        ),
    )


def versions_left(changes: Iterable[Change]) -> dict[UUID, int | None]:
    """The version at which an act left each deliverable; None where the act did not count it, so nobody can say
    whether the deliverable has changed since."""
    left: dict[UUID, int | None] = {}
    for change in changes:
        if change.table == Deliverable._meta.db_table:
            left[change.object_id] = (change.after or {}).get("version", left.get(change.object_id))
    return left


def changed_since(changes: Iterable[Change], touched: Iterable[Deliverable]) -> list[Deliverable]:
    """Those of an act's deliverables that are no longer known to be as the act left them."""
    left = versions_left(changes)
    return [row for row in touched if row.version != left.get(row.public_id)]


def periods_spoken_for(changes: Iterable[Change]) -> set[int]:
    """The ids of the quarters that an act's updates are for."""
    tables = (ProgressUpdate._meta.db_table, ProposedUpdate._meta.db_table)
    added = (change.after or {} for change in changes if change.table in tables)
    return {columns["period_id"] for columns in added if "period_id" in columns}


def closed_periods() -> list[ReportingPeriod]:
    """Every closed quarter, the earliest first (1 query)."""
    return list(ReportingPeriod.objects.filter(closed_at__isnull=False).in_order())
