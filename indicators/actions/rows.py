"""Add, change, move and remove rows of the indicator tables."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import F, ProtectedError

from core.refusals import ChangeRefused
from core.words import count_words, list_words
from councils.actors import Actor, require
from councils.models import Person, Post
from councils.permissions import Permission
from councils.tenancy import recorded
from strategies.models import KeyOutcome, Strategy

from ..models import Benchmark, Indicator, Reading, Target, Trajectory
from ..models.indicator import DEEPEST, MOST_DECIMALS
from ..rules import Unit
from .derived import check_unused

FIELDS = (
    *("label", "corrected_label", "title", "group", "kind", "unit", "polarity", "basis"),
    *("breakdown", "breakdown_code", "comparator", "feedback_sources", "ended_on", "replaced_by"),
    *("decimals", "source", "next_value_due_on", "default_tolerance", "is_contextual", "is_headline"),
)
"""What is said of a row, apart from its place and its owner."""


@dataclass(frozen=True)
class Place:
    """Where a row stands: in the main table under a key outcome, in the secondary table, or below another row."""

    strategy: Strategy
    key_outcome: KeyOutcome | None = None
    parent: Indicator | None = None

    @property
    def set(self) -> str:
        if self.parent:
            return str(self.parent.set)
        return Indicator.Set.MAIN if self.key_outcome else Indicator.Set.SECONDARY

    @classmethod
    def of(cls, row: Indicator) -> Place:
        return cls(row.strategy, row.key_outcome, row.parent)

    @classmethod
    def below(cls, parent: Indicator) -> Place:
        return cls(parent.strategy, parent.key_outcome, parent)


@dataclass(frozen=True)
class RowWords:
    """Label and title of a row to add."""

    label: str
    title: str


def add_indicators(
    *,
    place: Place,
    rows: Sequence[RowWords],
    by: Actor,
    owner: Person | Post | None = None,
    **said: Any,
) -> list[Indicator]:
    """Add rows below the last of their place, in the order given. `said` is the same for all of them: see FIELDS.

    Rows under another one have its heading in the table. Raises ChangeRefused.
    """
    require(by, Permission.PLAN_CHANGE)
    check_words(rows)
    with recorded("indicator.added", actor=by.reference):
        table = lock_table(place.strategy, place.set)
        if place.parent:
            place = Place.below(_same(place.parent, table))
        depth = _depth_below(place.parent)
        at = _end_of(place, table)
        check_definition(said)
        first = table[at - 1].position + 1 if at else 1
        _shift(table[at:], first + len(rows))
        said = _settled(said, place)
        return Indicator.objects.bulk_create(
            Indicator(
                strategy=place.strategy,
                set=place.set,
                key_outcome=place.key_outcome,
                parent=place.parent,
                depth=depth,
                position=position,
                label=row.label.strip(),
                title=row.title.strip(),
                **_owned_by(owner),
                **said,
            )
            for position, row in enumerate(rows, first)
        )


def change_indicator(
    *, indicator: Indicator, place: Place, by: Actor, owner: Person | Post | None = None, **said: Any
) -> Indicator:
    """Change what is said of a row. In another place, its sub-rows go with it. Raises ChangeRefused."""
    require(by, Permission.PLAN_CHANGE)
    check_words([RowWords(said["label"], said["title"])])
    with recorded("indicator.changed", actor=by.reference):
        table = lock_table(indicator.strategy, indicator.set)
        row = _same(indicator, table)
        branch = _branch(row, table)
        _check_kind(row, said["kind"], said["unit"])
        check_definition(said, row)
        if (place.strategy.pk, place.set) != (row.strategy_id, row.set):
            raise ChangeRefused(
                {"place": "Choose a place in the same table. To change table, add the row there."}
            )
        if place.parent:
            if place.parent.pk in {each.pk for each in branch}:
                raise ChangeRefused(
                    {"place": f"Choose another place. {place.parent.name} is part of this row."}
                )
            place = Place.below(_same(place.parent, table))
        was = (row.parent_id, row.key_outcome_id)
        deeper = _depth_below(place.parent) - row.depth
        if max(each.depth for each in branch) + deeper > DEEPEST:
            raise ChangeRefused(
                {"place": "Choose a place further up. Rows can be four deep, sub-rows included."}
            )
        for name, value in (_settled(said, place) | _owned_by(owner)).items():
            setattr(row, name, value)
        row.parent = place.parent
        for each in branch:
            each.depth += deeper
            each.key_outcome, each.group = place.key_outcome, row.group
        row.version += 1
        Indicator.objects.bulk_update(branch[1:], ("depth", "key_outcome", "group"))
        row.save()
        if was != (row.parent_id, row.key_outcome_id):
            rest = [each for each in table if each not in branch]
            at = _end_of(place, rest)
            _renumber([*rest[:at], *branch, *rest[at:]])
    return row


def move_indicator(*, indicator: Indicator, up: bool, by: Actor) -> bool:
    """Move a row, with its sub-rows, before or after the next one of the same place. False if there is none."""
    require(by, Permission.PLAN_CHANGE)
    with recorded("indicator.moved", actor=by.reference):
        table = lock_table(indicator.strategy, indicator.set)
        row = _same(indicator, table)
        beside = [
            each
            for each in table
            if (each.parent_id, each.key_outcome_id) == (row.parent_id, row.key_outcome_id)
        ]
        at = beside.index(row) + (-1 if up else 1)
        if not 0 <= at < len(beside):
            return False
        first, second = (beside[at], row) if up else (row, beside[at])
        before, after = _branch(first, table), _branch(second, table)
        start = table.index(first)
        moved = [each for each in table if each not in before and each not in after]
        _renumber([*moved[:start], *after, *before, *moved[start:]])
    return True


def remove_indicator(*, indicator: Indicator, reason: str = "", by: Actor) -> None:
    """Remove a row without values and sub-rows that nothing else names. Raises ChangeRefused with what it has."""
    require(by, Permission.PLAN_CHANGE)
    with recorded("indicator.removed", actor=by.reference, reason=reason.strip()):
        row = _same(indicator, lock_table(indicator.strategy, indicator.set))
        if Indicator.objects.filter(parent=row).exists():
            raise ChangeRefused(f"{row.name} has sub-rows. Remove or move them first.")
        check_unused(row)
        if any(values.objects.filter(indicator=row).exists() for values in (Reading, Target, Benchmark)):
            raise ChangeRefused(
                f"{row.name} has figures or targets. Say when it ended instead of removing it."
            )
        if Trajectory.objects.filter(indicator=row).exists():
            raise ChangeRefused(f"{row.name} has a trajectory. Remove that first.")
        try:
            row.delete()
        except ProtectedError as named:
            by_what = _counted(named.protected_objects)
            raise ChangeRefused(
                f"{row.name} is named by {by_what}. Say when it ended instead of removing it."
            ) from None


def _counted(rows: Iterable[Any]) -> str:
    """Rows of other rooms that keep a row, by their nouns: "1 minuted entry"."""
    numbers = Counter(type(each)._meta for each in rows)
    words = [
        count_words(number, str(meta.verbose_name), str(meta.verbose_name_plural))
        for meta, number in numbers.items()
    ]
    return list_words(words)


def check_words(rows: Iterable[RowWords]) -> None:
    if any(not row.label.strip() and not row.title.strip() for row in rows):
        raise ChangeRefused({"title": "Enter a title, or a label if the plan prints no title."})


def _check_kind(row: Indicator, kind: str, unit: str) -> None:
    """A row with figures stays one that holds figures, and one in words stays one in words. Formulas still fit."""
    holds_the_same = Indicator.Kind(kind).holds_figures == row.holds_figures
    if not holds_the_same and Reading.objects.filter(indicator=row).exists():
        words = f"{row.name} has figures, so it stays {row.get_kind_display().lower()}."
        raise ChangeRefused({"kind": words})
    if row.formula and kind != Indicator.Kind.DERIVED:
        raise ChangeRefused({"kind": f"{row.name} is worked out by a formula. Remove the formula first."})
    if kind == Indicator.Kind.DERIVED and kind != row.kind and Reading.objects.filter(indicator=row).exists():
        raise ChangeRefused({"kind": f"{row.name} has figures that were typed, so it is not derived."})
    if row.formula and unit != row.unit:
        words = f"Its formula gives {Unit(row.unit).word.lower()}. Change the formula instead."
        raise ChangeRefused({"unit": words})
    if unit != row.unit or not Indicator.Kind(kind).holds_figures:
        check_unused(row, field="unit" if unit != row.unit else "kind")


def check_definition(said: dict[str, Any], row: Indicator | None = None) -> None:
    """What is said of a row fits together, and fits what it has already."""
    decimals, tolerance, follower = (
        said.get(name) for name in ("decimals", "default_tolerance", "replaced_by")
    )
    if decimals is not None and not 0 <= decimals <= MOST_DECIMALS:
        raise ChangeRefused({"decimals": f"Enter a whole number from 0 to {MOST_DECIMALS}."})
    if tolerance is not None and tolerance < 0:
        raise ChangeRefused(
            {"default_tolerance": "Enter 0 or more: by how much a target may be missed and still be amber."}
        )
    if row is None:
        return
    if said.get("is_contextual") and Target.objects.filter(indicator=row).exists():
        raise ChangeRefused(
            {"is_contextual": f"{row.name} has targets, so it is not contextual. Remove its targets first."}
        )
    if follower is not None and follower.pk == row.pk:
        raise ChangeRefused({"replaced_by": "Choose another row. A row does not replace itself."})
    if follower is not None and follower.replaced_by_id == row.pk:
        raise ChangeRefused(
            {"replaced_by": f"{follower.name} is itself replaced by this row. Choose another one."}
        )


def _settled(said: dict[str, Any], place: Place) -> dict[str, Any]:
    """What is said of a row: its sub-heading is that of the row above, and polarity is null until it is set."""
    settled = said | {"polarity": said.get("polarity") or None}
    return settled | {"group": place.parent.group} if place.parent else settled


def _owned_by(owner: Person | Post | None) -> dict[str, Any]:
    return {
        "owner_person": owner if isinstance(owner, Person) else None,
        "owner_post": owner if isinstance(owner, Post) else None,
    }


def lock_table(strategy: Strategy, set_: str) -> list[Indicator]:
    """Rows of a table in its order. Others who change its order wait (2 queries)."""
    Strategy.objects.select_for_update().get(pk=strategy.pk)
    rows = Indicator.objects.filter(strategy=strategy, set=set_).in_table_order()
    return list(rows.select_related("key_outcome", "strategy"))


def _same(row: Indicator, table: Iterable[Indicator]) -> Indicator:
    """The row as it is now, in the locked table."""
    for each in table:
        if each.pk == row.pk:
            return each
    raise ChangeRefused(f"{row.name} is no longer in the table.")


def _depth_below(parent: Indicator | None) -> int:
    if parent is None:
        return 0
    if parent.depth >= DEEPEST:
        raise ChangeRefused({"place": f"Choose a place further up. {parent.name} is too deep for a sub-row."})
    return int(parent.depth) + 1


def _branch(row: Indicator, table: Sequence[Indicator]) -> list[Indicator]:
    """The row and all rows below it, in table order, wherever they stand."""
    ids = {row.pk}
    found = len(ids)
    while True:
        ids |= {each.pk for each in table if each.parent_id in ids}
        if len(ids) == found:
            return [each for each in table if each.pk in ids]
        found = len(ids)


def _end_of(place: Place, table: Sequence[Indicator]) -> int:
    """Index in the table at which a new last row of the place goes."""
    if place.parent:
        inside = {each.pk for each in _branch(place.parent, table)}
    else:
        outcome = place.key_outcome.pk if place.key_outcome else None
        inside = {each.pk for each in table if each.key_outcome_id == outcome}
    last = max((index for index, each in enumerate(table) if each.pk in inside), default=None)
    if last is not None:
        return last + 1
    return _start_of_later_outcomes(place, table)


def _start_of_later_outcomes(place: Place, table: Sequence[Indicator]) -> int:
    """Index of the first row of a key outcome that comes after this place's, which has no rows yet."""
    if place.key_outcome is None:
        return len(table)
    own = place.key_outcome.position
    later = (
        index for index, each in enumerate(table) if each.key_outcome and each.key_outcome.position > own
    )
    return next(later, len(table))


def _shift(rows: Sequence[Indicator], first: int) -> None:
    """Make room: rows from here on begin at `first`, if they do not already (1 query)."""
    if rows and rows[0].position < first:
        by = first - rows[0].position
        Indicator.objects.filter(pk__in=[each.pk for each in rows]).update(position=F("position") + by)


def _renumber(rows: Sequence[Indicator]) -> None:
    """Give the rows, in this order, the positions that they have among them (1 query)."""
    positions = sorted(each.position for each in rows)
    changed = [each for each, position in zip(rows, positions, strict=True) if each.position != position]
    for each, position in zip(rows, positions, strict=True):
        each.position = position
    Indicator.objects.bulk_update(changed, ("position",))
