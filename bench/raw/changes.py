"""API list of changes by one statement."""

from __future__ import annotations

from typing import Any

from api.filters import nouns_of_tables

from .pages import Key, RawPage, as_page, beyond, change_seq, or_null

_ROWS = """
select seq, "table", object_id, op, at, verb, (after -> 'version')::text
from councils_change where {beyond} order by seq limit %s
"""


def changes_page(cursor: Any, *, limit: int, after: Key | None = None) -> RawPage:
    """One page of the council's changes, in order."""
    number = change_seq(cursor)
    condition, parameters = beyond("seq", after)
    cursor.execute(_ROWS.format(beyond=condition), [*parameters, limit + 1])
    records = cursor.fetchall()
    shown = records[:limit]
    nouns = nouns_of_tables()
    rows = [
        {
            "seq": seq,
            "type": nouns.get(table, table),
            "id": object_id,
            "op": op,
            "at": at,
            "verb": or_null(verb),
            "version": int(version) if version else None,
        }
        for seq, table, object_id, op, at, verb, version in shown
    ]
    return as_page(rows, last=(shown[-1][0],) if len(records) > limit else None, seq=number)
