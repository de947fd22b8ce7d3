"""Packs over the API."""

from __future__ import annotations

from typing import Any

from django.db.models import Count, QuerySet
from rest_framework import serializers

from api.collections import Collection
from api.shapes import Row, Shape, choice, id_field, text
from councils.permissions import Permission

from .access import visible_packs
from .filters import PackFilter
from .models import Delivery
from .states import DeliveryState, PackState, values_in_words


class DeliveryCounts(serializers.Serializer[Any]):
    """Number of emails of a pack in each state."""

    def get_fields(self) -> dict[str, serializers.Field[Any, Any, Any, Any]]:
        return {
            state.value: serializers.IntegerField(min_value=0, help_text=f"{state.word}.")
            for state in DeliveryState
        }


class PackShape(Shape):
    """One edition of a board's quarterly pack."""

    parts = ("deliveries",)

    id = id_field()
    board = id_field("board.public_id")
    quarter = serializers.CharField(source="period.label")
    paper = serializers.IntegerField(
        min_value=0,
        help_text="Its number among what is sent to the board for the quarter. "
        "0 for a pack from before there were numbers.",
    )
    edition = serializers.IntegerField()
    state = choice(PackState, help_text=values_in_words(PackState))
    snapshot_sha256 = text("snapshot.sha256")
    pdf_sha256 = text()
    deliveries = DeliveryCounts()


class Packs(Collection):
    """Packs that you can see: released packs, or more if your role allows."""

    shape = PackShape
    noun = "pack"
    filterset_class = PackFilter
    permission = Permission.PACKS_VIEW_RELEASED

    def get_queryset(self) -> QuerySet[Any]:
        return visible_packs(self.actor)

    def complete(self, rows: dict[int, Row]) -> None:
        for row in rows.values():
            row["deliveries"] = {state.value: 0 for state in DeliveryState}
        states = Delivery.objects.filter(pack_id__among=rows).order_by().values_list("pack_id", "state")
        for pack_id, state, count in states.annotate(count=Count("id")):
            rows[pack_id]["deliveries"][state] = count
