"""The page behind a set-up address: the first council of an empty installation, and its administrator."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from core.refusals import ChangeRefused

from ..access_forms import SetUpForm
from ..actions import SetUpRefused, set_up_council, why_not_set_up
from .signing_in import sign_in


@login_not_required
@require_http_methods(["GET", "HEAD", "POST"])
def set_up(request: Any, token: str) -> HttpResponse:
    """Make the first council. Only a form that is sent and right spends the address."""
    if problem := why_not_set_up(token, now=request.now):
        return _refused(request, problem)
    form = SetUpForm(request.POST or None)
    if form.is_bound and form.is_valid():
        said = {name: value for name, value in form.cleaned_data.items() if name != "password_again"}
        try:
            membership = set_up_council(token=token, now=request.now, **said)
        except SetUpRefused as refused:
            return _refused(request, str(refused))
        except ChangeRefused as refused:
            form.refuse(refused.problems)
        else:
            sign_in(request, membership.user)
            return redirect(membership.council)
    return render(
        request, "councils/access/set_up.html", {"form": form}, status=422 if form.is_bound else 200
    )


def _refused(request: Any, problem: str) -> HttpResponse:
    return render(request, "councils/access/link_refused.html", {"problem": problem}, status=410)
