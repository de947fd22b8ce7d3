"""Template tags of the dashboards: charts, and addresses of the lists behind the numbers.

They read `summary` (a Dashboard) from the page's context. Its council, board and quarter are part of every address.
"""

from __future__ import annotations

from typing import Any

from django import template
from django.template.context import Context
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe

from core.overall_rag import RagCounts
from core.ui import charts
from core.ui.due_chart import MonthStack, due_chart
from deliverables.addresses import list_address

from ..summaries import Bunching, Dashboard, StrandLine

register = template.Library()

WIDE, MIDDLE, NARROW = 960, 720, 320


@register.simple_tag(takes_context=True)
def listed(context: Context, **filters: str) -> str:
    """Address of the list behind a number: `{% listed rag="red amber" %}`. Several words mean any of them."""
    return _address(context["summary"], **filters)


def _address(summary: Dashboard, **filters: str) -> str:
    values: dict[str, Any] = {name: value.split() for name, value in filters.items()}
    return list_address(
        summary.council_slug, quarter=summary.quarter.label, board=summary.board_slug, **values
    )


@register.simple_tag(takes_context=True)
def linked_counts(context: Context, strand: StrandLine) -> SafeString:
    """Counts of a strand, "1 red and 4 green of 5", each linked to the deliverables that it counts."""
    here = {"strategy": strand.strategy, "strand": strand.code}
    parts = [
        (_address(context["summary"], **here, rag=rag.value), f"{count} {rag.word.lower()}", strand.name)
        for rag, count in strand.counts.by_rag.items()
        if count
    ]
    if not parts:
        return format_html("{}.", strand.counts.words.capitalize())
    link = '<a class="govuk-link" href="{}">{}<span class="govuk-visually-hidden"> in {}</span></a>'
    *first, last = [format_html(link, *part) for part in parts]
    joined = format_html_join(", ", "{}", ((each,) for each in first))
    every = format_html(link, _address(context["summary"], **here), strand.counts.total, strand.name)
    return format_html("{}{}{} of {}", joined, " and " if first else "", last, every)


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
def strand_bar(strand: StrandLine, number: int) -> SafeString:
    """RAG bar of one strand, small enough for a phone. `number` makes its id unique on the page."""
    return mark_safe(  # noqa: S308 (our own drawing, which escapes its title)
        charts.rag_bar(strand.counts, title=strand.name, width=NARROW, uid=f"strand-{number}")
    )


@register.simple_tag(takes_context=True)
def due_drawing(context: Context, bunching: Bunching, title: str) -> SafeString:
    """Chart of due dates by month, for wide and narrow screens."""
    months = [MonthStack(each.starts_on, each.done, each.overdue, each.to_come) for each in bunching.months]
    as_at = context["summary"].as_at
    return _drawings(
        {
            size: due_chart(months, title=title, width=width, uid=f"due-{size}", as_at=as_at)
            for size, width in (("wide", MIDDLE), ("narrow", NARROW))
        }
    )


def _drawings(drawings: dict[str, str]) -> SafeString:
    pairs = ((size, mark_safe(svg)) for size, svg in drawings.items())  # noqa: S308 (they escape their titles)
    return format_html_join("", '<div class="rag-bar__{}">{}</div>', pairs)


@register.simple_tag
def load_bar(number: int, most: int) -> SafeString:
    """Bar of a workload as a share of the highest. The number is shown next to it."""
    return mark_safe(charts.share_bar(number, most))  # noqa: S308 (numbers alone)
