"""Add many parts of a plan at once: what it refers to, its key outcomes, and the outcomes of its strands."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import Any

from django.core.exceptions import ValidationError

from core.refusals import ChangeRefused
from councils.actors import Actor, require
from councils.permissions import Permission
from councils.tenancy import recorded

from ..models import ImprovementStatement, KeyOutcome, Measure, Outcome, Reference

Part = Reference | KeyOutcome | ImprovementStatement | Outcome | Measure
IN_ORDER: tuple[type[Any], ...] = (Reference, KeyOutcome, ImprovementStatement, Outcome, Measure)
"""Kinds in the order in which rows refer to each other."""


def add_parts(*, parts: Sequence[Part], by: Actor, verb: str = "outcomes.changed") -> None:
    """Add rows that are not saved yet to a plan that has none of their kind, each kind in one statement.

    Rows may name each other. They keep the order in which they are given. Raises ChangeRefused.
    """
    require(by, Permission.PLAN_CHANGE)
    places: Counter[tuple[str, Any]] = Counter()
    for part in parts:
        _check(part)
        place = (type(part).__name__, _owner(part))
        places[place] += 1
        part.position = places[place]
    with recorded(verb, actor=by.reference):
        for kind in IN_ORDER:
            if rows := [part for part in parts if isinstance(part, kind)]:
                kind.objects.bulk_create(rows)


def _owner(part: Any) -> int:
    """What tells lists of one kind apart: the row that they belong to, which may not be saved yet."""
    names = ("strategy", "strand", "key_outcome", "outcome")
    owner = next(getattr(part, name) for name in names if hasattr(type(part), name))
    kind = hash(part.kind) if isinstance(part, Reference) else 0
    return id(owner) ^ kind


def _check(part: Any) -> None:
    relations = [each.name for each in part._meta.local_fields if each.is_relation]
    try:
        part.clean_fields(exclude=[*relations, "position"])
    except ValidationError as error:
        problems = (f"{name}: {' '.join(texts)}" for name, texts in error.message_dict.items())
        raise ChangeRefused(f"{part}: {' '.join(problems)}") from None
