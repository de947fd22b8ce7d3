"""The council context: which council the current transaction belongs to.

The wall is PostgreSQL's row-level security. It reads one transaction-local setting, `app.council_id`, which
`council_context` sets; a session-level setting would leak to the next user of a pooled connection. The managers
in `rows` add the same condition to every query, to help the planner and so that a missing context is an error, not an
empty page.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from typing import TypeVar

from django.db import connection, transaction

from core.logs import current_request


class NoCouncil(RuntimeError):
    """Council data was used outside a council context."""


class OtherCouncil(RuntimeError):
    """A context for one council was opened inside the context of another."""


@dataclass
class CouncilContext:
    """Council of the current transaction. Set `failed` to roll the transaction back when it ends.

    `nouns` are the council's own words for "strand" and "deliverable", where pages are made. `kept` has what
    `kept_in_context` has read.
    """

    council_id: int
    failed: bool = False
    nouns: Mapping[str, str] = field(default_factory=dict)
    kept: dict[str, object] = field(default_factory=dict)


_current: ContextVar[CouncilContext | None] = ContextVar("council", default=None)


def current_context() -> CouncilContext | None:
    return _current.get()


def current_council_id() -> int:
    """Id of the current council. Raises NoCouncil outside a context."""
    context = _current.get()
    if context is None:
        raise NoCouncil("No council is set: open council_context(council.id) around this.")
    return context.council_id


def own_noun(noun: str) -> str:
    """The current council's own word for "strand" or "deliverable", with a capital if asked with one.

    It is the same noun where the council's plans use several words or none, and for all other nouns. Runs no query.
    """
    context = _current.get()
    word = context.nouns.get(noun.lower(), "") if context else ""
    if not word:
        return noun
    return word if noun[:1].isupper() else word.lower()


Kept = TypeVar("Kept")


def kept_in_context(key: str, load: Callable[[], Kept]) -> Kept:
    """What `load` reads, read once for the current context. For settings that many rows of a council share."""
    context = _current.get()
    if context is None:
        raise NoCouncil("No council is set: open council_context(council.id) around this.")
    if key not in context.kept:
        context.kept[key] = load()
    found: Kept = context.kept[key]  # type: ignore[assignment]  # the key says what it is
    return found


def forget_in_context(key: str) -> None:
    """Read it again next time, because it has changed."""
    context = _current.get()
    if context is not None:
        context.kept.pop(key, None)


@contextmanager
def council_context(
    council_id: int, *, actor: str = "", read_only: bool = False, request_id: str = ""
) -> Iterator[CouncilContext]:
    """Open a transaction that can only read and write the rows of one council.

    `actor` and `request_id` go into the change log with every row written. Without a `request_id`, that of the current
    request or task does. Nested use for the same council joins the outer transaction; for another council it raises
    OtherCouncil. Set `failed` on the context to roll back at its end.
    """
    outer = _current.get()
    if outer is not None and outer.council_id != council_id:
        raise OtherCouncil(
            f"Council {outer.council_id} is set already; leave its context before opening {council_id}."
        )
    if outer is not None:
        with transaction.atomic():
            yield outer
        return
    joined = connection.in_atomic_block
    context = CouncilContext(council_id)
    with transaction.atomic():
        _open(council_id, actor, request_id or current_request(), read_only)
        token = _current.set(context)
        try:
            yield context
        finally:
            _current.reset(token)
        if context.failed:
            transaction.set_rollback(True)
    if joined and not connection.needs_rollback:
        # A transaction-local setting survives a released savepoint, so clear it for the outer transaction.
        _open(None, "", "", read_only=False)


def _open(council_id: int | None, actor: str, request_id: str, read_only: bool) -> None:
    sql = (
        "select set_config('app.council_id', %s, true), set_config('app.actor', %s, true), "
        "set_config('app.request_id', %s, true), set_config('app.verb', '', true), set_config('app.reason', '', true)"
    )
    if read_only:
        sql += ", set_config('transaction_read_only', 'on', true)"
    with connection.cursor() as cursor:
        cursor.execute(sql, ["" if council_id is None else str(council_id), actor, request_id])


_BEGIN_ACT = """
with outer_act as materialized (
    select current_setting('app.verb', true), current_setting('app.actor', true), current_setting('app.reason', true)
)
select *, set_config('app.verb', %s, true), set_config('app.actor', %s, true), set_config('app.reason', %s, true)
from outer_act
"""
_END_ACT = """
set constraints all immediate;
set constraints all deferred;
select set_config('app.verb', %s, true), set_config('app.actor', %s, true), set_config('app.reason', %s, true)
"""


@dataclass(frozen=True)
class _WholeAct:
    """An act that takes in all acts inside it. `apart` are verbs that stay."""

    verb: str
    reason: str
    apart: Collection[str]


_whole_act: ContextVar[_WholeAct | None] = ContextVar("whole_act", default=None)


@contextmanager
def recorded_as_one(
    verb: str, *, actor: str, reason: str = "", apart: Collection[str] = ()
) -> Iterator[None]:
    """Record all that other actions write inside as one act, so that one Undo takes it back.

    Acts inside are logged with this verb, and with its reason if they have none, except those in `apart`.
    """
    token = _whole_act.set(_WholeAct(verb, reason, apart))
    try:
        with recorded(verb, actor=actor, reason=reason):
            yield
    finally:
        _whole_act.reset(token)


@contextmanager
def recorded(verb: str, *, actor: str, reason: str = "") -> Iterator[None]:
    """Record one act on the council's data: atomic, named in the change log, foreign keys checked before it ends.

    The composite keys are deferred, so without this check a wrong reference would only fail after the response.
    A nested act is logged with its own verb. Rows written after it have the outer verb again.
    """
    whole = _whole_act.get()
    if whole is not None and verb not in whole.apart:
        verb, reason = whole.verb, reason or whole.reason
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(_BEGIN_ACT, [verb, actor, reason])
        outer = cursor.fetchone()[:3]
        yield
        cursor.execute(_END_ACT, [value or "" for value in outer])
