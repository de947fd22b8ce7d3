"""Pages that circulate a version, record what its steps decide, take it back, and publish it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from core.refusals import ChangeRefused
from core.ui.editing import save_or_show
from councils.actors import CouncilRequest, require
from councils.permissions import Permission

from ..access import get_step, get_version
from ..actions import (
    approve_step,
    back_to_draft,
    circulate_version,
    publish_version,
    return_step,
    take_back_approval,
    withdraw_version,
)
from ..forms import DecisionForm, ReasonForm
from ..forms.decisions import APPROVE
from ..frozen.taking import TooBusy
from ..models import PlanVersion
from ..rules import Act
from ..summaries import VersionLine, line_of
from .drafts import plan_of
from .trails import version_trail, version_url


def _confirm(
    request: CouncilRequest,
    version: PlanVersion,
    act: Act,
    do: Callable[[], Any],
    *,
    heading: str,
    button: str,
    done: str,
    template: str,
) -> HttpResponse:
    """A page that says what an act does, with a button that does it (at most 4 queries to show)."""
    line: VersionLine = line_of(request.actor, version)
    refusal = ""
    if request.method == "POST":
        try:
            do()
        except (ChangeRefused, TooBusy) as refused:
            refusal = str(refused)
        else:
            messages.success(request, done)
            return redirect(version_url(request, version))
    context = {
        "version": version,
        "line": line,
        "can_act": act in line.may_do,
        "refusal": refusal,
        "heading": heading,
        "button": button,
        "trail": [*version_trail(request, version), heading],
        "back_url": version_url(request, version),
    }
    return render(request, template, context, status=422 if refusal else 200)


@require_http_methods(["GET", "HEAD", "POST"])
def circulate(request: CouncilRequest, council: str, slug: str, version: UUID) -> HttpResponse:
    """Say what circulating does, and circulate the version as a frozen copy."""
    require(request.actor, Permission.PLAN_CHANGE)
    found = get_version(request.actor, plan_of(request, slug), version)
    return _confirm(
        request,
        found,
        Act.CIRCULATE,
        lambda: circulate_version(version=found, by=request.actor, today=request.today, now=request.now),
        heading=f"Circulate {found.label}",
        button="Circulate",
        done=f"{found.label} is circulated. Its frozen copy is what everyone approves.",
        template="plan_versions/circulate.html",
    )


@require_http_methods(["GET", "HEAD", "POST"])
def publish(request: CouncilRequest, council: str, slug: str, version: UUID) -> HttpResponse:
    """Say what publishing does, and publish the version."""
    require(request.actor, Permission.PLAN_PUBLISH)
    found = get_version(request.actor, plan_of(request, slug), version)
    return _confirm(
        request,
        found,
        Act.PUBLISH,
        lambda: publish_version(version=found, by=request.actor, today=request.today, now=request.now),
        heading=f"Publish {found.label}",
        button="Publish",
        done=f"{found.label} is published.",
        template="plan_versions/publish.html",
    )


@require_http_methods(["GET", "HEAD", "POST"])
def decide(request: CouncilRequest, council: str, slug: str, version: UUID, step: UUID) -> HttpResponse:
    """Record that a step approved the version or returned it (4 queries to show)."""
    require(request.actor, Permission.PLAN_APPROVE)
    found = get_version(request.actor, plan_of(request, slug), version)
    mine = get_step(found, step)
    form = DecisionForm(request.POST or None, today=request.today)

    def act() -> str:
        said: dict[str, Any] = {"on": form.said["on"], "comment": form.said["comment"]}
        decision = approve_step if form.said["decision"] == APPROVE else return_step
        decision(step=mine, by=request.actor, today=request.today, now=request.now, **said)
        word = "Approval by" if form.said["decision"] == APPROVE else "Return by"
        return f"{word} {mine.words} recorded."

    return save_or_show(
        request,
        form,
        act,
        done=version_url(request, found),
        say=messages.success,
        heading="Record a decision",
        caption=f"{found.label}: {mine.who}",
        back=version_url(request, found),
        trail=version_trail(request, found),
    )


def _step_back(
    request: CouncilRequest,
    version: PlanVersion,
    do: Callable[[str], Any],
    *,
    heading: str,
    intro: str,
    done: str,
    save: str,
) -> HttpResponse:
    """A page that asks why something is taken back, and does it (2 queries to show)."""
    form = ReasonForm(request.POST or None)

    def act() -> str:
        do(form.said["reason"])
        return done

    return save_or_show(
        request,
        form,
        act,
        done=version_url(request, version),
        say=messages.success,
        heading=heading,
        caption=version.label,
        intro=intro,
        save=save,
        back=version_url(request, version),
        trail=version_trail(request, version),
    )


@require_http_methods(["GET", "HEAD", "POST"])
def take_back(request: CouncilRequest, council: str, slug: str, version: UUID, step: UUID) -> HttpResponse:
    """Take back an approval that was recorded by mistake."""
    require(request.actor, Permission.PLAN_APPROVE)
    found = get_version(request.actor, plan_of(request, slug), version)
    mine = get_step(found, step)
    return _step_back(
        request,
        found,
        lambda reason: take_back_approval(
            step=mine, reason=reason, by=request.actor, today=request.today, now=request.now
        ),
        heading=f"Take back the approval by {mine.who}",
        intro="Do this if it was recorded by mistake. It leaves the version table and can be recorded again.",
        done=f"Approval by {mine.who} taken back.",
        save="Take back",
    )


@require_http_methods(["GET", "HEAD", "POST"])
def to_draft(request: CouncilRequest, council: str, slug: str, version: UUID) -> HttpResponse:
    """Make a circulated version a draft again."""
    require(request.actor, Permission.PLAN_CHANGE)
    found = get_version(request.actor, plan_of(request, slug), version)
    return _step_back(
        request,
        found,
        lambda reason: back_to_draft(
            version=found, reason=reason, by=request.actor, today=request.today, now=request.now
        ),
        heading=f"Make {found.label} a draft again",
        intro="Do this if the text has to change. Approvals given so far leave the version table, because they "
        "are not about the text that is circulated next. They stay in the history of this version.",
        done=f"{found.label} is a draft again.",
        save="Make it a draft",
    )


@require_http_methods(["GET", "HEAD", "POST"])
def withdraw(request: CouncilRequest, council: str, slug: str, version: UUID) -> HttpResponse:
    """Withdraw a version that will not be published."""
    require(request.actor, Permission.PLAN_CHANGE)
    found = get_version(request.actor, plan_of(request, slug), version)
    return _step_back(
        request,
        found,
        lambda reason: withdraw_version(
            version=found, reason=reason, by=request.actor, today=request.today, now=request.now
        ),
        heading=f"Withdraw {found.label}",
        intro="Do this if it will not be published. Its copy, approvals and history stay. You cannot undo this.",
        done=f"{found.label} is withdrawn.",
        save="Withdraw",
    )
