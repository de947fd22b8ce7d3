"""The workbook of a plan: download it, upload it, look at what it changes, and import that."""

from __future__ import annotations

import re
from functools import partial

from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from councils.actors import CouncilRequest, can, require
from councils.files import delete_workbook, read_workbook, store_workbook
from councils.log.saying import saved_message
from councils.permissions import Permission
from file_reading.document import Refused
from indicators.small_numbers import NOTHING, hidden_outside
from strategies.access import get_strategy
from strategies.models import Strategy

from ..actions.workbook import WorkbookRefused, save_workbook
from ..forms.workbook import ImportForm, WorkbookForm
from ..workbook import files
from ..workbook.about import NOT_IN_IT, about_plan, about_template
from ..workbook.book import Book
from ..workbook.export import book_of
from ..workbook.incoming import Incoming, incoming
from ..workbook.preview import parts_of
from ..workbook.sheets import SHEETS
from ..workbook.tidy import csv_files, plan_json
from ..workbook.xlsx import write_xlsx
from .steps import check_url, imports_url, upload_url

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
SHA256 = re.compile(r"[0-9a-f]{64}")
MOST_PROBLEMS = 100
"""Problems that the page lists. It counts the others."""


def _require_reading(request: CouncilRequest) -> None:
    """The whole plan, with names, and what shows that it is delivered."""
    for permission in (
        Permission.PLAN_VIEW,
        Permission.PROGRESS_VIEW,
        Permission.PEOPLE_NAMES,
        Permission.INDICATORS_VIEW,
        Permission.BOARDS_VIEW,
    ):
        require(request.actor, permission)


def _file(content: bytes, name: str, media_type: str) -> HttpResponse:
    disposition = {"Content-Disposition": f'attachment; filename="{name}"'}
    return HttpResponse(content, content_type=media_type, headers=disposition)


@require_safe
def workbook_xlsx(request: CouncilRequest, council: str, slug: str) -> HttpResponse:
    """Download the whole plan as a workbook that can come back (44 queries).

    Only for those who record figures does it have small numbers: docs/decisions/0015.
    """
    _require_reading(request)
    strategy = get_strategy(slug)
    personal = can(request.actor, Permission.PEOPLE_CHANGE)
    whole = can(request.actor, Permission.INDICATORS_RECORD) and can(
        request.actor, Permission.SMALL_NUMBERS_VIEW
    )
    hidden = NOTHING if whole else hidden_outside(request.council)
    book = book_of(strategy, hidden=hidden, leave_out=True)
    about = about_plan(strategy, whole=whole or not hidden)
    content = write_xlsx(SHEETS, book, about=about, personal=personal)
    return _file(content, f"{council}-{slug}-workbook.xlsx", XLSX)


@require_safe
def workbook_csv(request: CouncilRequest, council: str, slug: str) -> HttpResponse:
    """Download the sheets of the workbook as CSV files in a ZIP, small numbers hidden (46 queries)."""
    _require_reading(request)
    content = csv_files(SHEETS, _outside(request, slug))
    return _file(content, f"{council}-{slug}-csv.zip", "application/zip")


@require_safe
def workbook_json(request: CouncilRequest, council: str, slug: str) -> HttpResponse:
    """Download the whole plan as JSON, small numbers hidden (46 queries)."""
    _require_reading(request)
    content = plan_json(SHEETS, _outside(request, slug))
    return _file(content, f"{council}-{slug}-plan.json", "application/json")


def _outside(request: CouncilRequest, slug: str) -> Book:
    """The plan as it looks outside the council, with personal data for those who may have them."""
    book = book_of(get_strategy(slug), hidden=hidden_outside(request.council))
    return book if can(request.actor, Permission.PEOPLE_CHANGE) else book.without_personal(SHEETS)


@require_safe
def template_xlsx(request: CouncilRequest, council: str) -> HttpResponse:
    """Download an empty workbook for a new plan, with the council's people and boards (10 queries)."""
    require(request.actor, Permission.PLAN_CHANGE)
    content = write_xlsx(SHEETS, book_of(None), about=about_template(), personal=True)
    return _file(content, f"{council}-empty-workbook.xlsx", XLSX)


