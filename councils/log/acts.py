"""What changed in the council, act by act, in words."""

from __future__ import annotations

import string
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import date, datetime
from itertools import groupby
from typing import Any
from uuid import UUID

from django.core.paginator import Page, Paginator
from django.db.models import Count, Max, Min, Q, QuerySet
from django.utils import timezone

from ..access import Actor, can
from ..models import ApiClient, Change, User
from . import words
from .phrases import steps, tables_by_permission, verbs_by_permission

PER_PAGE = 50
TOLD_IN_FULL = 12
"""An act with more rows than this is told by numbers alone."""

_ACT = ("at", "actor", "verb", "reason", "request_id")


@dataclass(frozen=True)
class Act:
    """What one person or program did at one moment: one transaction, whatever number of rows it wrote."""

    at: datetime
    who: str
    sentence: str
    reason: str
    details: list[str]
    sample: bool
    request_id: str


@dataclass(frozen=True)
class Day:
    """The acts of one real day, the latest first. Every other page uses the council's day."""

    on: date
    acts: list[Act]


@dataclass(frozen=True)
class ChangesPage:
    """A page of the council's history; `page` carries the numbers for turning over."""

    days: list[Day]
    page: Page[Any]
    has_sample: bool


@dataclass
class _Rows:
    """The rows of one act: how many of each kind, and as many of them as are told."""

    counts: dict[tuple[str, str], int] = field(default_factory=dict)
    told: list[Change] = field(default_factory=list)


def changes_page(*, actor: Actor, number: str | None, written: Q | None = None) -> ChangesPage:
    """One page of what changed, or of that which satisfies a condition, as far as the actor may see it. At most 5
    queries, and one for each noun that is named."""
    changes = visible_changes(actor).filter(written or Q())
    acts = changes.values(*_ACT).annotate(first=Min("seq"), last=Max("seq")).order_by("-last")
    page = Paginator(acts, PER_PAGE).get_page(number)
    heads = list(page.object_list)
    rows = _rows(changes, heads)
    told = [change for act in rows.values() for change in act.told]
    names, people = _names(told), actor_names({head["actor"] for head in heads})
    lines = [_act(head, rows[head["last"]], names, people) for head in heads]
    days = [Day(on, list(acts)) for on, acts in groupby(lines, key=lambda act: log_day(act.at))]
    return ChangesPage(days, page, has_sample=any(act.sample for act in lines))


def log_day(moment: datetime) -> date:
    """The real day in London, also in a council with a pinned day: docs/rules/clock-and-quarter.md."""
    return timezone.localtime(moment).date()


def visible_changes(actor: Actor) -> QuerySet[Change]:
    """The log without workers' steps, and without what needs a permission that the actor lacks."""
    changes: QuerySet[Change] = Change.objects.exclude(verb__in=steps())
    for permission, verbs in verbs_by_permission().items():
        if not can(actor, permission):
            changes = changes.exclude(verb__in=verbs)
    for permission, tables in tables_by_permission().items():
        if not can(actor, permission):
            changes = changes.exclude(table__in=tables)
    return changes


def _rows(changes: QuerySet[Change], heads: Sequence[dict[str, Any]]) -> dict[int, _Rows]:
    """By the last number of each act. Acts never overlap: the counter's row lock puts them one after another."""
    found = {head["last"]: _Rows() for head in heads}
    if not heads:
        return found
    act_of = {tuple(head[name] for name in _ACT): head["last"] for head in heads}
    on_page = changes.filter(seq__gte=heads[-1]["first"], seq__lte=heads[0]["last"])
    kinds = on_page.values(*_ACT, "table", "op").annotate(number=Count("id"), begin=Min("seq"))
    wanted = {head["first"] for head in heads}
    for kind in kinds.order_by("op", "table"):
        last = act_of[tuple(kind[name] for name in _ACT)]
        found[last].counts[kind["op"], kind["table"]] = kind["number"]
        if _is_about(kind["verb"], kind["table"]):
            wanted.add(kind["begin"])
    for head in heads:
        if sum(found[head["last"]].counts.values()) <= TOLD_IN_FULL:
            wanted.update(range(head["first"], head["last"] + 1))
    for change in changes.filter(seq__in=wanted).order_by("seq"):
        found[act_of[tuple(getattr(change, name) for name in _ACT)]].told.append(change)
    return found


