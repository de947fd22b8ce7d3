"""Undo what a request saved, from the change log. The rules are in docs/rules/undo-and-due-dates.md.

Any app can declare verbs in its `LogPhrases.undoable`. An act of only such verbs is undone here, whatever its rows are.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from itertools import groupby
from typing import Any
from uuid import UUID

from django.db import IntegrityError, connection
from django.db.models import Q, QuerySet, UniqueConstraint

from ..actors import Actor, can, require
from ..models import Change
from ..tenancy import current_council_id, recorded
from . import words
from .acts import main_change
from .dependents import dependents
from .names import row_names
from .registry import after_undo, consequences, undoable_verbs, undone_words, why_acts_stay
from .undo_rules import UNDONE, ActFacts, act_verb, changes_in_effect, undo_refusal, why_it_is_used
from .versions import VERSION, counts_versions, raise_versions, versioned_by

Key = tuple[str, UUID]
"""Table and public id of a row."""


class UndoRefused(Exception):
    """The act cannot be undone. The message gives the reason."""


@dataclass(frozen=True)
class Undone:
    """What was undone. `words` say how it is now: "JK and 3 more restored"."""

    verb: str
    words: str


def undo(*, act: str, by: Actor, now: datetime) -> Undone:
    """Undo all changes of an act. `act` is the id of its request.

    The actor must have the permission that each verb needs. Raises UndoRefused by the rules in
    docs/rules/undo-and-due-dates.md. Then nothing is changed.
    """
    changes = act_written(act, by)
    needs = undoable_verbs()
    for verb in {change.verb for change in changes}:
        if verb in needs:
            require(by, needs[verb])
    try:
        with recorded(UNDONE, actor=by.reference):
            _lock(changes)
            refusal = undo_refusal(act_facts(changes, now=now), needs)
            if refusal:
                raise UndoRefused(refusal)
            done = _as_it_is_again(changes)
            restore(changes)
            for follow in after_undo():
                follow(changes, by.reference)
    except IntegrityError:
        [used_by] = dependents([changes])
        raise UndoRefused(why_it_is_used(used_by)) from None
    return Undone(changes[0].verb, done)


def can_undo(*, act: str, by: Actor, now: datetime) -> bool:
    """Whether the actor can undo this act now, as far as the log says (at most 3 queries)."""
    changes = act_written(act, by)
    needs = undoable_verbs()
    if not all(change.verb in needs and can(by, needs[change.verb]) for change in changes):
        return False
    return not undo_refusal(act_facts(changes, now=now), needs)


def is_undone_here(changes: Iterable[Change]) -> bool:
    """Whether an act is of the kind that `undo` undoes."""
    verbs = {change.verb for change in changes}
    return bool(verbs) and verbs <= undoable_verbs().keys()


def act_written(act: str, by: Actor) -> list[Change]:
    """What the actor wrote in the last request with this id, in order, without what followed from it (1 query)."""
    if not act or not act.isprintable():
        return []
    written = last_act(list(Change.objects.filter(request_id=act, actor=by.reference).order_by("-seq")))
    return without_consequences(written)


def without_consequences(changes: Iterable[Change]) -> list[Change]:
    """The changes that somebody made, without those that followed from them."""
    return [change for change in changes if change.verb not in consequences()]


def last_act(newest_first: Sequence[Change]) -> list[Change]:
    """The last act among the changes of one request id, in the order in which it was written.

    Clients and proxies may give several requests the same id. What one request writes has one time and numbers without
    a gap.
    """
    act = [
        change
        for place, change in enumerate(newest_first)
        if change.seq + place == newest_first[0].seq and change.at == newest_first[0].at
    ]
    return act[::-1]


def act_facts(changes: Sequence[Change], *, now: datetime) -> ActFacts:
    """What undoing an act needs to know.

    At most 2 queries, 1 for each noun that is named, and those that its rows and its app need to say why they stay. No
    changes means that the actor did nothing of the kind.
    """
    if not changes:
        return ActFacts(act_verb(changes, undoable_verbs()), own=False, age=now - now)
    since = in_effect_since(later_changes([changes]))
    facts = facts_of(changes, since=since, stays=what_stays(changes), now=now)
    facts = replace(facts, stays=facts.stays or act_stays(changes))
    names = {} if facts.undone or not since else row_names(list(since.values()))
    changed = tuple(names.get(key) or f"A {words.noun(key[0])}" for key in since)
    return replace(facts, changed_since=changed)


def facts_of(
    changes: Sequence[Change], *, since: Mapping[Key, Change], stays: Mapping[Key, str], now: datetime
) -> ActFacts:
    """Facts of an act, with the nouns of the rows that have changed since instead of their names (no query).

    `stays` is what `what_stays` says of these rows, and maybe of others.
    """
    keys = [(change.table, change.object_id) for change in changes]
    return ActFacts(
        act_verb(changes, undoable_verbs()),
        own=True,
        age=now - changes[0].at,
        undone=any(later.verb == UNDONE for later in since.values()),
        changed_since=tuple(words.noun(table) for table, _ in since),
        personal=any(_is_lost(change) for change in changes),
        stays=next((stays[key] for key in keys if key in stays), ""),
    )


def what_stays(changes: Iterable[Change]) -> dict[Key, str]:
    """Why some rows of these changes may not change any more, as sentences. Their models know (`why_they_stay`)."""
    rows: dict[str, dict[UUID, dict[str, Any]]] = defaultdict(dict)
    for change in changes:
        columns = rows[change.table].setdefault(change.object_id, {})
        columns |= {**(change.before or {}), **(change.after or {})}
    return {
        (table, key): sentence
        for table, found in rows.items()
        if (model := words.model_of(table)) is not None
        for key, sentence in model.why_they_stay(found).items()
    }


def act_stays(changes: Sequence[Change]) -> str:
    """Why a whole act may not be undone any more, as its app says it. "" if it may."""
    return next(filter(None, (said(changes) for said in why_acts_stay())), "")


def restore(changes: Sequence[Change]) -> None:
    """Put all rows of these changes back, last change first, and raise the versions of what they belong to.

    Rows that were added are removed, unless another row refers to them (IntegrityError when the act ends). Columns that
    were changed are set back, and removed rows are added again with their ids. A version never goes back.
    """
    touched = _rows_by_table(changes)
    counted = _versioned(touched)
    with connection.cursor() as cursor:
        cursor.execute("set constraints all deferred")
    for step in _steps(changes):
        model, op = words.model_of(step[0].table), step[0].op
        if op == Change.Op.INSERT:
            rows = _rows(model, {change.object_id for change in step})
            rows._raw_delete(rows.db)
        elif op == Change.Op.DELETE:
            model._base_manager.bulk_create([_new_row(model, change.before or {}) for change in step])
        else:
            _set_back(model, {change.object_id: change.before or {} for change in step})
    for model, ids in _versioned(touched).items():
        counted[model] |= ids
    raise_versions(counted)


def _rows_by_table(changes: Iterable[Change]) -> dict[str, set[UUID]]:
    ids: dict[str, set[UUID]] = defaultdict(set)
    for change in changes:
        ids[change.table].add(change.object_id)
    return ids


def _versioned(touched: Mapping[str, set[UUID]]) -> dict[Any, set[int]]:
    """Rows that count changes to the touched rows, as far as these are there now."""
    counted: dict[Any, set[int]] = defaultdict(set)
    for table, ids in touched.items():
        for model, found in versioned_by(words.model_of(table), ids).items():
            counted[model] |= found
    return counted


def _steps(changes: Sequence[Change]) -> Iterable[list[Change]]:
    """Changes in the order in which they are put back: last first, together where their order does not matter."""
    for _, run in groupby(reversed(changes), key=lambda change: (change.table, change.op)):
        step: list[Change] = []
        for change in run:
            if any(change.object_id == other.object_id for other in step) or _order_matters(change, step):
                yield step
                step = []
            step.append(change)
        yield step


def _order_matters(change: Change, step: Sequence[Change]) -> bool:
    """Whether a unique column is set back, so that another row may have to leave its value first."""
    if not step or change.op != Change.Op.UPDATE:
        return False
    return bool(_unique_columns(words.model_of(change.table)) & (change.before or {}).keys())


def _unique_columns(model: Any) -> set[str]:
    """Columns whose values are unique in the council, together or alone, and checked at each row."""
    unique = [
        each for each in model._meta.constraints if isinstance(each, UniqueConstraint) and not each.deferrable
    ]
    names = {name for each in unique for name in each.fields}
    return {model._meta.get_field(name).attname for name in names}


def _rows(model: Any, ids: Iterable[UUID]) -> Any:
    """Rows of the current council, also those that the model's own manager leaves out."""
    return model._base_manager.filter(council_id=current_council_id(), public_id__in=ids)