def _trail(request: CouncilRequest) -> list[str]:
    return ["Import a plan", imports_url(request)]


@require_http_methods(["GET", "HEAD", "POST"])
def workbook(request: CouncilRequest, council: str) -> HttpResponse:
    """Upload a workbook, or with `file`, the SHA-256 of one that was uploaded, check what it changes and import it."""
    require(request.actor, Permission.PLAN_CHANGE)
    sha256 = request.GET.get("file", "")
    return _check(request, sha256) if sha256 else _upload(request)


def _upload(request: CouncilRequest) -> HttpResponse:
    """The form for a workbook. Nothing is changed yet (1 query to show)."""
    sent = request.method == "POST"
    form = WorkbookForm(request.POST if sent else None, request.FILES if sent else None)
    if form.is_bound and form.is_valid():
        file = form.cleaned_data["file"]
        body: bytes = file.read()
        try:
            files.read_workbook(file.name, body)
        except Refused as refused:
            form.refuse({"file": str(refused)})
        else:
            sha256 = store_workbook(request.council, body)
            return redirect(check_url(request, sha256))
    context = {
        "form": form,
        "plans": list(Strategy.objects.all()),
        "not_in_it": NOT_IN_IT,
        "trail": [*_trail(request), "Import a workbook"],
        "back_url": imports_url(request),
    }
    return render(request, "plan_files/workbook.html", context, status=422 if sent else 200)


def _kept(request: CouncilRequest, sha256: str) -> bytes:
    """The uploaded workbook with this SHA-256, or Http404."""
    try:
        if not SHA256.fullmatch(sha256):
            raise FileNotFoundError
        return read_workbook(request.council, sha256)
    except FileNotFoundError:
        raise Http404("This workbook is no longer kept. Upload it again.") from None


def _check(request: CouncilRequest, sha256: str) -> HttpResponse:
    """What an uploaded workbook changes (51 queries), with the buttons to import it or delete it."""
    body = _kept(request, sha256)
    if request.POST.get("step") == "delete":
        delete_workbook(request.council, sha256)
        messages.success(request, "Workbook deleted. Nothing was changed.")
        return redirect(upload_url(request))
    sent = request.method == "POST"
    try:
        found = incoming(files.read_workbook("workbook.xlsx", body), lock=sent)
    except Refused as refused:
        raise Http404(str(refused)) from None
    form = ImportForm(request.POST if sent else None, needs_reason=found.needs_reason)
    stale = sent and request.POST.get("seen") != found.digest
    if not sent or stale or found.problems or not found.any or not form.is_valid():
        status = 409 if stale else 422 if sent else 200
        return _check_page(request, found, form, stale=stale, status=status)
    try:
        strategy = save_workbook(
            strategy=found.strategy,
            stored=found.stored,
            file=found.file,
            changes=found.changes,
            reason=form.cleaned_data.get("reason", ""),
            by=request.actor,
            today=request.today,
            now=request.now,
        )
    except WorkbookRefused as refused:
        found = incoming(files.read_workbook("workbook.xlsx", body))
        return _check_page(request, found, form, refused=refused, status=422)
    transaction.on_commit(partial(delete_workbook, request.council, sha256))
    saved_message(request, "Workbook imported.")
    return redirect(strategy) if strategy else redirect(upload_url(request))


def _check_page(
    request: CouncilRequest,
    found: Incoming,
    form: ImportForm,
    *,
    stale: bool = False,
    refused: WorkbookRefused | None = None,
    status: int = 200,
) -> HttpResponse:
    problems = [*(refused.problems if refused else ()), *found.problems]
    context = {
        "found": found,
        "form": form,
        "parts": parts_of(found) if not found.problems else [],
        "problems": problems[:MOST_PROBLEMS],
        "more_problems": max(0, len(problems) - MOST_PROBLEMS),
        "may_import": found.any and not found.problems,
        "stale": stale,
        "trail": [*_trail(request), "Import a workbook", upload_url(request), "Check what changes"],
        "upload_url": upload_url(request),
    }
    return render(request, "plan_files/workbook_check.html", context, status=status)
