"""Page to change the council's name, colour and logo, and the style sheet and logo that all its pages load."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from ..actors import CouncilRequest, require
from ..files import read_logo
from ..permissions import Permission
from .actions import change_branding
from .colours import STANDARD_COLOUR, style_sheet
from .forms import BrandingForm

CACHE_ONE_YEAR = "private, max-age=31536000, immutable"
"""The URLs of colour and logo change with their content (`?v=`), so cached copies are never out of date."""


@require_http_methods(["GET", "HEAD", "POST"])
def branding(request: CouncilRequest, council: str) -> HttpResponse:
    """Change the name, the colour and the logo."""
    require(request.actor, Permission.LOOK_CHANGE)
    shown = {"name": request.council.name, "accent": request.council.accent}
    form = BrandingForm(
        request.POST or None,
        request.FILES or None,
        initial=shown,
        has_logo=bool(request.council.logo_sha256),
    )
    valid = form.is_bound and form.is_valid()
    if not valid or "preview" in request.POST:
        colour = form.cleaned_data["accent"] if valid else request.council.accent
        context = {"form": form, "colour": colour or STANDARD_COLOUR, "trying": valid}
        return render(
            request, "councils/branding.html", context, status=422 if form.is_bound and not valid else 200
        )
    change_branding(council=request.council, by=request.actor, **form.cleaned_data)
    messages.success(request, "Name, colour and logo saved.")
    return redirect("councils:branding", council=council)


@require_safe
def branding_css(request: CouncilRequest, council: str) -> HttpResponse:
    """The council's colour and its darker shade as a style sheet."""
    if not request.council.accent:
        raise Http404("This council uses the standard colour.")
    return _kept(style_sheet(request.council.accent), "text/css; charset=utf-8")


@require_safe
def logo(request: CouncilRequest, council: str) -> HttpResponse:
    """The council's logo."""
    try:
        png = read_logo(request.council, request.council.logo_sha256)
    except FileNotFoundError:
        raise Http404("This council has no logo.") from None
    return _kept(png, "image/png")


def _kept(body: Any, kind: str) -> HttpResponse:
    return HttpResponse(body, content_type=kind, headers={"Cache-Control": CACHE_ONE_YEAR})
