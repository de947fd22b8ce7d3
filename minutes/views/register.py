"""The register of everything that is minuted, as a page and as a file."""

from __future__ import annotations

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from boards.models import Board
from boards.views.trails import list_url
from councils.actors import CouncilRequest, require
from councils.permissions import Permission

from ..access import boards_read
from ..exporters import register_csv
from ..forms import RegisterForm
from ..summaries import entry_lines
from ..summaries.register import entries_of, owners_in_minutes
from .trails import reading_of

PER_PAGE = 50


def _form(request: CouncilRequest) -> RegisterForm:
    """The filters with their choices (2 queries)."""
    read, boards = boards_read(request.actor), Board.objects.in_order()
    boards = boards if read is None else boards.filter(id__in=read)
    return RegisterForm(request.GET, boards=list(boards), owners=owners_in_minutes(reading_of(request)))


@require_safe
def register(request: CouncilRequest, council: str) -> HttpResponse:
    """A page of what was minuted, by filters, of the latest meeting first (5 queries)."""
    require(request.actor, Permission.BOARDS_VIEW)
    form, reading = _form(request), reading_of(request)
    rows = entries_of(form.query, reading).with_all()
    page = Paginator(rows, PER_PAGE).get_page(request.GET.get("page"))
    asked = request.GET.copy()
    asked.pop("page", None)
    csv_url = reverse("minutes:csv", kwargs={"council": council})
    context = {
        "form": form,
        "filtered": form.query.any,
        "page": page,
        "lines": entry_lines(page.object_list, today=request.today, names=reading.names),
        "csv_url": f"{csv_url}?{asked.urlencode()}" if asked else csv_url,
        "trail": ["Boards", list_url(request), "Decisions and actions"],
    }
    return render(request, "minutes/list.html", context)


@require_safe
def register_file(request: CouncilRequest, council: str) -> HttpResponse:
    """Download what was minuted, by filters, as CSV (4 queries)."""
    require(request.actor, Permission.BOARDS_VIEW)
    reading = reading_of(request)
    rows = entries_of(_form(request).query, reading).with_all()
    content = register_csv(entry_lines(rows, today=request.today, names=reading.names))
    disposition = {"Content-Disposition": f'attachment; filename="{council}-minutes.csv"'}
    return HttpResponse(content, content_type="text/csv; charset=utf-8", headers=disposition)
