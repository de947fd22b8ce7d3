"""Export the indicator tables as a file, with the same filters as the page."""

from __future__ import annotations

from django.http import HttpResponse
from django.views.decorators.http import require_safe

from core.tables import csv_file, xlsx_file
from councils.actors import CouncilRequest, can, require
from councils.permissions import Permission

from ..exporters import Export
from ..forms.narrowing import NarrowingForm
from ..pages.listing import Choices, fitting, quarter_ended
from ..pages.table_reading import states_of_tables
from ..small_numbers import hidden_outside

MEDIA_TYPES = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}


@require_safe
def export(request: CouncilRequest, council: str, kind: str) -> HttpResponse:
    """Download the rows that fit the filters as CSV or Excel, small numbers hidden (5 queries).

    1 more for the rows without a figure for the quarter that ended last.
    """
    require(request.actor, Permission.INDICATORS_VIEW)
    states = states_of_tables(as_at=request.today)
    choices, quarter = Choices.among(states), quarter_ended(request.today)
    narrowing = NarrowingForm(request.GET, choices=choices, quarter=quarter).narrowing
    table = Export(
        fitting(states, narrowing, request.today),
        as_at=request.today,
        hidden=hidden_outside(request.council),
        names=can(request.actor, Permission.PEOPLE_NAMES),
    )
    if kind == "csv":
        content = csv_file(table.columns, table.rows)
    else:
        content = xlsx_file(table.columns, table.rows, sheet="Indicators")
    name = f"{council}-indicators-{request.today.isoformat()}.{kind}"
    disposition = {"Content-Disposition": f'attachment; filename="{name}"'}
    return HttpResponse(content, content_type=MEDIA_TYPES[kind], headers=disposition)
