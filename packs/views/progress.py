"""How far the making of a pack's PDF is, for the page that waits for it."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpResponse, JsonResponse
from django.views.decorators.http import require_safe

from councils.actors import CouncilRequest

from ..access import get_pack
from ..detail_page import IN_THE_WORKS, progress_words
from ..states import PackState


@require_safe
def progress(request: CouncilRequest, council: str, pack: UUID) -> HttpResponse:
    """`{"words": "Being made into a PDF. Page 7 of about 12.", "waits": true}`, false once it is made (1 query)."""
    found = get_pack(request.actor, pack, request.today)
    return JsonResponse(
        {"words": progress_words(found), "waits": PackState(found.state) in IN_THE_WORKS},
    )
