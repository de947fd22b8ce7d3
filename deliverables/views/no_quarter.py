"""The quarter that views need: a decorator for those without one, and the quarter that a request is about."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import render

from councils.actors import CouncilRequest
from strategies.quarter_actions import quarter_to_write
from strategies.selected_quarter import NoQuarters, SelectedQuarter, selected_quarter

View = Callable[..., HttpResponseBase]


def needs_a_quarter(view: View) -> View:
    """Show a page that says so (with status 200) if no quarter of the council has started."""

    @wraps(view)
    def answer(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        try:
            return view(request, *args, **kwargs)
        except NoQuarters:
            return render(request, "deliverables/no_quarters.html")

    return answer


def quarter_of(request: CouncilRequest, *, saving: bool | None = None) -> SelectedQuarter:
    """The quarter in view (1 query). A save first makes the quarters that are due, if none in view takes updates.

    `saving`: whether the request saves. By default a POST does.
    """
    if request.method == "POST" if saving is None else saving:
        return quarter_to_write(by=request.actor, today=request.today)
    return selected_quarter(None, today=request.today)
