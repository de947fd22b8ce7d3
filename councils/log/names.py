"""Names of rows, and of the people and programs who changed them, as the change log shows them."""

from __future__ import annotations

import string
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from typing import Any
from uuid import UUID

from ..models import ApiClient, Change, User
from ..tenancy import current_council_id
from . import words
from .registry import column_words


def row_names(detailed: Iterable[Change]) -> dict[tuple[str, UUID], str]:
    """Name of each row from its model's `log_name`. A deleted row is named by its owner or its own columns."""
    names: dict[tuple[str, UUID], str] = {}
    wanted: dict[str, dict[UUID, dict[str, Any]]] = defaultdict(dict)
    for change in detailed:
        content = (change.after or {}) | (change.before or {})
        names.setdefault((change.table, change.object_id), words.name_from_columns(change.table, content))
        known = wanted[change.table].setdefault(change.object_id, {})
        known |= {column: value for column, value in content.items() if column not in known}
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
    """(public id, value at each path) for deleted rows that are named by one foreign key, and by their own columns."""
    through = [path for path in paths if "__" in path]
    owners = {path.partition("__")[0] for path in through}
    if not deleted or len(owners) != 1:
        return
    [owner] = owners
    ids = {key: content.get(f"{owner}_id") for key, content in deleted.items()}
    related_paths = [path.removeprefix(f"{owner}__") for path in through]
    related = model._meta.get_field(owner).related_model.objects.filter(pk__in=set(ids.values()) - {None})
    values = {
        pk: dict(zip(through, rest, strict=True)) for pk, *rest in related.values_list("pk", *related_paths)
    }
    for key, pk in ids.items():
        if pk in values:
            known = {name: value for name, value in deleted[key].items() if value != words.PERSONAL}
            yield (key, *((known | values[pk]).get(path) for path in paths))


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
