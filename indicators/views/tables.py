"""Indicator pages: the tables as the plan prints them, and one indicator."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from councils.actors import CouncilRequest, can, require
from councils.permissions import Permission

from ..access import get_indicator
from ..columns import facts_of
from ..indicator_page import figures_of, target_lines
from ..models import Indicator, NotExpected
from ..spc_panel import spc_panel
from ..spc_series import spc_series, standing_rebases
from ..summaries import indicator_states
from ..table import indicator_tables


@require_safe
def indicator_list(request: CouncilRequest, council: str) -> HttpResponse:
    """Tables of the council's strategies (6 queries)."""
    require(request.actor, Permission.INDICATORS_VIEW)
    tables = indicator_tables(as_at=request.today)
    samples = frozenset[bool]().union(*(table.samples for table in tables))
    context = {"tables": tables, "has_sample": True in samples, "marks_samples": len(samples) > 1}
    context["may_change"] = can(request.actor, Permission.PLAN_CHANGE)
    context["may_record"] = can(request.actor, Permission.INDICATORS_RECORD)
    return render(request, "indicators/list.html", context)


@require_safe
def detail(request: CouncilRequest, council: str, indicator: UUID) -> HttpResponse:
    """One indicator with its figures and targets (7 queries, 1 more if any was corrected, and those of the panels)."""
    require(request.actor, Permission.INDICATORS_VIEW)
    found = get_indicator(indicator)
    [state] = indicator_states(Indicator.objects.filter(id=found.id), as_at=request.today)
    figures, rated = figures_of(state), target_lines(state)
    facts = [facts_of(line.reading) for line in figures.lines]
    series = spc_series(
        found, facts, state.targets.values(), standing_rebases(found) if facts else [], today=request.today
    )
    spc = spc_panel(found, series) if series else None
    samples = {line.reading.sample for line in figures.lines} | {
        each for line in rated for each in line.samples
    }
    may_record = can(request.actor, Permission.INDICATORS_RECORD)
    context = {
        "indicator": found,
        "is_heading": found.is_heading,
        "may_change": can(request.actor, Permission.PLAN_CHANGE),
        "may_record": may_record,
        "may_set_targets": may_record and found.holds_figures,
        "children": list(Indicator.objects.filter(parent=found).in_table_order()),
        "figures": figures.with_variation(spc.marks) if spc else figures,
        "spc": spc,
        "targets": rated,
        "not_expected": NotExpected.objects.filter(indicator=found).order_by("period"),
        "has_sample": True in samples,
        "marks_samples": len(samples) > 1,
    }
    return render(request, "indicators/indicator.html", context)
