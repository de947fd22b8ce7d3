"""Read the log act by act, and as much of each act as a page shows."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Any

from django.db.models import Count, Min, QuerySet

from ..actors import Actor, can
from ..models import Change
from . import words
from .registry import steps, tables_by_permission, verbs_by_permission
from .undo_rules import UNDO_WITHIN, UNDONE

PER_PAGE = 50
"""Acts on a page, and a few more where acts overlap."""
ROWS_AT_FIRST = 5 * PER_PAGE
"""Number of changes to read for a page of acts. If that is not enough, more are read."""
MAX_ROWS_IN_DETAIL = 12
"""Acts with more rows than this are shown only as counts."""

_ACT = ("at", "actor", "verb", "reason", "request_id")

Head = dict[str, Any]
"""What all rows of an act have in common, and the numbers of the first and the last."""


@dataclass
class ActRows:
    """Rows of one act: the count of each kind, and the changes that are shown in detail."""

    counts: dict[tuple[str, str], int] = field(default_factory=dict)
    detailed: list[Change] = field(default_factory=list)


def visible_changes(actor: Actor) -> QuerySet[Change]:
    """Changes that the actor has permission to see, without the steps of workers."""
    changes: QuerySet[Change] = Change.objects.exclude(verb__in=steps())
    for permission, verbs in verbs_by_permission().items():
        if not can(actor, permission):
            changes = changes.exclude(verb__in=verbs)
    for permission, tables in tables_by_permission().items():
        if not can(actor, permission):
            changes = changes.exclude(table__in=tables)
    return changes


def latest_acts(changes: QuerySet[Change]) -> tuple[list[Head], int | None]:
    """The latest acts, and the number of the change that the next page ends before, if there is one.

    Reads as many of the latest changes as a page needs, never the whole log.
    """
    limit = ROWS_AT_FIRST
    while True:
        rows = list(changes.order_by("-seq").values_list("seq", *_ACT)[:limit])
        heads = _heads(rows)
        number = _acts_on_page(heads)
        if number < len(heads):
            return heads[:number], min(head["first"] for head in heads[:number])
        if len(rows) < limit:
            return heads, None
        limit *= 8


def _heads(rows: Iterable[tuple[Any, ...]]) -> list[Head]:
    """Acts of rows that come latest first, by their last row."""
    heads: dict[tuple[Any, ...], Head] = {}
    for seq, *act in rows:
        head = heads.setdefault(tuple(act), dict(zip(_ACT, act, strict=True)) | {"last": seq})
        head["first"] = seq
    return list(heads.values())


def _acts_on_page(heads: Sequence[Head]) -> int:
    """Number of acts up to the first place where a page can end, at least PER_PAGE: no act lies on both sides of it.

    The oldest act that was read may go on further back, so no page ends after it.
    """
    first = heads[0]["first"] if heads else 0
    for number, (head, following) in enumerate(pairwise(heads), 1):
        first = min(first, head["first"])
        if number >= PER_PAGE and following["last"] < first:
            return number
    return len(heads)


def rows_of(changes: QuerySet[Change], heads: Sequence[Head]) -> dict[int, ActRows]:
    """Rows of each act, by its last `seq`. A page has all rows between its first and its last.

    A large act has the first row of what its verb is about, and a large undo the first row of each kind: what it took
    back may have been about any of them.
    """
    rows = {head["last"]: ActRows() for head in heads}
    if not heads:
        return rows
    act_of = {tuple(head[name] for name in _ACT): head["last"] for head in heads}
    on_page = changes.filter(seq__gte=min(head["first"] for head in heads), seq__lte=heads[0]["last"])
    kinds = on_page.values(*_ACT, "table", "op").annotate(number=Count("id"), begin=Min("seq"))
    wanted = {head["first"] for head in heads}
    for kind in kinds.order_by("op", "table"):
        last = act_of[tuple(kind[name] for name in _ACT)]
        rows[last].counts[kind["op"], kind["table"]] = kind["number"]
        if kind["verb"] == UNDONE or words.is_about(kind["verb"], kind["table"]):
            wanted.add(kind["begin"])
    for head in heads:
        if sum(rows[head["last"]].counts.values()) <= MAX_ROWS_IN_DETAIL:
            wanted.update(range(head["first"], head["last"] + 1))
    for change in changes.filter(seq__in=wanted).order_by("seq"):
        rows[act_of[tuple(getattr(change, name) for name in _ACT)]].detailed.append(change)
    return rows


def verbs_undone(
    changes: QuerySet[Change], heads: Iterable[Head], rows: Mapping[int, ActRows]
) -> dict[int, str]:
    """The verb that each change of an undo took back, by its number: that of the row's change before (1 query)."""
    acts = [head for head in heads if head["verb"] == UNDONE]
    undoing = [change for head in acts for change in rows[head["last"]].detailed]
    if not undoing:
        return {}
    before = changes.filter(
        table__in={each.table for each in undoing},
        object_id__in={each.object_id for each in undoing},
        seq__lt=max(each.seq for each in undoing),
        at__gte=min(each.at for each in undoing) - 2 * UNDO_WITHIN,
    ).exclude(verb=UNDONE)
    written = list(before.order_by("seq").values_list("seq", "table", "object_id", "verb"))
    undone = {}
    for change in undoing:
        row = (change.table, change.object_id)
        verbs = [
            verb for seq, table, object_id, verb in written if (table, object_id) == row and seq < change.seq
        ]
        if verbs:
            undone[change.seq] = verbs[-1]
    return undone