def _set_back(model: Any, columns: Mapping[UUID, Mapping[str, Any]]) -> None:
    """Set the columns of rows to what they were (2 queries)."""
    kept = {VERSION} if counts_versions(model) else set()
    columns = {
        key: {name: value for name, value in each.items() if name not in kept}
        for key, each in columns.items()
    }
    names = {name for each in columns.values() for name in each}
    if not names:
        return
    rows = list(_rows(model, columns))
    for row in rows:
        _set_columns(row, columns[row.public_id])
    fields = [each.name for each in model._meta.local_fields if each.attname in names]
    model._base_manager.bulk_update(rows, fields)


def _new_row(model: Any, columns: Mapping[str, Any]) -> Any:
    return _set_columns(model(), columns)


def _set_columns(row: Any, columns: Mapping[str, Any]) -> Any:
    """Set columns from the log on the row."""
    for field in row._meta.local_fields:
        if field.attname in columns:
            setattr(row, field.attname, field.to_python(columns[field.attname]))
    return row


def _lock(changes: Iterable[Change]) -> None:
    """Lock the rows that are still there until the transaction ends (1 query for each table)."""
    ids = _rows_by_table(changes)
    for table in sorted(ids):
        found = _rows(words.model_of(table), ids[table]).select_for_update(of=("self",)).order_by("id")
        list(found.values_list("id"))


