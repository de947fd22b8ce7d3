"""Add, change, map and remove areas of the inspection view."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date
from typing import Any

from boards.models import Board
from core.refusals import ChangeRefused
from councils.actors import Actor, require
from councils.models import Organisation
from councils.permissions import Permission
from councils.tenancy import recorded, remove_named, set_linked
from strategies.models import Strategy

from ..log_phrases import AREA_ADDED, AREA_CHANGED, AREA_MAPPED, AREA_REMOVED
from ..models import AreaBoard, AreaItem, AreaPartner, EvidenceLink, InspectionArea
from .links import LinkedTo, write_links

ITEM_COLUMNS = ("strand_id", "deliverable_id", "indicator_id")


def add_area(
    *,
    strategy: Strategy,
    text: str,
    by: Actor,
    kind: str = InspectionArea.Kind.IMPROVEMENT,
    number: str = "",
    source: str = "",
    source_on: date | None = None,
    lead: Organisation | None = None,
    partners: Collection[Organisation] = (),
    boards: Collection[Board] = (),
) -> InspectionArea:
    """Add an area at the end of the plan's list."""
    require(by, Permission.PLAN_CHANGE)
    with recorded(AREA_ADDED, actor=by.reference):
        last = (
            InspectionArea.objects.filter(strategy=strategy)
            .order_by("-position")
            .values_list("position", flat=True)
            .first()
        )
        area: InspectionArea = InspectionArea.objects.create(
            strategy=strategy, position=(last or 0) + 1, **_said(text, kind, number, source, source_on)
        )
        _set_partners(area, lead, partners)
        _set_boards(area, boards)
    return area


def change_area(
    *,
    area: InspectionArea,
    text: str,
    by: Actor,
    kind: str,
    number: str = "",
    source: str = "",
    source_on: date | None = None,
    lead: Organisation | None = None,
    partners: Collection[Organisation] = (),
    boards: Collection[Board] = (),
) -> InspectionArea:
    """Change an area, who is accountable for it, and which boards follow it."""
    require(by, Permission.PLAN_CHANGE)
    with recorded(AREA_CHANGED, actor=by.reference):
        for name, value in _said(text, kind, number, source, source_on).items():
            setattr(area, name, value)
        area.save(update_fields=["kind", "number", "text", "source", "source_on"])
        _set_partners(area, lead, partners)
        _set_boards(area, boards)
    return area


def map_area(*, area: InspectionArea, items: LinkedTo, by: Actor) -> bool:
    """Make these what answers the area. Returns whether anything has changed."""
    require(by, Permission.PLAN_CHANGE)
    items.check(area.strategy)
    with recorded(AREA_MAPPED, actor=by.reference):
        return write_links(AreaItem, {"area": area}, ITEM_COLUMNS, items)


def remove_area(*, area: InspectionArea, by: Actor) -> None:
    """Remove an area with its items and links. Its evidence stays."""
    require(by, Permission.PLAN_CHANGE)
    with recorded(AREA_REMOVED, actor=by.reference):
        remove_named(area, dict.fromkeys((AreaPartner, AreaBoard, AreaItem, EvidenceLink), "area"))


def _said(text: str, kind: str, number: str, source: str, source_on: date | None) -> dict[str, Any]:
    if not text.strip():
        raise ChangeRefused({"text": "Enter the text as published"})
    return {
        "kind": kind,
        "number": number.strip(),
        "text": text.strip(),
        "source": source.strip(),
        "source_on": source_on,
    }


def _set_partners(
    area: InspectionArea, lead: Organisation | None, partners: Collection[Organisation]
) -> None:
    wanted = {each.pk: False for each in partners} | ({lead.pk: True} if lead else {})
    stored = {each.organisation_id: each for each in AreaPartner.objects.filter(area=area)}
    # One that no longer leads goes first: only one of them may lead at any time.
    stale = [row.pk for key, row in stored.items() if wanted.get(key) != row.is_lead]
    if stale:
        AreaPartner.objects.filter(pk__in=stale).delete()
    AreaPartner.objects.bulk_create(
        AreaPartner(area=area, organisation_id=key, is_lead=leads)
        for key, leads in wanted.items()
        if key not in stored or stored[key].is_lead != leads
    )


def _set_boards(area: InspectionArea, boards: Collection[Board]) -> None:
    set_linked(AreaBoard, {"area": area}, "board_id", [each.pk for each in boards])
