"""Lock and change several deliverables at once: all or none."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from uuid import UUID

from django.db.models import F

from core.words import list_words

from ..models import Deliverable

ExpectedVersions = Mapping[UUID, int]
"""Versions that the user has seen, by public id."""

MAX_NAMES = 5


class StaleDeliverables(Exception):
    """Someone else has changed these `deliverables` since the user opened the form."""

    def __init__(self, deliverables: Sequence[Deliverable]) -> None:
        self.deliverables = tuple(deliverables)
        have = "has" if len(deliverables) == 1 else "have"
        super().__init__(f"{names_words(deliverables)} {have} been changed by someone else.")


def names_words(deliverables: Sequence[Deliverable]) -> str:
    """Names in words, such as "A1, A2 and B3". After the first five, a count: "and 3 more"."""
    names = [each.short_name for each in deliverables[:MAX_NAMES]]
    more = len(deliverables) - len(names)
    return list_words([*names, f"{more} more"] if more else names)


def lock_all(
    deliverables: Iterable[Deliverable], expected_versions: ExpectedVersions | None, *parts: str
) -> list[Deliverable]:
    """Lock deliverables until the transaction ends, and load their `parts` (1 query, and 1 for each part).

    Always in the order of their ids, so that two people who change some of the same wait for each other and never
    deadlock. Raises StaleDeliverables if a version has changed.
    """
    ids = [each.pk for each in deliverables]
    queryset = Deliverable.objects.filter(pk__in=ids).select_for_update(of=("self",)).order_by("id")
    locked = list(queryset.select_related("strategy", "strand").prefetch_related(*parts))
    expected = expected_versions or {}
    stale = [each for each in locked if expected.get(each.public_id, each.version) != each.version]
    if stale:
        raise StaleDeliverables(stale)
    return locked


def bump_versions(deliverables: Collection[Deliverable]) -> None:
    """Increase versions by one, so that open forms conflict (1 query)."""
    Deliverable.objects.filter(pk__in=[each.pk for each in deliverables]).update(version=F("version") + 1)
    for each in deliverables:
        each.version += 1
