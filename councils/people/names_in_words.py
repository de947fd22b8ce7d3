"""People of a council whom a text names, where no name should be: on the public page, in a pack of roles."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, fields, is_dataclass

from ..models import Council, Membership, Person


@dataclass(frozen=True, slots=True)
class KnownPerson:
    """What a person of the council may be recognised by."""

    name: str = ""
    initials: str = ""
    email: str = ""


@dataclass(frozen=True, slots=True)
class Found:
    """Who is in a text: `stops` are full names and addresses, `points_out` what may be a person."""

    stops: tuple[str, ...] = ()
    points_out: tuple[str, ...] = ()


def people_in(text: str, people: Iterable[KnownPerson]) -> Found:
    """Everybody whom the council knows that a text names."""
    stops: dict[str, None] = {}
    points_out: dict[str, None] = {}
    folded = " ".join(text.casefold().split())
    for person in people:
        name = " ".join(person.name.split())
        if name and _has_words(folded, name.casefold()):
            (stops if " " in name else points_out)[name] = None
        if person.email and person.email.casefold() in folded:
            stops[person.email] = None
        if len(person.initials) > 1 and _has_words(text, person.initials):
            points_out[person.initials] = None
    return Found(tuple(stops), tuple(points_out))


def _has_words(text: str, words: str) -> bool:
    return words in text and re.search(rf"(?<!\w){re.escape(words)}(?!\w)", text) is not None


def known_people(council: Council) -> list[KnownPerson]:
    """Everybody in the council's plans, and everybody who signs in or did (2 queries)."""
    rows = Person.objects.values_list("name", "initials", "email")
    people = [KnownPerson(*row) for row in rows]
    members = Membership.objects.filter(council=council).values_list("user__name", "user__email")
    return [*people, *(KnownPerson(name, "", email) for name, email in members)]


def texts_of(value: object) -> Iterator[str]:
    """Every text in a data class: in its members, and in theirs."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, tuple):
        for each in value:
            yield from texts_of(each)
    elif is_dataclass(value):
        for field in fields(value):
            yield from texts_of(getattr(value, field.name))
