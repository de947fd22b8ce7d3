"""What of a council's public page may be read: by the public while it is on, and by those who publish."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import Exists
from django.http import Http404

from councils.models import Council
from councils.tenancy import council_context

from .document import Progress, Said, read_progress
from .models import PublicEdition, PublicPage

NOT_FOUND = "There is no public page at this address."
"""Said of all that the public may not see. So a page that is off looks like a council that does not exist."""


@dataclass(frozen=True, slots=True)
class Site:
    """The public page of a council while it is on. `quarters` are its newest editions, the latest quarter first."""

    council: Council
    page: PublicPage
    quarters: tuple[PublicEdition, ...]

    def edition(self, label: str = "") -> PublicEdition:
        """Edition of a quarter, or of the latest, with its content (1 query). Raises Http404."""
        found = next((each for each in self.quarters if label in ("", each.period.label)), None)
        if found is None or not found.is_whole:
            raise Http404(NOT_FOUND)
        return found


@contextmanager
def opened_site(request: Any, slug: str) -> Iterator[Site]:
    """Open the public page of the council with this slug, READ ONLY, for anybody (5 queries). Raises Http404."""
    council = Council.objects.filter(slug=slug).first()
    if council is None:
        raise Http404(NOT_FOUND)
    with council_context(council.pk, actor="public", request_id=request.id, read_only=True):
        page = PublicPage.objects.filter(is_on=True).first()
        quarters = tuple(PublicEdition.objects.newest_of_each_quarter()) if page else ()
        if page is None or not quarters:
            raise Http404(NOT_FOUND)
        yield Site(council, page, quarters)


def get_edition(public_id: UUID) -> tuple[PublicEdition, Progress]:
    """An edition and what it says, also while the page is off (1 query). Raises Http404."""
    found = PublicEdition.objects.filter(public_id=public_id).select_related("period").first()
    if found is None:
        raise Http404("Edition not found.")
    return found, read_progress(found.content)


def said_in_public() -> dict[str, Said] | None:
    """Entries of "You said, we did" on the page of the latest quarter by id, None while there is no page (1 query)."""
    is_on = Exists(PublicPage.objects.filter(is_on=True))
    latest = PublicEdition.objects.filter(is_on).newest_first().defer(None).first()
    if latest is None or not latest.is_whole:
        return None
    return {each.id: each for each in read_progress(latest.content).said}
