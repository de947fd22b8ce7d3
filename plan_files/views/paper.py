"""Download the whole plan as a Word document or a PDF."""

from __future__ import annotations

import re

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from councils.actors import CouncilRequest, require
from councils.permissions import Permission
from strategies.access import get_strategy

from ..paper.html import print_job
from ..paper.printed import MayRead, plan_paper
from ..paper.waiting import Progress, progress_of, read_made
from ..tasks import have_printed

SHA256 = re.compile(r"[0-9a-f]{64}")
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


@require_safe
def plan_docx(request: CouncilRequest, council: str, slug: str) -> HttpResponse:
    """Download the plan as a Word document (27 queries). It takes half a second for 1,000 deliverables."""
    # Import the writer only here. It takes a quarter of a second, and most web workers never need it.
    from core.paper.word import docx_file

    require(request.actor, Permission.PLAN_VIEW)
    strategy = get_strategy(slug)
    paper = plan_paper(strategy, may=MayRead.of(request.actor), today=request.today)
    disposition = {"Content-Disposition": f'attachment; filename="{council}-{slug}.docx"'}
    return HttpResponse(docx_file(paper), content_type=DOCX, headers=disposition)


@require_safe
def plan_pdf(request: CouncilRequest, council: str, slug: str) -> HttpResponse:
    """The plan as a PDF (27 queries), or a page that says that a worker is making it.

    With `key`, that of a print that somebody waits for, the plan is not read again as long as it is on its way
    (1 query).
    """
    require(request.actor, Permission.PLAN_VIEW)
    strategy = get_strategy(slug)
    key = request.GET.get("key", "")
    progress = progress_of(request.council, key) if SHA256.fullmatch(key) else Progress.NEEDED
    if progress is Progress.NEEDED:
        job = print_job(plan_paper(strategy, may=MayRead.of(request.actor), today=request.today))
        key, progress = job.key, progress_of(request.council, job.key)
        if progress is Progress.NEEDED:
            have_printed(request.council, job)
    if progress is Progress.READY:
        body = read_made(request.council, key)
        disposition = {"Content-Disposition": f'inline; filename="{council}-{slug}.pdf"'}
        return HttpResponse(body, content_type="application/pdf", headers=disposition)
    failed = progress is Progress.FAILED
    context = {"strategy": strategy, "failed": failed, "key": key}
    return render(request, "plan_files/plan_pdf.html", context, status=503 if failed else 202)
