"""Template tags for an indicator against England, its region and its statistical neighbours."""

from __future__ import annotations

from typing import Any

from django import template
from django.template.context import Context
from django.utils.html import format_html_join
from django.utils.safestring import SafeString, mark_safe

from core.ui.dot_strip import Named, dot_strip
from councils.actors import can
from councils.permissions import Permission

from ..models import Indicator
from ..pages.benchmarks import PeriodCompared, compared

register = template.Library()

SIZES = {"wide": 640, "narrow": 300}
SHAPES = ("circle", "diamond", "triangle")


@register.inclusion_tag("indicators/_compared.html", takes_context=True)
def compared_with_others(context: Context, indicator: Indicator) -> dict[str, Any]:
    """Panel of an indicator's page (1 query, 4 more if there are figures of others)."""
    request = context["request"]
    found = compared(indicator, request.council, request.today)
    may_record = can(request.actor, Permission.INDICATORS_RECORD)
    return {"request": request, "indicator": indicator, "compared": found, "may_record": may_record}


@register.simple_tag
def strip_of(found: PeriodCompared) -> SafeString:
    """Dot strip of a period, for wide and narrow screens. Empty with fewer than two figures."""
    dots = [float(line.value) for line in found.neighbours if line.value is not None]
    shown = zip(found.named, SHAPES, strict=False)
    named = [
        Named(f"{line.name} {found.said(line.value)}", float(line.value), shape)
        for line, shape in shown
        if line.value is not None
    ]
    if len(dots) + len(named) < 2:
        return mark_safe("")
    drawings = {
        size: dot_strip(dots, named, title=found.chart_words, width=width, uid=f"strip-{size}")
        for size, width in SIZES.items()
    }
    return format_html_join(
        "",
        '<div class="rag-bar__{}">{}</div>',
        ((size, mark_safe(svg)) for size, svg in drawings.items()),  # noqa: S308 (our own drawing, which escapes words)
    )
