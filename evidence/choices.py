"""What can be ticked on a page of this room: the plan's strands, deliverables, indicators and inspection areas."""

from __future__ import annotations

from django.db.models import Q

from core.words import plural
from deliverables.models import Deliverable
from indicators.models import Indicator
from strategies.models import Strand, Strategy

from .models import AreaItem, Evidence, EvidenceLink, InspectionArea


def strands_of(strategy: Strategy) -> tuple[str, list[Strand]]:
    """(1 query)"""
    return plural(strategy.strand_noun), list(
        Strand.objects.filter(strategy=strategy).order_by("position", "id")
    )


def deliverables_of(strategy: Strategy, also: Q) -> tuple[str, list[Deliverable]]:
    """Those in the plan, and dropped ones that are ticked already: `also` finds these (1 query)."""
    rows = Deliverable.with_dropped.to_link(strategy, also=also)
    return plural(strategy.deliverable_noun), list(rows.distinct())


def indicators_of(strategy: Strategy) -> tuple[str, list[Indicator]]:
    """All rows but headings (1 query)."""
    rows = Indicator.objects.filter(strategy=strategy).exclude(kind=Indicator.Kind.HEADING)
    return "Indicators", list(rows.in_table_order().with_parents())


def areas_of(strategy: Strategy) -> tuple[str, list[InspectionArea]]:
    """(1 query)"""
    return "Inspection areas", list(InspectionArea.objects.filter(strategy=strategy))


def ticked_of_evidence(evidence: Evidence) -> set[str]:
    """Public ids of what the evidence is linked to (1 query)."""
    columns = ("deliverable__public_id", "indicator__public_id", "area__public_id")
    rows = EvidenceLink.objects.filter(evidence=evidence).values_list(*columns)
    return {str(key) for row in rows for key in row if key}


def ticked_of_area(area: InspectionArea) -> set[str]:
    """Public ids of what answers the area (1 query)."""
    columns = ("strand__public_id", "deliverable__public_id", "indicator__public_id")
    rows = AreaItem.objects.filter(area=area).values_list(*columns)
    return {str(key) for row in rows for key in row if key}
