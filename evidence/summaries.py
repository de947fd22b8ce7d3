"""Evidence with what it is for, and what is linked to one deliverable."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Q
from django.urls import reverse

from deliverables.models import Deliverable
from indicators.models import Indicator
from strategies.models import Strategy

from .models import AreaItem, Evidence, EvidenceLink, EvidenceUse, InspectionArea
from .models.evidence import EvidenceQuerySet

Links = Sequence["LinkLine"]


@dataclass(frozen=True)
class LinkLine:
    """One thing that evidence is for."""

    kind: str
    name: str
    url: str


@dataclass(frozen=True)
class EvidenceLine:
    """One piece of evidence with what it is for."""

    evidence: Evidence
    links: Links


def link_rows(evidence: Iterable[int]) -> Any:
    """Links of these pieces of evidence with what their names need."""
    return (
        EvidenceLink.objects.filter(evidence_id__in=list(evidence))
        .select_related(
            "council",
            "deliverable__strand",
            "deliverable__strategy",
            "indicator__parent__parent__parent",
            "area__strategy",
        )
        .order_by("id")
    )


def link_line(link: EvidenceLink) -> LinkLine:
    council = link.council.slug
    if link.deliverable is not None:
        name = link.deliverable.name
        if link.deliverable.is_dropped:
            name = f"{name} (dropped)"
        url = reverse(
            "deliverables:deliverable", kwargs={"council": council, "deliverable": link.deliverable.public_id}
        )
        return LinkLine(link.deliverable.strategy.deliverable_noun, name, url)
    if link.indicator is not None:
        url = reverse(
            "indicators:indicator", kwargs={"council": council, "indicator": link.indicator.public_id}
        )
        return LinkLine("Indicator", link.indicator.full_name, url)
    view = reverse("evidence:inspection", kwargs={"council": council, "slug": link.area.strategy.slug})
    return LinkLine(link.area.get_kind_display(), link.area.name, f"{view}#area-{link.area.public_id}")


def evidence_lines(rows: Iterable[Evidence]) -> list[EvidenceLine]:
    """Evidence with what it is for, in the same order (1 query)."""
    evidence = list(rows)
    links: dict[int, list[LinkLine]] = defaultdict(list)
    for link in link_rows(each.pk for each in evidence) if evidence else ():
        links[link.evidence_id].append(link_line(link))
    return [EvidenceLine(each, links[each.pk]) for each in evidence]


def uses_of(evidence: Evidence) -> list[EvidenceUse]:
    """Where rows of higher rooms name this evidence, so that it cannot be removed (1 query for each kind of row).

    They are found by the foreign keys that lead here. Their models say what uses it (`uses_of_evidence`).
    """
    relations: Iterable[Any] = Evidence._meta.related_objects
    models = (each.related_model for each in relations if each.related_model is not EvidenceLink)
    return [use for model in models for use in model.uses_of_evidence(evidence)]


def evidence_of_plan(strategy: Strategy, *, words: str = "", linked: str = "") -> EvidenceQuerySet:
    """The plan's evidence, newest first, filtered by words in its title and text and by what it is linked to."""
    rows = Evidence.objects.filter(strategy=strategy)
    for word in words.split():
        rows = rows.filter(Q(title__icontains=word) | Q(shows__icontains=word) | Q(file_name__icontains=word))
    if linked == "nothing":
        rows = rows.filter(links=None)
    elif linked:
        rows = rows.filter(pk__in=EvidenceLink.objects.exclude(**{linked: None}).values("evidence_id"))
    found: EvidenceQuerySet = rows.for_list().newest_first()
    return found


def evidence_for(deliverable: Deliverable) -> list[Evidence]:
    """Evidence of a deliverable and of those that were merged into it, newest first (1 query)."""
    links = EvidenceLink.objects.filter(
        Q(deliverable=deliverable) | Q(deliverable__merged_into=deliverable.pk)
    )
    rows = Evidence.objects.filter(pk__in=links.values("evidence_id")).select_related("added_by")
    return list(rows.newest_first())


def evidence_for_indicator(indicator: Indicator) -> list[Evidence]:
    """Evidence of an indicator, newest first (1 query)."""
    links = EvidenceLink.objects.filter(indicator=indicator)
    return list(Evidence.objects.filter(pk__in=links.values("evidence_id")).newest_first())


def areas_answered_by(deliverable: Deliverable) -> list[InspectionArea]:
    """Areas of inspections that this deliverable, or its strand, answers (1 query)."""
    items = AreaItem.objects.filter(Q(deliverable=deliverable) | Q(strand_id=deliverable.strand_id))
    areas = InspectionArea.objects.filter(pk__in=items.values("area_id"))
    return list(areas.select_related("strategy"))


def newest(days: Iterable[date | None]) -> date | None:
    """The latest of the days that are known."""
    return max((day for day in days if day is not None), default=None)
