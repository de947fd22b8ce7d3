"""Indicators, targets, readings and benchmarks over the API."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import F, OuterRef, QuerySet, Value
from django.db.models.functions import JSONObject, NullIf
from django.urls import reverse
from drf_spectacular.utils import OpenApiParameter, extend_schema_field
from rest_framework import serializers
from rest_framework.exceptions import ValidationError
from rest_framework.response import Response

from api.collections import Collection, Records, View
from api.idempotency import once
from api.shapes import Row, Shape, choice, figure, id_field, rag, text, texts
from core.refusals import ChangeRefused
from councils.permissions import Permission

from .access import get_indicator
from .actions import save_reading
from .actions.values import checked_value, is_stored
from .api_judgements import judgements
from .api_recording import FIELDS, ReadingInput, place_of, said_of
from .api_spc import SpcShape, spc_of
from .filters import IndicatorFilter, ValueFilter
from .models import Benchmark, FormulaPart, Indicator, NotExpected, Predecessor, Reading, SeriesBreak, Target
from .rules import MissingCode, Polarity, Unit
from .rules.formulas import Formula
from .small_numbers import HIDDEN_COLUMNS, hidden_from


class SeriesBreakShape(Shape):
    """A period from which the figures of an indicator cannot be compared with the earlier ones."""

    period = serializers.CharField(help_text="The first period that is measured in the new way.")
    starts_on = serializers.DateField(
        help_text="Figures for periods that end before it stand before the break."
    )
    note = serializers.CharField(help_text="What changed.")


class NotExpectedShape(Shape):
    """A period for which no value is expected, although the indicator's calendar has it."""

    period = serializers.CharField()
    note = text(help_text="Why not.")


class IndicatorShape(Shape):
    """A row of the plan's indicator tables."""

    parts = ("indicator_rag", "indicator_reason", "confidence_rag")

    id = id_field()
    strategy = id_field("strategy.public_id")
    set = choice(Indicator.Set)
    key_outcome = id_field("key_outcome.public_id", allow_null=True)
    group = text(help_text="The sub-heading above the row.")
    label = text(help_text="As printed. It may repeat.")  # type: ignore[assignment]
    corrected_label = text(help_text="The correct label, if it is misprinted.")
    position = serializers.IntegerField()
    parent = id_field("parent.public_id", allow_null=True)  # type: ignore[assignment]
    depth = serializers.IntegerField(help_text="0 for a top row.")
    title = text()
    kind = choice(Indicator.Kind, help_text="A heading holds no values.")
    unit = choice(Unit)
    polarity = choice(Polarity, allow_null=True, help_text="Null until it is set.")
    breakdown = text()
    indicator_rag = rag(help_text="The latest reading against the target for its period.")
    indicator_reason = serializers.CharField(help_text="Why it has this indicator RAG, in a sentence.")
    confidence_rag = rag(help_text="The latest confidence RAG for the next target, as at today.")
    feedback_sources = texts()
    basis = choice(Indicator.Basis, allow_null=True, help_text="The calendar by which it is measured.")
    breakdown_code = text(help_text="The breakdown's value in the files of the Department for Education.")
    comparator = text(help_text="For a gap: who the others are.")
    source = text(help_text="Where its figures come from.")  # type: ignore[assignment]
    decimals = serializers.IntegerField(
        allow_null=True,
        help_text="Pages show its figures with as many. Null for as typed. Values here are exact.",
    )
    next_value_due_on = serializers.DateField(allow_null=True)
    default_tolerance = figure(help_text="Counts for targets without a tolerance of their own.")
    is_contextual = serializers.BooleanField(help_text="For context only: it has no targets.")
    is_headline = serializers.BooleanField()
    ended_on = serializers.DateField(allow_null=True, help_text="When it stopped being measured.")
    replaced_by = id_field("replaced_by.public_id", allow_null=True)
    formula = choice(
        Formula,
        allow_null=True,
        help_text="How a derived row is worked out from `formula_rows`. Null if it is not.",
    )
    formula_rows = serializers.ListField(
        child=serializers.UUIDField(),
        source="operands",
        help_text="Ids of indicators, in the formula's order.",
    )
    series_breaks = SeriesBreakShape(many=True, source="breaks", help_text="In date order.")
    not_expected = NotExpectedShape(
        many=True, source="without", help_text="Periods without an expected value, in order."
    )


