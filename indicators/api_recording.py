"""Record one reading over the API: what is sent, and what it says."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django.http import Http404
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers
from rest_framework.exceptions import ValidationError

from api.shapes import Input, choice
from core.periods import Period

from .access import get_indicator
from .actions.values import Said
from .models import Indicator, Reading
from .rules import MissingCode

FIELDS = {"text": "value", "": "indicator"}
"""Fields of the API for those of an action's refusal that have other names."""


@extend_schema_field({"type": ["number", "string", "null"]})
class WrittenValue(serializers.Field[Any, Any, Any, Any]):
    """A number, or words for a qualitative indicator."""

    def to_internal_value(self, data: Any) -> Decimal | str:
        if isinstance(data, str):
            return data
        if isinstance(data, bool) or not isinstance(data, int | float):
            raise ValidationError("Give a number, or text for a qualitative indicator.")
        try:
            number: Decimal = serializers.DecimalField(max_digits=14, decimal_places=4).to_internal_value(
                str(data)
            )
        except ValidationError:
            raise ValidationError(
                "Give a number with at most 10 digits before the decimal point and 4 after it."
            ) from None
        return number


def _part(words: str) -> serializers.DecimalField:
    return serializers.DecimalField(
        max_digits=14, decimal_places=2, required=False, allow_null=True, help_text=words
    )


class ReadingInput(Input):
    """A value of an indicator for a period, or why it is missing. A value that is there is corrected."""

    indicator = serializers.UUIDField(
        help_text="The indicator's id.",
        error_messages={
            "required": "Give the id of the indicator.",
            "null": "Give the id of the indicator.",
            "invalid": "Give the indicator's id as “indicators” shows it.",
        },
    )
    period = serializers.CharField(
        help_text="`2015-16-Q1`, `2015-04`, `FY2015-16`, `AY2015-16`, `CY2015` or `2013-03-31`.",
        error_messages={"required": "Give the period, like 2016-17-Q1.", "blank": "Give the period."},
    )
    value = WrittenValue(
        required=False,
        allow_null=True,
        help_text="A number in the indicator's unit, or text for a qualitative indicator. A percentage is worked out "
        "from `numerator` and `denominator`.",
    )
    numerator = _part("How many.")
    denominator = _part("Out of how many.")
    missing_code = choice(
        MissingCode, required=False, allow_null=True, help_text="Why there is no value, instead of one."
    )
    provisional = serializers.BooleanField(required=False, default=False)
    note = serializers.CharField(
        required=False,
        allow_null=True,
        allow_blank=True,
        max_length=2000,
        help_text="Left out, the note that is there stays.",
    )


def place_of(values: dict[str, Any], council: str) -> tuple[Indicator, Period]:
    """The indicator and the period that are sent. Raises ValidationError."""
    problems = {}
    try:
        indicator = get_indicator(values["indicator"])
    except Http404:
        problems["indicator"] = [f"{council} has no indicator with this id."]
    try:
        period = Period.parse(values["period"])
    except ValueError as wrong:
        problems["period"] = [str(wrong)]
    if problems:
        raise ValidationError(problems)
    return indicator, period


def said_of(values: dict[str, Any], indicator: Indicator, stored: Reading | None) -> Said:
    """What is sent, as the action takes it. Raises ValidationError for words where a number belongs, or the reverse."""
    value, note = values.get("value"), values.get("note")
    if value is not None and isinstance(value, str) == indicator.holds_figures:
        wanted = "a number" if indicator.holds_figures else "text, because the indicator is qualitative"
        raise ValidationError({"value": [f"Give {wanted}."]})
    return Said(
        value=value if isinstance(value, Decimal) else None,
        numerator=values.get("numerator"),
        denominator=values.get("denominator"),
        missing_code=values.get("missing_code") or "",
        text=value if isinstance(value, str) else "",
        provisional=values["provisional"],
        note=note if note is not None else stored.note if stored else "",
    )
