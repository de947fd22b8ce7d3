"""What else an invitation brings with it, such as seats on boards. Registered by the app that has it.

An app sets `invited_to = "path.to.places"` on its AppConfig, where `places` is an `InvitedTo`. This module
names no app.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from typing import Protocol

from django.apps import apps
from django.utils.module_loading import import_string

from core.words import list_words

from ..actors import Actor
from ..models import Invitation, Person
from ..permissions import Permission


class Take(Protocol):
    """Give a person the places with these values. `by` is the user that the person is, who has just accepted."""

    def __call__(self, *, person: Person, values: Collection[str], by: Actor, reason: str) -> None: ...


@dataclass(frozen=True)
class InvitedTo:
    """Places for people, offered in the form for invitations and taken when one is accepted.

    `choices` gives value and label of each (1 query). `permission` is what the person who invites needs, too. `name` is
    the field's and the key in `Invitation.places`. `in_email` is how the invitation's email names the chosen ones.
    """

    name: str
    label: str
    help_text: str
    in_email: str
    permission: Permission
    choices: Callable[[], list[tuple[str, str]]]
    take: Take


def places_to_offer() -> list[InvitedTo]:
    """What the installed apps offer, in their order."""
    paths = (getattr(config, "invited_to", "") for config in apps.get_app_configs())
    return [import_string(path) for path in paths if path]


def labels_of(invitations: Collection[Invitation]) -> dict[int, list[str]]:
    """Labels of the places of each invitation, by its id (1 query for each kind of place that is used)."""
    labels: dict[int, list[str]] = {invitation.pk: [] for invitation in invitations}
    for offered in places_to_offer():
        if any(invitation.places.get(offered.name) for invitation in invitations):
            choices = offered.choices()
            for invitation in invitations:
                chosen = set(invitation.places.get(offered.name, ()))
                labels[invitation.pk] += [label for value, label in choices if value in chosen]
    return labels


def sentences_for_email(places: Mapping[str, Collection[str]]) -> list[str]:
    """ "You will have a seat on SEND Board and Improvement Board." (1 query for each kind of place that is used)."""
    sentences = []
    for offered in places_to_offer():
        if chosen := set(places.get(offered.name, ())):
            labels = [label for value, label in offered.choices() if value in chosen]
            sentences.append(f"{offered.in_email} {list_words(labels)}.")
    return sentences


def chosen_places(places: Mapping[str, Collection[str]]) -> dict[str, list[str]]:
    """Places as an invitation keeps them, without kinds of which none is chosen."""
    return {name: list(values) for name, values in places.items() if values}
