"""Save the sheets Strategy, Strands and Outcomes: as the pages of the plan do, list by list."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any
from uuid import UUID

from strategies.actions import ListRow, add_strategy, change_strategy, save_list
from strategies.actions.plans import Cover, cover_of
from strategies.models import Strand, Strategy
from strategies.plan_lists import STRAND_LISTS, STRATEGY_LISTS, Owner, PlanList

from ...workbook.book import Row
from ...workbook.cells import YES, day_of, items_of
from ...workbook.comparing import RowChange
from ...workbook.sheets import KEY_OUTCOME, STRAND_OUTCOME
from .save import Save, columns_of, stored_value

COVER_DAYS = ("starts_on", "ends_on", "delivery_starts_on", "delivery_ends_on")
COVER_TEXTS = (
    *("title", "summary", "parent_plan", "contact_text", "contributors"),
    *("strand_noun", "deliverable_noun"),
)


def save_strategy(save: Save) -> None:
    """Add the plan, or change its cover."""
    for change in save.rows("Strategy"):
        row = change.row
        values: dict[str, Any] = {
            key: row[key] for key in columns_of(change, COVER_TEXTS) if row[key] or not change.is_new
        }
        values |= {key: day_of(row[key]) for key in columns_of(change, COVER_DAYS)}
        if columns_of(change, ("kind",)):
            values["kind"] = stored_value(row["kind"], Strategy.Kind.choices)
        with save.placed("Strategy", [row.number]):
            if save.strategy is None:
                save.strategy = add_strategy(cover=Cover(**values), by=save.by)
            else:
                change_strategy(
                    strategy=save.strategy, cover=replace(cover_of(save.strategy), **values), by=save.by
                )


def save_strands(save: Save) -> None:
    """Add, change and order the strands, and find those of the file (1 query without changes)."""
    if save.strategy is None:
        return
    plan_list = STRATEGY_LISTS["strands"]
    if save.any("Strands"):
        rows = save.plan.file["Strands"]
        save_rows(save, "Strands", plan_list, save.strategy, rows, _strand_values)
    else:
        for strand in Strand.objects.filter(strategy=save.strategy):
            save.objects[str(strand.public_id)] = strand
    for strand in Strand.objects.filter(strategy=save.strategy).select_related("strategy"):
        save.objects.setdefault(str(strand.public_id), strand)


def _strand_values(change: RowChange) -> dict[str, Any]:
    row = change.row
    values: dict[str, Any] = {
        key: row[key].strip() for key in columns_of(change, ("code", "title", "long_term_plan"))
    }
    if columns_of(change, ("aliases",)):
        values["aliases"] = items_of(row["aliases"])
    return values


def save_outcomes(save: Save) -> None:
    """Add, change and order key outcomes and the outcomes of each strand, with the lines below them."""
    if save.strategy is None:
        return
    rows = save.plan.file["Outcomes"]
    changed = {change.row.id: change for change in save.rows("Outcomes")}
    moved = save.moved("Outcomes")
    key_outcomes = [row for row in rows if _kind(save, row) == KEY_OUTCOME]
    if moved or any(row.id in changed for row in key_outcomes):
        plan_list = STRATEGY_LISTS["key-outcomes"]
        save_rows(save, "Outcomes", plan_list, save.strategy, key_outcomes, _key_outcome_values)
    for row in save.plan.rows["Strands"]:
        own = [
            each
            for each in rows
            if _kind(save, each) == STRAND_OUTCOME and _strand_code(save, each) == row["code"]
        ]
        strand = save.objects.get(row.id)
        if strand is not None and own and (moved or any(each.id in changed for each in own)):
            save_rows(save, "Outcomes", STRAND_LISTS["outcomes"], strand, own, _outcome_values)


def _kind(save: Save, row: Row) -> str:
    return row["kind"] or _as_stored(save, row)["kind"]


def _strand_code(save: Save, row: Row) -> str:
    """The code of the row's strand: what it says, or that of its stored row where the file has no such column."""
    return row["strand"] or _as_stored(save, row)["strand"]


def _as_stored(save: Save, row: Row) -> Row:
    return save.plan.stored.by_id("Outcomes").get(row.id, row)


def _outcome_values(change: RowChange) -> dict[str, Any]:
    row = change.row
    values: dict[str, Any] = {key: row[key] for key in columns_of(change, ("title", "source_text"))}
    if columns_of(change, ("is_query",)):
        values["is_query"] = row["is_query"] == YES
    return values


def _key_outcome_values(change: RowChange) -> dict[str, Any]:
    return {key: change.row[key] for key in columns_of(change, ("number", "title"))}


def _lines(plan_list: PlanList, row: Row) -> list[tuple[str, ...]]:
    lines = items_of(row["lines"])
    if plan_list.below is None:
        return []
    if len(plan_list.below.columns) == 1:
        return [(line,) for line in lines]
    parts = [line.partition("|") for line in lines]
    return [(number.strip(), text.strip()) for number, _, text in parts]


def save_rows(
    save: Save, sheet: str, plan_list: PlanList, owner: Owner, rows: Sequence[Row], values_of: Any
) -> None:
    """Save a list in the order of the file, and note its stored rows by the ids of the file."""
    changed = {change.row.id: change for change in save.rows(sheet)}
    stored = save.plan.stored.by_id(sheet)
    listed = []
    for row in rows:
        change = changed.get(row.id)
        values: dict[str, Any] | None = values_of(change) if change else None
        key = UUID(row.id) if row.id in stored else None
        lines = _lines(plan_list, row if "lines" in row.cells else stored.get(row.id, row))
        listed.append(ListRow(key, values, lines))
    with save.placed(sheet, [row.number for row in rows]):
        save_list(plan_list=plan_list, owner=owner, rows=listed, removed=[], by=save.by)
    for row, found in zip(rows, plan_list.rows(owner), strict=False):
        save.objects[row.id] = found