def later_changes(acts: Sequence[Sequence[Change]], tables: Collection[str] = ()) -> QuerySet[Change]:
    """Changes to the rows of these acts, and to all rows of these tables, after the first of the acts, in order."""
    rows = Q(table__in=tables) if tables else Q()
    for table, found in _rows_by_table(change for changes in acts for change in changes).items():
        rows |= Q(table=table, object_id__in=found)
    after = min(changes[-1].seq for changes in acts)
    changes: QuerySet[Change] = Change.objects.filter(rows, seq__gt=after).order_by("seq")
    return changes


def in_effect_since(changes: Iterable[Change]) -> dict[Key, Change]:
    """The first of these changes to each row that is still in effect. They come in order."""
    later: dict[Key, list[Change]] = defaultdict(list)
    for change in changes:
        acts = later[change.table, change.object_id]
        if not acts or (acts[-1].at, acts[-1].request_id, acts[-1].verb) != (
            change.at,
            change.request_id,
            change.verb,
        ):
            acts.append(change)
    in_effect = {key: changes_in_effect(acts) for key, acts in later.items()}
    return {key: acts[0] for key, acts in in_effect.items() if acts}


def _is_lost(change: Change) -> bool:
    """Whether the change cannot be put back: its table only grows, or the log does not keep what was there."""
    model = words.model_of(change.table)
    if model is None or model.append_only:
        return True
    if change.op == Change.Op.UPDATE:
        return bool(set(model.personal_fields) & (change.before or {}).keys())
    return change.op == Change.Op.DELETE and words.PERSONAL in (change.before or {}).values()


def _as_it_is_again(changes: Sequence[Change]) -> str:
    """ "JK and 3 more restored", "North removed": from the row that the act is about, while it is still there.

    An app may have words of its own.
    """
    if own := next(filter(None, (said(changes) for said in undone_words())), ""):
        return own
    main = main_change(changes[0].verb, changes)
    name = row_names([main]).get((main.table, main.object_id)) or words.noun(main.table).capitalize()
    others = {change.object_id for change in changes if change.table == main.table} - {main.object_id}
    more = f" and {len(others)} more" if others else ""
    return f"{name}{more} {'removed' if main.op == Change.Op.INSERT else 'restored'}"
