"""The page on which an administrator changes the council's look, and what every page takes from it."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from ..access import CouncilRequest, require
from ..files import read_logo
from ..permissions import Permission
from .actions import change_branding
from .colours import OURS
from .forms import BrandingForm

FOR_A_YEAR = "private, max-age=31536000, immutable"
"""Both addresses carry what they stand for (`?v=`), so what a browser keeps is never out of date."""


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
        context = {"form": form, "colour": colour or OURS, "trying": valid}
        return render(
            request, "councils/branding.html", context, status=422 if form.is_bound and not valid else 200
        )
    change_branding(council=request.council, by=request.actor, **form.cleaned_data)
    messages.success(request, "Name, colour and logo saved.")
    return redirect("councils:branding", council=council)


@require_safe
def branding_css(request: CouncilRequest, council: str) -> HttpResponse:
    """The council's colour as a style sheet: pages allow no style of their own."""
    if not request.council.accent:
        raise Http404("This council uses the standard colour.")
    return _kept(f":root{{--accent:{request.council.accent}}}\n", "text/css; charset=utf-8")


@require_safe
def logo(request: CouncilRequest, council: str) -> HttpResponse:
    """The council's logo."""
    try:
        png = read_logo(request.council, request.council.logo_sha256)
    except FileNotFoundError:
        raise Http404("This council has no logo.") from None
    return _kept(png, "image/png")


def _kept(body: Any, kind: str) -> HttpResponse:
    return HttpResponse(body, content_type=kind, headers={"Cache-Control": FOR_A_YEAR})
