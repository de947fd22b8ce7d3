"""Record when a member last visited. Rules, with the truth table that the tests run: docs/rules/visits.md."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from ..models import Membership

ENDS_AFTER = timedelta(minutes=30)
NOTED_EVERY = timedelta(minutes=5)


@dataclass(frozen=True, slots=True)
class Visit:
    """Current visit: a recent time in it, and when the visit before it ended (None for the first visit)."""

    seen_at: datetime | None
    before_ended_at: datetime | None


def visit_at(now: datetime, last: Visit) -> Visit | None:
    """Visit to store now, or None if nothing changes."""
    if last.seen_at is None:
        return Visit(now, last.before_ended_at)
    quiet = now - last.seen_at
    if quiet < NOTED_EVERY:
        return None
    return Visit(now, last.seen_at if quiet > ENDS_AFTER else last.before_ended_at)


def note_visit(membership: Membership, *, now: datetime) -> None:
    """Record that the member requested a page: at most one query every 5 minutes.

    If several pages are requested at once, only one of them writes, so a visit starts once.
    """
    last = Visit(membership.last_seen_at, membership.last_visit_at)
    visit = visit_at(now, last)
    if visit is None:
        return
    membership.last_seen_at, membership.last_visit_at = visit.seen_at, visit.before_ended_at
    Membership.objects.filter(pk=membership.pk, last_seen_at=last.seen_at).update(
        last_seen_at=visit.seen_at, last_visit_at=visit.before_ended_at
    )
