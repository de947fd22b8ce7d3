"""Rows of the sheets Links, Risks, Money, Areas and Evidence.

Links to deliverables that were dropped are not in a workbook: nothing of them is changed there.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from boards.models import Board
from deliverables.models import Deliverable, DeliverableLink
from deliverables.rules.links import LinkKind
from evidence.models import AreaBoard, AreaItem, AreaPartner, Evidence, EvidenceLink, InspectionArea
from indicators.models import Indicator
from money.models import AMOUNTS, BudgetLine, BudgetLink
from risks.models import SCORED, Risk, RiskLink
from strategies.models import Strand, Strategy

from .cells import day_cell, lines_cell, number_cell
from .naming import PeopleNames
from .row_cells import Cells, row_id
from .row_words import board_words

ROOMS = ("Links", "Risks", "Money", "Areas", "Evidence")


class Known:
    """Rows of the plan that others can be linked to, by internal id, in the order of the plan."""

    def __init__(
        self, strands: Sequence[Strand], deliverables: Sequence[Deliverable], indicators: Sequence[Indicator]
    ) -> None:
        self.strands = {each.pk: each for each in strands}
        self.deliverables = {each.pk: each for each in deliverables}
        self.indicators = {each.pk: each for each in indicators}
        self.areas: dict[int, InspectionArea] = {}


def room_rows(strategy: Strategy | None, known: Known, names: PeopleNames) -> Mapping[str, Iterable[Cells]]:
    """Rows of these sheets by their name (16 queries, none without a plan)."""
    if strategy is None:
        return dict.fromkeys(ROOMS, ())
    known.areas = {each.pk: each for each in InspectionArea.objects.filter(strategy=strategy)}
    return {
        "Links": _links(strategy, known),
        "Risks": _risks(strategy, known, names),
        "Money": _money(strategy, known),
        "Areas": _areas(strategy, known),
        "Evidence": _evidence(strategy, known),
    }


def _links(strategy: Strategy, known: Known) -> list[Cells]:
    order, kinds = list(known.deliverables), list(LinkKind)
    links = [
        (order.index(start), kinds.index(LinkKind(link.kind)), order.index(end), link)
        for link in DeliverableLink.objects.filter(deliverable__strategy=strategy, other__strategy=strategy)
        if (start := link.deliverable_id) in known.deliverables
        and (end := link.other_id) in known.deliverables
    ]
    return [
        {
            "id": row_id(link),
            "deliverable": row_id(known.deliverables[link.deliverable_id]),
            "of": known.deliverables[link.deliverable_id].name,
            "kind": LinkKind(link.kind).word,
            "other": row_id(known.deliverables[link.other_id]),
            "to": known.deliverables[link.other_id].name,
            "note": link.note,
        }
        for *_, link in sorted(links, key=lambda each: each[:3])
    ]


def _linked(rows: Any, owner: str, known: Mapping[int, Any], column: str) -> dict[int, list[Any]]:
    """Rows that each owner is linked to, in the order of the plan (1 query)."""
    order = {key: at for at, key in enumerate(known)}
    found: dict[int, list[int]] = defaultdict(list)
    for key, linked in rows.values_list(f"{owner}_id", column):
        if linked in known:
            found[key].append(linked)
    return {key: [known[each] for each in sorted(ids, key=order.__getitem__)] for key, ids in found.items()}


def _ids(rows: Iterable[Any]) -> str:
    return lines_cell(row_id(each) for each in rows)


def _names(rows: Iterable[Any]) -> str:
    return lines_cell(each.full_name if isinstance(each, Indicator) else each.name for each in rows)


def _risks(strategy: Strategy, known: Known, names: PeopleNames) -> list[Cells]:
    links = RiskLink.objects.filter(risk__strategy=strategy)
    linked = _linked(links, "risk", known.deliverables, "deliverable_id")
    rows = Risk.objects.filter(strategy=strategy).with_owner().order_by("number")
    return [
        {
            "id": row_id(each),
            "number": number_cell(each.number),
            **{name: getattr(each, name) for name in ("title", "cause", "event", "effect", "mitigation")},
            **{name: number_cell(getattr(each, name)) for name in SCORED},
            "status": each.get_status_display(),
            "owner": names.words.get(row_id(each.owned_by), ""),
            "review_on": day_cell(each.review_on),
            "deliverables": _ids(linked.get(each.pk, ())),
            "names": _names(linked.get(each.pk, ())),
        }
        for each in rows
    ]


def _money(strategy: Strategy, known: Known) -> list[Cells]:
    links = BudgetLink.objects.filter(line__strategy=strategy)
    linked = _linked(links, "line", known.deliverables, "deliverable_id")
    return [
        {
            "id": row_id(each),
            **{name: getattr(each, name) for name in ("name", "code", "financial_year", "note")},
            **{name: number_cell(getattr(each, name)) for name in AMOUNTS},
            "spent_on": day_cell(each.spent_on),
            "deliverables": _ids(linked.get(each.pk, ())),
            "names": _names(linked.get(each.pk, ())),
        }
        for each in BudgetLine.objects.filter(strategy=strategy).in_order()
    ]


def _areas(strategy: Strategy, known: Known) -> list[Cells]:
    items = AreaItem.objects.filter(area__strategy=strategy)
    strands = _linked(items, "area", known.strands, "strand_id")
    deliverables = _linked(items, "area", known.deliverables, "deliverable_id")
    indicators = _linked(items, "area", known.indicators, "indicator_id")
    leads, partners = dict[int, str](), defaultdict[int, list[str]](list)
    named = AreaPartner.objects.filter(area__strategy=strategy).select_related("organisation")
    for each in named.order_by("organisation__name", "id"):
        if each.is_lead:
            leads[each.area_id] = each.organisation.name
        else:
            partners[each.area_id].append(each.organisation.name)
    words = board_words((row_id(each), each.name) for each in Board.objects.in_order())
    boards: dict[int, list[str]] = defaultdict(list)
    following = AreaBoard.objects.filter(area__strategy=strategy).select_related("board")
    for follows in following.order_by("board__position", "board_id"):
        boards[follows.area_id].append(words[row_id(follows.board)])
    return [
        {
            "id": row_id(area),
            "kind": area.get_kind_display(),
            **{name: getattr(area, name) for name in ("number", "text", "source")},
            "source_on": day_cell(area.source_on),
            "lead": leads.get(area.pk, ""),
            "partners": lines_cell(partners[area.pk]),
            "boards": lines_cell(boards[area.pk]),
            "strands": lines_cell(each.code for each in strands.get(area.pk, ())),
            "deliverables": _ids(deliverables.get(area.pk, ())),
            "indicators": _ids(indicators.get(area.pk, ())),
            "names": _names([*deliverables.get(area.pk, ()), *indicators.get(area.pk, ())]),
        }
        for area in known.areas.values()
    ]


def _evidence(strategy: Strategy, known: Known) -> list[Cells]:
    links = EvidenceLink.objects.filter(evidence__strategy=strategy)
    linked = [
        _linked(links, "evidence", rows, column)
        for rows, column in (
            (known.deliverables, "deliverable_id"),
            (known.indicators, "indicator_id"),
            (known.areas, "area_id"),
        )
    ]
    rows = Evidence.objects.filter(strategy=strategy).order_by("id")
    return [_evidence_row(each, [found.get(each.pk, []) for found in linked]) for each in rows]


def _evidence_row(evidence: Evidence, linked: Sequence[Sequence[Any]]) -> Cells:
    return {
        "id": row_id(evidence),
        "title": evidence.title,
        "shows": evidence.shows,
        "of_on": day_cell(evidence.of_on),
        "address": evidence.address,
        "file": f"{evidence.file_name} ({evidence.kind_words})" if evidence.is_file else "",
        **dict(zip(("deliverables", "indicators", "areas"), map(_ids, linked), strict=True)),
        "names": _names(each for rows in linked for each in rows),
    }
