"""What the pages that change something about an indicator have in common."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect
from django.urls import reverse

from core.refusals import ChangeRefused
from core.ui.editing import EditForm, edit_page, undo_message
from councils.actors import CouncilRequest

from ..models import Indicator


def list_url(request: CouncilRequest) -> str:
    return reverse("indicators:list", kwargs={"council": request.council.slug})


def page_url(request: CouncilRequest, indicator: Indicator) -> str:
    return reverse(
        "indicators:indicator", kwargs={"council": request.council.slug, "indicator": indicator.public_id}
    )


def trail_to(request: CouncilRequest, indicator: Indicator | None = None) -> list[str]:
    """Labels and addresses of the breadcrumbs down to the indicators, or to one of them."""
    trail = ["Indicators", list_url(request)]
    return [*trail, indicator.full_name, page_url(request, indicator)] if indicator else trail


def posted(request: CouncilRequest) -> QueryDict | None:
    """What was sent, to bind a form with. A form without any field filled in was sent too."""
    return request.POST if request.method == "POST" else None


def save_or_show(
    request: CouncilRequest,
    form: EditForm,
    act: Callable[[], str],
    *,
    done: str | Callable[[], str],
    **page: Any,
) -> HttpResponse:
    """Save by `act`, which returns the words of the banner, and go to `done`. Otherwise show the form's page."""
    if form.may_save:
        try:
            words = act()
        except ChangeRefused as refused:
            form.refuse(refused.problems)
        else:
            undo_message(request, words)
            return redirect(done if isinstance(done, str) else done())
    return edit_page(request, form, **page)
