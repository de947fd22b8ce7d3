"""The page on which a person checks what the columns of each table hold."""

from __future__ import annotations

from uuid import UUID

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from core.refusals import ChangeRefused
from councils.actors import CouncilRequest, require
from councils.permissions import Permission

from ..access import get_read_draft
from ..actions import ChangedMeanwhile, set_columns
from ..forms import ColumnsForm
from ..reviewing import columns_of, document_of, preview_of
from .sent import version_sent
from .steps import next_step, step_url, trail_to

PER_PAGE = 20
"""Tables on a page."""


@require_http_methods(["GET", "HEAD", "POST"])
def columns(request: CouncilRequest, council: str, plan_import: UUID) -> HttpResponse:
    """Each table with its first rows and a choice for each column (1 query to show)."""
    require(request.actor, Permission.PLAN_CHANGE)
    sent = request.method == "POST"
    draft = get_read_draft(plan_import, lock=sent)
    document, stored = document_of(draft), columns_of(draft)
    page = Paginator(list(enumerate(document.tables)), PER_PAGE).get_page(request.GET.get("page"))
    form = ColumnsForm(request.POST if sent else None, page.object_list, stored)
    status, stale = 200, ""
    if sent and not form.errors:
        try:
            set_columns(draft=draft, columns=form.said(), version=version_sent(request), by=request.actor)
        except ChangedMeanwhile as changed:
            status, stale = 409, str(changed)
        except ChangeRefused as refused:
            form.refuse(refused.problems)
        else:
            if page.has_next() and request.POST.get("step") != "preview":
                return redirect(f"{step_url(request, draft, 'columns')}?page={page.next_page_number()}")
            preview = preview_of(draft)
            return redirect(step_url(request, draft, next_step(preview) if preview.lines else "import"))
    context = {
        "import": draft,
        "form": form,
        "page": page,
        "stale": stale,
        "other_text": document.other_text,
        "trail": [*trail_to(request, draft), "Columns"],
        "back_url": step_url(request, draft),
    }
    status = 422 if form.errors and sent else status
    return render(request, "plan_files/columns.html", context, status=status)
