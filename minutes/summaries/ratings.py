"""How deliverables on an agenda were rated in the quarters before."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from core.periods import Quarter
from core.rag import Rag
from deliverables.models import ProgressUpdate

QUARTERS = 4


@dataclass(frozen=True)
class RatedQuarter:
    """The last rating that somebody gave for a quarter."""

    quarter: Quarter
    rag: Rag

    @property
    def words(self) -> str:
        """ "Amber in Q4 2015–16"."""
        return f"{self.rag.word} in {self.quarter.short_words}"


def rated_before(ids: Iterable[str], quarter: Quarter) -> Mapping[str, tuple[RatedQuarter, ...]]:
    """Ratings of these deliverables, by public id, in the four quarters before, the latest first (1 query)."""
    first = quarter
    for _ in range(QUARTERS):
        first = first.previous
    latest = (
        ProgressUpdate.objects.filter(
            deliverable__public_id__in=list(ids),
            quarter_starts_on__gte=first.starts_on,
            quarter_starts_on__lt=quarter.starts_on,
        )
        .order_by("deliverable_id", "-quarter_starts_on", "-recorded_at", "-id")
        .distinct("deliverable_id", "quarter_starts_on")
    )
    found: dict[str, list[RatedQuarter]] = defaultdict(list)
    columns: Iterable[tuple[object, date, str]] = latest.values_list(
        "deliverable__public_id", "quarter_starts_on", "rag"
    )
    for public_id, starts_on, rag in columns:
        found[str(public_id)].append(RatedQuarter(Quarter.of(starts_on), Rag(rag)))
    return {key: tuple(rows) for key, rows in found.items()}
