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
from ..formulas import Formula
from ..indicator_page import figures_of, target_lines
from ..models import Indicator, NotExpected
from ..rules import Unit, difference_words
from ..spc_panel import spc_panel
from ..spc_series import spc_series, standing_rebases
from ..summaries import indicator_states
from ..table import indicator_tables
from ..workings import workings_of


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
    """One indicator with its figures and targets (9 queries, and those of the panels).

    1 more if any figure was corrected, and 2 for how a derived row is worked out.
    """
    require(request.actor, Permission.INDICATORS_VIEW)
    found = get_indicator(indicator)
    [state] = indicator_states(Indicator.objects.filter(id=found.id), as_at=request.today)
    workings = workings_of(found)
    figures, rated = figures_of(state, workings.by_period if workings else None), target_lines(state)
    facts = [facts_of(line.reading) for line in figures.lines]
    series = spc_series(
        found, facts, state.targets.values(), standing_rebases(found) if facts else [], today=request.today
    )
    spc = spc_panel(found, series) if series else None
    samples = {line.reading.sample for line in figures.lines} | {
        each for line in rated for each in line.samples
    }
    may_record = can(request.actor, Permission.INDICATORS_RECORD)
    tolerance, unit = found.default_tolerance, Unit(found.unit)
    context = {
        "indicator": found,
        "is_heading": found.is_heading,
        "may_change": can(request.actor, Permission.PLAN_CHANGE),
        "may_record": may_record,
        "may_correct": may_record and any(not line.reading.derived for line in figures.lines),
        "may_set_targets": may_record and found.holds_figures and not found.is_contextual,
        "tolerance_words": difference_words(tolerance, unit) if tolerance is not None else "",
        "children": list(Indicator.objects.filter(parent=found).in_table_order()),
        "figures": figures.with_variation(spc.marks) if spc else figures,
        "spc": spc,
        "workings": workings,
        "formulas": list(Formula),
        "targets": rated,
        "not_expected": NotExpected.objects.filter(indicator=found).order_by("period"),
        "has_sample": True in samples,
        "marks_samples": len(samples) > 1,
    }
    return render(request, "indicators/indicator.html", context)
