"""Pages and PDFs: are the assets built, and do the libraries make a trial page?"""

from __future__ import annotations

from collections.abc import Iterator

from django.conf import settings
from django.contrib.staticfiles import finders
from django.utils import timezone

from .finding import Finding, failed, ok, warning

NEEDED = ("build/app.css",)
BUILD = "Run deploy/prepare, or “npm ci && npm run build”."
LIBRARIES = "Install libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz0b libfontconfig1."
TRIAL = "<html lang='en'><title>Trial</title><body><h1>Trial</h1><p>A page of a pack.</p></body></html>"


def check_assets() -> Iterator[Finding]:
    missing = [name for name in NEEDED if not finders.find(name)]
    if missing:
        yield failed("assets", f"The pages' styles are not built: {missing[0]} is missing.", BUILD)
    else:
        yield ok("assets", "The pages' styles and scripts are built.")


def check_pdf() -> Iterator[Finding]:
    try:
        # Loads Pango, so not at the top: where it is missing, all other checks still run.
        from packs.printing import pdf as printing
    except OSError as problem:
        yield failed("PDF", f"The libraries that make PDFs are missing: {problem}.", LIBRARIES)
        return
    try:
        made = printing.render_pdf(TRIAL, assets={}, frozen_at=timezone.now())
    except printing.AssetsNotBuilt:
        yield failed("PDF", "The fonts of the PDFs are not built.", BUILD)
        return
    except Exception as problem:  # any failure of the renderer is what this looks for
        yield failed("PDF", f"A trial page could not be made: {type(problem).__name__}: {problem}", LIBRARIES)
        return
    yield ok("PDF", f"A trial page was made ({made.made_with}).")
    if "harfbuzz-subset" not in made.made_with.lower() and not _has_subset():
        yield warning(
            "PDF bytes",
            "libharfbuzz-subset0 is missing.",
            "Install it: without it, a pack that is made again on another machine has other bytes.",
        )


def _has_subset() -> bool:
    from weasyprint.text.ffi import harfbuzz_subset

    return bool(harfbuzz_subset) or settings.DEBUG
