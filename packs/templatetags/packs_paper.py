"""Drawings of a pack: a strand's ratings, an indicator's figures over time, and its usual variation."""

from __future__ import annotations

from collections.abc import Collection

from django import template
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.text import Truncator

from core.overall_rag import RagCounts
from core.ui import charts
from indicators.rules.spc import Assurance, Variation
from indicators.rules.spc.chart import NARROW, WIDE, spc_chart
from indicators.rules.spc.icon_drawings import assurance_icon, variation_icon
from reporting.summaries import BoardSummary

from ..document import Trend, VariationChart
from ..quarter.usual_variation import analysis_of, axes_of

register = template.Library()


@register.simple_tag
def rag_strip(counts: RagCounts, title: str, uid: str) -> SafeString:
    """Bar of RAG counts without labels. The counts stand next to it in words."""
    drawn = charts.rag_strip(counts, title=title, width=260, height=16, uid=uid)
    return mark_safe(drawn)  # noqa: S308 (our own drawing, which escapes its title)


@register.simple_tag
def short_names(ids: Collection[str], summary: BoardSummary) -> str:
    """References of deliverables, or the start of their titles: "A1, B2"."""
    lines = (line for line in summary.deliverables if line.id in ids)
    return ", ".join(line.reference or f"“{Truncator(line.title).chars(60)}”" for line in lines)


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


@register.simple_tag
def variation_charts(chart: VariationChart, paper: bool = False) -> SafeString:
    """Frozen chart of usual variation: one drawing for print, a wide and a narrow one for the web."""
    sizes = [("paper", WIDE)] if paper else [("wide", WIDE), ("narrow", NARROW)]
    analysis, axes = analysis_of(chart), axes_of(chart)
    drawings = (
        (size, spc_chart(analysis, axes, title=chart.title, width=width, uid=f"spc-{size}-{chart.indicator}"))
        for size, width in sizes
    )
    return format_html_join(
        "",
        '<div class="spc__{}">{}</div>',
        ((size, mark_safe(drawn)) for size, drawn in drawings),  # noqa: S308 (our own drawing, which escapes its words)
    )


@register.simple_tag
def variation_icons(chart: VariationChart) -> SafeString:
    """Both icons of a frozen chart with their words."""
    icons: list[tuple[str, str]] = []
    if chart.variation:
        variation = Variation(chart.variation)
        icons.append((variation_icon(variation), f"Variation: {variation.word}"))
    if chart.assurance:
        assurance = Assurance(chart.assurance)
        icons.append((assurance_icon(assurance), f"Assurance: {assurance.word}"))
    items = format_html_join(
        "",
        "<li>{}<span>{}</span></li>",
        ((mark_safe(icon), words) for icon, words in icons),  # noqa: S308 (our own drawing)
    )
    return format_html('<ul class="spc__icons">{}</ul>', items)
