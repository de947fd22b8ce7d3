"""Comment on a deliverable, an indicator or a pack. Their pages have the same form."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.views.decorators.http import require_http_methods

from core.ui.editing import save_or_show
from councils.actors import CouncilRequest, require
from councils.permissions import Permission
from deliverables.access import get_deliverable
from indicators.access import get_indicator
from minutes.views.trails import posted
from packs.access import get_pack

from ..actions import add_comment
from ..forms import CommentForm
from ..models import Item
from ..models.comments import item_name
from .trails import comments_trail

METHODS = ["GET", "HEAD", "POST"]


@require_http_methods(METHODS)
def on_deliverable(request: CouncilRequest, council: str, deliverable: UUID) -> HttpResponse:
    """Comment on a deliverable in the plan (1 query to show)."""
    require(request.actor, Permission.COMMENTS_WRITE)
    require(request.actor, Permission.PROGRESS_VIEW)
    return _adding(request, get_deliverable(deliverable))


@require_http_methods(METHODS)
def on_indicator(request: CouncilRequest, council: str, indicator: UUID) -> HttpResponse:
    """Comment on an indicator (1 query to show)."""
    require(request.actor, Permission.COMMENTS_WRITE)
    require(request.actor, Permission.INDICATORS_VIEW)
    return _adding(request, get_indicator(indicator))


@require_http_methods(METHODS)
def on_pack(request: CouncilRequest, council: str, pack: UUID) -> HttpResponse:
    """Comment on a pack that the member may open (1 query to show, for board members 3)."""
    require(request.actor, Permission.COMMENTS_WRITE)
    return _adding(request, get_pack(request.actor, pack, request.today))


def _adding(request: CouncilRequest, item: Item) -> HttpResponse:
    form = CommentForm(posted(request))
    back = item.get_absolute_url()

    def act() -> str:
        add_comment(item=item, by=request.actor, today=request.today, now=request.now, **form.said)
        return "Comment sent. You will see the answer here and under Comments."

    return save_or_show(
        request,
        form,
        act,
        say=messages.success,
        done=f"{back}#comments",
        heading="Write a comment",
        caption=item_name(item),
        back=back,
        trail=comments_trail(request),
        save="Send the comment",
    )
