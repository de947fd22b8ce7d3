"""The changes page of a council: each act in the log, in words."""

from __future__ import annotations

import string
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import date, datetime
from itertools import groupby, pairwise
from typing import Any
from uuid import UUID

from django.db.models import Count, Min, Q, QuerySet
from django.utils import timezone

from ..actors import Actor, can
from ..models import ApiClient, Change, User
from ..tenancy import current_council_id
from . import words
from .registry import column_words, steps, tables_by_permission, verbs_by_permission
from .undo_rules import UNDO_WITHIN, UNDONE

PER_PAGE = 50
"""Acts on a page, and a few more where acts overlap."""
ROWS_AT_FIRST = 5 * PER_PAGE
"""Number of changes to read for a page of acts. If that is not enough, more are read."""
MAX_ROWS_IN_DETAIL = 12
"""Acts with more rows than this are shown only as counts."""

_ACT = ("at", "actor", "verb", "reason", "request_id")


@dataclass(frozen=True)
class Act:
    """Changes by one person or program in one transaction, with any number of rows."""

    at: datetime
    who: str
    sentence: str
    reason: str
    details: list[str]
    sample: bool
    request_id: str

    @property
    def key(self) -> tuple[str, datetime]:
        """What names the act: the id of its request, which may have been sent again, and its time."""
        return self.request_id, self.at


@dataclass(frozen=True)
class Day:
    """The acts of one real day, the latest first. Every other page uses the council's day."""

    on: date
    acts: list[Act]


@dataclass(frozen=True)
class ChangesPage:
    """One page of the council's changes, latest first.

    `before` is the number of the change that it ends before, None on the first page, and `earlier` that of the next
    page, None on the last.
    """

    days: list[Day]
    before: int | None
    earlier: int | None
    has_sample: bool

    @property
    def latest(self) -> Act | None:
        return self.days[0].acts[0] if self.days else None


@dataclass
class _Rows:
    """Rows of one act: the count of each kind, and the changes that are shown in detail."""

    counts: dict[tuple[str, str], int] = field(default_factory=dict)
    detailed: list[Change] = field(default_factory=list)


def changes_page(*, actor: Actor, before: int | None = None, written: Q | None = None) -> ChangesPage:
    """One page of the changes that the actor may see, filtered by `written` if given.

    Pages are found by the number of a change (`before`), so that a page costs the same in a log of any length. At most
    5 queries, one more if something was undone, one for each noun that is named, and one more each time that acts are
    so large that eight times as many rows must be read.
    """
    changes = visible_changes(actor).filter(written or Q())
    heads, earlier = _latest_acts(changes if before is None else changes.filter(seq__lt=before))
    rows = _rows(changes, heads)
    detailed = [change for act in rows.values() for change in act.detailed]
    names, people = row_names(detailed), actor_names({head["actor"] for head in heads})
    keys = key_names(detailed)
    undone = _undone(visible_changes(actor), heads, rows)
    lines = [_act(head, rows[head["last"]], names, keys, people, undone) for head in heads]
    days = [Day(on, list(acts)) for on, acts in groupby(lines, key=lambda act: log_day(act.at))]
    return ChangesPage(days, before, earlier, has_sample=any(act.sample for act in lines))


Head = dict[str, Any]
"""What all rows of an act have in common, and the numbers of the first and the last."""


def _latest_acts(changes: QuerySet[Change]) -> tuple[list[Head], int | None]:
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


def log_day(moment: datetime) -> date:
    """The real day in London, also in a council with a pinned day: docs/rules/clock-and-quarter.md."""
    return timezone.localtime(moment).date()


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


def _rows(changes: QuerySet[Change], heads: Sequence[Head]) -> dict[int, _Rows]:
    """Rows of each act, by its last `seq`. A page has all rows between its first and its last."""
    rows = {head["last"]: _Rows() for head in heads}
    if not heads:
        return rows
    act_of = {tuple(head[name] for name in _ACT): head["last"] for head in heads}
    on_page = changes.filter(seq__gte=min(head["first"] for head in heads), seq__lte=heads[0]["last"])
    kinds = on_page.values(*_ACT, "table", "op").annotate(number=Count("id"), begin=Min("seq"))
    wanted = {head["first"] for head in heads}
    for kind in kinds.order_by("op", "table"):
        last = act_of[tuple(kind[name] for name in _ACT)]
        rows[last].counts[kind["op"], kind["table"]] = kind["number"]
        if words.is_about(kind["verb"], kind["table"]):
            wanted.add(kind["begin"])
    for head in heads:
        if sum(rows[head["last"]].counts.values()) <= MAX_ROWS_IN_DETAIL:
            wanted.update(range(head["first"], head["last"] + 1))
    for change in changes.filter(seq__in=wanted).order_by("seq"):
        rows[act_of[tuple(getattr(change, name) for name in _ACT)]].detailed.append(change)
    return rows


def _undone(changes: QuerySet[Change], heads: Iterable[Head], rows: Mapping[int, _Rows]) -> dict[int, str]:
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


