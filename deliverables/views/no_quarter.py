"""Decorator for views that need a quarter."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import render

from strategies.selected_quarter import NoQuarters

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
