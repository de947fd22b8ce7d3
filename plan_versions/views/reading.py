"""Read a frozen copy as a page, and download it."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from councils.actors import CouncilRequest, can, require
from councils.permissions import Permission
from plan_files.workbook.about import INSIDE, NOT_IN_A_COPY, OUTSIDE
from plan_files.workbook.sheets import PLAN_SHEETS
from plan_files.workbook.tidy import plan_json
from plan_files.workbook.xlsx import write_xlsx
from strategies.access import get_strategy

from ..access import get_circulated
from ..as_it_was import plan_as_it_was
from ..comparing_choices import document_in
from ..frozen.seen_by import seen_by, without_small_numbers
from ..frozen.taking import ALL_SHEETS
from ..models import PlanVersion
from ..summaries import line_of
from .trails import version_trail, version_url

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@require_safe
def read(request: CouncilRequest, council: str, slug: str, version: UUID) -> HttpResponse:
    """The plan as it was when this version was circulated (at most 4 queries)."""
    require(request.actor, Permission.PLAN_VIEW)
    found = get_circulated(request.actor, get_strategy(slug), version)
    context = {
        "version": found,
        "line": line_of(request.actor, found),
        "plan": plan_as_it_was(seen_by(request.actor, document_in(found))),
        "may_download": _may_download(request),
        "url": version_url(request, found),
        "trail": [*version_trail(request, found), "As it was"],
    }
    return render(request, "plan_versions/read.html", context)


DOWNLOADING = (
    Permission.PLAN_VIEW,
    Permission.PEOPLE_NAMES,
    Permission.INDICATORS_VIEW,
    Permission.BOARDS_VIEW,
)
"""A file has the whole plan, with names, as the workbook of the plan has now."""


def _may_download(request: CouncilRequest) -> bool:
    return all(can(request.actor, each) for each in DOWNLOADING)


def _copy(request: CouncilRequest, slug: str, version: UUID) -> PlanVersion:
    for permission in DOWNLOADING:
        require(request.actor, permission)
    return get_circulated(request.actor, get_strategy(slug), version)


@require_safe
def workbook_xlsx(request: CouncilRequest, council: str, slug: str, version: UUID) -> HttpResponse:
    """Download the workbook of the copy (2 queries).

    Only for those who record figures does it have small numbers, as the workbook of the plan: docs/decisions/0015.
    """
    found = _copy(request, slug, version)
    document = document_in(found)
    whole = can(request.actor, Permission.INDICATORS_RECORD) and can(
        request.actor, Permission.SMALL_NUMBERS_VIEW
    )
    book = document.book
    if not whole:
        book = without_small_numbers(book, document.hidden, leave_out=True)
    about = [
        f"{found.label} of the plan {found.strategy.title}",
        f"This is the frozen copy of {found.copy.frozen_at:%d %B %Y}, with the SHA-256 {found.copy.sha256}.",
        "If you import it, it changes the plan as it is now back to what it was. The copy stays as it is.",
        INSIDE if whole or not document.hidden else OUTSIDE,
        f"Not in this workbook: {'; '.join(NOT_IN_A_COPY)}.",
    ]
    content = write_xlsx(PLAN_SHEETS, book, about=about, personal=False)
    return _file(content, f"{council}-{slug}-{_name(found)}.xlsx", XLSX)


@require_safe
def copy_json(request: CouncilRequest, council: str, slug: str, version: UUID) -> HttpResponse:
    """Download the copy as JSON, with the lists that a workbook leaves out, small numbers hidden (2 queries)."""
    found = _copy(request, slug, version)
    document = seen_by(request.actor, document_in(found), outside=True)
    content = plan_json(ALL_SHEETS, document.book)
    return _file(content, f"{council}-{slug}-{_name(found)}.json", "application/json")


def _name(version: PlanVersion) -> str:
    """The label for a file name: "version-4"."""
    return "-".join("".join(each if each.isalnum() else " " for each in version.label.lower()).split())


def _file(content: bytes, name: str, media_type: str) -> HttpResponse:
    plain = name.encode("ascii", "ignore").decode()
    headers = {"Content-Disposition": f'attachment; filename="{plain}"'}
    return HttpResponse(content, content_type=media_type, headers=headers)
