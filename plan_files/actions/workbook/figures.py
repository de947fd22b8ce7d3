"""Save the sheets Indicators, Targets and Readings."""

from __future__ import annotations

from collections import defaultdict
from typing import Any

from core.periods import Period
from indicators.actions import (
    Place,
    RowSaid,
    TargetSaid,
    add_table_rows,
    change_indicator,
    order_table,
    remove_formula,
    save_values,
    set_formula,
    set_targets,
)
from indicators.actions.rows import FIELDS
from indicators.actions.values import Said
from indicators.models import Indicator
from indicators.rules import Polarity, Unit
from indicators.rules.formulas import Formula
from strategies.models import KeyOutcome

from ...workbook.book import Row
from ...workbook.cells import YES, day_of, items_of, number_of
from ...workbook.comparing import RowChange
from ...workbook.naming import folded
from .save import Save, columns_of, stored_value

SHEET = "Indicators"
TEXTS = ("group", "label", "corrected_label", "title", "breakdown", "breakdown_code", "comparator", "source")
DAYS = ("next_value_due_on", "ended_on")
CHOICES: dict[str, Any] = {
    "kind": Indicator.Kind.choices,
    "unit": [(each.value, each.word) for each in Unit],
    "polarity": [(each.value, each.word) for each in Polarity],
    "basis": Indicator.Basis.choices,
}
FORMULA = ("formula", "formula_rows")


def save_indicators(save: Save) -> None:
    """Add, change and order rows of the tables, and set their formulas."""
    if save.strategy is None or not any(map(save.any, (SHEET, "Targets", "Readings"))):
        return
    rows = Indicator.objects.filter(strategy=save.strategy).select_related(
        "strategy", "key_outcome", "owner_person"
    )
    for found in rows.with_parents():
        save.objects[str(found.public_id)] = found
    for outcome in KeyOutcome.objects.filter(strategy=save.strategy):
        save.objects.setdefault(str(outcome.public_id), outcome)
    new = [change for change in save.rows(SHEET) if change.is_new]
    _add(save, new)
    for change in save.rows(SHEET):
        if not change.is_new and set(change.keys) - set(FORMULA):
            _change(save, change)
    if save.moved(SHEET):
        _order(save)
    _set_formulas(save)


def _values(change: RowChange) -> dict[str, Any]:
    """What is said of a row, by column, apart from its place, owner and follower."""
    row = change.row
    values: dict[str, Any] = {key: row[key].strip() for key in columns_of(change, TEXTS)}
    values |= {key: day_of(row[key]) for key in columns_of(change, DAYS)}
    values |= {
        key: stored_value(row[key], choices) for key, choices in CHOICES.items() if columns_of(change, (key,))
    }
    if columns_of(change, ("polarity",)):
        values["polarity"] = values["polarity"] or None
    values |= {key: row[key] == YES for key in columns_of(change, ("is_contextual", "is_headline"))}
    if columns_of(change, ("decimals",)):
        values["decimals"] = int(row["decimals"]) if row["decimals"] else None
    if columns_of(change, ("default_tolerance",)):
        values["default_tolerance"] = number_of(row["default_tolerance"])
    if columns_of(change, ("feedback_sources",)):
        values["feedback_sources"] = items_of(row["feedback_sources"])
    return values


def _add(save: Save, new: list[RowChange]) -> None:
    if not new:
        return
    made: list[Indicator] = []
    for change in new:
        row = change.row
        values = _values(change)
        made.append(
            Indicator(
                strategy=save.strategy,
                set=stored_value(row["set"], Indicator.Set.choices),
                key_outcome=_key_outcome(save, row),
                **_owner_columns(save, row["owner"]),
                **values,
            )
        )
        save.objects[row.id] = made[-1]
    for change, indicator in zip(new, made, strict=True):
        if change.row["parent"]:
            indicator.parent = save.objects[change.row["parent"]]
    followed = [
        (save.objects[each.row.id], each.row["replaced_by"]) for each in new if each.row["replaced_by"]
    ]
    with save.placed(SHEET):
        add_table_rows(strategy=_strategy(save), rows=made, by=save.by)
    for indicator, follower in followed:
        with save.placed(SHEET):
            _save_all(save, indicator, {"replaced_by": save.objects[follower]})


def _strategy(save: Save) -> Any:
    assert save.strategy is not None
    return save.strategy


def _key_outcome(save: Save, row: Row) -> KeyOutcome | None:
    key = save.plan.key_outcomes.get(folded(row["key_outcome"]), "")
    found: KeyOutcome | None = save.objects[key] if key else None
    return found


