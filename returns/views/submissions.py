"""Submissions of a plan: the list, one with its steps, and what is said of it."""

from __future__ import annotations

from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods, require_safe

from core.ui.editing import save_or_show
from councils.actors import CouncilRequest, can, require
from councils.permissions import Permission
from strategies.access import get_strategy

from ..access import get_submission
from ..actions import add_submission, change_submission, remove_submission, take_step
from ..forms import RemoveForm, StepForm, SubmissionForm
from ..rules import State
from ..summaries import STEP_LABELS, submission_lines, submission_page
from .trails import (
    plan_trail,
    posted,
    say_if,
    submission_trail,
    submission_url,
    submissions_trail,
    submissions_url,
)


@require_safe
def submissions(request: CouncilRequest, council: str, slug: str) -> HttpResponse:
    """List the submissions of a plan (2 queries)."""
    require(request.actor, Permission.PLAN_VIEW)
    strategy = get_strategy(slug)
    lines = submission_lines(strategy)
    context = {
        "strategy": strategy,
        "lines": lines,
        "may_change": can(request.actor, Permission.PLAN_CHANGE),
        "trail": [*plan_trail(request, strategy), "Submissions"],
        "has_sample": any(line.submission.sample for line in lines),
    }
    return render(request, "returns/submissions.html", context)


@require_safe
def submission(request: CouncilRequest, council: str, slug: str, submission: UUID) -> HttpResponse:
    """A submission with its steps, the reader's comments and their answers (6 queries at most)."""
    require(request.actor, Permission.PLAN_VIEW)
    strategy = get_strategy(slug)
    found = get_submission(strategy, submission)
    context = {
        "strategy": strategy,
        "page": submission_page(found),
        "may_change": can(request.actor, Permission.PLAN_CHANGE),
        "trail": [*submissions_trail(request, strategy), found.title],
        "has_sample": found.sample,
    }
    return render(request, "returns/submission.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def add(request: CouncilRequest, council: str, slug: str) -> HttpResponse:
    """Add a submission as a draft (2 queries to show the form)."""
    require(request.actor, Permission.PLAN_CHANGE)
    strategy = get_strategy(slug)
    form = SubmissionForm(posted(request), versions=list(strategy.versions.all()))
    saved: list[str] = []

    def act() -> str:
        found = add_submission(strategy=strategy, said=form.submission, by=request.actor)
        saved.append(submission_url(request, found))
        return f"{found.title} added as a draft."

    return save_or_show(
        request,
        form,
        act,
        done=lambda: saved[-1],
        heading="Add a submission",
        caption=strategy.title,
        back=submissions_url(request, strategy),
        trail=submissions_trail(request, strategy),
    )


@require_http_methods(["GET", "HEAD", "POST"])
def change(request: CouncilRequest, council: str, slug: str, submission: UUID) -> HttpResponse:
    """Change what is said of a submission (3 queries to show the form)."""
    require(request.actor, Permission.PLAN_CHANGE)
    strategy = get_strategy(slug)
    found = get_submission(strategy, submission, lock=request.method == "POST")
    shown = SubmissionForm.shown_of(found)
    form = SubmissionForm(posted(request), shown=shown, versions=list(strategy.versions.all()))
    changed: list[bool] = []

    def act() -> str:
        changed.append(change_submission(submission=found, said=form.submission, by=request.actor))
        return f"{found.title} saved."

    return save_or_show(
        request,
        form,
        act,
        done=submission_url(request, found),
        say=say_if(changed),
        heading="Change the submission",
        caption=found.title,
        back=submission_url(request, found),
        trail=submission_trail(request, found),
    )


@require_http_methods(["GET", "HEAD", "POST"])
def step(request: CouncilRequest, council: str, slug: str, submission: UUID, to: str) -> HttpResponse:
    """Take a submission to another state (2 queries to show the form)."""
    require(request.actor, Permission.PLAN_CHANGE)
    strategy = get_strategy(slug)
    found = get_submission(strategy, submission, lock=request.method == "POST")
    if to not in set(STEP_LABELS):
        raise Http404("A submission has no such state.")
    form = StepForm(posted(request), initial={"taken_on": request.today})

    def act() -> str:
        take_step(submission=found, to=State(to), by=request.actor, today=request.today, **form.said)
        return f"{found.title}: {State(to).word.lower()}."

    return save_or_show(
        request,
        form,
        act,
        done=submission_url(request, found),
        heading=STEP_LABELS[State(to)],
        caption=found.title,
        back=submission_url(request, found),
        trail=submission_trail(request, found),
    )


@require_http_methods(["GET", "HEAD", "POST"])
def remove(request: CouncilRequest, council: str, slug: str, submission: UUID) -> HttpResponse:
    """Remove a draft (2 queries to show the page)."""
    require(request.actor, Permission.PLAN_CHANGE)
    strategy = get_strategy(slug)
    found = get_submission(strategy, submission, lock=request.method == "POST")
    form = RemoveForm(posted(request))

    def act() -> str:
        remove_submission(submission=found, by=request.actor, **form.said)
        return f"{found.title} removed."

    return save_or_show(
        request,
        form,
        act,
        done=submissions_url(request, strategy),
        heading="Remove the draft",
        caption=found.title,
        back=submission_url(request, found),
        trail=submission_trail(request, found),
        save="Remove it",
    )
