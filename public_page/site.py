"""What everybody may read: no sign-in, no session, no cookies. Only frozen editions, while the page is on."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpResponse
from django.template.loader import render_to_string
from django.views.decorators.http import require_safe

from api.conditional import not_modified, short_hash, tags_of_client
from councils.branding.colours import style_sheet
from councils.files import read_logo

from .access import NOT_FOUND, Site, opened_site
from .document import Progress, read_progress
from .exporters import indicators_csv, progress_csv, said_csv
from .rules import compliance

KEPT = "public, max-age=300"
HTML, CSV = "text/html; charset=utf-8", "text/csv; charset=utf-8"


@login_not_required
@require_safe
def progress(request: Any, slug: str, quarter: str = "") -> HttpResponse:
    """The page of the latest quarter, or of one that is named (6 queries)."""
    with opened_site(request, slug) as site:
        shown = site.edition(quarter)
        context = _frame(site) | {
            "progress": read_progress(shown.content),
            "label": shown.period.label,
            "latest": shown.pk == site.quarters[0].pk,
            "others": [each for each in site.quarters if each.pk != shown.pk],
        }
    return _kept(request, render_to_string("public_page/site.html", context), HTML)


@login_not_required
@require_safe
def progress_json(request: Any, slug: str, quarter: str = "") -> HttpResponse:
    """The edition itself (6 queries)."""
    with opened_site(request, slug) as site:
        content = site.edition(quarter).content
    return _open_data(_kept(request, content, "application/json"))


@login_not_required
@require_safe
def progress_table(request: Any, slug: str, quarter: str = "") -> HttpResponse:
    """What is delivered as CSV (6 queries)."""
    return _table(request, slug, quarter, "progress", progress_csv)


@login_not_required
@require_safe
def indicators_table(request: Any, slug: str, quarter: str = "") -> HttpResponse:
    """The headline indicators as CSV (6 queries)."""
    return _table(request, slug, quarter, "indicators", indicators_csv)


@login_not_required
@require_safe
def said_table(request: Any, slug: str, quarter: str = "") -> HttpResponse:
    """Entries of "You said, we did" as CSV (6 queries)."""
    return _table(request, slug, quarter, "said", said_csv)


def _table(
    request: Any, slug: str, quarter: str, name: str, write: Callable[[Progress], bytes]
) -> HttpResponse:
    with opened_site(request, slug) as site:
        shown = site.edition(quarter)
        body, label = write(read_progress(shown.content)), shown.period.label
    response = _open_data(_kept(request, body, CSV))
    response.headers["Content-Disposition"] = f'attachment; filename="{slug}-{label}-{name}.csv"'
    return response


@login_not_required
@require_safe
def accessibility(request: Any, slug: str) -> HttpResponse:
    """The accessibility statement as the settings have it now (5 queries)."""
    with opened_site(request, slug) as site:
        context = _frame(site) | {"compliance": compliance(site.page.tested_on, len(site.page.problems))}
    return _kept(request, render_to_string("public_page/accessibility.html", context), HTML)


@login_not_required
@require_safe
def colour(request: Any, slug: str) -> HttpResponse:
    """The council's colour as a style sheet (5 queries)."""
    with opened_site(request, slug) as site:
        if not site.council.accent:
            raise Http404(NOT_FOUND)
    return _kept(request, style_sheet(site.council.accent), "text/css; charset=utf-8")


@login_not_required
@require_safe
def logo(request: Any, slug: str) -> HttpResponse:
    """The council's logo (5 queries)."""
    with opened_site(request, slug) as site:
        try:
            png = read_logo(site.council, site.council.logo_sha256)
        except FileNotFoundError:
            raise Http404(NOT_FOUND) from None
    return _kept(request, png, "image/png")


def _frame(site: Site) -> dict[str, Any]:
    """What the frame of a public page shows. No request: it knows nobody."""
    return {"council": site.council, "page": site.page, "slug": site.council.slug}


def _kept(request: Any, body: str | bytes, kind: str) -> HttpResponse:
    """The body, which anybody may keep for five minutes, or 304 if the client has it."""
    content = body.encode() if isinstance(body, str) else body
    tag = f'"{short_hash(content)}"'
    response = (
        not_modified(tag)
        if tag in tags_of_client(request)
        else HttpResponse(content, content_type=kind, headers={"ETag": tag})
    )
    response.headers["Cache-Control"] = KEPT
    return response


def _open_data(response: HttpResponse) -> HttpResponse:
    """Pages of other sites may read it. It holds no secret and takes no cookie."""
    response.headers["Access-Control-Allow-Origin"] = "*"
    return response
