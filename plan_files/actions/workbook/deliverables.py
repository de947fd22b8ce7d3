"""Save the sheets Deliverables and Due points: what is due by when, and who leads it."""

from __future__ import annotations

import json
from collections import defaultdict
from typing import Any
from uuid import UUID

from core.periods import Precision
from deliverables.actions import move_to_strand, reorder, save_rows
from deliverables.actions.rows import TypedRow
from deliverables.cells import Due
from deliverables.models import Deliverable
from deliverables.plan_names import Slot
from strategies.models import Outcome, Strand

from ...workbook.book import Row
from ...workbook.cells import day_of, items_of
from ...workbook.comparing import RowChange
from ...workbook.naming import Named, folded
from .save import Save, columns_of

SHEET, DUE = "Deliverables", "Due points"
PRINTED = ("number", "by_when", "lead", "reporting")
PRINTED_COLUMNS = (*(f"printed_{name}" for name in PRINTED), "printed_more")


def save_deliverables(save: Save) -> None:
    """Move, change, add and order deliverables, with their due points and people."""
    if save.strategy is None or not (save.any(SHEET) or save.any(DUE)):
        return
    for each in Deliverable.objects.filter(strategy=save.strategy).with_parts():
        save.objects[str(each.public_id)] = each
    changes = {change.row.id: change for change in save.rows(SHEET)}
    _move(save, changes)
    due = _due_of(save)
    for outcome in Outcome.objects.filter(strand__strategy=save.strategy):
        save.objects[str(outcome.public_id)] = outcome
    stored = save.plan.stored.by_id(SHEET)
    in_file = {row.id: row for row in save.plan.file[SHEET]}
    wanted = [row for row in save.plan.rows[SHEET] if row.id in changes or row.id in due]
    typed = [
        _typed(
            save,
            changes.get(row.id) or RowChange(in_file.get(row.id, row), stored[row.id], ()),
            due,
        )
        for row in wanted
    ]
    if typed:
        with save.placed(SHEET, [row.number for row in wanted]):
            written = save_rows(rows=typed, reason=save.reason, by=save.by)
        new = [row for row in wanted if row.id not in stored]
        for row, added in zip(new, written.added, strict=True):
            save.objects[row.id] = added
    if save.moved(SHEET):
        _order(save)


def _strand(save: Save, code: str) -> Strand:
    found: Strand = save.objects[save.plan.codes[code]]
    return found


def _move(save: Save, changes: dict[str, RowChange]) -> None:
    for change in changes.values():
        if not change.is_new and "strand" in change.keys:
            found: Deliverable = save.objects[change.row.id]
            with save.placed(SHEET, [change.row.number]):
                moved = move_to_strand(
                    deliverable=found,
                    strand=_strand(save, change.row["strand"]),
                    number=change.row["number"] if "number" in change.keys else found.number,
                    reason=save.reason,
                    by=save.by,
                )
            save.objects[change.row.id] = moved


def _outcome(save: Save, code: str, cell: str) -> Outcome | None:
    """The outcome of a strand that a cell names."""
    if not cell:
        return None
    found: Outcome = save.objects[save.plan.outcomes[code, folded(cell)]]
    return found


def _typed(save: Save, change: RowChange, due: dict[str, list[Due]]) -> TypedRow:
    row = Row({**(change.stored.cells if change.stored else {}), **change.row.cells}, change.row.number)
    found: Deliverable | None = None if change.is_new else save.objects[row.id]
    strand = found.strand if found else _strand(save, row["strand"])
    columns: dict[str, Any] = {
        key: row[key].strip() for key in columns_of(change, ("number", "title", "refers_to"))
    }
    if columns_of(change, ("detail",)):
        columns["detail"] = items_of(row["detail"])
    if columns_of(change, ("outcome",)) or "strand" in change.keys:
        outcome = _outcome(save, strand.code, row["outcome"])
        columns["outcome_id"] = outcome.pk if outcome else None
    if columns_of(change, ("accountable",)):
        key = save.plan.people.organisations.get(row["accountable"], "")
        columns["accountable_id"] = save.objects[key].pk if key else None
    if columns_of(change, ("accountable_person",)):
        named = save.plan.people.one(row["accountable_person"])
        columns["accountable_person_id"] = save.objects[named.id].pk if named else None
    printed = _printed(change)
    if found is not None and columns_of(change, PRINTED_COLUMNS):
        columns["source_text"] = printed
    return TypedRow(
        strand=strand,
        deliverable=found,
        columns=columns,
        due=due.get(row.id),
        leads=_slots(save, change, "leads"),
        reports=_slots(save, change, "reporting"),
        alternates=_slots(save, change, "alternates"),
        printed=printed if found is None else {},
        name=row["title"][:60],
    )


