"""Where people, posts and organisations are used: every foreign key that leads to them, in whatever room.

No room is named here. What a page says about a row comes from its model: its role, and its name in the change log.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, reduce
from itertools import chain
from typing import Any
from uuid import UUID

from django.db.models import CASCADE, CharField, UniqueConstraint
from django.urls import NoReverseMatch

from core.words import count_words

from ..log import words
from ..log.names import name_of_row, name_paths
from ..models import Person, Post
from ..tenancy import CouncilModel, current_council_id

ROLE, STATE = "role", "state"


@dataclass(frozen=True)
class Use:
    """One row that names somebody. `kind` is what they are there ("Lead"), `name` the row's name ("A1 Joint plans")."""

    kind: str
    name: str
    url: str
    link: Any
    row: Any

    @property
    def public_id(self) -> UUID:
        found: UUID = self.row.public_id
        return found

    def __str__(self) -> str:
        return f"{self.kind}: {self.name}"


@cache
def links_to(model: Any) -> tuple[Any, ...]:
    """Foreign keys of council data that lead to this model."""
    fields = (relation.field for relation in model._meta.related_objects if not relation.many_to_many)
    return tuple(field for field in fields if issubclass(field.model, CouncilModel))


@cache
def work_links() -> tuple[Any, ...]:
    """Foreign keys that name a person for what they do now, in the order of the rooms."""
    return tuple(link for link in links_to(Person) if not is_record(link))


def is_record(link: Any) -> bool:
    """Whether the row says who somebody was or did something then: it stays when work is handed over."""
    return bool(link.model.names_the_past or link.model is link.related_model)


def uses_of(model: Any, ids: Collection[int], links: Iterable[Any] | None = None) -> dict[int, list[Use]]:
    """What names each of these rows, by the row's id (1 query for each foreign key)."""
    found: dict[int, list[Use]] = defaultdict(list)
    for link in links_to(model) if links is None else links:
        for row in by_rank(link, rows_naming(link, ids)):
            found[getattr(row, link.attname)].append(use(link, row))
    return found


def rows_naming(link: Any, ids: Collection[int], *, lock: bool = False) -> list[Any]:
    """Rows whose foreign key leads to one of these ids, with what their names need (1 query).

    Also those that a room's lists leave out, such as what has been dropped from the plan.
    """
    every = link.model._base_manager.filter(council_id=current_council_id())
    rows = every.filter(**{f"{link.attname}__in": ids}).order_by("id")
    if lock:
        return list(rows.select_for_update(of=("self",)))
    return list(rows.select_related(*_loaded_for_names(link.model)))


@cache
def _loaded_for_names(model: Any) -> tuple[str, ...]:
    """Relations that the name and the address of a row need."""
    steps = {path.rpartition("__")[0] for path in name_paths(model)} - {""}
    owner = _owner(model)
    return (*sorted(steps), *([f"{owner.name}__council"] if owner else ["council"]))


def _owner(model: Any) -> Any:
    """The foreign key to what a row is a part of, if it is a part."""
    return next(
        (
            field
            for field in model._meta.local_fields
            if field.is_relation and field.remote_field.on_delete is CASCADE and field.name != "council"
        ),
        None,
    )


def use(link: Any, row: Any) -> Use:
    model = link.model
    paths = name_paths(model)
    name = name_of_row(model, {path: _value(row, path) for path in paths}) if paths else str(row)
    return Use(_kind(link, row), name, _address(row), link, row)


def _value(row: Any, path: str) -> Any:
    return reduce(lambda value, step: getattr(value, step, None), path.split("__"), row)


def _kind(link: Any, row: Any) -> str:
    """ "Lead" where the row has a role ("Former chair" if it tells of the past), else its noun: "Post"."""
    display = getattr(row, f"get_{ROLE}_display", None)
    if display is None:
        return words.noun(link.model._meta.db_table).capitalize()
    return f"Former {display().lower()}" if link.model.names_the_past else str(display())


def _address(row: Any) -> str:
    owner = _owner(type(row))
    page = getattr(getattr(row, owner.name) if owner else row, "get_absolute_url", None)
    try:
        return page() if page else ""
    except NoReverseMatch:
        return ""


