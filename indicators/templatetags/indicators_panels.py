"""Template tags for expected effects, usual variation and figures that are owed.

Pages of `deliverables` must not import this app.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import template
from django.template.context import Context
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe

from core.periods import Quarter
from councils.actors import can
from councils.models import Person
from councils.permissions import Permission
from deliverables.models import Deliverable

from ..models import ExpectedEffect, Indicator
from ..owed import answers_for, indicators_owing
from ..pages.spc_panel import SpcPanel
from ..rules.spc.chart import NARROW, WIDE, spc_chart
from ..rules.spc.icon_drawings import assurance_icon, variation_icon

register = template.Library()


@register.inclusion_tag("indicators/_effects_of_deliverable.html", takes_context=True)
def expected_effects(context: Context, deliverable: Deliverable) -> dict[str, Any]:
    """Indicators that a deliverable is meant to move, if any (1 query)."""
    effects = ExpectedEffect.objects.filter(deliverable=deliverable).select_related(
        "indicator__parent__parent__parent"
    )
    return _panel(context, effects.order_by("indicator__position", "id")) | {"deliverable": deliverable}


@register.inclusion_tag("indicators/_effects_on_indicator.html", takes_context=True)
def expected_from(context: Context, indicator: Indicator) -> dict[str, Any]:
    """Deliverables in the plan that are meant to move an indicator (1 query)."""
    effects = ExpectedEffect.objects.filter(indicator=indicator, deliverable__dropped_on=None).select_related(
        "deliverable__strand", "deliverable__strategy", "indicator"
    )
    panel = _panel(context, effects.order_by("deliverable__position", "id")) | {"indicator": indicator}
    return panel | {"may_change": panel["may_change"] and not indicator.is_heading}


@register.inclusion_tag("indicators/_figures_owed.html", takes_context=True)
def figures_owed(context: Context, person: Person, quarter: Quarter) -> dict[str, Any]:
    """Missing figures of the quarter that a person answers for (2 queries, none for someone who may not record)."""
    request = context["request"]
    may_record = can(request.actor, Permission.INDICATORS_RECORD)
    owing = indicators_owing(quarter, today=request.today) if may_record else []
    return {
        "request": request,
        "quarter": quarter,
        "rows": [row for row in owing if answers_for(person, row)],
    }


def _panel(context: Context, effects: Iterable[ExpectedEffect]) -> dict[str, Any]:
    request = context["request"]
    may_change = can(request.actor, Permission.PLAN_CHANGE)
    return {"request": request, "effects": list(effects), "may_change": may_change}


@register.simple_tag
def spc_charts(panel: SpcPanel) -> SafeString:
    """Chart of usual variation for wide and narrow screens. Put the table of figures next to it."""
    drawings = [
        (
            size,
            spc_chart(panel.series.analysis, panel.axes, title=panel.title, width=width, uid=f"spc-{size}"),
        )
        for size, width in (("wide", WIDE), ("narrow", NARROW))
    ]
    return format_html_join(
        "",
        '<div class="spc__{}">{}</div>',
        ((size, mark_safe(drawn)) for size, drawn in drawings),  # noqa: S308 (our own drawing, which escapes its words)
    )


@register.simple_tag
def spc_icons(panel: SpcPanel) -> SafeString:
    """Variation and assurance icon with their words, or nothing."""
    variation, assurance = panel.series.analysis.variation, panel.series.analysis.assurance
    icons = [("Variation", variation.word, variation_icon(variation))] if variation else []
    icons += [("Assurance", assurance.word, assurance_icon(assurance))] if assurance else []
    if not icons:
        return mark_safe("")
    items = format_html_join(
        "",
        "<li>{}<span>{}: {}</span></li>",
        ((mark_safe(icon), name, words) for name, words, icon in icons),  # noqa: S308 (our own drawing)
    )
    return format_html('<ul class="spc__icons">{}</ul>', items)