def _owner(save: Save, cell: str) -> Any:
    named = save.plan.people.one(cell)
    return save.objects[named.id] if named else None


def _owner_columns(save: Save, cell: str) -> dict[str, Any]:
    named = save.plan.people.one(cell)
    if named is None:
        return {}
    column = "owner_post" if named.id in save.plan.people.posts else "owner_person"
    return {column: save.objects[named.id]}


def _change(save: Save, change: RowChange) -> None:
    row, keys = change.row, change.keys
    found: Indicator = save.objects[row.id]
    values = _values(change)
    if "replaced_by" in keys:
        values["replaced_by"] = save.objects[row["replaced_by"]] if row["replaced_by"] else None
    more: dict[str, Any] = {}
    if "owner" in keys:
        more["owner"] = _owner(save, row["owner"])
    if keys & {"parent", "key_outcome"}:
        parent = save.objects[row["parent"]] if row["parent"] else None
        more["place"] = Place.below(parent) if parent else Place(_strategy(save), _key_outcome(save, row))
    with save.placed(SHEET, [row.number]):
        _save_all(save, found, values, **more)


def _save_all(save: Save, found: Indicator, values: dict[str, Any], **more: Any) -> None:
    said = {name: getattr(found, name) for name in FIELDS} | values
    place = more.get("place", Place.of(found))
    owner = more.get("owner", found.owner)
    changed = change_indicator(indicator=found, place=place, by=save.by, owner=owner, **said)
    for name in (*FIELDS, "parent", "key_outcome", "owner_person", "owner_post"):
        setattr(found, name, getattr(changed, name))


def _order(save: Save) -> None:
    order: dict[str, list[Indicator]] = defaultdict(list)
    for row in save.plan.file[SHEET]:
        found: Indicator = save.objects[row.id]
        order[found.set].append(found)
    for set_, rows in order.items():
        with save.placed(SHEET):
            order_table(strategy=_strategy(save), set_=set_, order=rows, by=save.by)


def _set_formulas(save: Save) -> None:
    """Set formulas, those of rows that others are worked out from first."""
    changes = {
        change.row.id: change
        for change in save.rows(SHEET)
        if columns_of(change, FORMULA) and (change.row["formula"] or not change.is_new)
    }
    words = {each.word: each.value for each in Formula}
    while changes:
        ready = [
            key
            for key, change in changes.items()
            if not set(items_of(change.row["formula_rows"])) & changes.keys()
        ] or list(changes)
        for key in ready:
            row = changes.pop(key).row
            found: Indicator = save.objects[row.id]
            with save.placed(SHEET, [row.number]):
                if row["formula"]:
                    rows = [save.objects[each] for each in items_of(row["formula_rows"])]
                    set_formula(indicator=found, formula=words[row["formula"]], rows=rows, by=save.by)
                elif found.formula:
                    remove_formula(indicator=found, reason=save.reason, by=save.by)


def save_targets(save: Save) -> None:
    """Set the targets that are new or changed, all at once."""
    changes = save.rows("Targets")
    if not changes:
        return
    said = []
    for change in changes:
        row = _whole(change)
        said.append(
            TargetSaid(
                save.objects[row["indicator"]],
                Period.parse(row["period"]),
                number_of(row["value"]),
                number_of(row["tolerance"]),
                row["label"],
                row["borrowed_from"],
                row["sample"] == YES,
            )
        )
    with save.placed("Targets", [change.row.number for change in changes]):
        set_targets(targets=said, by=save.by)


def _whole(change: RowChange) -> Row:
    """The row with the cells that the file does not have as they are."""
    return Row({**(change.stored.cells if change.stored else {}), **change.row.cells}, change.row.number)


def save_readings(save: Save) -> None:
    """Record and correct values, period by period. Those that are worked out follow by themselves."""
    periods: dict[str, list[Row]] = defaultdict(list)
    for change in save.rows("Readings"):
        row = _whole(change)
        if row["derived"] != YES:
            periods[row["period"]].append(row)
    for token, rows in sorted(periods.items()):
        said = [RowSaid(save.objects[row["indicator"]], _said(row)) for row in rows]
        with save.placed("Readings", [row.number for row in rows]):
            save_values(period=Period.parse(token), rows=said, by=save.by, today=save.today)


def _said(row: Row) -> Said:
    return Said(
        value=number_of(row["value"]),
        numerator=number_of(row["numerator"]),
        denominator=number_of(row["denominator"]),
        missing_code=row["missing_code"],
        text=row["text"],
        provisional=row["provisional"] == YES,
        note=row["note"],
        sources=items_of(row["sources"]),
        sample=row["sample"] == YES,
    )
