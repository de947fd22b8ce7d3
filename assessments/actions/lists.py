"""Save the scale and the criteria of a plan's assessment as a whole: their rows keep their identity."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any
from uuid import UUID

from core.refusals import ChangeRefused
from core.words import count_words
from councils.actors import Actor, require
from councils.permissions import Permission
from councils.tenancy import recorded
from strategies.models import Strategy

from ..models import Criterion, Judgement, ScaleLevel
from ..rules import FEWEST_LEVELS, SUGGESTED_SCALE


@dataclass(frozen=True)
class LevelRow:
    """A word of the scale as it is to be. `key` is its public id, None for a new one."""

    key: UUID | None
    word: str


@dataclass(frozen=True)
class CriterionRow:
    key: UUID | None
    title: str
    text: str = ""


def start_scale(*, strategy: Strategy, by: Actor) -> bool:
    """Give a plan that has no scale the suggested one. Return whether it had none. Call it with the plan locked."""
    require(by, Permission.PLAN_CHANGE)
    if ScaleLevel.objects.filter(strategy=strategy).exists():
        return False
    rows = [LevelRow(None, word) for word in SUGGESTED_SCALE]
    return save_scale(strategy=strategy, levels=rows, removed=(), by=by)


def save_scale(
    *, strategy: Strategy, levels: Sequence[LevelRow], removed: Collection[UUID], by: Actor
) -> bool:
    """Save the words of the scale, from the lowest to the highest. Return whether anything is different now.

    Call it with the plan locked. Levels not named stay, at the top. Raises ChangeRefused with problems by number of the
    row ("2.word") or for the whole scale (""): a level that a judgement has stays.
    """
    require(by, Permission.PLAN_CHANGE)
    stored = {row.public_id: row for row in ScaleLevel.objects.filter(strategy=strategy)}
    words = [each.word.strip().casefold() for each in levels]
    problems = {
        f"{place}.word": f"{each.word.strip()} is in the scale twice"
        for place, each in enumerate(levels)
        if words.index(words[place]) != place
    }
    if problems:
        raise ChangeRefused(problems)
    kept = _with_others(levels, stored, removed, lambda row: LevelRow(row.public_id, row.word))
    if kept and len(kept) < FEWEST_LEVELS:
        raise ChangeRefused(f"A scale has at least {FEWEST_LEVELS} levels. Add another one")
    return _save(ScaleLevel, "level", "scale.changed", strategy, kept, removed, stored, by)


def save_criteria(
    *, strategy: Strategy, criteria: Sequence[CriterionRow], removed: Collection[UUID], by: Actor
) -> bool:
    """Save the criteria in this order. Return whether anything is different now. Call it with the plan locked.

    Criteria not named stay, at the end. Raises ChangeRefused: a criterion with judgements stays.
    """
    require(by, Permission.PLAN_CHANGE)
    stored = {row.public_id: row for row in Criterion.objects.filter(strategy=strategy)}
    kept = _with_others(
        criteria, stored, removed, lambda row: CriterionRow(row.public_id, row.title, row.text)
    )
    return _save(Criterion, "criterion", "criteria.changed", strategy, kept, removed, stored, by)


def _with_others(
    rows: Sequence[Any], stored: Mapping[UUID, Any], removed: Collection[UUID], of: Any
) -> list[Any]:
    """The rows that are to be, with those that nobody named at the end. One that is gone meanwhile is new again."""
    named = {each.key for each in rows} | {*removed}
    return [*rows, *(of(row) for key, row in stored.items() if key not in named)]


def _save(
    model: Any,
    field: str,
    verb: str,
    strategy: Strategy,
    rows: Sequence[Any],
    removed: Collection[UUID],
    stored: Mapping[UUID, Any],
    by: Actor,
) -> bool:
    gone = [stored[key] for key in removed if key in stored]
    for row in gone:
        used = Judgement.objects.filter(**{field: row}).count()
        if used:
            raise ChangeRefused(
                f"{row} has {count_words(used, 'judgement')}, which stay as history. Keep it, or reword it"
            )
    added, changed = [], []
    for position, row in enumerate(rows, 1):
        values = {name: value.strip() for name, value in asdict(row).items() if name != "key"} | {
            "position": position
        }
        found = stored.get(row.key) if row.key else None
        if found is None:
            added.append(model(strategy=strategy, **values))
        elif any(getattr(found, name) != value for name, value in values.items()):
            for name, value in values.items():
                setattr(found, name, value)
            changed.append(found)
    if not (added or changed or gone):
        return False
    with recorded(verb, actor=by.reference):
        model.objects.filter(pk__in=[row.pk for row in gone]).delete()
        model.objects.bulk_update(
            changed, [name for name in ("word", "title", "text", "position") if hasattr(model, name)]
        )
        model.objects.bulk_create(added)
    return True
