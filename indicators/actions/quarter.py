"""Save the values of many indicators for one quarter at once."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.db import transaction

from core.periods import Period
from core.refusals import ChangeRefused
from councils.actors import Actor, require
from councils.permissions import Permission
from councils.tenancy import recorded

from ..models import Indicator, NotExpected, Reading
from .derived import work_out_again
from .values import Said, check_period, checked_value

COLUMNS = (
    "value",
    "numerator",
    "denominator",
    "missing_code",
    "text",
    "provisional",
    "note",
    "sources",
    "sample",
)


@dataclass(frozen=True)
class RowSaid:
    """What was said of one indicator: a value, that none is expected (with `note` as the reason), or nothing.

    With neither, a value that it has is removed, and a value is expected again.
    """

    indicator: Indicator
    said: Said | None = None
    not_expected: bool = False
    note: str = ""


@dataclass(frozen=True)
class Written:
    """Numbers of values that a save has recorded, corrected and removed, and of rows without an expected one."""

    recorded: int = 0
    corrected: int = 0
    removed: int = 0
    not_expected: int = 0


def save_values(*, period: Period, rows: Sequence[RowSaid], by: Actor, today: date) -> Written:
    """Record, correct and remove the values of a period, in a known number of statements. All of them or none.

    What is worked out from them follows in the same act.

    Raises ChangeRefused. A problem "7.value" belongs to that field of `rows[7]`.
    """
    require(by, Permission.INDICATORS_RECORD)
    check_period(period, today)
    values = _checked_rows(rows)
    with transaction.atomic():
        ids = [row.indicator.pk for row in rows]
        # Two who type the same values at once wait for each other here.
        list(Indicator.objects.filter(pk__in=ids).order_by("pk").select_for_update().values_list("pk"))
        known = {
            each.indicator_id: each for each in Reading.objects.filter(indicator__in=ids, period=period.token)
        }
        new, corrected = _readings(period, rows, values, known)
        gone = [known[row.indicator.pk] for row in rows if row.said is None and row.indicator.pk in known]
        if gone:
            with recorded("reading.removed", actor=by.reference):
                Reading.objects.filter(pk__in=[each.pk for each in gone]).delete()
        if new:
            with recorded("reading.recorded", actor=by.reference):
                Reading.objects.bulk_create(new)
        if corrected:
            with recorded("reading.corrected", actor=by.reference):
                _update(corrected)
        not_expected = _save_not_expected(period, rows, by)
        if written := [each.indicator_id for each in (*new, *corrected, *gone)]:
            work_out_again(written, periods=[period.token], actor=by.reference)
    return Written(len(new), len(corrected), len(gone), not_expected)


def _checked_rows(rows: Iterable[RowSaid]) -> dict[int, Decimal | None]:
    """The value to store for each indicator. Raises ChangeRefused with the problems of all rows."""
    values: dict[int, Decimal | None] = {}
    problems: dict[str, str] = {}
    for place, row in enumerate(rows):
        if row.said is None:
            continue
        try:
            values[row.indicator.pk] = checked_value(row.indicator, row.said)
        except ChangeRefused as refused:
            problems |= {f"{place}.{field}": why for field, why in refused.problems.items()}
    if problems:
        raise ChangeRefused(problems)
    return values


def _readings(
    period: Period,
    rows: Iterable[RowSaid],
    values: Mapping[int, Decimal | None],
    known: Mapping[int, Reading],
) -> tuple[list[Reading], list[Reading]]:
    """Readings to create, and those to correct."""
    new: list[Reading] = []
    corrected: list[Reading] = []
    for row in rows:
        if row.said is None:
            continue
        key, said = row.indicator.pk, row.said
        columns: dict[str, Any] = {
            "value": values[key],
            "numerator": said.numerator,
            "denominator": said.denominator,
            "missing_code": said.missing_code,
            "text": said.text.strip(),
            "provisional": said.provisional,
            "note": said.note.strip(),
            "sample": said.sample,
        }
        if said.sources is not None:
            columns["sources"] = [each.strip() for each in said.sources if each.strip()]
        if reading := known.get(key):
            for name, value in columns.items():
                setattr(reading, name, value)
            corrected.append(reading)
        else:
            place = {"indicator": row.indicator, "period": period.token, "ends_on": period.ends_on}
            new.append(Reading(**place, **columns))
    return new, corrected


def _update(readings: Sequence[Reading]) -> None:
    """Write all columns of these readings in one statement, which is far quicker than a CASE for each column."""
    Reading.objects.bulk_create(
        readings, update_conflicts=True, unique_fields=["id"], update_fields=list(COLUMNS)
    )


def _save_not_expected(period: Period, rows: Iterable[RowSaid], by: Actor) -> int:
    """Say for which indicators no value is expected. Returns how many are new."""
    said = {row.indicator.pk: row for row in rows}
    known = {
        each.indicator_id: each
        for each in NotExpected.objects.filter(indicator__in=said, period=period.token)
    }
    over = [each.pk for key, each in known.items() if not said[key].not_expected]
    if over:
        with recorded("reading.expected", actor=by.reference):
            NotExpected.objects.filter(pk__in=over).delete()
    noted = {key: row.note.strip() for key, row in said.items() if row.not_expected}
    new = [
        NotExpected(indicator=said[key].indicator, period=period.token, note=note)
        for key, note in noted.items()
        if key not in known
    ]
    other_note = [each for key, each in known.items() if key in noted and each.note != noted[key]]
    for each in other_note:
        each.note = noted[each.indicator_id]
    if new or other_note:
        with recorded("reading.not_expected", actor=by.reference):
            NotExpected.objects.bulk_create(new)
            NotExpected.objects.bulk_update(other_note, ["note"])
    return len(new)


def save_figures(*, said: Mapping[Period, Sequence[RowSaid]], by: Actor, today: date) -> Written:
    """Save the values of several periods, each as `save_values` does. All of them or none. Raises ChangeRefused."""
    require(by, Permission.INDICATORS_RECORD)
    with transaction.atomic():
        each = [save_values(period=period, rows=rows, by=by, today=today) for period, rows in said.items()]
    return Written(*(sum(getattr(one, name) for one in each) for name in Written.__dataclass_fields__))
