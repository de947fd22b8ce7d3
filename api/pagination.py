"""Cursor pagination. Signed cursors hold the key of the last row, so no row is skipped or repeated."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.core import signing
from django.db.models import F, Field, Func, QuerySet, Value
from django.db.models.lookups import GreaterThan

from .exception_handler import ParameterProblem

PAGE_SIZE, LARGEST_PAGE = 50, 200
PARAMETERS = {
    "limit": f"How many to return, from 1 to {LARGEST_PAGE}. The default is {PAGE_SIZE}.",
    "cursor": "Where to continue: `cursor` of the page before.",
    "count": "`true` adds `count`, the number of objects in the whole list.",
}


@dataclass(frozen=True)
class PageRequest:
    """Requested part of a list. `after` is the order key of the last row before it."""

    limit: int
    after: tuple[Any, ...] | None
    count: bool

    @classmethod
    def of(cls, parameters: Mapping[str, str], *, salt: str) -> PageRequest:
        """Parse `limit`, `cursor` and `count`. Raises ParameterProblem. A cursor is only valid for its salt's list."""
        return cls(
            limit=_limit(parameters.get("limit", str(PAGE_SIZE))),
            after=_after(parameters["cursor"], salt) if "cursor" in parameters else None,
            count=_yes_or_no(parameters.get("count", "false")),
        )

    def slice(self, rows: QuerySet[Any], order: Sequence[str]) -> QuerySet[Any]:
        """The page's rows and one more, to detect a next page. The last column of `order` must be unique."""
        if self.after is not None:
            rows = rows.filter(_beyond(order, self.after))
        return rows.order_by(*order)[: self.limit + 1]


def cursor_of(key: Sequence[Any], *, salt: str) -> str:
    """Signed cursor that continues after the row with this order key."""
    return signing.dumps([str(part) if hasattr(part, "isoformat") else part for part in key], salt=salt)


def _beyond(order: Sequence[str], key: Sequence[Any]) -> GreaterThan:
    """Condition for rows after the key: `row(position, id) > row(3, 17)`."""
    columns = Func(*map(F, order), function="row", output_field=Field())
    return GreaterThan(columns, Func(*map(Value, key), function="row", output_field=Field()))


def _limit(text: str) -> int:
    if (
        len(text) <= len(str(LARGEST_PAGE))
        and text.isascii()
        and text.isdigit()
        and 1 <= int(text) <= LARGEST_PAGE
    ):
        return int(text)
    raise ParameterProblem({"limit": f"Give limit as a whole number from 1 to {LARGEST_PAGE}."})


def _yes_or_no(text: str) -> bool:
    if text not in ("true", "false"):
        raise ParameterProblem({"count": "Give count as true or false."})
    return text == "true"


def _after(text: str, salt: str) -> tuple[Any, ...]:
    try:
        return tuple(signing.loads(text, salt=salt))
    except signing.BadSignature:
        raise ParameterProblem(
            {"cursor": "This cursor is not for this list. Take it from “next”, or leave it out."}
        ) from None
