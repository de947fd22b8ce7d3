"""Add many rows to the indicator tables, put them in order, and set many targets, from a file: in few statements."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.core.exceptions import ValidationError

from core.periods import Period
from core.refusals import ChangeRefused
from councils.actors import Actor, require
from councils.permissions import Permission
from councils.tenancy import recorded
from strategies.models import Strategy

from ..models import Indicator, Target
from ..models.indicator import DEEPEST
from .rows import FIELDS, RowWords, check_definition, check_words, lock_table


def add_table_rows(*, strategy: Strategy, rows: Sequence[Indicator], by: Actor) -> None:
    """Add rows that are not saved yet at the end of their tables, each level in one statement.

    A row may have another of them as its parent. Raises ChangeRefused.
    """
    require(by, Permission.PLAN_CHANGE)
    check_words([RowWords(row.label, row.title) for row in rows])
    for row in rows:
        check_definition({name: getattr(row, name) for name in FIELDS})
        row.strategy, row.depth = strategy, _depth(row)
        _check_columns(row)
    with recorded("indicator.added", actor=by.reference):
        for set_ in Indicator.Set.values:
            new = [row for row in rows if row.set == set_]
            if not new:
                continue
            table = lock_table(strategy, set_)
            for position, row in enumerate(new, table[-1].position + 1 if table else 1):
                row.position = position
            for depth in range(DEEPEST + 1):
                Indicator.objects.bulk_create([row for row in new if row.depth == depth])


def _depth(row: Indicator) -> int:
    depth = len(list(row.rows_above))
    if depth > DEEPEST:
        raise ChangeRefused(f"{row.name} is too deep. Rows can be four deep, sub-rows included.")
    return depth


def _check_columns(row: Indicator) -> None:
    relations = [each.name for each in Indicator._meta.local_fields if each.is_relation]
    try:
        row.clean_fields(exclude=[*relations, "position"])
    except ValidationError as error:
        problems = (f"{name}: {' '.join(texts)}" for name, texts in error.message_dict.items())
        raise ChangeRefused(f"{row.name}: {' '.join(problems)}") from None


def order_table(*, strategy: Strategy, set_: str, order: Sequence[Indicator], by: Actor) -> int:
    """Put the rows of a table into this order. Rows not named come last. Returns how many have moved."""
    require(by, Permission.PLAN_CHANGE)
    with recorded("indicator.moved", actor=by.reference):
        table = lock_table(strategy, set_)
        place = {row.pk: at for at, row in enumerate(order)}
        wanted = sorted(table, key=lambda row: place.get(row.pk, len(place)))
        positions = [row.position for row in table]
        moved = []
        for row, position in zip(wanted, positions, strict=True):
            if row.position != position:
                row.position = position
                moved.append(row)
        Indicator.objects.bulk_update(moved, ["position"])
    return len(moved)


@dataclass(frozen=True)
class TargetSaid:
    """The target of an indicator for the end of a period."""

    indicator: Indicator
    period: Period
    value: Decimal | None
    tolerance: Decimal | None = None
    label: str = ""
    borrowed_from: str = ""
    sample: bool = False


def set_targets(*, targets: Sequence[TargetSaid], by: Actor) -> None:
    """Set or change many targets (4 queries). A problem "7.tolerance" belongs to `targets[7]`. Raises ChangeRefused."""
    require(by, Permission.INDICATORS_RECORD)
    _check_targets(targets)
    with recorded("target.set", actor=by.reference):
        ids = sorted({each.indicator.pk for each in targets})
        list(Indicator.objects.filter(pk__in=ids).order_by("pk").select_for_update().values_list("pk"))
        stored = {(each.indicator_id, each.period): each for each in Target.objects.filter(indicator__in=ids)}
        added, changed = [], []
        for said in targets:
            token = said.period.token
            target = stored.get((said.indicator.pk, token))
            if target is None:
                target = Target(indicator=said.indicator, period=token, ends_on=said.period.ends_on)
                added.append(target)
            else:
                changed.append(target)
            target.value, target.tolerance, target.label = said.value, said.tolerance, said.label.strip()
            target.borrowed_from, target.sample = said.borrowed_from.strip(), said.sample
        Target.objects.bulk_create(added)
        with recorded("target.changed", actor=by.reference):
            columns = ["value", "tolerance", "label", "borrowed_from", "sample"]
            Target.objects.bulk_update(changed, columns)


def _check_targets(targets: Sequence[TargetSaid]) -> None:
    problems: dict[str, str] = {}
    for place, said in enumerate(targets):
        if not said.indicator.holds_figures:
            problems[f"{place}.indicator"] = f"{said.indicator.name} holds no figures, so it has no targets"
        elif said.indicator.is_contextual:
            problems[f"{place}.indicator"] = f"{said.indicator.name} is contextual, so it has no targets"
        if said.tolerance is not None and said.tolerance < 0:
            problems[f"{place}.tolerance"] = (
                "Enter 0 or more: by how much it may be missed and still be amber"
            )
    if problems:
        raise ChangeRefused(problems)
