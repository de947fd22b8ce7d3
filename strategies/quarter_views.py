"""Pages of the council's quarters: the list, and forms to change a cut-off, set the days of grace, add and reopen.

The page of one quarter, and the one that closes it, are in `reporting`, which sees what is missing.
"""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from core.ui.editing import save_or_show
from core.words import count_words, list_words
from councils.actors import CouncilRequest, can, require
from councils.permissions import Permission

from .access import get_period
from .quarter_actions import add_quarters_between, change_cut_off, change_days_of_grace, reopen_quarter
from .quarter_forms import AddQuartersForm, CutOffForm, DaysOfGraceForm, ReopenForm
from .quarter_list import days_of_grace_set, quarter_list, quarters_to_offer
from .quarter_rules import default_cut_off

NAMED = 4
"""Number of added quarters that the banner names. It counts more."""


def list_url(council: str) -> str:
    return reverse("strategies:quarters", kwargs={"council": council})


@require_safe
def quarters(request: CouncilRequest, council: str) -> HttpResponse:
    """The council's quarters with their cut-offs and states (2 queries)."""
    require(request.actor, Permission.PROGRESS_VIEW)
    context = {
        "quarters": quarter_list(request.council, today=request.today),
        "can_close": can(request.actor, Permission.QUARTER_CLOSE),
        "can_see_missing": can(request.actor, Permission.PACKS_BUILD),
    }
    return render(request, "strategies/quarters.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def cut_off(request: CouncilRequest, council: str, label: str) -> HttpResponse:
    """Change the cut-off of a quarter, with a reason."""
    require(request.actor, Permission.QUARTER_CLOSE)
    period = get_period(label, lock=request.method == "POST")
    form = CutOffForm(
        request.POST or None,
        shown={"cut_off_on": period.cut_off_on},
        usual=default_cut_off(period.quarter),
    )

    def act() -> str:
        change_cut_off(period=period, by=request.actor, **form.said)
        return f"Cut-off of {period.quarter.short_words} changed."

    return save_or_show(
        request,
        form,
        act,
        done=list_url(council),
        heading="Change the cut-off",
        caption=period.quarter.words,
        intro="Dashboards and packs of the quarter show what was recorded by its cut-off. "
        "Updates already marked as late stay marked.",
        back=list_url(council),
        trail=["Quarters", list_url(council)],
    )


@require_http_methods(["GET", "HEAD", "POST"])
def days_of_grace(request: CouncilRequest, council: str) -> HttpResponse:
    """Set for how many working days after its cut-off a quarter stays in view."""
    require(request.actor, Permission.QUARTER_CLOSE)
    form = DaysOfGraceForm(request.POST or None, shown={"days_of_grace": days_of_grace_set()})

    def act() -> str:
        change_days_of_grace(by=request.actor, **form.said)
        return "Days of grace saved."

    return save_or_show(
        request,
        form,
        act,
        done=list_url(council),
        heading="Change the days of grace",
        intro="Pages open on a quarter until its days of grace are over, and then on the next one. "
        "The quarter stays open for late updates until someone closes it.",
        back=list_url(council),
        trail=["Quarters", list_url(council)],
    )


@require_http_methods(["GET", "HEAD", "POST"])
def add(request: CouncilRequest, council: str) -> HttpResponse:
    """Add quarters before, between or after those that the council has."""
    require(request.actor, Permission.QUARTER_CLOSE)
    first, last, following = quarters_to_offer(today=request.today)
    initial = {"first": following.label, "last": following.label}
    form = AddQuartersForm(request.POST or None, offered=(first, last), initial=initial)

    def act() -> str:
        added = add_quarters_between(by=request.actor, **form.said)
        names = [quarter.short_words for quarter in added]
        what = list_words(names) if len(names) <= NAMED else count_words(len(names), "quarter")
        return f"{what} added."

    return save_or_show(
        request,
        form,
        act,
        done=list_url(council),
        heading="Add quarters",
        intro="This financial year’s and the next one’s quarters are added by themselves. "
        "Quarters that the council already has stay as they are.",
        back=list_url(council),
        trail=["Quarters", list_url(council)],
        save="Add quarters",
    )


@require_http_methods(["GET", "HEAD", "POST"])
def reopen(request: CouncilRequest, council: str, label: str) -> HttpResponse:
    """Reopen a closed quarter, with a reason."""
    require(request.actor, Permission.QUARTER_CLOSE)
    period = get_period(label, lock=request.method == "POST")
    own_page = period.address(council)
    form = ReopenForm(request.POST or None)

    def act() -> str:
        reopen_quarter(period=period, by=request.actor, now=request.now, **form.said)
        return f"{period.quarter.short_words} reopened."

    return save_or_show(
        request,
        form,
        act,
        done=own_page,
        say=messages.success,
        heading=f"Reopen {period.quarter.short_words}",
        intro="A reopened quarter takes updates again. Those recorded after its cut-off are marked late. "
        "What was missing when it was closed stays in the change log.",
        back=own_page,
        trail=["Quarters", list_url(council), period.quarter.short_words, own_page],
        save="Reopen the quarter",
    )
