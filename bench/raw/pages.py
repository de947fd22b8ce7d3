"""What the raw API lists share: the number of changes, keys to continue after, and JSON."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

import orjson

Row = dict[str, Any]
Key = tuple[Any, ...]
RawPage = tuple[bytes, Key | None]
"""JSON of a page, and the key to continue after (None on the last page)."""


def change_seq(cursor: Any) -> int:
    cursor.execute("select seq from councils_changecounter")
    return int(cursor.fetchone()[0])


def beyond(columns: str, after: Key | None) -> tuple[str, Sequence[Any]]:
    """Condition for rows after the key, and its parameters. `columns` are the list's order."""
    return (f"({columns}) > ({', '.join(['%s'] * len(after))})", after) if after else ("true", ())


def as_page(results: Sequence[Mapping[str, Any]], *, last: Key | None, seq: int) -> RawPage:
    body = {"results": results, "next": last, "change_seq": seq}
    return orjson.dumps(body, default=_figure, option=orjson.OPT_UTC_Z), last


def or_null(text: str) -> str | None:
    """Text, or None for empty text."""
    return text or None


def _figure(value: Any) -> float:
    if isinstance(value, Decimal):
        return float(value)
    raise TypeError(f"{type(value).__name__} cannot be written as JSON.")
