"""Hand the work of someone over to another person or a post."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date
from uuid import UUID

from core.refusals import ChangeRefused

from ...actors import Actor
from ...models import Person, Post
from ...tenancy import recorded
from ..moving import chosen_of, move
from ..relations import rows_naming, work_links
from .checks import require_change
from .posts import give_post


def hand_over(
    *,
    person: Person,
    to: Person | Post | None,
    by: Actor,
    today: date,
    chosen: Collection[UUID] | None = None,
    left_on: date | None = None,
    reason: str = "",
) -> int:
    """Hand over all that the person does now, or what is chosen (ids of rows). Return the number of rows handed over.

    A post takes over only what a post can hold. With `left_on`, the person has left on that day. What they did, such as
    approvals and earlier posts, stays theirs. Raises ChangeRefused.
    """
    require_change(by, person, to)
    if to == person:
        raise ChangeRefused({"to": "Select someone else"})
    if isinstance(to, Person) and (to.left_on or to.merged_into_id):
        raise ChangeRefused({"to": f"{to} has left. Select someone else"})
    with recorded("work.handed-over", actor=by.reference, reason=reason.strip()):
        locked = Person.objects.kept().select_for_update(of=("self",)).get(pk=person.pk)
        work = {link: chosen_of(rows_naming(link, [locked.pk]), chosen) for link in work_links()}
        if to is None and any(work.values()):
            raise ChangeRefused({"to": "Select who takes over"})
        if to is None and not left_on:
            raise ChangeRefused("There is nothing to hand over. Enter the day if they have left")
        handed = 0
        if to is not None:
            posts = {link: rows for link, rows in work.items() if link.model is Post}
            rest = {link: rows for link, rows in work.items() if takes(to, link) and link not in posts}
            move(rest, to)
            handed = sum(map(len, rest.values()))
            if isinstance(to, Person):
                for post in (row for rows in posts.values() for row in rows):
                    give_post(post, to, on=today)
                    handed += 1
        if left_on:
            with recorded("person.left", actor=by.reference, reason=reason.strip()):
                locked.left_on = left_on
                locked.save(update_fields=["left_on"])
        elif not handed:
            raise ChangeRefused({"chosen": "Select what to hand over"})
    return handed


def takes(to: Person | Post, link: object) -> bool:
    """Whether a row of this kind can name the person or the post."""
    model = getattr(link, "model", None)
    return isinstance(to, Person) or bool(getattr(model, "person_or_post", False))
