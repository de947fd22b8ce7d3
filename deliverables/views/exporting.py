"""Export the list of deliverables as a file, with the same filters and order, all pages in one."""

from __future__ import annotations

from django.http import HttpResponse
from django.views.decorators.http import require_safe

from core.tables import csv_file, xlsx_file
from core.words import plural
from councils.actors import CouncilRequest, can, require
from councils.permissions import Permission

from ..exporters import Export
from ..summaries import states_of
from .listing import read_list
from .no_quarter import needs_a_quarter

MEDIA_TYPES = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}


@require_safe
@needs_a_quarter
def export(request: CouncilRequest, council: str, kind: str) -> HttpResponse:
    """Download the list with the same filters as CSV or Excel (15 queries)."""
    require(request.actor, Permission.PROGRESS_VIEW)
    listing = read_list(request)
    states = states_of([row.id for row in listing.found], selected=listing.selected, today=request.today)
    table = Export(
        [states[row.id] for row in listing.found],
        as_at=listing.selected.as_at,
        names=can(request.actor, Permission.PEOPLE_NAMES),
        part=listing.choices.part,
        noun=listing.choices.noun,
    )
    if kind == "csv":
        content = csv_file(table.columns, table.rows)
    else:
        content = xlsx_file(table.columns, table.rows, sheet=plural(table.noun))
    name = f"{council}-deliverables-{listing.selected.period.label}.{kind}"
    disposition = {"Content-Disposition": f'attachment; filename="{name}"'}
    return HttpResponse(content, content_type=MEDIA_TYPES[kind], headers=disposition)
