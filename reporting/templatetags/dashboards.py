"""Template tags of the dashboards: charts, and addresses of the lists behind the numbers.

They read `summary` (a Dashboard) from the page's context. Its council, board and quarter are part of every address.
"""

from __future__ import annotations

from typing import Any

from django import template
from django.template.context import Context
from django.utils.html import format_html_join
from django.utils.safestring import SafeString, mark_safe

from core.overall_rag import RagCounts
from core.ui import charts
from core.ui.due_chart import MonthStack, due_chart
from deliverables.addresses import list_address

from ..summaries import Bunching, Dashboard, StrandLine

register = template.Library()

WIDE, MIDDLE, NARROW, BAR = 960, 720, 320, 160


@register.simple_tag(takes_context=True)
def listed(context: Context, **filters: str) -> str:
    """Address of the list behind a number: `{% listed rag="red amber" %}`. Several words mean any of them."""
    return _address(context["summary"], **filters)


def _address(summary: Dashboard, **filters: str) -> str:
    values: dict[str, Any] = {name: value.split() for name, value in filters.items()}
    return list_address(
        summary.council_slug, quarter=summary.quarter.label, board=summary.board_slug, **values
    )


@register.filter
def since(direction_words: str) -> str:
    """Second half of direction words, to show next to the RAG: "was green in Q4 2015–16" of
    "Amber, was green in Q4 2015–16".
    """
    return direction_words.partition(", ")[2]


@register.simple_tag
def whole_bar(counts: RagCounts, title: str) -> SafeString:
    """RAG bar of everything in view, as wide as the page. The printed one has patterns."""
    return _drawings(
        {
            size: charts.rag_bar(
                counts, title=title, width=width, uid=f"whole-{size}", patterns=size == "print"
            )
            for size, width in (("wide", WIDE), ("narrow", NARROW), ("print", MIDDLE))
        }
    )


@register.simple_tag
def strand_bar(strand: StrandLine) -> SafeString:
    """RAG bar of one strand without words. Its counts are in the same row."""
    return mark_safe(charts.plain_rag_bar(strand.counts, width=BAR))  # noqa: S308 (numbers alone)


@register.simple_tag(takes_context=True)
def due_drawing(context: Context, bunching: Bunching, title: str) -> SafeString:
    """Chart of due dates by month. A phone has the table instead."""
    months = [MonthStack(each.starts_on, each.done, each.overdue, each.to_come) for each in bunching.months]
    as_at = context["summary"].as_at
    drawn = due_chart(months, title=title, width=MIDDLE, uid="due", as_at=as_at)
    return mark_safe(drawn)  # noqa: S308 (our own drawing, which escapes its title)


def _drawings(drawings: dict[str, str]) -> SafeString:
    pairs = ((size, mark_safe(svg)) for size, svg in drawings.items())  # noqa: S308 (they escape their titles)
    return format_html_join("", '<div class="rag-bar__{}">{}</div>', pairs)


@register.simple_tag
def load_bar(number: int, most: int) -> SafeString:
    """Bar of a workload as a share of the highest. The number is shown next to it."""
    return mark_safe(charts.share_bar(number, most))  # noqa: S308 (numbers alone)
