"""Find the link behind an address, and say whether it opens the form."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from django.core import signing

from deliverables.access import get_deliverable_with_parts

from .models import UpdateLink
from .rules import link_problem
from .summaries import who_is_asked

SALT = "sendplan.update-link"


def token_of(link: UpdateLink) -> str:
    """What stands in the link's address: its id, signed."""
    return signing.Signer(salt=SALT).sign(link.public_id.hex)


def id_in(token: str) -> UUID | None:
    """The id of a link, None if the token was not made by us."""
    try:
        return UUID(signing.Signer(salt=SALT).unsign(token))
    except (signing.BadSignature, ValueError):
        return None


def link_with(public_id: UUID) -> UpdateLink | None:
    """The link with its person, quarter and deliverable with all parts, None if there is none (5 queries)."""
    rows = UpdateLink.objects.select_related("person__user", "period", "council", "deliverable")
    found: UpdateLink | None = rows.filter(public_id=public_id).first()
    if found is not None and not found.deliverable.is_dropped:
        found.deliverable = get_deliverable_with_parts(found.deliverable.public_id)
    return found


def problem_of(link: UpdateLink, today: date) -> str:
    """Why the link does not open the form today, or ""."""
    deliverable = link.deliverable
    asked = not deliverable.is_dropped and link.person in who_is_asked(deliverable)
    return link_problem(
        used=link.used_at is not None,
        expires_on=link.expires_on,
        today=today,
        still_asked=asked,
        closed=link.period.closed_at is not None,
    )
