"""Inspection areas and evidence of the fictional council."""

from __future__ import annotations

import hashlib
from typing import Any

from boards.models import Board
from core.periods import months_later
from councils.files import store_evidence
from councils.models import Council, Organisation
from deliverables.models import Deliverable
from evidence.models import AreaBoard, AreaItem, AreaPartner, Evidence, EvidenceLink, InspectionArea
from indicators.models import Indicator
from strategies.models import Strand, Strategy

from ..samples import noon
from .clock import Clock


def add_inspection(council: Council, strategy: Strategy, plan: dict[str, Any], clock: Clock) -> None:
    """Add the areas with what answers them, and the evidence."""
    deliverables = {each.reference: each for each in Deliverable.objects.select_related("strand")}
    indicators = {each.title: each for each in Indicator.objects.all()}
    areas = {}
    for position, entry in enumerate(plan["areas"], start=1):
        area = areas[entry["number"]] = _area(strategy, position, entry, clock)
        items: list[dict[str, Any]] = [
            {"strand": Strand.objects.get(strategy=strategy, code=code)} for code in entry.get("strands", [])
        ]
        items += [{"deliverable": deliverables[key]} for key in entry.get("deliverables", [])]
        items += [{"indicator": indicators[title]} for title in entry.get("indicators", [])]
        AreaItem.objects.bulk_create(AreaItem(area=area, **item) for item in items)
    for entry in plan["evidence"]:
        evidence = _evidence(council, strategy, entry, clock)
        links: list[dict[str, Any]] = [{"area": areas[number]} for number in entry.get("areas", [])]
        links += [{"deliverable": deliverables[key]} for key in entry.get("deliverables", [])]
        links += [{"indicator": indicators[title]} for title in entry.get("indicators", [])]
        EvidenceLink.objects.bulk_create(EvidenceLink(evidence=evidence, **link) for link in links)


def _area(strategy: Strategy, position: int, entry: dict[str, Any], clock: Clock) -> InspectionArea:
    area: InspectionArea = InspectionArea.objects.create(
        strategy=strategy,
        position=position,
        source_on=months_later(clock.today, -entry["months_ago"]),
        **{name: entry[name] for name in ("kind", "number", "text", "source")},
    )
    named = [(entry["lead"], True)] if "lead" in entry else []
    named += [(name, False) for name in entry.get("partners", [])]
    for name, leads in named:
        organisation, _ = Organisation.objects.get_or_create(name=name)
        AreaPartner.objects.create(area=area, organisation=organisation, is_lead=leads)
    for slug in entry.get("boards", []):
        AreaBoard.objects.create(area=area, board=Board.objects.get(slug=slug))
    return area


def _evidence(council: Council, strategy: Strategy, entry: dict[str, Any], clock: Clock) -> Evidence:
    of_on = months_later(clock.today, -entry["months_ago"])
    added_on = months_later(of_on, 1)
    columns: dict[str, Any] = {"address": entry.get("address", "")}
    if "file" in entry:
        body = entry["file"].encode()
        sha256 = hashlib.sha256(body).hexdigest()
        store_evidence(council, body, sha256)
        columns = {
            "file_name": "sample-of-advices.txt",
            "file_kind": "txt",
            "file_sha256": sha256,
            "file_size": len(body),
        }
    evidence: Evidence = Evidence.objects.create(
        strategy=strategy,
        title=entry["title"],
        shows=entry["shows"],
        of_on=of_on,
        added_on=added_on,
        added_at=noon(added_on),
        sample=True,
        **columns,
    )
    return evidence
