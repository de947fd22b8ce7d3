"""Indicator pages: the tables as the plan prints them, and one indicator."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from councils.actors import CouncilRequest, can, require
from councils.models import Council
from councils.permissions import Permission

from ..access import get_indicator
from ..addresses import export_address, list_address
from ..columns import facts_of
from ..forms.narrowing import NarrowingForm
from ..models import Indicator, NotExpected
from ..pages.glance_reading import read_at_a_glance
from ..pages.indicator import figures_of, target_lines
from ..pages.listing import Choices, fitting, quarter_ended, rows_words
from ..pages.spc_panel import spc_panel
from ..pages.table import indicator_tables
from ..pages.table_reading import read_as_printed
from ..pages.workings import workings_of
from ..rules import Unit, difference_words
from ..rules.formulas import Formula
from ..small_numbers import hidden_outside
from ..spc_series import spc_series, standing_rebases
from ..summaries import indicator_states

FILES = {"csv": "CSV", "xlsx": "Excel"}


@require_safe
def indicator_list(request: CouncilRequest, council: str) -> HttpResponse:
    """Tables of the council's strategies, narrowed to the rows that fit the filters (5 queries).

    1 more to show the rows without a figure for the quarter that ended last, and 1 where small numbers are hidden.

    With `?columns=all` they have the plan's own columns: history, quarters and all targets.
    """
    require(request.actor, Permission.INDICATORS_VIEW)
    as_printed = request.GET.get("columns") == "all"
    read_all = read_as_printed if as_printed else read_at_a_glance
    read = read_all(as_at=request.today, hides=request.council.hides_small_numbers)
    states = read.states
    quarter = quarter_ended(request.today)
    form = NarrowingForm(request.GET, choices=Choices.among(states), quarter=quarter)
    kept = {state.indicator.id for state in fitting(states, form.narrowing, request.today)}
    columns = {"columns": "all"} if as_printed else {}
    tables = indicator_tables(read, fitting=kept, as_printed=as_printed)
    samples = frozenset[bool]().union(*(table.samples for table in tables))
    parameters = form.parameters()
    context = {
        "tables": tables,
        "has_sample": True in samples,
        "marks_samples": len(samples) > 1,
        "marks_hidden": any(table.has_hidden for table in tables),
        "hides_in_files": _hides_in_files(request.council, read.rows_hidden, kept),
        "may_change_small_numbers": can(request.actor, Permission.SMALL_NUMBERS_CHANGE),
        "small_numbers_url": _small_numbers_url(request),
        "may_change": can(request.actor, Permission.PLAN_CHANGE),
        "may_record": can(request.actor, Permission.INDICATORS_RECORD),
        "form": form,
        "has_rows": bool(states),
        "rows_words": rows_words(len(kept), len(states)),
        "chips": [
            (list_address(council, form.parameters(each) | columns), each.words)
            for each in form.active_filters
        ],
        "clear_url": list_address(council, columns),
        "as_printed": as_printed,
        "other_columns_url": list_address(council, parameters | ({} if as_printed else {"columns": "all"})),
        "export_urls": [(words, export_address(council, kind, parameters)) for kind, words in FILES.items()],
    }
    return render(request, "indicators/list.html", context)


def _hides_in_files(council: Council, known: frozenset[int], kept: set[int]) -> bool:
    """Whether a file of the rows hides figures (2 queries where only other rows are known to have such).

    Those of an earlier period may be hidden because they would give another row's away.
    """
    if not known or not known.isdisjoint(kept):
        return bool(known)
    return any(row in kept for row, _ in hidden_outside(council))


def _small_numbers_url(request: CouncilRequest) -> str:
    """The page that turns hiding on and off, for those who may, and for others the guide's paragraph on it."""
    if can(request.actor, Permission.SMALL_NUMBERS_CHANGE):
        return reverse("councils:small_numbers", kwargs={"council": request.council.slug})
    return f"{reverse('guide:page', kwargs={'name': 'officers'})}#small-numbers"


@require_safe
def detail(request: CouncilRequest, council: str, indicator: UUID) -> HttpResponse:
    """One indicator with its figures and targets (11 queries, and those of the panels).

    1 more if any figure was corrected, and 2 for how a derived row is worked out.
    """
    require(request.actor, Permission.INDICATORS_VIEW)
    found = get_indicator(indicator)
    [state] = indicator_states(Indicator.objects.filter(id=found.id), as_at=request.today)
    workings = workings_of(found)
    by_period = workings.by_period if workings else None
    figures = figures_of(state, by_period, hidden=hidden_outside(request.council, among=[found.id]))
    rated = target_lines(state)
    facts = [facts_of(line.reading) for line in figures.lines]
    series = spc_series(
        found,
        facts,
        state.targets.values(),
        standing_rebases(found) if facts else [],
        figures.all_breaks,
        today=request.today,
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
        "may_reopen": can(request.actor, Permission.QUARTER_CLOSE),
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
