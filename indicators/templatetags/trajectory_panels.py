"""Template tags for what an indicator is expected to do: the panel on its page, and the chart in it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import template
from django.template.context import Context
from django.utils.html import format_html_join
from django.utils.safestring import SafeString, mark_safe

from core.ui.trajectory_chart import Line, trajectory_chart
from councils.actors import can
from councils.permissions import Permission

from ..models import Indicator
from ..pages.trajectory import Expected, expected_of
from ..rules import value_words
from ..rules.trajectory import Mark

register = template.Library()
WIDE, NARROW = 720, 320


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
