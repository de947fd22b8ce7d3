"""Create a council, with what every new council gets."""

from __future__ import annotations

import re
from datetime import date

from django.db import transaction

from core.refusals import ChangeRefused

from ...log import security_events
from ...models import Council, User
from ...slugs import RESERVED_SLUGS
from ...tenancy import council_context
from ..new_councils import first_steps


class CouncilRefused(ChangeRefused):
    """The council cannot be created. The message says what to do."""


def create_council(*, slug: str, name: str, by: str, today: date, user: User | None = None) -> Council:
    """Create a council, with what each app adds to a new one on this day (`new_councils`).

    `by` names the creator in the logs, because a new council has no actor yet. `user` is its first administrator, if it
    was they who created it. Raises CouncilRefused if the slug is taken, reserved or not valid, or the name is empty.
    """
    if not re.fullmatch(r"[a-z][a-z0-9]*(-[a-z0-9]+)*", slug) or len(slug) > 50:
        raise CouncilRefused(
            {
                "slug": f"“{slug}” cannot be used in a web address. Use up to 50 lower case letters, numbers and "
                "single hyphens, starting with a letter, such as “north-shire”."
            }
        )
    if slug in RESERVED_SLUGS:
        raise CouncilRefused({"slug": f"“{slug}” is reserved. Choose another slug."})
    if not name.strip():
        raise CouncilRefused({"name": "Enter the council's name."})
    with transaction.atomic():
        if Council.objects.filter(slug=slug).exists():
            raise CouncilRefused({"slug": f"The slug “{slug}” is already in use. Choose another slug."})
        council = Council.objects.create(slug=slug, name=name.strip())
        security_events.record("council_created", user=user, council=council, subject=slug, detail={"by": by})
        with council_context(council.id, actor=f"user:{user.public_id}" if user else f"system:{by}"):
            for step in first_steps():
                step(today)
    return council
