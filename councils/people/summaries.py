"""What the people pages show, in a known number of queries."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from ..models import Organisation, Person, Post, PostHolding
from .registry import Vacancy, items_led, vacancies
from .relations import Use, all_uses, counted, uses_of


@dataclass(frozen=True)
class PersonLine:
    """One person of the list. `leads` is the number of things that they lead now."""

    person: Person
    organisation: str
    leads: int

    @property
    def state(self) -> str:
        return "Left" if self.person.left_on else self.person.get_state_display()


@dataclass(frozen=True)
class PostLine:
    """A post with its holder, and the times of all holders as far as known, the latest first."""

    post: Post
    organisation: str
    holdings: Sequence[PostHolding]

    @property
    def since(self) -> date | None:
        now = (each for each in self.holdings if each.held_until is None)
        return next((each.held_from for each in now), None)

    @property
    def earlier(self) -> list[PostHolding]:
        return [each for each in self.holdings if each.held_until is not None]


@dataclass(frozen=True)
class OrganisationLine:
    organisation: Organisation
    name: str
    ended: bool


@dataclass(frozen=True)
class Directory:
    """Everybody and everything on the people page. `unsettled` is the number of people to identify."""

    people: list[PersonLine]
    posts: list[PostLine]
    organisations: list[OrganisationLine]
    unsettled: int


def directory(*, today: date) -> Directory:
    """The people, posts and organisations of the council (4 queries, and those of higher rooms)."""
    led = items_led()
    organisations = list(Organisation.objects.select_related("successor").order_by("name"))
    names: dict[int | None, str] = {each.pk: each.known_as(today) for each in organisations}
    people = [
        PersonLine(each, names.get(each.organisation_id, ""), led[each.pk])
        for each in Person.objects.kept().select_related("user").order_by("id")
    ]
    people.sort(key=lambda line: (line.person.left_on is not None, str(line.person).casefold()))
    held: dict[int, list[PostHolding]] = defaultdict(list)
    for holding in PostHolding.objects.select_related("person"):
        held[holding.post_id].append(holding)
    posts = [
        PostLine(each, names.get(each.organisation_id, ""), held[each.pk])
        for each in Post.objects.select_related("holder").order_by("title")
    ]
    lines = [OrganisationLine(each, names[each.pk], each.has_ended(today)) for each in organisations]
    unsettled = sum(line.person.state != Person.State.IDENTIFIED for line in people)
    return Directory(people, posts, lines, unsettled)


@dataclass(frozen=True)
class PersonPage:
    """One person with all that names them, by kind, and those who were merged into them."""

    person: Person
    organisation: str
    uses: list[tuple[str, list[Use]]]
    merged: list[Person]

    @property
    def is_used(self) -> bool:
        return bool(self.uses or self.merged)


def person_page(person: Person, *, today: date) -> PersonPage:
    """All that names a person (1 query for each kind)."""
    uses = all_uses(uses_of(Person, [person.pk]))
    merged = [each.row for each in uses if isinstance(each.row, Person)]
    shown = [each for each in uses if not isinstance(each.row, Person)]
    organisation = person.organisation.known_as(today) if person.organisation else ""
    return PersonPage(person, organisation, counted(shown), merged)


@dataclass(frozen=True)
class ToIdentify:
    """Unknown initials with all that names them, and places that are to be confirmed."""

    people: list[tuple[Person, list[tuple[str, list[Use]]]]]
    vacancies: list[Vacancy]


def to_identify() -> ToIdentify:
    """Who is still to be identified (1 query, 1 for each kind of use, and those of higher rooms)."""
    unknown = list(Person.objects.to_identify().filter(left_on=None).order_by("initials", "id"))
    uses = uses_of(Person, [each.pk for each in unknown]) if unknown else {}
    return ToIdentify([(each, counted(uses.get(each.pk, []))) for each in unknown], list(vacancies()))
