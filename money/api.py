"""Budget lines over the API."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from rest_framework import serializers

from api.collections import Collection
from api.shapes import Row, Shape, figure, id_field, ids_by_owner, text

from .filters import BudgetLineFilter
from .models import BudgetLine, BudgetLink


class BudgetLineShape(Shape):
    """What a part of a plan costs in one financial year, in pounds. An amount that is not known is null, never 0."""

    parts = ("deliverables",)

    id = id_field()
    strategy = id_field("strategy.public_id")
    financial_year = serializers.CharField(help_text="From April to March: `2016-17`.")
    code = text()
    name = serializers.CharField()
    planned = figure(help_text="What the plan allows for the year.")
    spent = figure(help_text="What was spent up to and on `spent_on`.")
    spent_on = serializers.DateField(allow_null=True)
    forecast = figure(help_text="What the whole year is expected to cost.")
    saving = figure(help_text="What the work is expected to save in the year.")
    note = text()
    deliverables = serializers.ListField(
        child=serializers.UUIDField(),
        help_text="Ids of the deliverables that it pays for. Dropped ones are left out.",
    )
    sample = serializers.BooleanField(help_text="Invented for the demonstration.")


class BudgetLines(Collection):
    """Budget lines of the strategies, by financial year, the earliest first."""

    shape = BudgetLineShape
    noun = "budget line"
    order = ("strategy__position", "strategy_id", "financial_year", "code", "name", "id")
    filterset_class = BudgetLineFilter

    def get_queryset(self) -> QuerySet[Any]:
        return BudgetLine.objects.all()

    def complete(self, rows: dict[int, Row]) -> None:
        links = BudgetLink.objects.filter(deliverable__dropped_on=None)
        paid_for = ids_by_owner(links, "line_id", "deliverable", rows)
        for line_id, row in rows.items():
            row["deliverables"] = paid_for[line_id]
