"""Set how a derived row is worked out, and work its values out again when those that it needs change.

The rule is in docs/rules/derived.md, and why the values are stored in docs/decisions/0014-derived-readings.md.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db import connection

from core.periods import Period
from core.refusals import ChangeRefused
from councils.actors import Actor, require
from councils.models import Change
from councils.permissions import Permission
from councils.tenancy import current_council_id, recorded

from ..columns import facts_of
from ..models import FormulaPart, Indicator, Reading, Target
from ..rules import Unit
from ..rules.formulas import (
    DEEPEST_CHAIN,
    MOST_ROWS,
    Formula,
    NoUnit,
    Operand,
    WorkedOut,
    depended_on_by,
    depth_of,
    goes_in_a_circle,
    unit_of,
    work_out,
)

WORKED_OUT = ("value", "numerator", "denominator", "provisional", "sample")
"""Columns of a derived reading that its operands decide."""


def set_formula(*, indicator: Indicator, formula: str, rows: Sequence[Indicator], by: Actor) -> Indicator:
    """Say from which rows, in which order, a derived row is worked out, and work out all its periods.

    The row gets the unit of the result. Raises ChangeRefused, with what is wrong with the rows at `rows`.
    """
    require(by, Permission.PLAN_CHANGE)
    chosen = Formula(formula)
    _check_rows(indicator, chosen, rows)
    with recorded("indicator.formula_set", actor=by.reference):
        row: Indicator = Indicator.objects.select_for_update().get(pk=indicator.pk)
        _wait_for_others()
        unit = _unit(chosen, rows)
        _check_row(row, unit)
        _check_chains(row, rows)
        FormulaPart.objects.filter(indicator=row).delete()
        FormulaPart.objects.bulk_create(
            FormulaPart(indicator=row, operand=operand, position=position)
            for position, operand in enumerate(rows, 1)
        )
        row.formula, row.unit = chosen, unit
        row.version += 1
        row.save()
        work_out_again([row.pk], actor=by.reference)
    return row


def remove_formula(*, indicator: Indicator, reason: str = "", by: Actor) -> None:
    """Take the formula away, with all values that it gave. Raises ChangeRefused if there is none."""
    require(by, Permission.PLAN_CHANGE)
    with recorded("indicator.formula_removed", actor=by.reference, reason=reason.strip()):
        row: Indicator = Indicator.objects.select_for_update().get(pk=indicator.pk)
        if not row.formula:
            raise ChangeRefused(f"{row.name} has no formula.")
        _wait_for_others()
        FormulaPart.objects.filter(indicator=row).delete()
        row.formula = ""
        row.version += 1
        row.save()
        work_out_again([row.pk], actor=by.reference)


def work_out_again(changed: Collection[int], *, actor: str, periods: Collection[str] | None = None) -> None:
    """Bring all values up to date that depend on the figures of these rows, for these periods or for all.

    Call it in the act that changed the figures, once, after all of them. It takes 3 queries if nothing depends on them,
    else 1 more to read and up to 3 to write, whatever their number. `changed` may hold derived rows themselves.
    """
    _wait_for_others()
    formulas = _formulas()
    due = depended_on_by(list(changed), {row: each.operands for row, each in formulas.items()})
    without = Reading.objects.filter(derived=True, indicator_id__in=changed, indicator__formula="")
    orphans = list(without.values_list("id", flat=True))
    if not due and not orphans:
        return
    work = _Work({row: formulas[row] for row in due}, periods)
    work.remove |= set(orphans)
    for row in due:
        work.do(row)
    work.save(actor)


def after_undo(changes: Iterable[Change], actor: str) -> None:
    """Work out again what depends on the figures and formulas that an undo has put back."""
    tables: dict[str, Any] = {model._meta.db_table: model for model in (Reading, FormulaPart)}
    rows: set[int] = set()
    ids: dict[Any, list[Any]] = defaultdict(list)
    for change in changes:
        if model := tables.get(change.table):
            known = (change.before or {}) | (change.after or {})
            rows |= {known["indicator_id"]} if "indicator_id" in known else set()
            ids[model].append(change.object_id)
    for model, found in ids.items():
        rows |= set(model.objects.filter(public_id__in=found).values_list("indicator_id", flat=True))
    if rows:
        work_out_again(rows, actor=actor)


@dataclass(frozen=True)
class _Stored:
    """A formula as it is stored, with the units of its rows by their ids."""

    formula: Formula
    unit: Unit
    operands: list[int] = field(default_factory=list)
    units: dict[int, Unit] = field(default_factory=dict)


class _Work:
    """Derived rows that are due, the readings that they need, and what is to be written."""

    def __init__(self, formulas: Mapping[int, _Stored], periods: Collection[str] | None) -> None:
        self.formulas = formulas
        self.add: list[Reading] = []
        self.change: list[Reading] = []
        self.remove: set[int] = set()
        needed = {each for formula in formulas.values() for each in formula.operands} | formulas.keys()
        found = Reading.objects.filter(indicator_id__in=needed)
        if periods is not None:
            found = found.filter(period__in=periods)
        self.readings: dict[int, dict[str, Reading]] = defaultdict(dict)
        for reading in found:
            self.readings[reading.indicator_id][reading.period] = reading

    def do(self, row: int) -> None:
        formula, own = self.formulas[row], self.readings[row]
        for period in sorted({period for each in (row, *formula.operands) for period in self.readings[each]}):
            used = [self.readings[each].get(period) for each in formula.operands]
            rows = [
                Operand("", formula.units[each], facts_of(reading) if reading else None)
                for each, reading in zip(formula.operands, used, strict=True)
            ]
            result = work_out(formula.formula, formula.unit, rows)
            known = own.get(period)
            if result.value is None:
                if known:
                    self.remove.add(own.pop(period).pk)
                continue
            values = _values(result, [reading for reading in used if reading])
            if known is None:
                ends_on = Period.parse(period).ends_on
                own[period] = Reading(
                    indicator_id=row, period=period, ends_on=ends_on, derived=True, **values
                )
                self.add.append(own[period])
            elif any(getattr(known, name) != value for name, value in values.items()):
                for name, value in values.items():
                    setattr(known, name, value)
                self.change.append(known)

    def save(self, actor: str) -> None:
        if not (self.add or self.change or self.remove):
            return
        with recorded("reading.derived", actor=actor):
            Reading.objects.filter(id__in=self.remove).delete()
            Reading.objects.bulk_update(self.change, WORKED_OUT)
            Reading.objects.bulk_create(self.add)


def _values(result: WorkedOut, used: Sequence[Reading]) -> dict[str, Any]:
    return {
        "value": result.value,
        "numerator": result.numerator,
        "denominator": result.denominator,
        "provisional": any(reading.provisional for reading in used),
        "sample": any(reading.sample for reading in used),
    }


def _formulas() -> dict[int, _Stored]:
    """Formulas of the council by the id of their row (1 query)."""
    parts = FormulaPart.objects.exclude(indicator__formula="").order_by("indicator_id", "position")
    columns = ("indicator_id", "indicator__formula", "indicator__unit", "operand_id", "operand__unit")
    found: dict[int, _Stored] = {}
    for row, formula, unit, operand, operand_unit in parts.values_list(*columns):
        stored = found.setdefault(row, _Stored(Formula(formula), Unit(unit)))
        stored.operands.append(operand)
        stored.units[operand] = Unit(operand_unit)
    return found


def _wait_for_others() -> None:
    """Let one transaction at a time work out the council's derived values.

    Two that record the two figures of a gap at once would else not see each other's, and leave the gap without a value.
    """
    with connection.cursor() as cursor:
        cursor.execute(
            "select pg_advisory_xact_lock(hashtextextended('indicators.derived', %s))", [current_council_id()]
        )


def _check_rows(indicator: Indicator, formula: Formula, rows: Sequence[Indicator]) -> None:
    if formula.takes_two and len(rows) != 2:
        raise ChangeRefused({"rows": "Choose two rows."})
    if not formula.takes_two and not 2 <= len(rows) <= MOST_ROWS:
        raise ChangeRefused({"rows": f"Choose from 2 to {MOST_ROWS} rows."})
    if len({row.pk for row in rows}) < len(rows):
        raise ChangeRefused({"rows": "Choose each row once."})
    if not_figures := next((row for row in rows if not row.holds_figures), None):
        raise ChangeRefused({"rows": f"{not_figures.name} holds no figures. Choose another row."})
    if indicator.kind != Indicator.Kind.DERIVED:
        raise ChangeRefused(f"{indicator.name} is not a derived row. Change its kind to Derived first.")


def _unit(formula: Formula, rows: Sequence[Indicator]) -> Unit:
    try:
        return unit_of(formula, [Operand(row.full_name, Unit(row.unit)) for row in rows])
    except NoUnit as no:
        raise ChangeRefused({"rows": str(no)}) from None


def _check_row(row: Indicator, unit: Unit) -> None:
    """The row's own figures, targets and dependants fit the formula."""
    if Reading.objects.filter(indicator=row, derived=False).exists():
        raise ChangeRefused(
            f"{row.name} has figures that were typed. Remove them first, or give the formula to another row."
        )
    if unit == row.unit:
        return
    words = f"The formula gives {unit.word.lower()}, and {row.name} is in {Unit(row.unit).word.lower()}."
    if Target.objects.filter(indicator=row, value__isnull=False).exists():
        raise ChangeRefused(f"{words} Remove its targets first: they are in the old unit.")
    check_unused(row, words)


def check_unused(row: Indicator, words: str = "", field: str = "") -> None:
    """Raise ChangeRefused, at `field`, if another row is worked out from this one."""
    used = FormulaPart.objects.filter(operand=row).exclude(indicator=row).select_related("indicator").first()
    if used:
        sentence = f"{used.indicator.name} is worked out from {row.name}. Change that formula first."
        raise ChangeRefused({field: f"{words} {sentence}".strip()})


def _check_chains(row: Indicator, rows: Sequence[Indicator]) -> None:
    parts = FormulaPart.objects.values_list("indicator_id", "operand_id")
    chains: dict[int, list[int]] = defaultdict(list)
    for of, operand in parts:
        chains[of].append(operand)
    operands = [each.pk for each in rows]
    if goes_in_a_circle(row.pk, operands, chains):
        raise ChangeRefused({"rows": f"Choose other rows: {row.name} would be worked out from itself."})
    chains[row.pk] = operands
    if max(depth_of(each, chains) for each in list(chains)) > DEEPEST_CHAIN:
        raise ChangeRefused(
            {
                "rows": f"Choose other rows: values would be worked out over more than {DEEPEST_CHAIN} derived rows, "
                "one from the other."
            }
        )
