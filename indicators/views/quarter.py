"""Enter the figures of a quarter for many indicators at once."""

from __future__ import annotations

from uuid import UUID

from django.core.paginator import Page, Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from core.periods import Period, words_for_date
from core.rag import Rag
from core.refusals import ChangeRefused
from core.ui.editing import undo_message
from core.ui.grid import unseal
from core.words import count_words
from councils.actors import CouncilRequest, can, require
from councils.permissions import Permission
from strategies.models import ReportingPeriod
from strategies.selected_quarter import SelectedQuarter, selected_quarter

from ..actions import Written, save_values
from ..forms import QuarterGrid
from ..models import Indicator
from ..pages.quarter_rows import QuarterRows, Show, quarter_rows, rows_named
from ..summaries import ratings_of

PER_PAGE = 300
"""Rows on a page. Their fields stay below DATA_UPLOAD_MAX_NUMBER_FIELDS."""


@require_http_methods(["GET", "HEAD", "POST"])
def quarter_grid(request: CouncilRequest, council: str) -> HttpResponse:
    """Show the figures of a quarter as a grid, and save what was typed (10 queries to show).

    `?quarter=` chooses the quarter, `?show=` the rows: all, those without a figure, or one's own.
    """
    require(request.actor, Permission.INDICATORS_RECORD)
    selected = selected_quarter(request.GET.get("quarter"), today=request.today)
    if request.method != "POST":
        return _page(request, selected, *_first(request, selected))
    rows = rows_named(_sent_ids(request), selected.quarter, lock=True)
    form = _form(request, rows)
    step = request.POST.get("step")
    if step == "paste":
        form.put_pasted()
    form.check()
    if step == "paste" or not form.may_save:
        return _page(request, selected, form, rows, None)
    if not form.said:
        return redirect(request.get_full_path())
    period = Period.parse(selected.quarter.label)
    try:
        written = save_values(period=period, rows=form.said, by=request.actor, today=request.today)
    except ChangeRefused as refused:
        form.problems += refused.problems.values()
        return _page(request, selected, form, rows, None)
    undo_message(request, _saved_words(request, selected.period, form, written))
    return redirect(request.get_full_path())


def _first(
    request: CouncilRequest, selected: SelectedQuarter
) -> tuple[QuarterGrid, QuarterRows, Page[Indicator]]:
    rows = quarter_rows(selected.quarter, show=_show(request), person=request.actor.person())
    page = Paginator(rows.indicators, PER_PAGE).get_page(request.GET.get("page"))
    form = QuarterGrid(None, list(page.object_list), rows.readings, rows.not_expected, rows.last)
    return form, rows, page


def _form(request: CouncilRequest, rows: QuarterRows) -> QuarterGrid:
    return QuarterGrid(request.POST, rows.indicators, rows.readings, rows.not_expected, rows.last)


def _show(request: CouncilRequest) -> Show:
    chosen = request.GET.get("show", "")
    return Show(chosen) if chosen in set(Show) else Show.ALL


def _sent_ids(request: CouncilRequest) -> list[UUID]:
    """Rows that the page showed when it was opened."""
    return [UUID(key) for key in unseal(request.POST.get("seen", ""))]


def _saved_words(
    request: CouncilRequest, period: ReportingPeriod, form: QuarterGrid, written: Written
) -> str:
    quarter = period.quarter
    counts = {
        "recorded": written.recorded,
        "corrected": written.corrected,
        "removed": written.removed,
    }
    done = [f"{count_words(number, 'figure')} {verb}" for verb, number in counts.items() if number]
    if written.not_expected:
        done.append(f"{count_words(written.not_expected, 'row')} without an expected figure")
    words = [f"{quarter.short_words}: {', '.join(done) or 'notes saved'}."]
    if written.recorded + written.corrected and period.cut_off_on < request.today:
        words.append(f"They are late: the cut-off was {words_for_date(period.cut_off_on)}.")
    rows = Indicator.objects.filter(pk__in=[row.indicator.pk for row in form.said if row.said])
    ratings = ratings_of(rows, Period.parse(quarter.label), as_at=request.today).values()
    if missed := sum(rag in (Rag.RED, Rag.AMBER) for rag in ratings):
        words.append(f"{missed} of these {'misses its' if missed == 1 else 'miss their'} target.")
    return " ".join(words)


def _page(
    request: CouncilRequest,
    selected: SelectedQuarter,
    form: QuarterGrid,
    rows: QuarterRows,
    page: Page[Indicator] | None,
) -> HttpResponse:
    context = {
        "form": form,
        "rows": rows,
        "page": page,
        "selected": selected,
        "show": _show(request),
        "shows": [
            (Show.ALL, f"All ({rows.asked})"),
            (Show.MISSING, f"Without a figure ({rows.missing})"),
            (Show.MINE, "Mine"),
        ]
        if page is not None
        else [],
        "may_reopen": can(request.actor, Permission.QUARTER_CLOSE),
        "is_closed": selected.period.closed_at is not None,
        "clashes": form.clashes if form.data is not None and not form.errors else [],
        "back_url": reverse("indicators:list", kwargs={"council": request.council.slug}),
    }
    return render(request, "indicators/quarter.html", context, status=form.status)
