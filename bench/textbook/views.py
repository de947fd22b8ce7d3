"""Viewsets of the textbook API."""

from __future__ import annotations

from typing import Any

from django.db.models import Prefetch, QuerySet
from rest_framework.pagination import LimitOffsetPagination
from rest_framework.renderers import JSONRenderer
from rest_framework.viewsets import ReadOnlyModelViewSet

from councils.models import Change, ChangeCounter
from councils.permissions import Permission
from deliverables.models import Assignment, Deliverable, ProgressUpdate
from indicators.models import Indicator, Reading
from strategies.models import ReportingPeriod

from .serializers import ChangeSerializer, DeliverableSerializer, IndicatorSerializer, ReadingSerializer


class Pagination(LimitOffsetPagination):
    """Pages like the product's, with the number of changes."""

    max_limit = 200

    def get_paginated_response(self, data: Any) -> Any:
        response = super().get_paginated_response(data)
        response.data["change_seq"] = ChangeCounter.objects.get().seq
        return response


class TextbookViewSet(ReadOnlyModelViewSet[Any]):
    renderer_classes = (JSONRenderer,)
    pagination_class = Pagination
    permission = Permission.PLAN_VIEW

    def get_serializer_context(self) -> dict[str, Any]:
        request: Any = self.request
        return {**super().get_serializer_context(), "today": request.today}


class Deliverables(TextbookViewSet):
    serializer_class = DeliverableSerializer

    def get_queryset(self) -> QuerySet[Any]:
        return (
            Deliverable.objects.select_related("strategy", "strand", "outcome")
            .prefetch_related(
                "due_points",
                Prefetch("assignments", Assignment.objects.select_related("person", "post")),
                Prefetch("updates", ProgressUpdate.objects.select_related("period")),
            )
            .order_by("strategy__position", "strand__position", "position", "id")
        )

    def get_serializer_context(self) -> dict[str, Any]:
        context = super().get_serializer_context()
        open_periods = ReportingPeriod.objects.filter(starts_on__lte=context["today"], closed_at=None)
        period = open_periods.order_by("starts_on")[0]
        return context | {"quarter": period.quarter}


class Indicators(TextbookViewSet):
    serializer_class = IndicatorSerializer

    def get_queryset(self) -> QuerySet[Any]:
        return (
            Indicator.objects.select_related("strategy", "key_outcome", "parent", "replaced_by")
            .prefetch_related(
                "readings",
                "targets__confidence_ratings",
                "formula_parts__operand",
                "series_breaks",
                "not_expected",
            )
            .order_by("strategy__position", "strategy_id", "set", "position", "id")
        )


class Readings(TextbookViewSet):
    serializer_class = ReadingSerializer

    def get_queryset(self) -> QuerySet[Any]:
        return Reading.objects.select_related("indicator").order_by("indicator_id", "ends_on", "id")


class Changes(TextbookViewSet):
    serializer_class = ChangeSerializer

    def get_queryset(self) -> QuerySet[Any]:
        return Change.objects.order_by("seq")
