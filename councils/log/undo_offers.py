"""Acts that somebody can undo, to offer it in the log for as long as it works.

The rule is docs/rules/undo-and-due-dates.md. `undo` judges by the same facts, under a lock.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime

from django.db.models import Exists, OuterRef

from ..actors import Actor, can
from ..models import Change
from .dependents import dependents, tables_that_may_use
from .registry import undoable_verbs
from .undo import (
    Key,
    act_stays,
    facts_of,
    in_effect_since,
    last_act,
    later_changes,
    what_stays,
    without_consequences,
)
from .undo_rules import UNDO_WITHIN, undo_refusal


def undoable_acts(*, by: Actor, now: datetime) -> frozenset[tuple[str, datetime]]:
    """Acts of this actor that `undo` can undo now, each by the id of its request and its time.

    At most 3 queries, and those of `why_they_stay` of the models of their rows.
    """
    needs = undoable_verbs()
    verbs = [verb for verb, permission in needs.items() if can(by, permission)]
    own = Change.objects.filter(actor=by.reference, at__gte=now - UNDO_WITHIN).exclude(request_id="")
    others = own.filter(request_id=OuterRef("request_id")).exclude(verb__in=verbs)
    written: dict[str, list[Change]] = defaultdict(list)
    for change in own.filter(~Exists(others), verb__in=verbs).order_by("-seq"):
        written[change.request_id].append(change)
    acts = [kept for changes in written.values() if (kept := without_consequences(last_act(changes)))]
    since: Sequence[Change] = ()
    if acts:
        since = list(later_changes(acts, tables_that_may_use(acts)).defer("before", "after"))
    later = _by_row(since)
    stays = what_stays(change for changes in acts for change in changes)
    allowed = [
        changes
        for changes in acts
        if not undo_refusal(facts_of(changes, since=_since(changes, later), stays=stays, now=now), needs)
        and not act_stays(changes)
    ]
    return frozenset(
        (changes[0].request_id, changes[0].at)
        for changes, used_by in zip(allowed, dependents(allowed, since), strict=True)
        if not used_by
    )


def _by_row(changes: Iterable[Change]) -> dict[Key, list[Change]]:
    rows: dict[Key, list[Change]] = defaultdict(list)
    for change in changes:
        rows[change.table, change.object_id].append(change)
    return rows


def _since(changes: Sequence[Change], later: Mapping[Key, list[Change]]) -> dict[Key, Change]:
    keys = dict.fromkeys((change.table, change.object_id) for change in changes)
    after = changes[-1].seq
    return in_effect_since(each for key in keys for each in later.get(key, ()) if each.seq > after)
