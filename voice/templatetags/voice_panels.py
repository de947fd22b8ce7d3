"""Panels of comments and of "You said, we did" on pages of rooms below, which must not import this app."""

from __future__ import annotations

from typing import Any

from django import template
from django.template.context import Context
from django.urls import reverse

from boards.models import Board
from councils.actors import can
from councils.models import Person
from councils.permissions import Permission
from deliverables.models import Deliverable
from indicators.models import Indicator
from packs.models import Pack

from ..forms import CommentForm
from ..models import Item
from ..models.comments import ON
from ..summaries import published_for, thread_on, waiting_for

register = template.Library()


def _thread(context: Context, item: Item, *, takes_more: bool = True) -> dict[str, Any]:
    request = context["request"]
    noun = ON[type(item)]
    place = {"council": request.council.slug, noun: item.public_id}
    may_write = takes_more and can(request.actor, Permission.COMMENTS_WRITE)
    return {
        "request": request,
        "item": item,
        "thread": thread_on(item),
        "form": CommentForm(auto_id="comment_%s") if may_write else None,
        "add_url": reverse(f"voice:on_{noun}", kwargs=place),
    }


@register.inclusion_tag("voice/_thread.html", takes_context=True)
def comments_on_deliverable(context: Context, deliverable: Deliverable) -> dict[str, Any]:
    """Comments on a deliverable, with the form for those who may comment (1 query)."""
    return _thread(context, deliverable, takes_more=not deliverable.is_dropped)


@register.inclusion_tag("voice/_thread.html", takes_context=True)
def comments_on_indicator(context: Context, indicator: Indicator) -> dict[str, Any]:
    """Comments on an indicator, with the form for those who may comment (1 query)."""
    return _thread(context, indicator)


@register.inclusion_tag("voice/_thread.html", takes_context=True)
def comments_on_pack(context: Context, pack: Pack) -> dict[str, Any]:
    """Comments on a pack that the reader has opened, with the form for those who may comment (1 query)."""
    return _thread(context, pack)


@register.inclusion_tag("voice/_waiting.html", takes_context=True)
def comments_to_answer(context: Context, person: Person | None) -> dict[str, Any]:
    """Comments without an answer, for those who may answer (2 queries at most, none for others)."""
    request = context["request"]
    if not can(request.actor, Permission.COMMENTS_ANSWER):
        return {}
    return {"request": request, "waiting": waiting_for(person, request.actor, request.today)}


@register.inclusion_tag("voice/_said.html", takes_context=True)
def said_and_done_by(context: Context, deliverable: Deliverable) -> dict[str, Any]:
    """What groups said that is answered by a deliverable, as published (1 query)."""
    return {"request": context["request"], "entries": published_for(deliverable=deliverable)}


@register.inclusion_tag("voice/_said.html", takes_context=True)
def said_by_board(context: Context, board: Board) -> dict[str, Any]:
    """What a board said and what was done because of it, as published (1 query)."""
    return {"request": context["request"], "entries": published_for(board=board), "board": board}