def _printed(change: RowChange) -> dict[str, Any]:
    """The cells as printed, of the file where it has them."""
    row = Row({**(change.stored.cells if change.stored else {}), **change.row.cells})
    printed = {name: row[f"printed_{name}"] for name in PRINTED if row[f"printed_{name}"]}
    return printed | (json.loads(row["printed_more"]) if row["printed_more"] else {})


def _slots(save: Save, change: RowChange, key: str) -> list[Slot] | None:
    if not columns_of(change, (key,)):
        return [] if change.is_new else None
    return [_slot(save, named) for named in save.plan.people.read(change.row[key])]


def _slot(save: Save, named: Named) -> Slot:
    if named.id in save.plan.people.posts:
        return Slot(post=save.objects[named.id], qualifier=named.qualifier)
    if named.id:
        return Slot(person=save.objects[named.id], qualifier=named.qualifier)
    return Slot(initials=named.initials, qualifier=named.qualifier)


def _due_of(save: Save) -> dict[str, list[Due]]:
    """All dates of each deliverable whose dates change: those of the file in its order, then those it does not have."""
    changed = {change.row["deliverable"] for change in save.rows(DUE)}
    changed |= {change.stored["deliverable"] for change in save.rows(DUE) if change.stored}
    stored = save.plan.stored.by_id(DUE)
    if save.moved(DUE):
        changed |= {row["deliverable"] for row in save.plan.file[DUE]}
    rows: dict[str, list[Row]] = defaultdict(list)
    named = set()
    for row in save.plan.file[DUE]:
        whole = Row({**(stored[row.id].cells if row.id in stored else {}), **row.cells}, row.number)
        rows[whole["deliverable"]].append(whole)
        named.add(row.id)
    for row in save.plan.stored[DUE]:
        if row.id not in named:
            rows[row["deliverable"]].append(row)
    return {key: [_due(row, row.id in stored) for row in rows[key]] for key in changed if key}


def _due(row: Row, is_known: bool) -> Due:
    precision = next((each for each in Precision if each.word == row["precision"]), Precision.DAY)
    day = day_of(row["due_on"])
    assert day is not None
    return Due(
        row["label"].strip(),
        day,
        precision,
        row["source_text"],
        point=UUID(row.id) if is_known else None,
        original_due_on=None if is_known else day_of(row["original_due_on"]),
        done_on=None if is_known else day_of(row["done_on"]),
    )


def _order(save: Save) -> None:
    """Put each strand in the order of the file. Deliverables that the file does not have come last."""
    wanted: dict[str, list[Deliverable]] = defaultdict(list)
    stored = save.plan.stored.by_id(SHEET)
    for row in save.plan.file[SHEET]:
        code = row["strand"] or stored[row.id]["strand"]
        wanted[code].append(save.objects[row.id])
    for code, order in wanted.items():
        strand = _strand(save, code)
        rows = list(Deliverable.objects.filter(strand=strand).order_by("position", "id"))
        named = {each.pk for each in order}
        whole = [*order, *(each for each in rows if each.pk not in named)]
        if [each.pk for each in whole] != [each.pk for each in rows]:
            with save.placed(SHEET):
                reorder(strand=strand, order=whole, reason=save.reason, by=save.by)
