"""Add, change and remove posts. A post keeps a history of its holders."""

from __future__ import annotations

from datetime import date, timedelta

from core.periods import words_for_date
from core.refusals import ChangeRefused

from ...actors import Actor
from ...models import Organisation, Person, Post, PostHolding
from ...tenancy import recorded
from .checks import NOT_AN_EMAIL, is_email, refuse_if_used, require_change, taken


def add_post(
    *,
    by: Actor,
    title: str,
    organisation: Organisation | None = None,
    holder: Person | None = None,
    held_from: date | None = None,
    email: str = "",
) -> Post:
    """Add a post, with its holder if known and the day on which they began. Raises ChangeRefused."""
    require_change(by, organisation, holder)
    post = Post()
    _fill(post, title, organisation, email)
    with recorded("post.added", actor=by.reference):
        post.save()
        if holder is not None:
            _begin(post, holder, held_from)
    return post


def change_post(
    *,
    post: Post,
    by: Actor,
    today: date,
    title: str,
    organisation: Organisation | None = None,
    holder: Person | None = None,
    held_from: date | None = None,
    email: str = "",
) -> Post:
    """Change a post's title, organisation, mailbox or holder. Raises ChangeRefused.

    `held_from` is the day on which the holder began. Another holder begins today unless it says otherwise.
    """
    require_change(by, post, organisation, holder)
    _fill(post, title, organisation, email)
    with recorded("post.changed", actor=by.reference):
        post.save(update_fields=["title", "organisation", "email"])
        if post.holder != holder:
            give_post(post, holder, on=held_from or today)
        elif holder is not None:
            _correct_start(post, holder, held_from)
    return post


def give_post(post: Post, holder: Person | None, *, on: date) -> None:
    """Another holder from this day on, or nobody. The last one's time ends the day before. Call it inside an act.

    Raises ChangeRefused if the last holder began on or after this day.
    """
    if post.holder is not None:
        current = holding_of(post) or PostHolding(post=post, person=post.holder)
        if current.held_from and current.held_from >= on:
            began = words_for_date(current.held_from)
            raise ChangeRefused(
                {"held_from": f"{post.holder} began on {began}. Enter a later day for the next holder"}
            )
        current.held_until = on - timedelta(days=1)
        current.save()
    if holder is None:
        post.holder = None
        post.save(update_fields=["holder"])
    else:
        _begin(post, holder, on)


def holding_of(post: Post) -> PostHolding | None:
    """The time of the post's current holder, if it is known (1 query)."""
    return PostHolding.objects.filter(post=post, person=post.holder, held_until=None).first()


def remove_post(*, post: Post, by: Actor) -> None:
    """Remove a post that nothing names, with the history of its holders. Raises ChangeRefused."""
    require_change(by, post)
    refuse_if_used(post)
    with recorded("post.removed", actor=by.reference):
        post.delete()


def _begin(post: Post, holder: Person, on: date | None) -> None:
    post.holder = holder
    post.save(update_fields=["holder"])
    PostHolding.objects.create(post=post, person=holder, held_from=on)


def _correct_start(post: Post, holder: Person, held_from: date | None) -> None:
    """Another day on which the same holder began."""
    current = holding_of(post) or PostHolding(post=post, person=holder)
    if current.pk is None or current.held_from != held_from:
        current.held_from = held_from
        current.save()


def _fill(post: Post, title: str, organisation: Organisation | None, email: str) -> None:
    title, email = title.strip(), email.strip()
    if not title:
        raise ChangeRefused({"title": "Enter the post's title"})
    if taken(Post.objects.filter(title=title), post):
        raise ChangeRefused({"title": f"There is already a post called {title}"})
    if email and not is_email(email):
        raise ChangeRefused({"email": NOT_AN_EMAIL})
    post.title, post.organisation, post.email = title, organisation, email
