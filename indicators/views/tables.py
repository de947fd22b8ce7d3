"""Indicator pages: the tables as the plan prints them, and one indicator."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from councils.actors import CouncilRequest, can, require
from councils.permissions import Permission

from ..access import get_indicator
from ..indicator_page import figures_of, target_lines
from ..models import Benchmark, Indicator
from ..rules import Unit, value_words
from ..summaries import indicator_states
from ..table import indicator_tables


@require_safe
def indicator_list(request: CouncilRequest, council: str) -> HttpResponse:
    """Tables of the council's strategies (5 queries)."""
    require(request.actor, Permission.INDICATORS_VIEW)
    tables = indicator_tables(as_at=request.today)
    samples = frozenset[bool]().union(*(table.samples for table in tables))
    context = {"tables": tables, "has_sample": True in samples, "marks_samples": len(samples) > 1}
    context["may_change"] = can(request.actor, Permission.PLAN_CHANGE)
    return render(request, "indicators/list.html", context)


@require_safe
def detail(request: CouncilRequest, council: str, indicator: UUID) -> HttpResponse:
    """One indicator with its readings, targets and benchmarks.

    6 queries, 1 more if any was corrected, 1 for effects, and 1 for trajectories (5 if it has some).
    """
    require(request.actor, Permission.INDICATORS_VIEW)
    found = get_indicator(indicator)
    [state] = indicator_states(Indicator.objects.filter(id=found.id), as_at=request.today)
    figures, rated = figures_of(state), target_lines(state)
    samples = {line.reading.sample for line in figures.lines} | {
        each for line in rated for each in line.samples
    }
    may_record = can(request.actor, Permission.INDICATORS_RECORD)
    benchmarks = Benchmark.objects.filter(indicator=found)
    context = {
        "indicator": found,
        "is_heading": found.is_heading,
        "may_change": can(request.actor, Permission.PLAN_CHANGE),
        "may_record": may_record,
        "may_set_targets": may_record and found.holds_figures,
        "children": list(Indicator.objects.filter(parent=found).in_table_order()),
        "figures": figures,
        "targets": rated,
        "benchmarks": [(each, value_words(each.value, Unit(found.unit))) for each in benchmarks],
        "has_sample": True in samples,
        "marks_samples": len(samples) > 1,
    }
    return render(request, "indicators/indicator.html", context)
