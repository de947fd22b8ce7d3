"""The pages on which doubts are settled: names and words, asked once, and the rows as they will be."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import groupby
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from core.words import count_words
from councils.actors import CouncilRequest, require
from councils.permissions import Permission
from file_reading.document import Document

from ..access import get_draft
from ..actions import ChangedMeanwhile, answer_doubts
from ..forms import BulkForm, DoubtsForm
from ..forms.doubts import Question
from ..models import PlanImport
from ..reviewing import Line, Preview, document_of, preview_of
from ..rules.doubts import Doubt, DoubtKind
from ..rules.fields import Field
from .sent import version_sent
from .steps import NAMES, about_names, about_rows, next_step, step_url, trail_to

PER_PAGE = 100
"""Rows on a page."""


@require_http_methods(["GET", "HEAD", "POST"])
def names(request: CouncilRequest, council: str, plan_import: UUID) -> HttpResponse:
    """Who the leads are and what words mean, each asked once however many rows have it (9 queries to show)."""
    require(request.actor, Permission.PLAN_CHANGE)
    sent = request.method == "POST"
    draft = get_draft(plan_import, lock=sent)
    preview = preview_of(draft)
    form = DoubtsForm(request.POST if sent else None, about_names(preview.review.doubts), preselects=True)
    stale = ""
    if sent and not form.errors:
        try:
            answer_doubts(
                draft=draft, answers=form.answers(), version=version_sent(request), by=request.actor
            )
        except ChangedMeanwhile as changed:
            stale = str(changed)
        else:
            step = next_step(preview_of(draft))
            return redirect(step_url(request, draft, "rows" if step == "names" else step))
    groups = [
        (kind, [each for each in form.questions if each.doubt.kind == kind])
        for kind in NAMES
        if any(each.doubt.kind == kind for each in form.questions)
    ]
    context = {
        "import": draft,
        "form": form,
        "groups": groups,
        "people": sorted({str(each) for each in preview.known.people.values()}),
        "stale": stale,
        "trail": [*trail_to(request, draft), "Names and words"],
        "next_url": step_url(request, draft, "rows"),
        "back_url": step_url(request, draft),
    }
    return render(request, "plan_files/names.html", context, status=_status(form, stale))


@dataclass(frozen=True)
class ShownRow:
    """A row as it will be, its cells in the file, and the questions that are asked at it.

    `elsewhere` are doubts that are asked at another row of the page, or on the page of names.
    """

    number: int
    line: Line
    cells: list[tuple[str, str, bool]]
    questions: list[Question]
    elsewhere: list[Doubt]


@require_http_methods(["GET", "HEAD", "POST"])
def rows(request: CouncilRequest, council: str, plan_import: UUID) -> HttpResponse:
    """Every row as it will be beside its cells, with its doubts, one by one or all of a kind (9 queries to show)."""
    require(request.actor, Permission.PLAN_CHANGE)
    sent = request.method == "POST"
    draft = get_draft(plan_import, lock=sent)
    preview = preview_of(draft)
    show = request.GET.get("show", "")
    numbered = list(enumerate(preview.lines, 1))
    page = Paginator(_filtered(numbered, preview, show), PER_PAGE).get_page(request.GET.get("page"))
    doubts = _doubts_of([line for _, line in page.object_list], preview, show)
    step = request.POST.get("step", "")
    bulk = BulkForm(about_rows(preview.review.doubts))
    form = DoubtsForm(request.POST if sent and step != "bulk" else None, doubts)
    stale = ""
    if sent and not form.errors:
        answers = bulk.answers(request.POST) if step == "bulk" else form.answers()
        try:
            answer_doubts(draft=draft, answers=answers, version=version_sent(request), by=request.actor)
        except ChangedMeanwhile as changed:
            stale = str(changed)
        else:
            return _saved(request, draft, preview)
    shown = _shown(page.object_list, form, preview, document_of(draft))
    context = {
        "import": draft,
        "cover": draft.cover,
        "form": form,
        "bulk": bulk,
        "page": page,
        "groups": [
            (section, f"Rows from row {of_section[0].number}", of_section)
            for section, of_section in _by_section(shown)
        ],
        "preview": preview,
        "open": len(about_rows(preview.review.open_doubts)),
        "open_names": len(about_names(preview.review.open_doubts)),
        "rows_in_doubt": len(_in_doubt(preview)),
        "show": show,
        "kind": next((each.word for each in DoubtKind if each.value == show), ""),
        "stale": stale,
        "trail": [*trail_to(request, draft), "Rows"],
        "names_url": step_url(request, draft, "names"),
        "confirm_url": step_url(request, draft, "confirm"),
        "back_url": step_url(request, draft),
    }
    return render(request, "plan_files/rows.html", context, status=_status(form, stale))


def _by_section(shown: Iterable[ShownRow]) -> list[tuple[str, list[ShownRow]]]:
    """Rows that follow each other in one section of the file."""
    return [(section, list(each)) for section, each in groupby(shown, lambda row: row.line.row.section)]


def _saved(request: CouncilRequest, draft: PlanImport, before: Preview) -> HttpResponse:
    """Back to the rows while something is open, and on to the next step when all is settled."""
    after = preview_of(draft)
    left = len(about_rows(after.review.open_doubts))
    settled = len(about_rows(before.review.open_doubts)) - left
    step = next_step(after)
    if left:
        if settled > 0:
            messages.success(request, f"{count_words(settled, 'doubt')} settled. {left} left.")
        return redirect(request.get_full_path())
    messages.success(request, "All doubts about rows are settled.")
    return redirect(step_url(request, draft, step))


def _status(form: DoubtsForm, stale: str) -> int:
    if form.is_bound and form.errors:
        return 422
    return 409 if stale else 200


def _in_doubt(preview: Preview) -> set[str]:
    """Keys of rows with an open doubt."""
    return {key for doubt in about_rows(preview.review.open_doubts) for key in doubt.rows}


def _filtered(lines: Sequence[tuple[int, Line]], preview: Preview, show: str) -> list[tuple[int, Line]]:
    if show == "open":
        keys = _in_doubt(preview)
    elif show == "problems":
        keys = {each.row.key for each in preview.problems}
    elif kind := next((each for each in DoubtKind if each.value == show), None):
        keys = {key for doubt in preview.review.doubts if doubt.kind == kind for key in doubt.rows}
    else:
        return list(lines)
    return [(number, line) for number, line in lines if line.row.key in keys]


def _doubts_of(lines: Iterable[Line], preview: Preview, show: str) -> list[Doubt]:
    """The doubts of these rows, each once. Those of one kind only, if that is shown."""
    kinds = {each for each in DoubtKind if each.value == show} or set(DoubtKind)
    keys = {each.row.key for each in lines}
    return [
        each
        for each in about_rows(preview.review.doubts)
        if each.kind in kinds and keys.intersection(each.rows)
    ]


def _shown(
    lines: Iterable[tuple[int, Line]], form: DoubtsForm, preview: Preview, document: Document
) -> list[ShownRow]:
    by_row: dict[str, list[Doubt]] = {}
    for doubt in preview.review.doubts:
        for key in doubt.rows:
            by_row.setdefault(key, []).append(doubt)
    asked: set[str] = set()
    shown = []
    for number, line in lines:
        doubts = by_row.get(line.row.key, [])
        here = [each for each in doubts if each.id in form.by_id and each.id not in asked]
        asked |= {each.id for each in here}
        elsewhere = [each for each in doubts if each not in here and not each.settled]
        titles = document.tables[line.row.table].column_titles
        cells = [
            (titles[at] or f"Column {at + 1}", cell, line.row.columns[at] == Field.UNUSED)
            for at, cell in enumerate(line.row.cells)
            if cell.strip()
        ]
        shown.append(ShownRow(number, line, cells, [form.by_id[each.id] for each in here], elsewhere))
    return shown
