"""API filters for deliverables and progress updates."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from django_filters import CharFilter, ChoiceFilter, FilterSet

from api.filters import DayFilter, IdFilter, IdOrNameFilter
from core.rag import Rag

from .models import Assignment, DuePoint

RATINGS = [(rag.value, rag.word) for rag in Rag]


class DeliverableFilter(FilterSet):
    """Filters for deliverables. The view handles `quarter`, `stated_rag` and `schedule_rag`, which need judgement."""

    strategy = IdOrNameFilter("strategy", help_text="A strategy, by id or slug.")
    strand = IdOrNameFilter("strand", name_column="code", help_text="A strand, by id or code.")
    outcome = IdFilter("outcome", help_text="An outcome, by id.")
    lead = CharFilter(method="led_by", help_text="Initials of a lead or joint lead.")
    due_after = DayFilter(method="unchanged", help_text="Has a due date on or after this day.")
    due_before = DayFilter(method="unchanged", help_text="Has a due date on or before this day.")
    quarter = CharFilter(
        method="unchanged",
        help_text="Give RAG ratings as the dashboards and packs of this quarter do. "
        "The default is the quarter in view, as at today.",
    )
    stated_rag = ChoiceFilter(choices=RATINGS, method="unchanged", help_text="Stated RAG.")
    schedule_rag = ChoiceFilter(choices=RATINGS, method="unchanged", help_text="Schedule RAG.")

    def led_by(self, rows: QuerySet[Any], name: str, value: str) -> QuerySet[Any]:
        leads = Assignment.objects.filter(person__initials=value).exclude(role=Assignment.Role.REPORTING)
        return rows.filter(id__in=leads.values("deliverable_id"))

    def unchanged(self, rows: QuerySet[Any], name: str, value: Any) -> QuerySet[Any]:
        return rows

    def filter_queryset(self, queryset: QuerySet[Any]) -> QuerySet[Any]:
        """Apply `due_after` and `due_before`. With both, a single due point must be between them."""
        rows: QuerySet[Any] = super().filter_queryset(queryset)
        after, before = (self.form.cleaned_data[name] for name in ("due_after", "due_before"))
        if after is None and before is None:
            return rows
        points = DuePoint.objects.all()
        points = points.filter(due_on__gte=after) if after else points
        points = points.filter(due_on__lte=before) if before else points
        return rows.filter(id__in=points.values("deliverable_id"))


class ProgressUpdateFilter(FilterSet):
    deliverable = IdFilter("deliverable", help_text="A deliverable, by id.")
    quarter = CharFilter(field_name="period__label", help_text="The quarter of the updates: `2016-17-Q1`.")