def counted(uses: Iterable[Use]) -> list[tuple[str, list[Use]]]:
    """Uses by kind with their number: ("16 leads", [...])."""
    kinds: dict[str, list[Use]] = defaultdict(list)
    for each in uses:
        kinds[each.kind].append(each)
    return [(count_words(len(found), kind.lower()).capitalize(), found) for kind, found in kinds.items()]


# Two rows that say the same


def same_place(link: Any, one: Any, other: Any) -> bool:
    """Whether two parts of one thing would name the same person twice: the same deliverable and role, the same seat."""
    if _owner(link.model) is None:
        return False
    if any(_columns(one, names) == _columns(other, names) for names in _unique_beside(link)):
        return True
    return _place(link, one) == _place(link, other) and all(
        getattr(one, name) == getattr(other, name) or not (getattr(one, name) and getattr(other, name))
        for name in remarks(link.model)
    )


def _place(link: Any, row: Any) -> Hashable:
    own = getattr(row, "place", None)
    return own if own is not None else _columns(row, _place_columns(link))


@cache
def _place_columns(link: Any) -> tuple[str, ...]:
    left_out = {link.attname, "id", "public_id", "council_id", "position", STATE}
    left_out |= {*remarks(link.model), "source_text"}
    return tuple(field.attname for field in link.model._meta.local_fields if field.attname not in left_out)


@cache
def remarks(model: Any) -> tuple[str, ...]:
    """Text columns that may be empty and say something more about a row, such as a lead's area."""
    return tuple(
        field.attname
        for field in model._meta.local_fields
        if isinstance(field, CharField) and field.blank and not field.choices and field.name != "source_text"
    )


@cache
def _unique_beside(link: Any) -> tuple[tuple[str, ...], ...]:
    """The other columns of each constraint by which a row may name a person only once."""
    return tuple(
        tuple(name for name in each.fields if name not in (link.name, "council"))
        for each in link.model._meta.constraints
        if isinstance(each, UniqueConstraint) and link.name in each.fields
    )


def _columns(row: Any, names: Iterable[str]) -> tuple[Any, ...]:
    return tuple(getattr(row, name) for name in names)


def by_rank(link: Any, rows: Iterable[Any]) -> list[Any]:
    """Rows by role, the first role of the model first, then by place in the list."""
    field = next((each for each in link.model._meta.local_fields if each.name == ROLE and each.choices), None)
    ranks: Mapping[Any, int] = (
        {value: rank for rank, (value, _) in enumerate(field.flatchoices)} if field else {}
    )
    return sorted(
        rows, key=lambda row: (ranks.get(getattr(row, ROLE, ""), 0), getattr(row, "position", 0), row.pk)
    )


# States


def state_values(model: Any) -> set[str]:
    field = next((each for each in model._meta.local_fields if each.name == STATE and each.choices), None)
    return {value for value, _ in field.flatchoices} if field else set()


def state_for(model: Any, holder: Person | Post) -> dict[str, str]:
    """The state of a row that names this holder, as a dict of columns, {} if its model does not follow the holder's."""
    values = state_values(model)
    if not {Person.State.IDENTIFIED, Person.State.TO_IDENTIFY} <= values or model is Person:
        return {}
    known = isinstance(holder, Post) or holder.state == Person.State.IDENTIFIED
    return {STATE: str(Person.State.IDENTIFIED if known else Person.State.TO_IDENTIFY)}


def vacated(link: Any) -> dict[str, Any] | None:
    """Columns that make a row a vacancy, or None if it cannot be one."""
    if not link.null or is_record(link):
        return None
    values = state_values(link.model)
    state = next(
        (each for each in ("to_confirm", "vacant") if each in values and link.model is not Person), ""
    )
    if state:
        return {link.name: None, STATE: state}
    optional = link.remote_field.on_delete.__name__ == "SET_NULL"
    return {link.name: None} if optional else None


def all_uses(uses: Mapping[int, Sequence[Use]]) -> list[Use]:
    return list(chain.from_iterable(uses.values()))
