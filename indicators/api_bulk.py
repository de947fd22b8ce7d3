"""Save many readings over the API at once: `PUT readings:bulk`."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import QuerySet
from django.http import HttpResponse
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers
from rest_framework.exceptions import ValidationError
from rest_framework.response import Response

from api.collections import Collection, View
from api.exception_handler import field_errors
from api.idempotency import once
from api.shapes import Input, Shape, choice
from api.writing import checked
from core.periods import Period
from core.refusals import ChangeRefused
from councils.actors import Actor
from councils.permissions import Permission

from .actions import RowSaid, save_figures
from .actions.values import checked_value, is_stored, why_not_taken
from .api_recording import FIELDS, ReadingInput, said_of
from .models import Indicator, Reading

MOST_ITEMS = 5000
MODES = ("all", "partial")
_PLAIN_MEMBERS = frozenset({"indicator", "period", "value", "numerator", "denominator"})
_PLAIN_PERIOD = re.compile(r"[A-Z0-9-]{4,12}")
_LARGEST = 10**9
_NOTHING = {"provisional": False}

Problems = dict[str, list[str]]
"""Sentences by member of an item."""


@extend_schema_field(ReadingInput(many=True))
class ItemsField(serializers.ListField):
    """Readings, each as a list checks them: `read_item` tells which one is wrong."""

    child = serializers.JSONField()

    def run_child_validation(self, data: list[Any]) -> list[Any]:
        return data


class BulkInput(Input):
    """Readings to record or correct, in one step."""

    items = ItemsField(
        max_length=MOST_ITEMS,
        allow_empty=False,
        error_messages={
            "required": "Give a list of readings.",
            "max_length": f"Send at most {MOST_ITEMS:,} items in each request.",
            "empty": "Give at least one reading.",
        },
    )
    mode = choice(
        MODES,
        required=False,
        default="all",
        help_text="`all` saves nothing if one item is refused. `partial` saves the others.",
    )
    dry_run = serializers.BooleanField(
        required=False, default=False, help_text="Says what would be saved, and saves nothing."
    )


class ItemProblemShape(Shape):
    """Why an item is not saved."""

    pointer = serializers.CharField(help_text="JSON pointer into the body: `/items/3/value`.")
    detail = serializers.CharField()


class BulkShape(Shape):
    """What was saved. With `dry_run`, what would be."""

    mode = choice(MODES)
    dry_run = serializers.BooleanField()
    recorded = serializers.IntegerField(help_text="Values for a period that had none.")
    corrected = serializers.IntegerField(help_text="Values that were there, and are now as sent.")
    unchanged = serializers.IntegerField(help_text="Values that were there as sent.")
    refused = serializers.IntegerField(help_text="Items that are not saved.")
    problems = ItemProblemShape(many=True, help_text="Why items are not saved, in their order.")


@dataclass
class Sorted:
    """Items by what becomes of them: to save by period, as they are stored, or with problems by their place."""

    to_save: dict[Period, list[RowSaid]] = field(default_factory=lambda: defaultdict(list))
    unchanged: int = 0
    problems: dict[int, Problems] = field(default_factory=dict)


class ReadingsBulk(Collection):
    """Many values of indicators at once, through the same action as the grid of a quarter."""

    shape = BulkShape
    noun = "reading"
    permission = Permission.INDICATORS_VIEW
    write_permission = Permission.INDICATORS_RECORD
    input = BulkInput

    @classmethod
    def collection(cls) -> View:
        return cls.as_view({"put": "bulk"})

    def get_queryset(self) -> QuerySet[Any]:
        return Reading.objects.none()

    @once
    def bulk(self, request: Any, council: str) -> HttpResponse:
        """Record or correct up to 5,000 values. Sent again, the same values change nothing."""
        values = checked(BulkInput, request.data)
        found = sorted_items(values["items"], council=self.actor.council.name, today=self.today)
        if found.problems and values["mode"] == "all":
            raise _refused(found.problems)
        with transaction.atomic():
            recorded, corrected = _save(found, by=self.actor, today=self.today)
            if values["dry_run"]:
                transaction.set_rollback(True)
        problems = list(field_errors({"items": found.problems}, ""))
        return Response(
            {
                "mode": values["mode"],
                "dry_run": values["dry_run"],
                "recorded": recorded,
                "corrected": corrected,
                "unchanged": found.unchanged,
                "refused": len(found.problems),
                "problems": problems,
            }
        )


def _refused(problems: Any) -> ValidationError:
    return ValidationError({"items": problems})


def _save(found: Sorted, *, by: Actor, today: date) -> tuple[int, int]:
    try:
        written = save_figures(said=found.to_save, by=by, today=today)
    except ChangeRefused as refused:
        # Someone has closed a quarter or made a row derived since the items were checked.
        raise _refused(list(refused.problems.values())) from None
    return written.recorded, written.corrected


def sorted_items(items: Sequence[Any], *, council: str, today: date) -> Sorted:
    """Check all items, in a number of queries that does not depend on how many there are."""
    found = Sorted()
    read: dict[int, dict[str, Any]] = {}
    for place, item in enumerate(items):
        try:
            read[place] = read_item(item)
        except ValidationError as wrong:
            detail: Any = wrong.detail
            found.problems[place] = detail
    ids = {values["indicator"] for values in read.values()}
    indicators = {each.public_id: each for each in Indicator.objects.filter(public_id__in=ids)}
    periods = _periods({values["period"] for values in read.values()}, today)
    stored = _stored(indicators.values(), periods.values())
    first: dict[tuple[int, str], int] = {}
    for place, values in read.items():
        indicator, period = indicators.get(values["indicator"]), periods[values["period"]]
        problems: Problems = {}
        if indicator is None:
            problems["indicator"] = [f"{council} has no indicator with this id."]
        if isinstance(period, str):
            problems["period"] = [period]
        if indicator is None or isinstance(period, str):
            found.problems[place] = problems
            continue
        key = (indicator.pk, period.token)
        if key in first:
            found.problems[place] = {
                "period": [f"Item {first[key]} has a value for this indicator and period. Send one of them."]
            }
            continue
        first[key] = place
        _sort(found, place, values, indicator, period, stored.get(key))
    return found


def _sort(
    found: Sorted,
    place: int,
    values: dict[str, Any],
    indicator: Indicator,
    period: Period,
    stored: Reading | None,
) -> None:
    try:
        said = said_of(values, indicator, stored)
        value = checked_value(indicator, said)
    except ChangeRefused as refused:
        found.problems[place] = {FIELDS.get(name, name): [why] for name, why in refused.problems.items()}
    except ValidationError as wrong:
        detail: Any = wrong.detail
        found.problems[place] = detail
    else:
        if stored is not None and is_stored(stored, value, said):
            found.unchanged += 1
        else:
            found.to_save[period].append(RowSaid(indicator, said))


def _periods(tokens: set[str], today: date) -> dict[str, Period | str]:
    """Each period that takes values, or a sentence why it does not."""
    found: dict[str, Period | str] = {}
    for token in tokens:
        try:
            found[token] = Period.parse(token)
        except ValueError as wrong:
            found[token] = str(wrong)
    closed = why_not_taken([each for each in found.values() if isinstance(each, Period)], today)
    return {
        token: closed.get(each, each) if isinstance(each, Period) else each for token, each in found.items()
    }


def _stored(indicators: Any, periods: Any) -> dict[tuple[int, str], Reading]:
    """Readings that are there, by indicator and period (1 query)."""
    tokens = [each.token for each in periods if isinstance(each, Period)]
    rows = Reading.objects.filter(indicator__among=[each.pk for each in indicators], period__in=tokens)
    return {(each.indicator_id, each.period): each for each in rows}


def read_item(item: Any) -> dict[str, Any]:
    """Values of one item. Raises ValidationError.

    What is plainly right is read here. Everything else is left to the serializer, which takes 30 times as long.
    """
    if type(item) is dict and "indicator" in item and "period" in item:
        plain = _plain(item)
        if plain is not None:
            return plain
    payload = ReadingInput(data=item)
    payload.is_valid(raise_exception=True)
    values: dict[str, Any] = payload.validated_data
    return values


def _plain(item: Mapping[str, Any]) -> dict[str, Any] | None:
    """Values of an item with an id, a period, and figures of a usual size. None for any other."""
    key, period = item["indicator"], item["period"]
    if item.keys() - _PLAIN_MEMBERS or type(key) is not str or len(key) != 36:
        return None
    if type(period) is not str or not _PLAIN_PERIOD.fullmatch(period):
        return None
    values: dict[str, Any] = {"period": period, **_NOTHING}
    try:
        values["indicator"] = UUID(key)
    except ValueError:
        return None
    for name, decimals in (("value", 4), ("numerator", 2), ("denominator", 2)):
        number = item.get(name)
        if number is None:
            continue
        if type(number) not in (int, float) or not -_LARGEST < number < _LARGEST:
            return None
        exact = Decimal(str(number))
        if -exact.as_tuple().exponent > decimals:  # type: ignore[operator]
            return None
        values[name] = exact
    return values
