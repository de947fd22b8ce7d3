"""The inspection view, and the evidence bundle made from it."""

from __future__ import annotations

from functools import partial
from tempfile import SpooledTemporaryFile
from uuid import UUID

from django.contrib import messages
from django.http import FileResponse, Http404, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_safe

from councils.actors import CouncilRequest, can, require
from councils.files import evidence_path
from councils.permissions import Permission
from indicators.small_numbers import hidden_from, hidden_outside
from strategies.access import get_strategy
from strategies.models import Strategy

from ..access import get_area
from ..area_evidence import areas_with_evidence
from ..bundle import MAX_BUNDLE_MB, BundleRefused, bundle_contents, write_bundle
from ..inspection import evidence_in, inspection_view
from ..models import InspectionArea
from .trails import inspection_trail, inspection_url

IN_MEMORY = 5 * 1024 * 1024
"""Bytes of a bundle that are kept in memory. A larger one is written to a temporary file."""


@require_safe
def inspection(request: CouncilRequest, council: str, slug: str) -> HttpResponse:
    """Each area with who is accountable, what answers it and its evidence (at most 13 queries)."""
    require(request.actor, Permission.PROGRESS_VIEW)
    require(request.actor, Permission.INDICATORS_VIEW)
    strategy = get_strategy(slug)
    view = inspection_view(strategy, today=request.today, hidden=hidden_from(request.actor))
    context = {
        "strategy": strategy,
        "view": view,
        "areas": areas_with_evidence(view, evidence_in(view)) if view.lines else [],
        "may_change": can(request.actor, Permission.PLAN_CHANGE),
        "may_add": can(request.actor, Permission.PROGRESS_RECORD),
        "most_megabytes": MAX_BUNDLE_MB,
        "trail": inspection_trail(request, strategy)[:-1],
        "has_sample": view.has_sample,
    }
    return render(request, "evidence/inspection.html", context)


@require_safe
def bundle(request: CouncilRequest, council: str, slug: str) -> HttpResponseBase:
    """Download the evidence of all areas, or with `area` of one, as a ZIP with an index page (at most 16 queries).

    It is complete before the first byte leaves, so that a missing file is a sentence on a page and no broken ZIP.
    """
    require(request.actor, Permission.PROGRESS_VIEW)
    require(request.actor, Permission.INDICATORS_VIEW)
    strategy = get_strategy(slug)
    only = _asked_for(request, strategy)
    view = inspection_view(strategy, today=request.today, hidden=hidden_outside(request.council), only=only)
    contents = bundle_contents(
        request.council,
        view,
        evidence_in(view),
        made_by=request.actor.name,
        names=can(request.actor, Permission.PEOPLE_NAMES),
        made_at=request.now,
        today=request.today,
    )
    out: SpooledTemporaryFile[bytes] = SpooledTemporaryFile(max_size=IN_MEMORY)  # noqa: SIM115 (the response closes it)
    try:
        write_bundle(contents, out, partial(evidence_path, request.council))
    except BundleRefused as refused:
        out.close()
        messages.error(request, str(refused))
        return redirect(inspection_url(request, strategy))
    size = out.tell()
    out.seek(0)
    made = timezone.localtime(request.now)
    name = f"{council}-{slug}-evidence-{made:%Y-%m-%d-%H%M}.zip"
    response: HttpResponseBase
    if size <= IN_MEMORY:
        with out:
            response = HttpResponse(out.read(), content_type="application/zip")
    else:
        response = FileResponse(out, content_type="application/zip")
    response["Content-Disposition"] = content_disposition_header(as_attachment=True, filename=name)
    response["Content-Length"] = str(size)
    response["X-Content-Type-Options"] = "nosniff"
    # Not compressed once more: most of it is, and browsers then know its size and notice a download that was cut off.
    response["Content-Encoding"] = "identity"
    return response


def _asked_for(request: CouncilRequest, strategy: Strategy) -> InspectionArea | None:
    key = request.GET.get("area", "")
    if not key:
        return None
    try:
        area = get_area(UUID(key))
    except ValueError:
        raise Http404("Inspection area not found.") from None
    if area.strategy_id != strategy.pk:
        raise Http404("Inspection area not found.")
    return area
