"""Record, correct and remove the value of an indicator for a period."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal

from django.db import transaction

from core.periods import Period
from core.refusals import ChangeRefused
from councils.actors import Actor, require
from councils.permissions import Permission
from councils.tenancy import recorded
from strategies.models import ReportingPeriod

from ..models import Indicator, NotExpected, Reading
from ..models.closed import why_figures_stay
from ..rules import Unit, decimals_of, value_words
from .derived import work_out_again

ONE_DECIMAL = Decimal("0.1")


@dataclass(frozen=True)
class Said:
    """What is known of one value: a figure, its numerator and denominator, a missing code, or words.

    Without `sources`, those that are stored stay. A `sample` is made up for training.
    """

    value: Decimal | None = None
    numerator: Decimal | None = None
    denominator: Decimal | None = None
    missing_code: str = ""
    text: str = ""
    provisional: bool = False
    note: str = ""
    sources: Sequence[str] | None = None
    sample: bool = False


def save_reading(*, indicator: Indicator, period: Period, said: Said, by: Actor, today: date) -> Reading:
    """Record the value for a period, or correct the one that it has. The change log keeps the earlier value.

    What is worked out from it follows in the same act, as when it is removed.

    A percentage is worked out from its numerator and denominator, to one decimal. Raises ChangeRefused.
    """
    require(by, Permission.INDICATORS_RECORD)
    check_period(period, today)
    value = checked_value(indicator, said)
    with transaction.atomic():
        # Two who type the same value at once wait for each other here.
        Indicator.objects.select_for_update().get(pk=indicator.pk)
        reading = Reading.objects.filter(indicator=indicator, period=period.token).first()
        verb = "reading.corrected" if reading else "reading.recorded"
        with recorded(verb, actor=by.reference):
            reading = reading or Reading(indicator=indicator, period=period.token, ends_on=period.ends_on)
            reading.value, reading.numerator, reading.denominator = value, said.numerator, said.denominator
            reading.missing_code, reading.text = said.missing_code, said.text.strip()
            reading.provisional, reading.note = said.provisional, said.note.strip()
            if said.sources is not None:
                reading.sources = [each.strip() for each in said.sources if each.strip()]
            reading.sample = said.sample
            reading.save()
            NotExpected.objects.filter(indicator=indicator, period=period.token).delete()
            work_out_again([indicator.pk], periods=[period.token], actor=by.reference)
    return reading


def is_stored(reading: Reading, value: Decimal | None, said: Said) -> bool:
    """Whether a reading holds what is said already. Who gives only the figure says nothing of its parts."""
    stored = (reading.value, reading.missing_code, reading.text, reading.provisional, reading.note)
    if stored != (value, said.missing_code, said.text.strip(), said.provisional, said.note.strip()):
        return False
    parts = (said.numerator, said.denominator)
    return parts == (None, None) or parts == (reading.numerator, reading.denominator)


def remove_reading(*, reading: Reading, reason: str = "", by: Actor) -> None:
    """Remove a value that should not be there. Raises ChangeRefused if its quarter is closed or it is worked out."""
    require(by, Permission.INDICATORS_RECORD)
    if reading.derived:
        raise ChangeRefused("This figure is worked out. Remove or correct one that it is worked out from.")
    _check_open(Period.parse(reading.period))
    with recorded("reading.removed", actor=by.reference, reason=reason.strip()):
        reading.delete()
        work_out_again([reading.indicator_id], periods=[reading.period], actor=by.reference)


def cut_off_passed(period: Period, today: date) -> ReportingPeriod | None:
    """The quarter of a value that is recorded after its cut-off, and so is late (1 query)."""
    return ReportingPeriod.objects.filter(label=period.token, cut_off_on__lt=today).first()


def check_period(period: Period, today: date) -> None:
    """Raises ChangeRefused if the period has not started, or is a closed quarter."""
    if why := why_not_taken([period], today):
        raise ChangeRefused({"period": why[period]})


def why_not_taken(periods: Collection[Period], today: date) -> dict[Period, str]:
    """Why those of these periods that take no values do not (1 query if any is a quarter)."""
    later = {
        each: f"{each.words} has not started. Choose a period that has."
        for each in periods
        if each.starts_on > today
    }
    return dict(why_figures_stay(periods)) | later


def _check_open(period: Period) -> None:
    """Values of a closed quarter stay as they are."""
    if stays := why_figures_stay([period]):
        raise ChangeRefused({"period": stays[period]})


def checked_value(indicator: Indicator, said: Said) -> Decimal | None:
    """The value to store. Raises ChangeRefused with a sentence for each wrong field of `said`."""
    if indicator.is_heading:
        raise ChangeRefused(f"{indicator.name} is a heading, so it holds no values. Use one of its sub-rows.")
    if indicator.kind == Indicator.Kind.DERIVED:
        how = (
            "Record the figures that it is worked out from."
            if indicator.formula
            else "Set its formula first."
        )
        raise ChangeRefused(f"{indicator.name} is a derived row, so nobody types its values. {how}")
    has_parts = said.numerator is not None or said.denominator is not None
    if said.missing_code:
        if said.value is not None or has_parts:
            raise ChangeRefused({"missing_code": "Enter a figure or say why there is none, not both."})
        return None
    if not indicator.holds_figures:
        if not said.text.strip():
            raise ChangeRefused({"text": "Enter what the sources say, or why nothing is known."})
        return None
    _check_parts(indicator, said)
    if said.value is None and (not has_parts or indicator.unit != Unit.PERCENT):
        raise ChangeRefused({"value": "Enter the figure, or say why there is none."})
    return said.value if said.value is not None else _percentage(said)


def _check_parts(indicator: Indicator, said: Said) -> None:
    if (said.numerator is None) != (said.denominator is None):
        missing = "numerator" if said.numerator is None else "denominator"
        raise ChangeRefused({missing: "Enter both numbers, or neither: how many, and out of how many."})
    if said.numerator is None or said.denominator is None:
        return
    if said.denominator <= 0:
        raise ChangeRefused(
            {"denominator": "Enter a number above 0. For none out of none, choose Not applicable."}
        )
    if indicator.unit != Unit.PERCENT:
        return
    if not 0 <= said.numerator <= said.denominator:
        raise ChangeRefused({"numerator": f"Enter a number from 0 to {_plain(said.denominator)}."})
    if said.value is not None and not _agrees(said):
        typed, worked_out = (value_words(each, Unit.PERCENT) for each in (said.value, _percentage(said)))
        is_not = f"{_plain(said.numerator)} of {_plain(said.denominator)} is {worked_out}, not {typed}"
        raise ChangeRefused({"value": f"{is_not}. Correct one of them, or leave this empty."})


def _plain(number: Decimal) -> str:
    return value_words(number, Unit.NUMBER)


def _exact(said: Said) -> Decimal:
    assert said.numerator is not None and said.denominator is not None
    return said.numerator * 100 / said.denominator


def _percentage(said: Said) -> Decimal:
    return _exact(said).quantize(ONE_DECIMAL, ROUND_HALF_UP)


def _agrees(said: Said) -> bool:
    """Whether the typed percentage is the exact one, rounded to as many decimals as were typed."""
    assert said.value is not None
    step = Decimal(1).scaleb(-decimals_of(said.value))
    return abs(said.value - _exact(said)) <= step / 2
