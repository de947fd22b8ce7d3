"""Evidence of an area by title, with what it is from: the area itself, or items that answer it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from core.words import list_words

from .inspection import AreaLine, InspectionView, ItemLine
from .models import Evidence

FEW = 5
"""As many titles are shown at once. More are folded."""


@dataclass(frozen=True)
class AreaEvidence:
    """One piece of evidence of an area. `source` is "from deliverable 3.2", "" if it is only of the area itself."""

    evidence: Evidence
    source: str


@dataclass(frozen=True)
class AreaWithEvidence:
    """An area of the view with its evidence, the newest first."""

    line: AreaLine
    evidence: Sequence[AreaEvidence]

    @property
    def is_folded(self) -> bool:
        return len(self.evidence) > FEW


def areas_with_evidence(view: InspectionView, evidence: Iterable[Evidence]) -> list[AreaWithEvidence]:
    """The areas of the view with their part of the evidence."""
    by_id = {each.pk: each for each in evidence}
    areas = []
    for line in view.lines:
        rows = sorted((by_id[key] for key in line.found.days), key=_order, reverse=True)
        areas.append(AreaWithEvidence(line, [AreaEvidence(row, _source(line, row)) for row in rows]))
    return areas


def items_for(line: AreaLine, evidence: Evidence) -> list[ItemLine]:
    """Items of the area that the evidence is for."""
    return [item for item in line.items if evidence.pk in item.found.days]


def _order(evidence: Evidence) -> tuple[date, int]:
    return evidence.of_on or date.min, evidence.pk


def _source(line: AreaLine, evidence: Evidence) -> str:
    items = list_words([_short(item) for item in items_for(line, evidence)])
    if not items:
        return ""
    return f"also from {items}" if evidence.pk in line.own.days else f"from {items}"


def _short(line: ItemLine) -> str:
    """ "deliverable 3.2", "section B", "indicator 1.1"."""
    item = line.item
    if item.strand is not None:
        name = item.strand.code
    elif item.deliverable is not None:
        name = item.deliverable.short_name
    else:
        name = item.indicator.label or f"“{line.name}”"
    return f"{line.kind.lower()} {name.rstrip('.')}"
