"""The inspection view: each area with who is accountable, what answers it, and its evidence.

In words: docs/rules/inspection-view.md.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db.models import Q

from core.overall_rag import RagCounts
from core.periods import Period
from core.rag import Rag
from councils.models import Organisation
from deliverables.judged import Judged, judged_deliverables
from indicators.models import Indicator
from indicators.small_numbers import NOTHING, Hidden
from indicators.summaries import IndicatorState, figure_words, indicator_states
from strategies.models import Strategy
from strategies.selected_quarter import NoQuarters, SelectedQuarter, selected_quarter

from .models import AreaBoard, AreaItem, AreaPartner, Evidence, EvidenceLink, InspectionArea
from .rules.gaps import missing
from .summaries import newest


@dataclass(frozen=True)
class Found:
    """Evidence by internal id, with the date that each is of."""

    days: dict[int, date | None] = field(default_factory=dict)

    @property
    def count(self) -> int:
        return len(self.days)

    @property
    def newest(self) -> date | None:
        return newest(self.days.values())

    @classmethod
    def joined(cls, several: Iterable[Found]) -> Found:
        return cls({key: day for each in several for key, day in each.days.items()})


@dataclass(frozen=True, kw_only=True)
class ItemLine:
    """One item that answers an area. What does not apply to its kind is empty.

    `stated` and `schedule` are the RAG ratings of a deliverable, `stated_counts` and `schedule_counts` those of a
    strand. `figure`, `of_period` and `rating` are an indicator's.
    """

    kind: str
    name: str
    item: AreaItem
    found: Found
    counts: bool = True
    stated: Rag | None = None
    schedule: Rag | None = None
    disagrees: bool = False
    stated_counts: RagCounts | None = None
    schedule_counts: RagCounts | None = None
    figure: str = ""
    of_period: str = ""
    rating: Rag | None = None
    sample: bool = False


@dataclass(frozen=True)
class AreaLine:
    """One area of the view. `own` is the evidence linked to it, `found` this and that of its items."""

    area: InspectionArea
    lead: Organisation | None
    partners: Sequence[Organisation]
    boards: Sequence[AreaBoard]
    items: Sequence[ItemLine]
    own: Found
    found: Found
    missing: Sequence[str]


@dataclass(frozen=True)
class InspectionView:
    """All areas of a plan. `selected` is the quarter of the ratings, None if none has begun."""

    strategy: Strategy
    selected: SelectedQuarter | None
    lines: Sequence[AreaLine]

    @property
    def with_gaps(self) -> Sequence[AreaLine]:
        return [line for line in self.lines if line.missing]

    @property
    def evidence_ids(self) -> Collection[int]:
        return {key for line in self.lines for key in line.found.days}

    @property
    def has_sample(self) -> bool:
        return any(item.sample for line in self.lines for item in line.items)


def inspection_view(
    strategy: Strategy, *, today: date, hidden: Hidden = NOTHING, only: InspectionArea | None = None
) -> InspectionView:
    """Read the areas of a plan, or only one of them (at most 11 queries, 1 without any area)."""
    areas = list(InspectionArea.objects.filter(strategy=strategy, **({"pk": only.pk} if only else {})))
    if not areas:
        return InspectionView(strategy, None, [])
    read = _Read(strategy, areas, today=today, hidden=hidden)
    return InspectionView(strategy, read.selected, [read.line(area) for area in areas])


class _Read:
    """What the view needs of all areas, by internal id."""

    def __init__(
        self, strategy: Strategy, areas: Sequence[InspectionArea], *, today: date, hidden: Hidden
    ) -> None:
        self.strategy = strategy
        of_these = {"area__in": [area.pk for area in areas]}
        self.partners = _by_area(
            AreaPartner.objects.filter(**of_these)
            .select_related("organisation__successor")
            .order_by("-is_lead", "organisation__name", "id")
        )
        self.boards = _by_area(
            AreaBoard.objects.filter(**of_these).select_related("board").order_by("board__position", "id")
        )
        self.items = _by_area(
            AreaItem.objects.filter(**of_these)
            .select_related("strand", "deliverable__strand", "indicator__parent__parent__parent")
            .order_by(
                "strand__position",
                "deliverable__strand__position",
                "deliverable__position",
                "indicator__set",
                "indicator__position",
                "id",
            )
        )
        every = [item for items in self.items.values() for item in items]
        self._read_ratings(every, today)
        self._read_figures(every, today, hidden)
        self._read_evidence()

    def _read_ratings(self, items: Sequence[AreaItem], today: date) -> None:
        self.judged: dict[int, Judged] = {}
        self.of_strand: dict[int, list[Judged]] = defaultdict(list)
        try:
            self.selected: SelectedQuarter | None = selected_quarter(None, today=today)
        except NoQuarters:
            self.selected = None
        if self.selected is None or all(item.indicator_id for item in items):
            return
        for row in judged_deliverables(period=self.selected.period, today=today, also_to_come=True):
            self.judged[row.id] = row
            self.of_strand[row.strand_id].append(row)

    def _read_figures(self, items: Sequence[AreaItem], today: date, hidden: Hidden) -> None:
        self.states: dict[int, IndicatorState] = {}
        ids = [item.indicator_id for item in items if item.indicator_id]
        if ids:
            rows = Indicator.objects.filter(pk__in=ids)
            for state in indicator_states(rows, as_at=today, hidden=hidden):
                self.states[state.indicator.pk] = state

    def _read_evidence(self) -> None:
        self.found: dict[tuple[str, int], dict[int, date | None]] = defaultdict(dict)
        columns = ("evidence_id", "evidence__of_on", "area_id", "deliverable_id", "indicator_id")
        links = EvidenceLink.objects.filter(Q(evidence__strategy=self.strategy))
        for evidence, day, area, deliverable, indicator, strand in links.values_list(
            *columns, "deliverable__strand_id"
        ):
            for kind, key in (
                ("area", area),
                ("deliverable", deliverable),
                ("indicator", indicator),
                ("strand", strand),
            ):
                if key:
                    self.found[kind, key][evidence] = day

    def line(self, area: InspectionArea) -> AreaLine:
        partners = self.partners[area.pk]
        items = [self._item(item) for item in self.items[area.pk]]
        own = Found(self.found["area", area.pk])
        found = Found.joined([own, *(item.found for item in items)])
        lead = next((each.organisation for each in partners if each.is_lead), None)
        return AreaLine(
            area=area,
            lead=lead,
            partners=[each.organisation for each in partners if not each.is_lead],
            boards=self.boards[area.pk],
            items=items,
            own=own,
            found=found,
            missing=missing(
                partners=len(partners),
                has_lead=lead is not None,
                items=sum(item.counts for item in items),
                evidence=found.count,
            ),
        )

    def _item(self, item: AreaItem) -> ItemLine:
        if item.strand_id:
            return self._strand(item)
        if item.deliverable_id:
            return self._deliverable(item)
        return self._indicator(item)

    def _strand(self, item: Any) -> ItemLine:
        rows = self.of_strand[item.strand_id]
        return ItemLine(
            kind=self.strategy.strand_noun,
            name=f"{item.strand.code}: {item.strand.title}",
            item=item,
            found=Found(self.found["strand", item.strand_id]),
            counts=bool(rows) or self.selected is None,
            stated_counts=RagCounts.of(row.stated.rag for row in rows),
            schedule_counts=RagCounts.of(row.schedule for row in rows),
            sample=any(row.update and row.update.sample for row in rows),
        )

    def _deliverable(self, item: Any) -> ItemLine:
        row = self.judged.get(item.deliverable_id)
        return ItemLine(
            kind=self.strategy.deliverable_noun,
            name=item.deliverable.name,
            item=item,
            found=Found(self.found["deliverable", item.deliverable_id]),
            counts=not item.deliverable.is_dropped,
            stated=row.stated.rag if row else None,
            schedule=row.schedule if row else None,
            disagrees=bool(row and row.disagrees),
            sample=bool(row and row.update and row.update.sample),
        )

    def _indicator(self, item: Any) -> ItemLine:
        state = self.states[item.indicator_id]
        reading = state.reading
        return ItemLine(
            kind="Indicator",
            name=item.indicator.full_name,
            item=item,
            found=Found(self.found["indicator", item.indicator_id]),
            figure=figure_words(state.indicator, reading) if reading else "",
            of_period=Period.parse(reading.period).words if reading else "",
            rating=state.verdict.rag,
            sample=bool(reading and reading.sample),
        )


def _by_area(rows: Iterable[Any]) -> dict[int, list[Any]]:
    found: dict[int, list[Any]] = defaultdict(list)
    for row in rows:
        found[row.area_id].append(row)
    return found


def evidence_in(view: InspectionView) -> list[Evidence]:
    """The evidence that the view counts, in the order in which it was added (1 query)."""
    rows = Evidence.objects.filter(pk__in=view.evidence_ids).select_related("added_by")
    return list(rows.order_by("id"))
