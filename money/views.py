"""Pages of budget lines: the table of a plan with totals, and the forms to add, change and remove one."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django.db.models import Q
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from core.ui.editing import EditForm, save_or_show
from core.words import plural
from councils.actors import CouncilRequest, can, require
from councils.permissions import Permission
from deliverables.models import Deliverable
from strategies.access import get_strategy
from strategies.models import Strategy
from strategies.views.trails import strategy_trail

from .access import get_line
from .actions import add_line, change_line, remove_line
from .exporters import money_csv
from .forms import LineForm
from .headline import headline, more_words
from .models import BudgetLine
from .rules import Total, financial_year_of
from .summaries import money_lines, years_of


def _list_url(request: CouncilRequest, strategy: Strategy) -> str:
    return reverse("money:list", kwargs={"council": request.council.slug, "slug": strategy.slug})


def _trail(request: CouncilRequest, strategy: Strategy) -> list[str]:
    return [*strategy_trail(request, strategy), "Money", _list_url(request, strategy)]


@require_safe
def lines(request: CouncilRequest, council: str, slug: str) -> HttpResponse:
    """The plan's budget lines by financial year, with totals (3 queries)."""
    require(request.actor, Permission.PLAN_VIEW)
    strategy = get_strategy(slug)
    years = years_of(strategy)
    total = Total([each.amounts for year in years for each in year.lines])
    samples = [each.line.sample for year in years for each in year.lines]
    context = {
        "strategy": strategy,
        "years": years,
        "headline": headline(total, years=len(years)),
        "more_words": more_words(total),
        "may_change": can(request.actor, Permission.PLAN_CHANGE),
        "trail": _trail(request, strategy)[:-1],
        "has_sample": any(samples),
        "marks_samples": any(samples) and not all(samples),
    }
    return render(request, "money/list.html", context)


@require_safe
def lines_file(request: CouncilRequest, council: str, slug: str) -> HttpResponse:
    """Download the plan's budget lines as CSV (3 queries)."""
    require(request.actor, Permission.PLAN_VIEW)
    strategy = get_strategy(slug)
    content = money_csv(years_of(strategy))
    disposition = {"Content-Disposition": f'attachment; filename="{council}-{slug}-money.csv"'}
    return HttpResponse(content, content_type="text/csv; charset=utf-8", headers=disposition)


def _form(
    request: CouncilRequest,
    strategy: Strategy,
    *,
    line: BudgetLine | None = None,
    linked: Sequence[Deliverable] = (),
    initial: dict[str, Any] | None = None,
) -> LineForm:
    """The form with its choices (1 query)."""
    return LineForm(
        request.POST or None,
        deliverables=list(
            Deliverable.with_dropped.to_link(strategy, also=Q(pk__in=[each.pk for each in linked]))
        ),
        noun=plural(strategy.deliverable_noun),
        line=line,
        linked=linked,
        initial=initial or {},
    )


@require_http_methods(["GET", "HEAD", "POST"])
def add(request: CouncilRequest, council: str, slug: str) -> HttpResponse:
    """Add a budget line, with `deliverable` in the address for one that it pays for (2 queries to show)."""
    require(request.actor, Permission.PLAN_CHANGE)
    strategy = get_strategy(slug)
    initial = {
        "deliverables": request.GET.getlist("deliverable"),
        "financial_year": financial_year_of(request.today),
    }
    form = _form(request, strategy, initial=initial)

    def act() -> str:
        line = add_line(strategy=strategy, facts=form.facts, by=request.actor, today=request.today)
        return f"Budget line added: {line}"

    return save_or_show(
        request,
        form,
        act,
        done=_list_url(request, strategy),
        heading="Add a budget line",
        caption=strategy.title,
        back=_list_url(request, strategy),
        trail=_trail(request, strategy),
        template="money/form.html",
        save="Add the budget line",
    )


@require_http_methods(["GET", "HEAD", "POST"])
def change(request: CouncilRequest, council: str, line: UUID) -> HttpResponse:
    """Change a budget line (3 queries to show)."""
    require(request.actor, Permission.PLAN_CHANGE)
    found = get_line(line, lock=request.method == "POST")
    [shown] = money_lines([found])
    form = _form(request, found.strategy, line=found, linked=shown.deliverables)

    def act() -> str:
        change_line(line=found, facts=form.facts, by=request.actor, today=request.today)
        return f"Budget line saved: {found}"

    return save_or_show(
        request,
        form,
        act,
        done=_list_url(request, found.strategy),
        heading="Change the budget line",
        caption=str(found),
        back=_list_url(request, found.strategy),
        trail=_trail(request, found.strategy),
        template="money/form.html",
        remove_url=reverse("money:remove", kwargs={"council": council, "line": found.public_id}),
    )


@require_http_methods(["GET", "HEAD", "POST"])
def remove(request: CouncilRequest, council: str, line: UUID) -> HttpResponse:
    """Remove a budget line."""
    require(request.actor, Permission.PLAN_CHANGE)
    found = get_line(line, lock=request.method == "POST")
    form = EditForm(request.POST or None)

    def act() -> str:
        remove_line(line=found, by=request.actor)
        return f"Budget line removed: {found}"

    return save_or_show(
        request,
        form,
        act,
        done=_list_url(request, found.strategy),
        heading="Remove this budget line?",
        caption=str(found),
        intro="Its amounts no longer count in the total of the year. You can undo this for an hour.",
        back=_list_url(request, found.strategy),
        trail=_trail(request, found.strategy),
        save="Remove it",
    )
