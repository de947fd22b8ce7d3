"""Page that loads a published plan as an example into a new council, and removes it."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from core.refusals import ChangeRefused
from core.words import count_words, list_words
from councils.actors import CouncilRequest, require
from councils.permissions import Permission
from strategies.access import get_strategy

from .example import example_plans, load_example, remove_example
from .removing import Removed

MOST_NAMES = 5


@require_http_methods(["GET", "HEAD", "POST"])
def example(request: CouncilRequest, council: str) -> HttpResponse:
    """Load a copy of a published plan (`load`), or remove the one that was loaded (`remove`)."""
    require(request.actor, Permission.PLAN_CHANGE)
    problem = ""
    if request.method == "POST":
        try:
            messages.success(request, _change(request))
        except ChangeRefused as refused:
            problem = str(refused)
        else:
            return redirect("reporting:dashboard", council=council)
    context = {"plans": example_plans(), "problem": problem}
    return render(request, "demo/example.html", context, status=422 if problem else 200)


def _change(request: CouncilRequest) -> str:
    if slug := request.POST.get("remove", ""):
        strategy = get_strategy(slug)
        return _removed(strategy.title, remove_example(strategy=strategy, by=request.actor))
    name = request.POST.get("load", "")
    return f"{load_example(name=name, by=request.actor, today=request.today).title} is loaded."


def _removed(title: str, removed: Removed) -> str:
    words = f"{title} is removed."
    if not removed.kept:
        return words
    names = list(removed.kept[:MOST_NAMES])
    if more := len(removed.kept) - len(names):
        names.append(count_words(more, "other"))
    return f"{words} In use elsewhere, and so kept: {list_words(names)}."
