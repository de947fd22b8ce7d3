"""The page that says what an import will do, and the button that does it."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from core.refusals import ChangeRefused
from core.ui.editing import undo_message
from councils.actors import CouncilRequest, can, require
from councils.permissions import Permission
from deliverables.actions import StaleDeliverables

from ..access import get_read_draft
from ..actions import ImportChanged, import_plan
from ..actions.confirming import imported_words, needs_reason
from ..reviewing import Preview, preview_of, stated_updates
from .steps import step_url, trail_to

MOST_LISTED = 200
"""Rows of each kind that the page lists. It counts the others."""


@require_http_methods(["GET", "HEAD", "POST"])
def confirm(request: CouncilRequest, council: str, plan_import: UUID) -> HttpResponse:
    """What will be added, changed and left as it is, and the import itself (11 queries to show)."""
    require(request.actor, Permission.PLAN_CHANGE)
    sent = request.method == "POST"
    draft = get_read_draft(plan_import, lock=sent)
    with_status = bool(request.POST.get("with_status"))
    reason, refusal, reason_error, status = request.POST.get("reason", "").strip(), "", "", 200
    if sent:
        try:
            imported = import_plan(
                draft=draft,
                seen=request.POST.get("seen", ""),
                reason=reason,
                with_status=with_status,
                request_id=request.id,
                by=request.actor,
                today=request.today,
                now=request.now,
            )
        except (ImportChanged, StaleDeliverables) as changed:
            refusal, status = (
                str(changed) if isinstance(changed, ImportChanged) else str(ImportChanged()),
                409,
            )
        except ChangeRefused as refused:
            status = 422
            reason_error = refused.problems.get("reason", "")
            refusal = "" if reason_error else str(refused)
        else:
            words = imported_words(imported)
            if imported.changes_nothing:
                messages.success(request, words)
            else:
                undo_message(request, words)
            return redirect(step_url(request, draft))
        draft = get_read_draft(plan_import)
    preview = preview_of(draft)
    may_record = can(request.actor, Permission.PROGRESS_RECORD)
    context = {
        "stated": stated_updates(draft, preview, today=request.today) if may_record else None,
        "with_status": with_status,
        "import": draft,
        "cover": draft.cover,
        "preview": preview,
        "changed": preview.changed[:MOST_LISTED],
        "more_changed": max(len(preview.changed) - MOST_LISTED, 0),
        "absent": preview.absent[:MOST_LISTED],
        "more_absent": max(len(preview.absent) - MOST_LISTED, 0),
        "new_strands": preview.new_strands,
        "asks_reason": needs_reason(preview),
        "reason": reason,
        "reason_error": reason_error,
        "refusal": refusal,
        "open": len(preview.review.open_doubts),
        "ready": bool(preview.lines) and not preview.review.open_doubts and not preview.problems,
        "unused": _unused(preview),
        "trail": [*trail_to(request, draft), "Check and import"],
        "rows_url": step_url(request, draft, "rows"),
        "back_url": step_url(request, draft),
    }
    return render(request, "plan_files/confirm.html", context, status=status)


def _unused(preview: Preview) -> list[tuple[str, list[str]]]:
    """Text of unused cells by the title of their column."""
    found: dict[str, list[str]] = {}
    for line in preview.lines:
        for cell in line.row.unused:
            found.setdefault(cell.column, []).append(cell.text)
    return list(found.items())
