"""ModelSerializers with the fields of the product's API."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import UUID

from rest_framework import serializers

from api.filters import nouns_of_tables
from core.periods import Precision, Quarter
from core.rag import Rag
from councils.models import Change
from deliverables.models import Assignment, Deliverable, DuePoint
from deliverables.rules import DuePointFacts, StatedRag, UpdateFacts, schedule_rag, stated_rag
from indicators.models import Indicator, NotExpected, Reading, SeriesBreak
from indicators.rules import (
    MissingCode,
    Polarity,
    ReadingFacts,
    TargetFacts,
    Unit,
    indicator_rag,
    target_ahead,
)


class WithNulls(serializers.ModelSerializer[Any]):
    """Serializer that shows empty text as null."""

    def to_representation(self, instance: Any) -> Any:
        shown = super().to_representation(instance)
        return {name: None if value == "" else value for name, value in shown.items()}


class AssignmentSerializer(WithNulls):
    initials = serializers.CharField(source="person.initials", default=None)
    name = serializers.CharField(source="post.title", default=None)

    class Meta:
        model = Assignment
        fields = ["initials", "name", "role", "qualifier", "state"]


class DuePointSerializer(WithNulls):
    class Meta:
        model = DuePoint
        fields = ["label", "due_on", "precision", "source_text", "original_due_on", "done_on"]


class DeliverableSerializer(WithNulls):
    id = serializers.UUIDField(source="public_id")
    strategy = serializers.UUIDField(source="strategy.public_id")
    strand = serializers.CharField(source="strand.code")
    outcome = serializers.UUIDField(source="outcome.public_id", default=None)
    leads = serializers.SerializerMethodField()
    reporting_to = serializers.SerializerMethodField()
    due_points = DuePointSerializer(many=True)
    stated_rag = serializers.SerializerMethodField()
    schedule_rag = serializers.SerializerMethodField()
    schedule_reason = serializers.SerializerMethodField()
    last_update_on = serializers.SerializerMethodField()

    class Meta:
        model = Deliverable
        fields = [
            *("id", "strategy", "strand", "outcome", "number", "position", "title", "detail", "refers_to"),
            *("leads", "reporting_to", "due_points", "stated_rag", "schedule_rag", "schedule_reason"),
            *("last_update_on", "source_text", "version"),
        ]

    def to_representation(self, instance: Deliverable) -> Any:
        instance.judged = self._judge(instance)  # type: ignore[attr-defined]
        return super().to_representation(instance)

    def _judge(self, row: Deliverable) -> tuple[StatedRag, Any, date | None]:
        quarter: Quarter = self.context["quarter"]
        today: date = self.context["today"]
        known = [
            update
            for update in row.updates.all()
            if update.period.quarter <= quarter and update.recorded_on <= today
        ]
        latest = max(known, key=lambda each: (each.period.starts_on, each.recorded_at, each.pk), default=None)
        facts = [UpdateFacts(latest.period.quarter, Rag(latest.rag), latest.recorded_at)] if latest else []
        stated = stated_rag(facts, quarter=quarter)
        points = [
            DuePointFacts(
                point.label, point.due_on, Precision(point.precision), point.original_due_on, point.done_on
            )
            for point in row.due_points.all()
        ]
        schedule = schedule_rag(points, today=today, updated_this_quarter=stated.silent_for == 0)
        return stated, schedule, latest.recorded_on if latest else None

    def get_leads(self, row: Deliverable) -> Any:
        leads = [each for each in row.assignments.all() if each.role != Assignment.Role.REPORTING]
        return AssignmentSerializer(leads, many=True).data

    def get_reporting_to(self, row: Deliverable) -> Any:
        reporting = [each for each in row.assignments.all() if each.role == Assignment.Role.REPORTING]
        return AssignmentSerializer(reporting, many=True).data

    def get_stated_rag(self, row: Any) -> str:
        return str(row.judged[0].rag)

    def get_schedule_rag(self, row: Any) -> str:
        return str(row.judged[1].rag)

    def get_schedule_reason(self, row: Any) -> str:
        return str(row.judged[1].reason)

    def get_last_update_on(self, row: Any) -> date | None:
        last: date | None = row.judged[2]
        return last


class SeriesBreakSerializer(serializers.ModelSerializer[SeriesBreak]):
    class Meta:
        model = SeriesBreak
        fields = ["period", "starts_on", "note"]


class NotExpectedSerializer(WithNulls):
    class Meta:
        model = NotExpected
        fields = ["period", "note"]


class IndicatorSerializer(WithNulls):
    id = serializers.UUIDField(source="public_id")
    strategy = serializers.UUIDField(source="strategy.public_id")
    key_outcome = serializers.UUIDField(source="key_outcome.public_id", default=None)
    parent = serializers.UUIDField(source="parent.public_id", default=None)  # type: ignore[assignment]
    indicator_rag = serializers.SerializerMethodField()
    indicator_reason = serializers.SerializerMethodField()
    confidence_rag = serializers.SerializerMethodField()
    default_tolerance = serializers.FloatField()
    replaced_by = serializers.UUIDField(source="replaced_by.public_id", default=None)
    formula_rows = serializers.SerializerMethodField()
    series_breaks = SeriesBreakSerializer(many=True)
    not_expected = NotExpectedSerializer(many=True)

    class Meta:
        model = Indicator
        fields = [
            *(
                "id",
                "strategy",
                "set",
                "key_outcome",
                "group",
                "label",
                "corrected_label",
                "position",
                "parent",
            ),
            *("depth", "title", "kind", "unit", "polarity", "breakdown", "indicator_rag", "indicator_reason"),
            *(
                "confidence_rag",
                "feedback_sources",
                "basis",
                "breakdown_code",
                "comparator",
                "source",
                "decimals",
            ),
            *(
                "next_value_due_on",
                "default_tolerance",
                "is_contextual",
                "is_headline",
                "ended_on",
                "replaced_by",
            ),
            *("formula", "formula_rows", "series_breaks", "not_expected"),
        ]

    def get_formula_rows(self, row: Indicator) -> list[UUID]:
        return [each.operand.public_id for each in row.formula_parts.all()]

    def to_representation(self, instance: Indicator) -> Any:
        instance.judged = self._judge(instance)  # type: ignore[attr-defined]
        return super().to_representation(instance)

    def _judge(self, row: Indicator) -> tuple[Any, str]:
        today: date = self.context["today"]
        ended = [reading for reading in row.readings.all() if reading.ends_on <= today]
        latest = max(ended, key=lambda each: (each.ends_on, each.pk), default=None)
        targets = sorted(row.targets.all(), key=lambda each: (each.ends_on, each.pk))
        facts = [
            TargetFacts(
                each.period,
                each.ends_on,
                each.value,
                row.default_tolerance if each.tolerance is None else each.tolerance,
            )
            for each in targets
        ]
        verdict = indicator_rag(
            _reading_facts(latest) if latest else None,
            facts,
            polarity=Polarity(row.polarity) if row.polarity else None,
            unit=Unit(row.unit),
            holds_figures=row.holds_figures,
        )
        ahead = target_ahead(today, facts)
        target = next((each for each in targets if ahead and each.period == ahead.period), None)
        given = (
            [each for each in target.confidence_ratings.all() if each.recorded_on <= today] if target else []
        )
        forecast = max(given, key=lambda each: (each.recorded_at, each.pk), default=None)
        return verdict, forecast.rag if forecast else Rag.NOT_RATED.value

    def get_indicator_rag(self, row: Any) -> str:
        return str(row.judged[0].rag)

    def get_indicator_reason(self, row: Any) -> str:
        return str(row.judged[0].reason)

    def get_confidence_rag(self, row: Any) -> str:
        return str(row.judged[1])


def _reading_facts(reading: Reading) -> ReadingFacts:
    return ReadingFacts(
        period=reading.period,
        ends_on=reading.ends_on,
        value=reading.value,
        missing_code=MissingCode(reading.missing_code) if reading.missing_code else None,
        text=reading.text,
        provisional=reading.provisional,
    )


class ReadingSerializer(WithNulls):
    id = serializers.UUIDField(source="public_id")
    indicator = serializers.UUIDField(source="indicator.public_id")
    value = serializers.SerializerMethodField("figure_or_words")
    numerator = serializers.FloatField()
    denominator = serializers.FloatField()

    class Meta:
        model = Reading
        fields = [
            *(
                "id",
                "indicator",
                "period",
                "value",
                "numerator",
                "denominator",
                "missing_code",
                "provisional",
            ),
            *("note", "sources", "sample", "derived"),
        ]

    def figure_or_words(self, row: Reading) -> float | str:
        return row.text if row.value is None else float(row.value)


class ChangeSerializer(WithNulls):
    type = serializers.SerializerMethodField()
    id = serializers.UUIDField(source="object_id")
    version = serializers.SerializerMethodField()

    class Meta:
        model = Change
        fields = ["seq", "type", "id", "op", "at", "verb", "version"]

    def get_type(self, row: Change) -> str:
        return nouns_of_tables().get(row.table, row.table)

    def get_version(self, row: Change) -> int | None:
        version: int | None = (row.after or {}).get("version")
        return version
