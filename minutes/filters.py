"""API filters for meetings and for what they decided."""

from __future__ import annotations

from typing import Any

from django.db.models import Q, QuerySet
from django_filters import ChoiceFilter, FilterSet

from api.filters import DayFilter, IdFilter, IdOrNameFilter

from .rules import Kind, MeetingState, State


class MeetingFilter(FilterSet):
    board = IdOrNameFilter("board", help_text="A board, by id or slug.")
    state = ChoiceFilter(
        choices=MeetingState.choices(),
        method="in_state",
        help_text="How far it is, as at the council's today.",
    )
    held_after = DayFilter(field_name="held_on", lookup_expr="gte", help_text="Held on or after this day.")
    held_before = DayFilter(field_name="held_on", lookup_expr="lte", help_text="Held on or before this day.")

    def in_state(self, rows: QuerySet[Any], name: str, value: str) -> QuerySet[Any]:
        if value == MeetingState.CONFIRMED:
            return rows.exclude(confirmed_minutes=None)
        rows = rows.filter(confirmed_minutes=None)
        today = self.request.today
        return rows.filter(
            **{"held_on__gt" if value == MeetingState.PLANNED else "held_on__lte": today},
        )


class DecisionFilter(FilterSet):
    board = IdOrNameFilter("meeting__board", help_text="The board that met, by id or slug.")
    meeting = IdFilter("meeting", help_text="A meeting, by id.")
    kind = ChoiceFilter(choices=Kind.choices(), help_text="What was recorded.")
    state = ChoiceFilter(choices=State.choices(), help_text="Where it stands.")
    held_after = DayFilter(
        field_name="meeting__held_on", lookup_expr="gte", help_text="Of a meeting on or after this day."
    )
    held_before = DayFilter(
        field_name="meeting__held_on", lookup_expr="lte", help_text="Of a meeting on or before this day."
    )
    to_board = IdOrNameFilter("to_board", help_text="The board that an escalation went to, by id or slug.")
    deliverable = IdFilter("deliverable", help_text="A deliverable that it is about, by id.")
    indicator = IdFilter("indicator", help_text="An indicator that it is about, by id.")
    strand = IdOrNameFilter(
        "strand", name_column="code", help_text="A strand that it is about, by id or code."
    )
    owner = IdFilter("owner", method="owned_by", help_text="The person who owns it, by id.")

    def owned_by(self, rows: QuerySet[Any], name: str, value: Any) -> QuerySet[Any]:
        return rows.filter(Q(owner__public_id=value) | Q(owner_post__holder__public_id=value))
