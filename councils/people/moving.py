"""Move rows from one person to another person or post. Only actions call this, inside their act."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import Any
from uuid import UUID

from ..log.versions import raise_versions, versioned_by
from ..models import Person, Post
from .relations import by_rank, remarks, rows_naming, same_place, state_for

Holder = Person | Post


def move(rows_by_link: Mapping[Any, Sequence[Any]], to: Holder) -> None:
    """Let all rows name `to` instead. Where that would name them twice in one place, the first row is kept.

    Everything that the rows belong to counts one more change.
    """
    counted: dict[Any, set[int]] = defaultdict(set)
    moved: dict[Any, list[Any]] = {}
    for link, rows in rows_by_link.items():
        if not rows:
            continue
        there = rows_naming(link if isinstance(to, Person) else _post_of(link), [to.pk], lock=True)
        _count(counted, link.model, [*rows, *there])
        for row in rows:
            for name, value in _columns(link, to).items():
                setattr(row, name, value)
        moved[link] = _without_doubles(link, rows, there)
    for link, rows in moved.items():
        _point(link, rows, to)
    raise_versions(counted)


def _count(counted: dict[Any, set[int]], model: Any, rows: Iterable[Any]) -> None:
    """Remember what counts changes to these rows, before some of them are removed."""
    for versioned, ids in versioned_by(model, [row.public_id for row in rows]).items():
        counted[versioned] |= ids


def _without_doubles(link: Any, rows: Sequence[Any], there: Sequence[Any]) -> list[Any]:
    """Remove rows that would say the same as another, and return those of `rows` that are left (2 queries)."""
    kept, doubles, absorbing = list(there), [], []
    own = {row.pk for row in rows}
    for row in by_rank(link, rows):
        other = next((each for each in kept if same_place(link, row, each)), None)
        if other is None:
            kept.append(row)
            continue
        first, double = by_rank(link, [row, other])
        if first is row:
            kept[kept.index(other)] = row
        doubles.append(double)
        if _absorb(first, double):
            absorbing.append(first)
    link.model.objects.filter(pk__in=[row.pk for row in doubles]).delete()
    absorbing = [row for row in absorbing if row not in doubles]
    if absorbing:
        link.model.objects.bulk_update(absorbing, remarks(link.model))
    return [row for row in kept if row.pk in own]


def _absorb(row: Any, double: Any) -> bool:
    """Keep what only the double says more. Return whether there was something."""
    model: Any = type(row)
    more = {name: getattr(double, name) for name in remarks(model) if not getattr(row, name)}
    said = {name: text for name, text in more.items() if text}
    for name, text in said.items():
        setattr(row, name, text)
    return bool(said)


def _point(link: Any, rows: Sequence[Any], to: Holder) -> None:
    """Let the rows name `to` (1 query)."""
    if rows:
        link.model._base_manager.filter(pk__in=[row.pk for row in rows]).update(**_columns(link, to))


def _columns(link: Any, to: Holder) -> dict[str, Any]:
    """Columns of a row that names `to`."""
    named = {link.name: to} if isinstance(to, Person) else {link.name: None, _post_of(link).name: to}
    return {**named, **state_for(link.model, to)}


def _post_of(link: Any) -> Any:
    """The foreign key by which rows of this model name a post instead of a person."""
    return next(each for each in link.model._meta.local_fields if each.related_model is Post)


def touch(rows_by_link: Mapping[Any, Sequence[Any]]) -> None:
    """Count one more change to everything that these rows belong to."""
    counted: dict[Any, set[int]] = defaultdict(set)
    for link, rows in rows_by_link.items():
        if rows:
            _count(counted, link.model, rows)
    raise_versions(counted)


def chosen_of(rows: Iterable[Any], chosen: Iterable[UUID] | None) -> list[Any]:
    """The chosen ones of the rows, or all if None."""
    wanted = None if chosen is None else set(chosen)
    return [row for row in rows if wanted is None or row.public_id in wanted]
