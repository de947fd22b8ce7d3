"""Fetch one person, post or organisation of the current council, or raise Http404 with a sentence.

`lock` keeps the row as it is until the transaction ends, for a page that saves.
"""

from __future__ import annotations

from typing import TypeVar
from uuid import UUID

from django.db.models import Model, QuerySet
from django.http import Http404

from ..models import Organisation, Person, Post

M = TypeVar("M", bound=Model)


def get_person(public_id: UUID, *, lock: bool = False) -> Person:
    """A person who has not been merged into another (1 query)."""
    people: QuerySet[Person] = Person.objects.kept().select_related("organisation__successor", "user")
    return _get(people, public_id, lock, "Person not found.")


def get_post(public_id: UUID, *, lock: bool = False) -> Post:
    return _get(Post.objects.select_related("holder", "organisation"), public_id, lock, "Post not found.")


def get_organisation(public_id: UUID, *, lock: bool = False) -> Organisation:
    organisations = Organisation.objects.select_related("successor")
    return _get(organisations, public_id, lock, "Organisation not found.")


def _get(rows: QuerySet[M], public_id: UUID, lock: bool, missing: str) -> M:
    row = (rows.select_for_update(of=("self",)) if lock else rows).filter(public_id=public_id).first()
    if row is None:
        raise Http404(missing)
    return row
