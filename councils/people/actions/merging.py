"""Merge two people who turned out to be one."""

from __future__ import annotations

from core.refusals import ChangeRefused

from ...actors import Actor
from ...models import Person
from ...tenancy import recorded
from ..moving import move
from ..relations import links_to, rows_naming
from .checks import require_change


def merge_people(*, person: Person, into: Person, by: Actor, reason: str = "") -> Person:
    """Let everything that names `person` name `into` instead. Return `into`.

    The merged person is kept, with their own name and addresses, but is in no list. Their initials and their user go
    to `into` if `into` has none. What would name the same person twice in one place is kept once. Raises ChangeRefused.
    """
    require_change(by, person, into)
    refuse_merge(person, into)
    with recorded("person.merged", actor=by.reference, reason=reason.strip()):
        locked = {
            each.pk: each
            for each in Person.objects.kept()
            .select_for_update(of=("self",))
            .filter(pk__in=[person.pk, into.pk])
            .order_by("pk")
        }
        if len(locked) < 2:
            raise ChangeRefused(
                "Someone else has merged one of them since you opened this page. Check again."
            )
        person, into = locked[person.pk], locked[into.pk]
        refuse_merge(person, into)
        user = person.user
        person.merged_into, person.user = into, None
        person.save(update_fields=["merged_into", "user"])
        own_user, own_initials = into.user, into.initials
        into.user, into.initials = own_user or user, own_initials or person.initials
        if (into.user, into.initials) != (own_user, own_initials):
            with recorded("person.changed", actor=by.reference, reason=reason.strip()):
                into.save(update_fields=["user", "initials"])
        move({link: rows_naming(link, [person.pk]) for link in links_to(Person)}, into)
    return into


def refuse_merge(person: Person, into: Person) -> None:
    """Raise ChangeRefused if these two cannot be merged in this direction."""
    if person.pk == into.pk:
        raise ChangeRefused({"into": "Select another person"})
    if person.user_id and into.user_id:
        raise ChangeRefused({"into": f"Both can sign in, so {person} and {into} cannot be one person"})
    if person.state == Person.State.IDENTIFIED and into.state != Person.State.IDENTIFIED:
        raise ChangeRefused({"into": f"{into} is not identified. Merge {into} into {person} instead"})