class Indicators(Collection):
    """Rows of the indicator tables, in table order.

    Without the scope `small-numbers:read`, a row is not rated if its latest figure counts fewer than 5 people.
    """

    shape = IndicatorShape
    noun = "indicator"
    order = ("strategy__position", "strategy_id", "set", "position", "id")
    filterset_class = IndicatorFilter
    permission = Permission.INDICATORS_VIEW

    def get_queryset(self) -> QuerySet[Any]:
        breaks = SeriesBreak.objects.filter(indicator_id=OuterRef("pk")).order_by("starts_on", "id")
        columns = JSONObject(**{name: F(name) for name in ("period", "starts_on", "note")})
        parts = FormulaPart.objects.filter(indicator_id=OuterRef("pk")).order_by("position", "id")
        without = NotExpected.objects.filter(indicator_id=OuterRef("pk")).order_by("period", "id")
        said = JSONObject(period=F("period"), note=NullIf(F("note"), Value("")))
        return Indicator.objects.annotate(
            without=ArraySubquery(without.values(json=said)),
            breaks=ArraySubquery(breaks.values(json=columns)),
            operands=ArraySubquery(parts.values("operand__public_id")),
        )

    def complete(self, rows: dict[int, Row]) -> None:
        hidden = hidden_from(self.actor)
        for indicator_id, judgement in judgements(rows, as_at=self.today, hidden=hidden).items():
            row, verdict = rows[indicator_id], judgement.verdict
            row["indicator_rag"], row["indicator_reason"] = verdict.rag, verdict.reason
            row["confidence_rag"] = judgement.confidence_rag


class IndicatorSpc(Collection):
    """Statistical process control of one indicator. It is worked out for one at a time, and is not in the list."""

    shape = SpcShape
    noun = "indicator analysis"
    permission = Permission.INDICATORS_VIEW

    def get_queryset(self) -> QuerySet[Any]:
        return Indicator.objects.all()

    def one(self, public_id: UUID) -> Row:
        return spc_of(
            get_indicator(public_id), today=self.today, names=self.names, hidden=hidden_from(self.actor)
        )


@extend_schema_field({"type": ["number", "string", "null"]})
class ValueField(serializers.FloatField):
    """A figure, or the words of a qualitative reading."""


class ReadingShape(Shape):
    """One value of an indicator, or why it is missing."""

    id = id_field()
    indicator = id_field("indicator.public_id")
    period = serializers.CharField()
    value = ValueField(
        help_text="A number in the indicator's unit, or text for a qualitative indicator. Null if it is missing.",
    )
    numerator = figure()
    denominator = figure()
    missing_code = choice(MissingCode, allow_null=True, help_text="Why the value is missing.")
    provisional = serializers.BooleanField()
    note = text()
    sources = texts(help_text="Sources of this one value. For words, who said it.")
    sample = serializers.BooleanField(help_text="Made up for the demonstration.")
    derived = serializers.BooleanField(help_text="Worked out from other readings by the indicator's formula.")


HIDDEN_FIELDS = {name: HIDDEN_COLUMNS[name] for name in ("value", "numerator", "denominator", "missing_code")}
HIDDEN_FIELDS |= {"note": None, "sources": []}


