"""Pages that load published figures of other areas from statistics files."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from core.refusals import ChangeRefused
from core.ui.edit_rows import EditRows
from core.ui.editing import edit_page, save_or_show, undo_message
from core.words import count_words
from councils.actors import CouncilRequest, require
from councils.files import table_path
from councils.geography.codes import codes_of
from councils.permissions import Permission

from ..access import get_row, get_source
from ..actions import (
    ReviewChanged,
    load_file,
    remove_benchmarks,
    save_mappings,
    upload_file,
    withdraw_file,
)
from ..forms import RemoveForm
from ..forms.benchmarks import FileForm, MappingForm, Offers, shown_mappings
from ..models import Benchmark, BenchmarkSource, Indicator, NeighbourList
from ..pages.benchmark_review import Review, mappings_of, period_words, proposals, review_of
from ..rules.dfe import Outline
from ..rules.dfe.outline import levels_in_words
from ..rules.neighbours import in_force
from .pages import page_url, posted, trail_to

MOST_SHOWN = 200
"""Changed figures that a page lists. It counts the others."""


def benchmarks_url(request: CouncilRequest) -> str:
    return reverse("indicators:benchmarks", kwargs={"council": request.council.slug})


def file_url(request: CouncilRequest, source: BenchmarkSource, page: str = "benchmark_file") -> str:
    return reverse(f"indicators:{page}", kwargs={"council": request.council.slug, "file": source.public_id})


def benchmarks_trail(request: CouncilRequest) -> list[str]:
    return [*trail_to(request), "Benchmarks", benchmarks_url(request)]


@require_safe
def overview(request: CouncilRequest, council: str) -> HttpResponse:
    """Statistics files that were loaded or wait, the lists of neighbours and the area codes (3 queries)."""
    require(request.actor, Permission.INDICATORS_RECORD)
    sources = [
        (source, table_path(request.council, source.sha256) is not None)
        for source in BenchmarkSource.objects.latest_first()
    ]
    lists = list(NeighbourList.objects.all())
    context = {
        "trail": [*trail_to(request), "Benchmarks"],
        "waiting": [source for source, kept in sources if kept],
        "loaded": [source for source, _ in sources if source.loaded_at],
        "lost": [source for source, kept in sources if not kept and not source.loaded_at],
        "lists": lists,
        "in_force": in_force(lists, request.today),
        "codes": codes_of(request.council),
    }
    return render(request, "indicators/benchmarks.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def add_file(request: CouncilRequest, council: str) -> HttpResponse:
    """Upload a statistics file. Nothing is stored of its figures yet."""
    require(request.actor, Permission.INDICATORS_RECORD)
    sent = request.method == "POST"
    form = FileForm(request.POST if sent else None, request.FILES if sent else None)
    if form.is_bound and form.is_valid():
        try:
            source = upload_file(**form.cleaned_data, by=request.actor, now=request.now)
        except ChangeRefused as refused:
            form.refuse(refused.problems)
        else:
            if source.loaded_at:
                messages.success(
                    request,
                    f"This file was loaded before, as {source}. Its release and date stay as they were.",
                )
            return redirect(file_url(request, source, "benchmark_columns"))
    context = {"form": form, "trail": [*benchmarks_trail(request), "Load a statistics file"]}
    context["back_url"] = benchmarks_url(request)
    status = 422 if form.is_bound else 200
    return render(request, "indicators/benchmark_upload.html", context, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
def columns(request: CouncilRequest, council: str, file: UUID) -> HttpResponse:
    """Say which columns of the file measure which indicators. Kept for the next release (4 queries to show)."""
    require(request.actor, Permission.INDICATORS_RECORD)
    source = get_source(file)
    outline = Outline.of_json(source.outline)
    rows = Indicator.objects.with_parents().exclude(kind__in=("heading", "qualitative"))
    indicators = list(rows.select_related("strategy").in_table_order())
    saved = mappings_of(source.dataset)
    offers = Offers(outline, indicators)
    taken = {mapping.indicator_id for mapping in saved}
    proposed = proposals(outline, [row for row in indicators if row.pk not in taken]) if not saved else []
    form = EditRows(
        MappingForm,
        posted(request),
        shown=shown_mappings(saved),
        titles=[mapping.indicator.full_name for mapping in saved],
        noun="Column",
        spare=len(proposed) + 3,
        offers=offers,
    )
    for row, proposal in zip(form.spare, proposed, strict=False):
        row.initial.update(offers.initial(proposal))
    if form.may_save:
        try:
            changed = save_mappings(
                source=source,
                rows=[row.mapping() for row in form.kept],
                removed=form.removed,
                by=request.actor,
            )
        except ChangeRefused as refused:
            form.refuse(refused.problems)
        else:
            if changed:
                undo_message(
                    request,
                    "Columns saved. They are kept for the next release. No figures have been loaded yet.",
                )
            return redirect(file_url(request, source, "benchmark_check"))
    return edit_page(
        request,
        form,
        heading="Columns and indicators",
        caption=str(source),
        save="Save and check",
        back=benchmarks_url(request),
        trail=benchmarks_trail(request),
        template="indicators/benchmark_columns.html",
        outline=outline,
        rows=f"{outline.rows:,} row{'' if outline.rows == 1 else 's'}",
        covers=period_words([period.token for period in outline.periods]),
        left_out=levels_in_words(outline.left_out),
        proposed=len(proposed),
        source=source,
    )


@require_http_methods(["GET", "HEAD", "POST"])
def check(request: CouncilRequest, council: str, file: UUID) -> HttpResponse:
    """What the file would store and change, and the button that loads it (6 queries to show)."""
    require(request.actor, Permission.INDICATORS_RECORD)
    source = get_source(file)
    status, refusal = 200, ""
    if request.method == "POST":
        try:
            review = load_file(
                source=source, seen=request.POST.get("seen", ""), by=request.actor, now=request.now
            )
        except ReviewChanged as refused:
            status, refusal = 409, str(refused)
        except ChangeRefused as refused:
            status, refusal = 422, str(refused)
        else:
            return _loaded(request, source, review)
    review = review_of(source, request.council)
    context = {
        "source": source,
        "review": review,
        "refusal": refusal if status == 409 else "",
        "changed": review.changed[:MOST_SHOWN],
        "more_changed": max(len(review.changed) - MOST_SHOWN, 0),
        "trail": [*benchmarks_trail(request), str(source)],
    }
    return render(request, "indicators/benchmark_check.html", context, status=status)


def _loaded(request: CouncilRequest, source: BenchmarkSource, review: Review) -> HttpResponse:
    if review.changes_nothing:
        messages.success(request, "Nothing has changed: all figures of this file are here already.")
    else:
        added, changed = (
            count_words(len(review.added), "new figure"),
            count_words(len(review.changed), "figure"),
        )
        undo_message(request, f"{added} stored, {changed} revised.")
    return redirect(file_url(request, source))


@require_safe
def file_page(request: CouncilRequest, council: str, file: UUID) -> HttpResponse:
    """A file that was loaded: what it gave, and which earlier figures it changed (4 queries)."""
    require(request.actor, Permission.INDICATORS_RECORD)
    source = get_source(file)
    revised = source.revised if isinstance(source.revised, list) else []
    context = {
        "source": source,
        "waits": table_path(request.council, source.sha256) is not None,
        "mappings": mappings_of(source.dataset),
        "count": Benchmark.objects.filter(loaded_from=source).count(),
        "revised": revised[:MOST_SHOWN],
        "more_revised": max(len(revised) - MOST_SHOWN, 0),
        "trail": [*benchmarks_trail(request), str(source)],
    }
    return render(request, "indicators/benchmark_file.html", context)


@require_POST
def withdraw(request: CouncilRequest, council: str, file: UUID) -> HttpResponse:
    """Give up a file that waits to be loaded."""
    require(request.actor, Permission.INDICATORS_RECORD)
    source = get_source(file)
    name = str(source)
    withdraw_file(source=source, by=request.actor)
    messages.success(request, f"{name}: the uploaded file was deleted. No figure has changed.")
    return redirect(benchmarks_url(request))


@require_http_methods(["GET", "HEAD", "POST"])
def remove_from_indicator(request: CouncilRequest, council: str, indicator: UUID) -> HttpResponse:
    """Remove all figures of other areas from an indicator."""
    require(request.actor, Permission.INDICATORS_RECORD)
    row = get_row(indicator)
    form = RemoveForm(posted(request))

    def act() -> str:
        count = remove_benchmarks(indicator=row, by=request.actor, **form.said)
        return f"{count_words(count, 'figure')} of other areas removed."

    return save_or_show(
        request,
        form,
        act,
        done=page_url(request, row),
        heading="Remove the figures of other areas",
        caption=row.full_name,
        intro="All figures that were loaded for this indicator, for all areas and periods. Its own figures stay. "
        "Which column measures it also stays, until you remove that on the page of a file.",
        save="Remove the figures",
        back=page_url(request, row),
        trail=trail_to(request, row),
    )
