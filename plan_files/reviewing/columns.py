"""What the columns of each table hold, and what the council said of the same header before."""

from __future__ import annotations

import hashlib
import json
from typing import Any

from deliverables.plan_names import folded
from file_reading.document import Document, Table

from ..models import PlanImport
from ..rules.columns import Mapping as Columns
from ..rules.columns import proposed_mappings

HEADER, HEADING = "header", "heading"
"""What a stored mapping has besides its columns, so that the next file finds it."""

EARLIER_IMPORTS = 20
"""Done imports of the council that are searched for the columns of a table."""


def document_of(plan_import: PlanImport) -> Document:
    return Document.from_json(plan_import.document)


def columns_of(plan_import: PlanImport) -> list[Columns]:
    return [Columns.from_json(each) for each in plan_import.mappings]


def header_of(table: Table) -> str:
    """What two tables with the same columns have in common, also in the next copy of a file."""
    titles = [folded(each) for each in table.column_titles]
    words = titles if any(titles) else [folded(table.heading), str(table.width)]
    return hashlib.sha256(json.dumps(words).encode()).hexdigest()[:16]


def proposed_columns_of(document: Document) -> list[dict[str, Any]]:
    """Columns of each table: as the council last imported a table with this header, or else as proposed (1 query).

    What was said of one table only, its section and whether it is left out, is proposed again below the same heading.
    """
    latest = PlanImport.objects.done().order_by("-done_at").values_list("mappings", flat=True)
    same: dict[tuple[str, str], dict[str, Any]] = {}
    alike: dict[str, dict[str, Any]] = {}
    for each in (each for mappings in latest[:EARLIER_IMPORTS] for each in mappings):
        same.setdefault((each.get(HEADER, ""), each.get(HEADING, "")), each)
        if not each["skip"]:
            alike.setdefault(each.get(HEADER, ""), {**each, "section": ""})
    proposed = []
    for table, columns in zip(document.tables, proposed_mappings(document), strict=True):
        place = (header_of(table), table.heading)
        before = same.get(place) or alike.get(place[0])
        if before is None or len(before["columns"]) != table.width:
            before = columns.to_json()
        proposed.append({**before, HEADER: place[0], HEADING: place[1]})
    return proposed