class Readings(Collection):
    """Values of indicators, in date order. A value is recorded, or corrected, through the same action as on its page.

    Without the scope `small-numbers:read`, figures that count fewer than 5 people, and those that would give them back,
    have the missing code `c`.
    """

    shape = ReadingShape
    noun = "reading"
    order = ("indicator_id", "ends_on", "id")
    filterset_class = ValueFilter
    permission = Permission.INDICATORS_VIEW
    write_permission = Permission.INDICATORS_RECORD
    input = ReadingInput
    answers_again = True
    described_headers = {
        "create": [
            OpenApiParameter(
                "Location", str, "header", description="Address of the reading.", response=[200, 201]
            )
        ]
    }

    @classmethod
    def collection(cls) -> View:
        return cls.as_view({"get": "list", "post": "create"})

    def get_queryset(self) -> QuerySet[Any]:
        return Reading.objects.all()

    @once
    def create(self, request: Any, council: str) -> Response:
        """Record a value, or correct the one that is there. What is stored already changes nothing (200)."""
        payload = ReadingInput(data=request.data)
        payload.is_valid(raise_exception=True)
        values = payload.validated_data
        indicator, period = place_of(values, self.actor.council.name)
        stored = Reading.objects.filter(indicator=indicator, period=period.token).first()
        said = said_of(values, indicator, stored)
        try:
            reading = stored
            if stored is None or not is_stored(stored, checked_value(indicator, said), said):
                reading = save_reading(
                    indicator=indicator, period=period, said=said, by=self.actor, today=self.today
                )
        except ChangeRefused as refused:
            raise ValidationError(
                {FIELDS.get(name, name): [why] for name, why in refused.problems.items()}
            ) from None
        assert reading is not None
        address = reverse("api:reading", kwargs={"council": council, "id": reading.public_id})
        headers = {"Location": request.build_absolute_uri(address)}
        return Response(self.one(reading.public_id), status=200 if stored else 201, headers=headers)

    def rows(self, queryset: QuerySet[Any]) -> Records:
        """Rows with the words of qualitative readings, which have no figure. Small numbers are hidden from keys."""
        found = self.shape.read(queryset, *self.order, "text", names=self.names)
        hidden = hidden_from(self.actor, among={indicator for (indicator, *_), _ in found})
        records: Records = []
        for (*key, words), row in found:
            if words and row["value"] is None:
                row["value"] = words
            if (key[0], row["period"]) in hidden:
                row.update(HIDDEN_FIELDS)
            records.append((tuple(key), row))
        return records


class TargetShape(Shape):
    """The value that an indicator should reach by the end of a period."""

    id = id_field()
    indicator = id_field("indicator.public_id")
    period = serializers.CharField()
    value = figure(help_text="In the indicator's unit. Null until it is set.")
    label = text(help_text="The name in the plan.")  # type: ignore[assignment]


class Targets(Collection):
    """Targets of indicators, in date order."""

    shape = TargetShape
    noun = "target"
    order = ("indicator_id", "ends_on", "id")
    filterset_class = ValueFilter
    permission = Permission.INDICATORS_VIEW

    def get_queryset(self) -> QuerySet[Any]:
        return Target.objects.all()


class BenchmarkShape(Shape):
    """The figure of England, a region or a council for the same indicator, as it was published."""

    id = id_field()
    indicator = id_field("indicator.public_id")
    area = serializers.CharField(help_text="Name of the area.")
    level = choice(Benchmark.Level, allow_null=True, help_text="Null for figures that came from no file.")
    area_code = text(help_text="ONS code of the area.")
    area_number = text(help_text="Number of a council at the Department for Education, such as `851`.")
    period = serializers.CharField()
    value = figure(help_text="In the indicator's unit. Null if it is missing.")
    numerator = figure()
    denominator = figure()
    missing_code = choice(MissingCode, allow_null=True, help_text="Why the value is missing.")
    source = serializers.CharField(help_text="The publication.")  # type: ignore[assignment]
    release = text("loaded_from.release", help_text="The latest release that gave this value.")
    published_on = serializers.DateField(source="loaded_from.published_on", allow_null=True)


class Benchmarks(Collection):
    """Published figures of other areas, in date order, with what this council has in the same publication."""

    shape = BenchmarkShape
    noun = "benchmark"
    order = ("indicator_id", "ends_on", "id")
    filterset_class = ValueFilter
    permission = Permission.INDICATORS_VIEW

    def get_queryset(self) -> QuerySet[Any]:
        return Benchmark.objects.all()


class PredecessorShape(Shape):
    """An earlier area, from which the council took over. Figures up to its last day are the earlier area's."""

    id = id_field()
    name = serializers.CharField()
    area_code = text("ons_code", help_text="ONS code of the area.")
    area_number = text("dfe_code", help_text="Its number at the Department for Education, such as `850`.")
    starts_on = serializers.DateField(allow_null=True, help_text="Its first day, if known.")
    ended_on = serializers.DateField(help_text="Its last day. The council's own figures begin the day after.")
    note = text()


class Predecessors(Collection):
    """Earlier areas of the council."""

    shape = PredecessorShape
    noun = "predecessor"
    order = ("ended_on", "id")
    permission = Permission.INDICATORS_VIEW

    def get_queryset(self) -> QuerySet[Any]:
        return Predecessor.objects.all()
