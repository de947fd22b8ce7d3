"""Save the sheets Areas and Evidence: what an inspection has named, what answers it, and what shows it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from boards.models import Board
from evidence.actions import (
    LinkedTo,
    add_area,
    add_evidence,
    change_area,
    change_evidence,
    link_evidence,
    map_area,
)
from evidence.models import Evidence, InspectionArea

from ...workbook.book import Row
from ...workbook.cells import day_of, items_of
from ...workbook.comparing import RowChange
from ...workbook.naming import folded
from .linking import dropped, named, note_deliverables, note_indicators, note_rows, whole
from .save import Save, columns_of, stored_value

AREA_SAID = ("kind", "number", "text", "source", "source_on", "lead", "partners", "boards")
AREA_ITEMS = ("strands", "deliverables", "indicators")
EVIDENCE_SAID = ("title", "shows", "of_on", "address")
EVIDENCE_LINKS = ("deliverables", "indicators", "areas")


def save_areas(save: Save) -> None:
    """Add areas at the end, and change areas and what answers them."""
    if save.strategy is None or not (save.any("Areas") or save.any("Evidence")):
        return
    note_deliverables(save)
    note_indicators(save)
    note_rows(save, Board.objects.all())
    rows = InspectionArea.objects.filter(strategy=save.strategy).select_related("strategy")
    note_rows(save, rows.select_for_update(of=("self",)))
    for change in save.rows("Areas"):
        with save.placed("Areas", [change.row.number]):
            _save_area(save, change)


def _save_area(save: Save, change: RowChange) -> None:
    row = whole(change)
    if change.is_new:
        added = add_area(strategy=save.strategy, by=save.by, **_area_said(save, row))  # type: ignore[arg-type]
        save.objects[row.id] = added
    elif columns_of(change, AREA_SAID):
        change_area(area=save.objects[row.id], by=save.by, **_area_said(save, row))
    if columns_of(change, AREA_ITEMS):
        area = save.objects[row.id]
        also = [] if change.is_new else dropped(inspection_areas__area=area)
        strands = [save.objects[save.plan.codes[code]] for code in items_of(row["strands"])]
        map_area(area=area, items=_linked(save, row, also, strands=strands), by=save.by)


def _area_said(save: Save, row: Row) -> dict[str, Any]:
    organisations = save.plan.people.organisations
    boards = (save.plan.boards[folded(name)] for name in items_of(row["boards"]))
    return {
        **{key: row[key] for key in ("number", "text", "source")},
        "kind": stored_value(row["kind"], InspectionArea.Kind.choices),
        "source_on": day_of(row["source_on"]),
        "lead": save.objects[organisations[row["lead"]]] if row["lead"] else None,
        "partners": [save.objects[organisations[name]] for name in items_of(row["partners"])],
        "boards": [save.objects[key] for key in boards],
    }


def _linked(save: Save, row: Row, also: Sequence[Any], **more: Any) -> LinkedTo:
    return LinkedTo(
        deliverables=[*named(save, row["deliverables"]), *also],
        indicators=named(save, row["indicators"]),
        **more,
    )


def save_evidence(save: Save) -> None:
    """Add addresses, and change what is said of evidence and what it is for. A file stays as it is."""
    if save.strategy is None or not save.any("Evidence"):
        return
    rows = Evidence.objects.filter(strategy=save.strategy).select_related("strategy").order_by("id")
    stored = {str(each.public_id): each for each in rows.select_for_update(of=("self",))}
    for change in save.rows("Evidence"):
        with save.placed("Evidence", [change.row.number]):
            _save_evidence(save, change, stored.get(change.row.id))


def _save_evidence(save: Save, change: RowChange, stored: Evidence | None) -> None:
    row = whole(change)
    said: dict[str, Any] = {key: row[key] for key in ("title", "shows", "address")}
    said |= {"of_on": day_of(row["of_on"]), "by": save.by, "today": save.today}
    if stored is None:
        linked = _linked(save, row, (), areas=named(save, row["areas"]))
        add_evidence(strategy=save.strategy, now=save.now, linked=linked, **said)  # type: ignore[arg-type]
        return
    if columns_of(change, EVIDENCE_SAID):
        change_evidence(evidence=stored, **said)
    if columns_of(change, EVIDENCE_LINKS):
        also = dropped(evidence_links__evidence=stored)
        linked = _linked(save, row, also, areas=named(save, row["areas"]))
        link_evidence(evidence=stored, linked=linked, by=save.by)
