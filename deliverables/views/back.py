"""Where to go after a form."""

from __future__ import annotations

from django.http import HttpRequest
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme


def way_back(request: HttpRequest, asked: str, council: str, *, page: str = "my_work") -> str:
    """Where the person came from, if that is a page of ours; else a page about deliverables of the council (slug)."""
    if url_has_allowed_host_and_scheme(asked, {request.get_host()}, require_https=request.is_secure()):
        return asked
    return reverse(f"deliverables:{page}", kwargs={"council": council})
