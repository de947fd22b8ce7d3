"""Rows that have begun to use what an act added, so that undo cannot remove it any more.

The change log has every row of a council. So what uses a new row has been written since, and few tables are looked at.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from typing import Any
from uuid import UUID

from django.db.models import QuerySet, Value

from ..models import Change
from ..tenancy import current_council_id
from . import words
from .registry import consequences

Row = tuple[str, UUID]
"""Table and public id."""


def tables_that_may_use(acts: Iterable[Iterable[Change]]) -> set[str]:
    """Tables whose rows may refer to what these acts added."""
    added = {change.table for act in acts for change in _added(act)}
    return {user for table in added for user, _ in _relations(table)}


def dependents(
    acts: Sequence[Sequence[Change]], later: Iterable[Change] | None = None
) -> list[tuple[str, ...]]:
    """What uses rows that each act added, and the act did not write itself: ("2 seats", "1 milestone").

    What followed from other changes does not count: undo works it out again. `later` are the changes since to
    `tables_that_may_use` what they added, if they are known (1 query less). At most 2 queries, none for acts that added
    nothing.
    """
    added: dict[str, set[UUID]] = defaultdict(set)
    for change in _added(change for act in acts for change in act):
        added[change.table].add(change.object_id)
    users = [(table, user, field) for table in added for user, field in _relations(table)]
    if not users:
        return [()] * len(acts)
    if later is None:
        after = min(act[-1].seq for act in acts if act)
        changes = Change.objects.after(after).filter(table__in={user for _, user, _ in users})
        later = changes.defer("before", "after")
    written = _written(later)
    since = {table for table, _ in written}
    branches = [_uses(table, added[table], user, field) for table, user, field in users if user in since]
    if not branches:
        return [()] * len(acts)
    uses = set(branches[0].union(*branches[1:], all=True))
    return [_in_words(act, uses, written) for act in acts]


def _added(changes: Iterable[Change]) -> Iterator[Change]:
    return (change for change in changes if change.op == Change.Op.INSERT)


def _relations(table: str) -> Iterator[tuple[str, str]]:
    """Tables of council data with a column that names a row of this table, each with that column."""
    model = words.model_of(table)
    fields: Iterable[Any] = model._meta.get_fields(include_hidden=True) if model else ()
    for each in fields:
        if each.auto_created and not each.concrete and (each.one_to_many or each.one_to_one):
            yield each.related_model._meta.db_table, each.field.name


def _written(changes: Iterable[Change]) -> dict[Row, set[str]]:
    """The requests that wrote each row, without what followed from others."""
    written: dict[Row, set[str]] = defaultdict(set)
    for change in changes:
        if change.verb not in consequences():
            written[change.table, change.object_id].add(change.request_id)
    return written


def _uses(table: str, ids: set[UUID], user: str, field: str) -> QuerySet[Any, Any]:
    rows = words.model_of(user)._base_manager.filter(
        council_id=current_council_id(), **{f"{field}__public_id__in": ids}
    )
    found: QuerySet[Any, Any] = rows.order_by().values_list(
        Value(table), f"{field}__public_id", Value(user), "public_id"
    )
    return found


def _in_words(
    act: Sequence[Change], uses: set[tuple[str, UUID, str, UUID]], written: dict[Row, set[str]]
) -> tuple[str, ...]:
    added = {(change.table, change.object_id) for change in _added(act)}
    own = {(change.table, change.object_id) for change in act}
    users = {
        (user, key)
        for table, row, user, key in uses
        if (table, row) in added
        and (user, key) not in own
        and written.get((user, key), set()) - {act[0].request_id}
    }
    counts = Counter(table for table, _ in users)
    return tuple(words.counted(count, table) for table, count in sorted(counts.items()))
