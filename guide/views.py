"""Pages of the guide, for everyone: also for people who cannot sign in yet."""

from __future__ import annotations

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from .pages import CONTENTS, guide_page, picture_path

ONE_HOUR = "max-age=3600"


@login_not_required
@require_safe
def contents(request: HttpRequest) -> HttpResponse:
    """Start of the guide."""
    return page(request, CONTENTS)


@login_not_required
@require_safe
def page(request: HttpRequest, name: str) -> HttpResponse:
    """One page of the guide."""
    found = guide_page(name)
    if found is None:
        raise Http404("The guide has no such page.")
    return render(request, "guide/page.html", {"page": found, "is_contents": name == CONTENTS})


@login_not_required
@require_safe
def picture(request: HttpRequest, name: str) -> HttpResponse:
    """A picture of the guide."""
    path = picture_path(name)
    if path is None:
        raise Http404("The guide has no such picture.")
    return HttpResponse(path.read_bytes(), content_type="image/png", headers={"Cache-Control": ONE_HOUR})
