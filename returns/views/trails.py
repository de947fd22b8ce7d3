"""Addresses and breadcrumbs that these pages share."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import QueryDict
from django.urls import reverse

from core.ui.editing import undo_message
from councils.actors import CouncilRequest
from strategies.models import Strategy

from ..models import Submission


def posted(request: CouncilRequest) -> QueryDict | None:
    """What was sent, to bind a form with."""
    return request.POST if request.method == "POST" else None


def calendar_url(request: CouncilRequest) -> str:
    return reverse("returns:calendar", kwargs={"council": request.council.slug})


def submissions_url(
    request: CouncilRequest, strategy: Strategy, page: str = "submissions", **more: Any
) -> str:
    place = {"council": request.council.slug, "slug": strategy.slug}
    return reverse(f"returns:{page}", kwargs=place | more)


def submission_url(
    request: CouncilRequest, submission: Submission, page: str = "submission", **more: Any
) -> str:
    return submissions_url(request, submission.strategy, page, submission=submission.public_id, **more)


def plan_trail(request: CouncilRequest, strategy: Strategy) -> list[str]:
    place = {"council": request.council.slug}
    plan = reverse("strategies:strategy", kwargs=place | {"slug": strategy.slug})
    return ["Plan", reverse("strategies:list", kwargs=place), strategy.title, plan]


def submissions_trail(request: CouncilRequest, strategy: Strategy) -> list[str]:
    return [*plan_trail(request, strategy), "Submissions", submissions_url(request, strategy)]


def submission_trail(request: CouncilRequest, submission: Submission) -> list[str]:
    trail = submissions_trail(request, submission.strategy)
    return [*trail, submission.title, submission_url(request, submission)]


def returns_trail(request: CouncilRequest) -> list[str]:
    return ["Returns", calendar_url(request)]


def say_if(changed: list[bool]) -> Any:
    """The banner after a save: with Undo if the last save has changed something."""

    def say(request: Any, words: str) -> None:
        if changed[-1]:
            undo_message(request, words)
        else:
            messages.success(request, "Nothing was changed.")

    return say
