"""The council's imports, the form that starts one, and the page of one."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from core.refusals import ChangeRefused
from councils.actors import CouncilRequest, require
from councils.files import store_workbook
from councils.log.undo import can_undo
from councils.permissions import Permission
from deliverables.models import Deliverable
from file_reading.document import Document, Refused, Table
from file_reading.files import read_file, read_pasted
from strategies.models import Strategy

from ..access import get_draft, get_import
from ..actions import delete_draft, start_import
from ..forms import StartForm
from ..models import PlanImport
from ..models.plan_import import PASTED
from ..reviewing import columns_of, document_of, preview_of
from ..rules.fields import Field
from ..workbook.files import is_workbook
from .steps import check_url, imports_url, next_step, step_url, tasks, trail_to

MOST_LISTED = 50
"""Imports that the page lists, the latest first."""


@require_http_methods(["GET", "HEAD", "POST"])
def imports(request: CouncilRequest, council: str) -> HttpResponse:
    """Start an import, and list those of this council (2 queries to show)."""
    require(request.actor, Permission.PLAN_CHANGE)
    sent = request.method == "POST"
    form = StartForm(
        request.POST if sent else None,
        request.FILES if sent else None,
        plans=Strategy.objects.all(),
        initial={"plan": request.GET.get("plan", "")} if request.GET.get("plan") else {},
    )
    if form.is_bound and form.is_valid() and (next_url := _started(request, form)):
        return redirect(next_url)
    context = {
        "form": form,
        "imports": list(PlanImport.objects.light().latest_first()[:MOST_LISTED]),
        "trail": ["Import a plan"],
    }
    return render(request, "plan_files/imports.html", context, status=422 if sent else 200)


def _started(request: CouncilRequest, form: StartForm) -> str:
    """Where the import of what was sent goes on, or "" if it is refused. The form then says why."""
    file, text = form.cleaned_data["file"], form.cleaned_data["pasted"]
    content: bytes = file.read() if file else text.encode()
    name = file.name.rpartition("/")[2] if file else PASTED
    try:
        document: Document = read_file(name, content) if file else read_pasted(text)
        if file and is_workbook(document):
            messages.info(request, "This is a workbook of a plan. Check what it changes.")
            return check_url(request, store_workbook(request.council, content))
        started = start_import(
            document=document,
            content=content,
            name=name,
            strategy=form.strategy,
            new_plan=form.cover,
            by=request.actor,
            now=request.now,
        )
        return step_url(request, started, "columns")
    except Refused as refused:
        form.refuse({"file" if file else "pasted": str(refused)})
    except ChangeRefused as refused:
        where = "file" if file else "pasted"
        form.refuse({name or where: problem for name, problem in refused.problems.items()})
    return ""


@require_safe
def one(request: CouncilRequest, council: str, plan_import: UUID) -> HttpResponse:
    """A draft with its steps (9 queries), or what an import has done (6 queries)."""
    require(request.actor, Permission.PLAN_CHANGE)
    found = get_import(plan_import)
    context = {
        "import": found,
        "trail": trail_to(request, found)[:-1],
        "delete_url": step_url(request, found, "delete"),
    }
    if found.is_done:
        return render(request, "plan_files/done.html", context | _done(request, found))
    preview = preview_of(found)
    context |= {
        "tasks": tasks(request, found, preview),
        "next_url": step_url(request, found, next_step(preview) if preview.lines else "columns"),
        "preview": preview,
    }
    return render(request, "plan_files/draft.html", context)


def _done(request: CouncilRequest, found: PlanImport) -> dict[str, object]:
    document, columns = document_of(found), columns_of(found)
    ids = set(found.written.values())
    return {
        "count": Deliverable.objects.filter(public_id__in=ids).count(),
        "rows": len(found.written),
        "left_out": [
            table.heading or f"Table {number}"
            for number, (table, said) in enumerate(zip(document.tables, columns, strict=True), 1)
            if said.skip
        ],
        "columns": [
            f"{title or f'Column {place}'} ({table.heading or f'table {number}'})"
            for number, (table, said) in enumerate(zip(document.tables, columns, strict=True), 1)
            for place, (title, field) in enumerate(zip(table.column_titles, said.columns, strict=True), 1)
            if field is Field.UNUSED and not said.skip and _has_text(table, place - 1, said.header_rows)
        ],
        "other_text": document.other_text,
        "can_undo": can_undo(act=found.request_id, by=request.actor, now=request.now),
    }


def _has_text(table: Table, column: int, header_rows: int) -> bool:
    return any(row[column].strip() for row in table.rows[header_rows:])


@require_http_methods(["GET", "HEAD", "POST"])
def delete(request: CouncilRequest, council: str, plan_import: UUID) -> HttpResponse:
    """Ask whether a draft shall be deleted, and delete it."""
    require(request.actor, Permission.PLAN_CHANGE)
    draft = get_draft(plan_import, lock=request.method == "POST")
    if request.method == "POST":
        name = draft.name
        delete_draft(draft=draft, by=request.actor)
        messages.success(request, f"The draft of {name} was deleted. No plan has changed.")
        return redirect(imports_url(request))
    context = {"import": draft, "trail": [*trail_to(request, draft), "Delete this draft"]}
    return render(request, "plan_files/delete.html", context | {"back_url": step_url(request, draft)})
