"""Template tags for trajectories and expected effects. Deliverable pages use one, as they must not import this app."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from django import template
from django.template.context import Context
from django.utils.html import format_html_join
from django.utils.safestring import SafeString, mark_safe

from core.ui.trajectory_chart import Line, trajectory_chart
from councils.actors import can
from councils.permissions import Permission
from deliverables.models import Deliverable

from ..models import ExpectedEffect, Indicator
from ..rules import value_words
from ..trajectory import Mark
from ..trajectory_page import Expected, expected_of

register = template.Library()
WIDE, NARROW = 720, 320


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


@register.inclusion_tag("indicators/_trajectories.html", takes_context=True)
def trajectories_of(context: Context, indicator: Indicator) -> dict[str, Any]:
    """What an indicator is expected to do, with the workings (1 query, 4 more with a trajectory)."""
    request = context["request"]
    may_change = can(request.actor, Permission.PLAN_CHANGE) and indicator.holds_figures
    expected = expected_of(indicator, as_at=request.today)
    return {"request": request, "indicator": indicator, "expected": expected, "may_change": may_change}


@register.simple_tag
def trajectory_drawings(expected: Expected, title: str) -> SafeString:
    """Chart of the figures and both lines, one for a wide and one for a narrow screen."""
    lines = [
        Line("Actual", expected.actual, "actual"),
        Line("Do nothing", _drawn(expected.main.facts.do_nothing), "nothing"),
        Line("With the plan", _drawn(expected.main.facts.with_plan), "plan"),
    ]
    drawings = {
        size: trajectory_chart(
            [line for line in lines if line.marks],
            title=title,
            width=width,
            uid=f"trajectory-{size}",
            words=lambda value: value_words(value, expected.unit),
        )
        for size, width in (("wide", WIDE), ("narrow", NARROW))
    }
    pairs = ((size, mark_safe(drawn)) for size, drawn in drawings.items())  # noqa: S308 (they escape their words)
    return format_html_join("", '<div class="trajectory__{}">{}</div>', pairs)


def _drawn(line: Sequence[Mark]) -> Sequence[Mark]:
    """A line to draw. One that only has the baseline is none."""
    return line if len(line) > 1 else ()


def _panel(context: Context, effects: Iterable[ExpectedEffect]) -> dict[str, Any]:
    request = context["request"]
    may_change = can(request.actor, Permission.PLAN_CHANGE)
    return {"request": request, "effects": list(effects), "may_change": may_change}