def _act(
    head: Head,
    rows: _Rows,
    names: dict[tuple[str, UUID], str],
    keys: dict[tuple[str, int], str],
    people: dict[str, str],
    undone: Mapping[int, str],
) -> Act:
    undid = next((undone[change.seq] for change in rows.detailed if change.seq in undone), "")
    main = main_change(undid or head["verb"], rows.detailed)
    name = names.get((main.table, main.object_id)) or ""
    values = (main.before or {}) | (main.after or {})
    details: list[str] = []
    if len(rows.detailed) < sum(rows.counts.values()):
        details.append(words.counts_in_words(rows.counts).capitalize())
    else:
        for change in rows.detailed:
            named = "" if change is main else names.get((change.table, change.object_id), "")
            start = f"{words.noun(change.table).capitalize()} {named}: " if named else ""
            if named and (change.table, change.op, main.op) == (
                main.table,
                Change.Op.INSERT,
                Change.Op.UPDATE,
            ):
                details.append(f"Added {words.noun(change.table)} {named}")
            details += [
                f"{start}{line}"
                for line in words.differences(
                    change.table, change.op, change.before or {}, change.after or {}, keys
                )
            ]
    return Act(
        at=head["at"],
        who=words.who(head["actor"], people),
        sentence=words.sentence(
            head["verb"], rows.counts, table=main.table, op=main.op, name=name, values=values, undid=undid
        ),
        reason=head["reason"],
        details=details,
        sample=any(
            ((change.before or {}) | (change.after or {})).get("sample") is True for change in rows.detailed
        ),
        request_id=head["request_id"],
    )


def main_change(verb: str, detailed: Sequence[Change]) -> Change:
    """The row that an act is about: the first of the verb's noun, else the first row."""
    return next((change for change in detailed if words.is_about(verb, change.table)), detailed[0])


def row_names(detailed: Iterable[Change]) -> dict[tuple[str, UUID], str]:
    """Name of each row from its model's `log_name`. A deleted row is named by its owner or its own columns."""
    names: dict[tuple[str, UUID], str] = {}
    wanted: dict[str, dict[UUID, dict[str, Any]]] = defaultdict(dict)
    for change in detailed:
        content = (change.after or {}) | (change.before or {})
        names.setdefault((change.table, change.object_id), words.name_from_columns(change.table, content))
        wanted[change.table].setdefault(change.object_id, content)
    for table, contents in wanted.items():
        model = words.model_of(table)
        paths = name_paths(model) if model else []
        if not paths:
            continue
        # A manager may leave out rows, such as what has been dropped from a plan. The log names them too.
        own = model._base_manager.filter(council_id=current_council_id(), public_id__in=contents)
        rows = list(own.values_list("public_id", *paths))
        deleted = {key: contents[key] for key in contents.keys() - {row[0] for row in rows}}
        for object_id, *values in (*rows, *_owner_values(model, deleted, paths)):
            names[table, object_id] = name_of_row(model, dict(zip(paths, values, strict=True)))
    return names


def key_names(detailed: Iterable[Change]) -> dict[tuple[str, int], str]:
    """Names of rows to which foreign keys with words of their own lead, by table and id (1 query for each model)."""
    wanted: dict[Any, set[int]] = defaultdict(set)
    for change in detailed:
        for column in change.after or {} if change.op == Change.Op.UPDATE else ():
            model = (
                words.related_model(change.table, column)
                if (change.table, column) in column_words()
                else None
            )
            if model is not None:
                wanted[model] |= {
                    each[column] for each in (change.before, change.after) if each and each[column]
                }
    names = {}
    for model, ids in wanted.items():
        paths = name_paths(model)
        rows = model._base_manager.filter(council_id=current_council_id(), pk__in=ids)
        for pk, *values in rows.values_list("pk", *paths):
            names[model._meta.db_table, pk] = name_of_row(model, dict(zip(paths, values, strict=True)))
    return names


def name_paths(model: Any) -> list[str]:
    """Paths of the values that name a row of this model, [] if it has no name."""
    pattern = model.log_name or _own_name(model)
    return [path for _, path, _, _ in string.Formatter().parse(pattern) if path]


def name_of_row(model: Any, values: Mapping[str, Any]) -> str:
    """Name of a row from the values at its `name_paths`."""
    filled = {path: value or "" for path, value in values.items()}
    name = model.name_in_log(filled) if model.log_name else _own_name(model).format(**filled)
    return " ".join(name.split())


def _owner_values(
    model: Any, deleted: dict[UUID, dict[str, Any]], paths: list[str]
) -> Iterator[tuple[Any, ...]]:
    """(public id, value at each path) for deleted rows whose paths all go through one foreign key."""
    owners = {path.partition("__")[0] for path in paths if "__" in path}
    if not deleted or len(owners) != 1 or not all("__" in path for path in paths):
        return
    [owner] = owners
    ids = {key: content.get(f"{owner}_id") for key, content in deleted.items()}
    related_paths = [path.removeprefix(f"{owner}__") for path in paths]
    related = model._meta.get_field(owner).related_model.objects.filter(pk__in=set(ids.values()) - {None})
    values = {pk: rest for pk, *rest in related.values_list("pk", *related_paths)}
    yield from ((key, *values[pk]) for key, pk in ids.items() if pk in values)


def _own_name(model: Any) -> str:
    columns = {field.attname for field in model._meta.local_fields} - set(model.personal_fields)
    return next((f"{{{column}}}" for column in words.OWN_NAMES if column in columns), "")


def actor_names(references: Iterable[str]) -> dict[str, str]:
    """Names of users and API keys by reference, for `words.who` (at most 2 queries).

    Only pass references from this council's log.
    """
    ids: dict[str, list[UUID]] = {"user": [], "api": []}
    for reference in references:
        kind, _, rest = reference.partition(":")
        with suppress(ValueError):  # a reference without an id has no name
            if kind in ids:
                ids[kind].append(UUID(rest))
    names: dict[str, str] = {}
    if ids["user"]:
        for user in User.objects.filter(public_id__in=ids["user"]):
            names[f"user:{user.public_id}"] = user.name or "User with no name"
    if ids["api"]:
        for client in ApiClient.objects.filter(public_id__in=ids["api"]):
            names[f"api:{client.public_id}"] = f"API key “{client.name}”"
    return names
