"""Evidence and inspection areas over the API. The content of a file is not given: members download it from its page."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from rest_framework import serializers

from api.collections import Collection
from api.shapes import Row, Shape, choice, id_field, ids_by_owner, texts
from api.shapes import text as words
from councils.permissions import Permission

from .filters import AreaFilter, EvidenceFilter
from .models import AreaBoard, AreaItem, AreaPartner, Evidence, EvidenceLink, InspectionArea
from .rules import FileType


def _ids(help_text: str) -> serializers.ListField:
    return serializers.ListField(child=serializers.UUIDField(), help_text=help_text)


class EvidenceShape(Shape):
    """A file or a web address that shows that something was done, or that it helped."""

    parts = ("deliverables", "indicators", "areas")

    id = id_field()
    strategy = id_field("strategy.public_id")
    title = serializers.CharField()
    shows = words(help_text="What it shows.")
    of_on = serializers.DateField(
        allow_null=True, help_text="The day of the meeting, survey or report that it is of."
    )
    address = words(help_text="Null for a file.")
    file_name = words(help_text="Null for an address. The content of a file is not given.")
    file_kind = choice(FileType, allow_null=True)
    added_on = serializers.DateField()
    deliverables = _ids("Ids of deliverables that it is evidence for. Dropped ones are left out.")
    indicators = _ids("Ids of indicators that it is evidence for.")
    areas = _ids("Ids of inspection areas that it is evidence for.")
    sample = serializers.BooleanField(help_text="Invented for the demonstration.")


class EvidenceItems(Collection):
    """Evidence in the order in which it was added."""

    shape = EvidenceShape
    noun = "evidence item"
    filterset_class = EvidenceFilter
    permission = Permission.PROGRESS_VIEW

    def get_queryset(self) -> QuerySet[Any]:
        return Evidence.objects.all()

    def complete(self, rows: dict[int, Row]) -> None:
        links = EvidenceLink.objects.all()
        deliverables = ids_by_owner(
            links.filter(deliverable__dropped_on=None), "evidence_id", "deliverable", rows
        )
        indicators = ids_by_owner(links, "evidence_id", "indicator", rows)
        areas = ids_by_owner(links, "evidence_id", "area", rows)
        for key, row in rows.items():
            row |= {"deliverables": deliverables[key], "indicators": indicators[key], "areas": areas[key]}


class PartnerShape(Shape):
    """An organisation that is accountable for an area."""

    name = serializers.CharField(source="organisation.name")
    is_lead = serializers.BooleanField()


class AreaShape(Shape):
    """What an inspection said must get better, who is accountable for it, and what in the plan answers it."""

    parts = ("partners", "boards", "strands", "deliverables", "indicators")

    id = id_field()
    strategy = id_field("strategy.public_id")
    kind = choice(InspectionArea.Kind)
    number = words(help_text="As printed in the report.")
    text = serializers.CharField(help_text="As published.")
    source = words(help_text="Title of the report.")  # type: ignore[assignment]
    source_on = serializers.DateField(allow_null=True)
    partners = PartnerShape(many=True, help_text="At most one of them leads.")
    boards = texts(help_text="Slugs of the boards that follow it.")
    strands = texts(help_text="Codes of strands that answer it as a whole.")
    deliverables = _ids("Ids of deliverables that answer it. Dropped ones are left out.")
    indicators = _ids("Ids of indicators that show whether it gets better.")


class Areas(Collection):
    """Areas that inspections have named, in the order of the plan's inspection view."""

    shape = AreaShape
    noun = "area"
    order = ("strategy__position", "strategy_id", "position", "id")
    filterset_class = AreaFilter
    permission = Permission.PROGRESS_VIEW

    def get_queryset(self) -> QuerySet[Any]:
        return InspectionArea.objects.all()

    def complete(self, rows: dict[int, Row]) -> None:
        items = AreaItem.objects.all()
        named = AreaPartner.objects.order_by("-is_lead", "organisation__name", "id")
        partners = PartnerShape.by_owner(named, "area_id", rows, names=self.names)
        boards = ids_by_owner(AreaBoard.objects.all(), "area_id", "board", rows, column="slug")
        strands = ids_by_owner(items, "area_id", "strand", rows, column="code")
        kept = items.filter(deliverable__dropped_on=None)
        deliverables = ids_by_owner(kept, "area_id", "deliverable", rows)
        indicators = ids_by_owner(items, "area_id", "indicator", rows)
        for key, row in rows.items():
            row |= {
                "partners": partners[key],
                "boards": boards[key],
                "strands": strands[key],
                "deliverables": deliverables[key],
                "indicators": indicators[key],
            }
