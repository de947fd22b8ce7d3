"""Find a council for a command."""

from __future__ import annotations

from django.core.management.base import CommandError

from councils.models import Council


def find_council(slug: str) -> Council:
    council = Council.objects.filter(slug=slug).first()
    if council is None:
        known = ", ".join(Council.objects.order_by("slug").values_list("slug", flat=True))
        raise CommandError(f"Council {slug} not found. Councils: {known or 'none'}.")
    return council
