"""Panels of minutes on pages of rooms below, which must not import this app."""

from __future__ import annotations

from typing import Any

from django import template
from django.template.context import Context

from boards.models import Board, Meeting
from councils.models import Person
from deliverables.models import Deliverable
from indicators.models import Indicator
from strategies.models import Strand

from ..access import boards_read
from ..models import Item
from ..summaries.reading import Reading
from ..summaries.register import follow_up_of_board, said_about, work_of

register = template.Library()


def _reading(context: Context) -> Reading:
    request = context["request"]
    return Reading(request.actor, request.today)


@register.inclusion_tag("minutes/_work.html", takes_context=True)
def minutes_to_follow_up(context: Context, person: Person) -> dict[str, Any]:
    """What a person is to carry out or to answer after meetings (at most 2 queries)."""
    return {"request": context["request"], "lines": work_of(person, _reading(context))}


@register.inclusion_tag("minutes/_about.html", takes_context=True)
def minuted_of_deliverable(context: Context, deliverable: Deliverable) -> dict[str, Any]:
    """What boards said about a deliverable (at most 2 queries, 3 for board members)."""
    return _about(context, deliverable)


@register.inclusion_tag("minutes/_about.html", takes_context=True)
def minuted_of_indicator(context: Context, indicator: Indicator) -> dict[str, Any]:
    """What boards said about an indicator (at most 2 queries, 3 for board members)."""
    return _about(context, indicator)


@register.inclusion_tag("minutes/_about.html", takes_context=True)
def minuted_of_strand(context: Context, strand: Strand) -> dict[str, Any]:
    """What boards said about a strand and its deliverables (at most 2 queries, 3 for board members)."""
    return _about(context, strand)


def _about(context: Context, item: Item) -> dict[str, Any]:
    said = said_about(_reading(context), item)
    return {
        "request": context["request"],
        "lines": said.lines,
        "more": said.more,
        "hide_item": not isinstance(item, Strand),
    }


@register.inclusion_tag("minutes/_of_board.html", takes_context=True)
def minutes_of_board(context: Context, board: Board) -> dict[str, Any]:
    """What is open of a board's minutes, and the escalations from and to it (at most 3 queries)."""
    lines, escalations = follow_up_of_board(board.pk, _reading(context))
    return {
        "request": context["request"],
        "board": board,
        "lines": lines,
        "overdue": sum(line.overdue for line in lines),
        "escalations": escalations,
    }


@register.simple_tag(takes_context=True)
def minutes_to_read(context: Context) -> frozenset[int] | None:
    """For `has_minutes`: the boards whose minutes the reader may read (1 query for board members, else none)."""
    return boards_read(context["request"].actor)


@register.filter
def has_minutes(boards: frozenset[int] | None, meeting: Meeting) -> bool:
    """Whether the reader may open the minutes of the meeting: `{% if read|has_minutes:meeting %}`."""
    return boards is None or meeting.board_id in boards
