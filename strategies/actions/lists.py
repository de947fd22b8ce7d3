"""Save a list of a strategy or a strand as a whole: its rows keep their identity, and so their history."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from difflib import SequenceMatcher
from operator import attrgetter
from typing import Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db.models import ProtectedError

from core.refusals import ChangeRefused
from core.words import count_words, list_words
from councils.actors import Actor, require
from councils.permissions import Permission
from councils.tenancy import recorded

from ..models import Approval, CoverRole, Strand, Strategy, Version
from ..models.strategy import stays_words
from ..plan_lists import LinesBelow, Owner, PlanList
from ..rules import code_problem

MOST_NAMED = 5
"""Dropped deliverables that a refusal names."""

Line = tuple[str, ...]


@dataclass(frozen=True)
class ListRow:
    """A row as it is to be. `key` is its public id, None for a new one.

    `values` are its columns, None to leave them as they are. `lines` are the rows below it, one value for each column.
    """

    key: UUID | None
    values: Mapping[str, Any] | None
    lines: Sequence[Line] = ()


@dataclass
class _Rows:
    """Rows of one table to write, each kind in one statement."""

    model: Any
    added: list[Any] = field(default_factory=list)
    changed: list[Any] = field(default_factory=list)
    removed: list[int] = field(default_factory=list)
    columns: set[str] = field(default_factory=set)

    def set(self, row: Any, values: Mapping[str, Any]) -> None:
        """Give a stored row these values, and write it if one is different."""
        different = {name for name, value in values.items() if getattr(row, name) != value}
        for name in different:
            setattr(row, name, values[name])
        if different:
            self.columns |= different
            if row not in self.changed:
                self.changed.append(row)

    def write(self) -> None:
        if self.removed:
            self.model.objects.filter(pk__in=self.removed).delete()
        if self.changed:
            self.model.objects.bulk_update(self.changed, sorted(self.columns))
        if self.added:
            self.model.objects.bulk_create(self.added)

    @property
    def any(self) -> bool:
        return bool(self.added or self.changed or self.removed)


def save_list(
    *, plan_list: PlanList, owner: Owner, rows: Sequence[ListRow], removed: Sequence[UUID], by: Actor
) -> bool:
    """Save the rows of a list in their new order. Return whether anything is different now.

    Call it with the owner locked. Stored rows that are neither among `rows` nor `removed` stay at the end. Raises
    ChangeRefused with problems by number of the row and column ("2.title"), or for the whole list ("").
    """
    require(by, Permission.PLAN_CHANGE)
    stored = {row.public_id: row for row in plan_list.rows(owner)}
    named = {row.key for row in rows} | set(removed)
    saying = [*rows, *(ListRow(key, None) for key in stored if key not in named)]
    saying = [row for row in saying if row.key is None or row.key in stored]
    table, below = _Rows(plan_list.model), _Rows(plan_list.below.model if plan_list.below else None)
    table.removed = [stored[key].pk for key in removed if key in stored]
    _check_published(stored, rows, removed)
    written = []
    for each in saying:
        if each.key is None:
            row = plan_list.model(**_start(plan_list, owner), **(each.values or {}))
            table.added.append(row)
        else:
            row = stored[each.key]
            table.set(row, each.values or {})
        written.append(row)
        if plan_list.below and each.values is not None:
            _align(below, plan_list.below, row, each)
    _check(plan_list, written)
    _place(plan_list, written, table)
    if not (table.any or below.any):
        return False
    with recorded(plan_list.verb, actor=by.reference):
        try:
            table.write()
        except ProtectedError as error:
            rows_by_id = {row.pk: row for row in stored.values()}
            raise ChangeRefused(_still_used(error, rows_by_id, owner)) from None
        below.write()
    return True


def _start(plan_list: PlanList, owner: Owner) -> dict[str, Any]:
    """Columns that every new row of the list has."""
    return dict(plan_list.fixed) if "__" in plan_list.owner else {plan_list.owner: owner, **plan_list.fixed}


def _align(below: _Rows, lines: LinesBelow, row: Any, said: ListRow) -> None:
    """Fit the stored rows below a row to its lines, so that a line that stays or is reworded stays the same row."""
    old = list(getattr(row, lines.name).all()) if said.key else []
    before = [tuple(str(getattr(each, column)) for column in lines.columns) for each in old]
    after = [tuple(line) for line in said.lines]
    if before == after:
        return
    place = 0
    for _, i1, i2, j1, j2 in SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        for number in range(max(i2 - i1, j2 - j1)):
            values = dict(zip(lines.columns, after[j1 + number], strict=True)) if j1 + number < j2 else None
            if values is None:
                below.removed.append(old[i1 + number].pk)
                continue
            place += 1
            if i1 + number < i2:
                below.set(old[i1 + number], {**values, "position": place})
            else:
                below.added.append(lines.model(**{lines.parent: row}, **values, position=place))


def _place(plan_list: PlanList, rows: Sequence[Any], table: _Rows) -> None:
    """Number the rows in their new order, if they are not in that order already."""
    groups: dict[Any, list[Any]] = defaultdict(list)
    inside = attrgetter(f"{plan_list.within}_id") if plan_list.within else _one_group
    for row in rows:
        groups[inside(row)].append(row)
    for group in groups.values():
        old = [(row.position, row.pk) for row in group if row.pk]
        new_are_last = all(row.pk for row in group[: len(old)])
        last = old[-1][0] if old else 0
        keep = new_are_last and old == sorted(old)
        for place, row in enumerate(group, 1):
            position = row.position if keep and row.pk else last + place - len(old) if keep else place
            if row.pk:
                table.set(row, {"position": position})
            else:
                row.position = position


def _one_group(row: Any) -> int:
    return 0


def _check_published(stored: Mapping[UUID, Any], rows: Sequence[ListRow], removed: Sequence[UUID]) -> None:
    """Raise ChangeRefused for published versions and their approvals that would be changed, removed or added."""
    problems = {}
    for number, row in enumerate(rows):
        was, values = stored.get(row.key) if row.key else None, row.values or {}
        said = [each for each in (was, values.get("version")) if _published(each)]
        if said and any(was is None or getattr(was, name) != value for name, value in values.items()):
            problems[f"{number}.{next(iter(values))}"] = stays_words(_published(said[0]).label)
    for key in removed:
        if version := _published(stored.get(key)):
            problems[""] = f"{stays_words(version.label)}. Keep this row"
    if problems:
        raise ChangeRefused(problems)


def _published(row: Any) -> Any:
    """The published version that a row of a list is or belongs to, else None."""
    version = row if isinstance(row, Version) else row.version if isinstance(row, Approval) else None
    return version if version is not None and version.published_on else None


def _check(plan_list: PlanList, rows: Sequence[Any]) -> None:
    """Raise ChangeRefused if a row is not as its table needs it, or repeats another."""
    problems = {}
    counted = Counter(_identity(plan_list, row) for row in rows)
    seen: set[Any] = set()
    for number, row in enumerate(rows):
        for name, problem in _column_problems(row):
            problems[f"{number}.{name}"] = problem
        identity = _identity(plan_list, row)
        if plan_list.once and counted[identity] > 1 and identity in seen:
            problems[f"{number}.{plan_list.once[-1]}"] = f"{', '.join(identity)} is in this list twice"
        seen.add(identity)
    if problems:
        raise ChangeRefused(problems)


def _identity(plan_list: PlanList, row: Any) -> tuple[str, ...]:
    return tuple(str(getattr(row, name)) for name in plan_list.once)


def _column_problems(row: Any) -> Iterator[tuple[str, str]]:
    relations = [each.name for each in row._meta.local_fields if each.is_relation]
    try:
        row.clean_fields(exclude=relations)
    except ValidationError as error:
        for name, messages in error.message_dict.items():
            yield name, f"{str(row._meta.get_field(name).verbose_name).capitalize()}: {messages[0]}"
    if isinstance(row, Strand) and row.code and (problem := code_problem(row.code)):
        yield "code", problem
    if isinstance(row, CoverRole) and (row.board is None) == (row.person is None):
        yield "holder", "Select a board or a person"


def _still_used(error: ProtectedError, rows: Mapping[int, Any], owner: Owner) -> str:
    """Why rows cannot be removed: "A: Inclusion still has 5 milestones. Move them first, or keep it".

    What has been dropped is in no list any more, so it is named. A higher app whose rows are freed in another way says
    how: `freed_by` on its model.
    """
    strategy = owner if isinstance(owner, Strategy) else owner.strategy
    own_nouns = {"deliverable": strategy.deliverable_noun.lower()}
    dropped: list[str] = []
    uses: dict[Any, Counter[str]] = defaultdict(Counter)
    for user in sorted(error.protected_objects, key=attrgetter("pk")):
        noun = str(user._meta.verbose_name)
        for reference in user._meta.local_fields:
            row = rows.get(getattr(user, reference.attname)) if reference.is_relation else None
            if row is not None and reference.related_model is type(row):
                noun = own_nouns.get(noun, noun)
                if getattr(user, "is_dropped", False):
                    noun = f"dropped {noun}"
                    dropped.append(f"“{getattr(user, 'title', user)}”")
                uses[str(row)][noun] += 1
    sentences = [
        f"{name} still has {list_words([count_words(number, noun) for noun, number in nouns.items()])}"
        for name, nouns in uses.items()
    ]
    others = [words for user in error.protected_objects if (words := getattr(user, "freed_by", ""))]
    if not dropped:
        return f"{'. '.join(sentences)}. {others[0] if others else 'Move them first'}, or keep it"
    return (
        f"{'. '.join(sentences)}. What was dropped keeps its history, and the page of its strand lists it: "
        f"{_first_of(dropped)}. Bring it back and move it first, or keep this"
    )


def _first_of(names: Sequence[str]) -> str:
    more = len(names) - MOST_NAMED
    return list_words([*names[:MOST_NAMED], *([f"{more} more"] if more > 0 else [])])