def _act(
    head: dict[str, Any], rows: _Rows, names: dict[tuple[str, UUID], str], people: dict[str, str]
) -> Act:
    main = _main(head["verb"], rows.told)
    name = names.get((main.table, main.object_id)) or ""
    values = (main.before or {}) | (main.after or {})
    details: list[str] = []
    if len(rows.told) < sum(rows.counts.values()):
        details.append(words.counts_in_words(rows.counts).capitalize())
    else:
        for change in rows.told:
            named = "" if change is main else names.get((change.table, change.object_id), "")
            start = f"{words.noun(change.table).capitalize()} {named}: " if named else ""
            details += [
                f"{start}{line}"
                for line in words.differences(
                    change.table, change.op, change.before or {}, change.after or {}
                )
            ]
    return Act(
        at=head["at"],
        who=words.who(head["actor"], people),
        sentence=words.sentence(
            head["verb"], rows.counts, table=main.table, op=main.op, name=name, values=values
        ),
        reason=head["reason"],
        details=details,
        sample=any(
            ((change.before or {}) | (change.after or {})).get("sample") is True for change in rows.told
        ),
        request_id=head["request_id"],
    )


def _main(verb: str, told: Sequence[Change]) -> Change:
    """The row that an act is about: of the verb's own noun, else the first."""
    return next((change for change in told if _is_about(verb, change.table)), told[0])


def _is_about(verb: str, table: str) -> bool:
    what = verb.partition(".")[0]
    return bool(what) and words.noun(table).startswith(what)


def _names(told: Iterable[Change]) -> dict[tuple[str, UUID], str]:
    """Name of each row by its model's `log_name`; a deleted row is named by its owner or its own columns."""
    names: dict[tuple[str, UUID], str] = {}
    wanted: dict[str, dict[UUID, dict[str, Any]]] = defaultdict(dict)
    for change in told:
        content = (change.after or {}) | (change.before or {})
        names.setdefault((change.table, change.object_id), words.name_from_columns(change.table, content))
        wanted[change.table].setdefault(change.object_id, content)
    for table, contents in wanted.items():
        model = words.model_of(table)
        pattern = (model.log_name or _own_name(model)) if model else ""
        if not pattern:
            continue
        paths = [path for _, path, _, _ in string.Formatter().parse(pattern) if path]
        tell = model.name_in_log if model.log_name else lambda said, own=pattern: own.format(**said)
        rows = list(model.objects.filter(public_id__in=contents).values_list("public_id", *paths))
        gone = {key: contents[key] for key in contents.keys() - {row[0] for row in rows}}
        for object_id, *values in (*rows, *_by_what_they_belonged_to(model, gone, paths)):
            said = tell(dict(zip(paths, (value or "" for value in values), strict=True)))
            names[table, object_id] = " ".join(said.split())
    return names


def _by_what_they_belonged_to(
    model: Any, gone: dict[UUID, dict[str, Any]], paths: list[str]
) -> Iterator[tuple[Any, ...]]:
    """Public id and what stands at the paths, for rows that are gone and whose paths all lead over one other row."""
    owners = {path.partition("__")[0] for path in paths if "__" in path}
    if not gone or len(owners) != 1 or not all("__" in path for path in paths):
        return
    [owner] = owners
    ids = {key: content.get(f"{owner}_id") for key, content in gone.items()}
    beyond = [path.removeprefix(f"{owner}__") for path in paths]
    found = model._meta.get_field(owner).related_model.objects.filter(pk__in=set(ids.values()) - {None})
    values = {pk: rest for pk, *rest in found.values_list("pk", *beyond)}
    yield from ((key, *values[pk]) for key, pk in ids.items() if pk in values)


def _own_name(model: Any) -> str:
    columns = {field.attname for field in model._meta.local_fields} - set(model.personal_fields)
    return next((f"{{{column}}}" for column in words.OWN_NAMES if column in columns), "")


def actor_names(references: Iterable[str]) -> dict[str, str]:
    """Names of users and API keys by reference, as `change_words.who` wants them (at most 2 queries).

    Ask for those of this council's log alone.
    """
    ids: dict[str, list[UUID]] = {"user": [], "api": []}
    for reference in references:
        kind, _, rest = reference.partition(":")
        with suppress(ValueError):  # a reference without an id has no name to find
            if kind in ids:
                ids[kind].append(UUID(rest))
    found: dict[str, str] = {}
    if ids["user"]:
        for user in User.objects.filter(public_id__in=ids["user"]):
            found[f"user:{user.public_id}"] = user.name or "User with no name"
    if ids["api"]:
        for client in ApiClient.objects.filter(public_id__in=ids["api"]):
            found[f"api:{client.public_id}"] = f"API key “{client.name}”"
    return found
