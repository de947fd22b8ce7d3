"""Drawings of a pack: a strand's ratings and an indicator's figures over time."""

from __future__ import annotations

from django import template
from django.utils.safestring import SafeString, mark_safe

from core.overall_rag import RagCounts
from core.ui import charts

from ..document import Trend

register = template.Library()


@register.simple_tag
def rag_strip(counts: RagCounts, title: str, uid: str) -> SafeString:
    """Bar of RAG counts without labels. The counts stand next to it in words."""
    drawn = charts.rag_strip(counts, title=title, width=260, height=16, uid=uid)
    return mark_safe(drawn)  # noqa: S308 (our own drawing, which escapes its title)


@register.simple_tag
def trend_chart(trend: Trend, name: str) -> SafeString:
    """Line of an indicator's figures. Its title gives each of them."""
    figures = ", ".join(f"{point.words} in {point.period}" for point in trend.points)
    drawn = charts.trend_chart(
        [(point.ends_on, point.value) for point in trend.points],
        title=f"{name}: {figures}",
        width=120,
        height=32,
        uid=f"trend-{trend.indicator}",
    )
    return mark_safe(drawn)  # noqa: S308 (our own drawing, which escapes its title)
