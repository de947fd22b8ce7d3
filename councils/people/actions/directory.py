"""Add organisations, people and posts from a file, all at once."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.core.exceptions import ValidationError

from core.refusals import ChangeRefused

from ...actors import Actor
from ...models import Organisation, Person, Post, PostHolding
from ...tenancy import recorded
from .checks import require_change


def add_to_directory(
    *,
    organisations: Sequence[Organisation] = (),
    people: Sequence[Person] = (),
    posts: Sequence[Post] = (),
    by: Actor,
) -> None:
    """Add rows that are not saved yet, each kind in one statement. Rows may name each other.

    A person with a name is identified. The holder of a post is kept as one whose first day is not known. Raises
    ChangeRefused if a row is not as its table needs it.
    """
    require_change(by)
    for row in (*organisations, *people, *posts):
        _check(row)
    for person in people:
        if person.name:
            person.state = Person.State.IDENTIFIED
        elif person.state == Person.State.IDENTIFIED:
            person.state = Person.State.TO_IDENTIFY
    if organisations:
        with recorded("organisation.added", actor=by.reference):
            Organisation.objects.bulk_create(organisations)
    if people:
        with recorded("person.added", actor=by.reference):
            Person.objects.bulk_create(people)
    if posts:
        with recorded("post.added", actor=by.reference):
            Post.objects.bulk_create(posts)
            held = [post for post in posts if post.holder is not None]
            PostHolding.objects.bulk_create(PostHolding(post=post, person=post.holder) for post in held)


def _check(row: Any) -> None:
    excluded = [each.name for each in row._meta.local_fields if each.is_relation]
    if isinstance(row, Person) and row.name:
        excluded.append("initials")
    try:
        row.clean_fields(exclude=excluded)
    except ValidationError as error:
        problems = (f"{name}: {' '.join(texts)}" for name, texts in error.message_dict.items())
        raise ChangeRefused(f"{row}: {' '.join(problems)}") from None
