"""What to answer while there is no quarter to speak of."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import render

from strategies.summaries import NoQuarters

View = Callable[..., HttpResponseBase]


def needs_a_quarter(view: View) -> View:
    """Says so, on a page like any other, while the council has no quarter that has begun."""

    @wraps(view)
    def answer(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        try:
            return view(request, *args, **kwargs)
        except NoQuarters:
            return render(request, "deliverables/no_quarters.html")

    return answer
