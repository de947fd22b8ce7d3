"""Template tags that show the plan on pages of `boards`."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from django import template
from django.template.context import Context

from boards.models import Board
from boards.summaries import MeetingLine
from core.periods import words_for_date

from ..models import Oversight, ReportingPeriod, Strategy
from ..plan_pages import plan_pages
from ..quarter_rules import papers_too_early, quarter_heard

register = template.Library()


@register.simple_tag
def all_oversight() -> dict[int, list[Oversight]]:
    """What each board oversees, by the board's id (1 query)."""
    by_board: dict[int, list[Oversight]] = {}
    for each in Oversight.objects.select_related("strategy", "strand").order_by(
        "strategy__position", "strand__position", "id"
    ):
        by_board.setdefault(each.board_id, []).append(each)
    return by_board


@register.inclusion_tag("strategies/_oversight.html", takes_context=True)
def oversees(
    context: Context, board: Board, watched: dict[int, list[Oversight]], singly: Mapping[int, Any]
) -> dict[str, Any]:
    """Show what one board oversees. `watched` comes from `all_oversight`, `singly` from the app of the deliverables."""
    return {
        "request": context["request"],
        "oversights": watched.get(board.id, []),
        "singly": singly.get(board.id),
    }


@register.inclusion_tag("strategies/_plan_pages.html", takes_context=True)
def pages_about(context: Context, strategy: Strategy) -> dict[str, Any]:
    """Links to what other rooms say about a whole plan (no query)."""
    return {"pages": plan_pages(strategy, context["request"].actor)}


@register.simple_tag
def early_papers(lines: Iterable[MeetingLine]) -> dict[int, str]:
    """A hint for each meeting whose papers are due before the cut-off, by the meeting's id (1 query, none without)."""
    heard = {line.meeting.pk: (line.papers_on, quarter_heard(line.meeting.held_on)) for line in lines}
    if not heard:
        return {}
    labels = {quarter.label for _, quarter in heard.values()}
    periods = {each.quarter: each for each in ReportingPeriod.objects.filter(label__in=labels)}
    return {
        key: f"Before the cut-off of {quarter.short_words}, {words_for_date(periods[quarter].cut_off_on)}: "
        "updates may come in after the papers."
        for key, (papers_on, quarter) in heard.items()
        if quarter in periods and papers_too_early(periods[quarter].facts, papers_on)
    }


@register.filter
def of_meeting(hints: Mapping[int, str] | str, line: MeetingLine) -> str:
    """The hint for this meeting, from `early_papers`. Empty where the page has not asked."""
    return hints.get(line.meeting.pk, "") if isinstance(hints, Mapping) else ""
