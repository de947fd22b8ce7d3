"""Add, change and remove people, say who initials are, and make vacancies of unknown ones."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from core.refusals import ChangeRefused

from ...actors import Actor
from ...models import Organisation, Person
from ...tenancy import recorded
from ..moving import touch
from ..relations import is_record, links_to, rows_naming, state_for, vacated
from .checks import NOT_AN_EMAIL, is_email, refuse_if_used, require_change, taken

COLUMNS = ("initials", "name", "email", "telephone", "organisation", "state")


def add_person(
    *,
    by: Actor,
    initials: str = "",
    name: str = "",
    email: str = "",
    telephone: str = "",
    organisation: Organisation | None = None,
) -> Person:
    """Add a person, identified if they have a name. Raises ChangeRefused."""
    require_change(by, organisation)
    person = Person()
    _fill(person, initials, name, email, telephone, organisation)
    with recorded("person.added", actor=by.reference):
        person.save()
    return person


def add_people(*, people: Sequence[tuple[str, str]], by: Actor, verb: str = "person.added") -> list[Person]:
    """Add people, each by initials ("" if not known) and name (2 queries). Raises ChangeRefused."""
    require_change(by)
    if not people:
        return []
    initials = [each for each, _ in people if each]
    known = set(Person.objects.kept().filter(initials__in=initials).values_list("initials", flat=True))
    if twice := next((each for each in initials if each in known or initials.count(each) > 1), ""):
        raise ChangeRefused(f"Someone else has the initials {twice}. Choose that person, or other initials")
    if any(not name.strip() for _, name in people):
        raise ChangeRefused("Enter a name for each new person")
    state = Person.State.IDENTIFIED
    with recorded(verb, actor=by.reference):
        added: list[Person] = Person.objects.bulk_create(
            Person(initials=each, name=name.strip(), state=state) for each, name in people
        )
    return added


def change_person(
    *,
    person: Person,
    by: Actor,
    initials: str = "",
    name: str = "",
    email: str = "",
    telephone: str = "",
    organisation: Organisation | None = None,
    came_back: bool = False,
) -> Person:
    """Change a person's details. Without a name they are to be identified. `came_back` takes back that they left.

    Raises ChangeRefused.
    """
    require_change(by, person, organisation)
    was = person.state
    _fill(person, initials, name, email, telephone, organisation)
    person.left_on = None if came_back else person.left_on
    with recorded("person.changed", actor=by.reference):
        person.save(update_fields=[*COLUMNS, "left_on"])
        if person.state != was:
            _settle(person)
    return person


def identify_person(
    *,
    person: Person,
    by: Actor,
    name: str,
    email: str = "",
    organisation: Organisation | None = None,
) -> Person:
    """Say who a person known by initials is, for all that names them. Raises ChangeRefused."""
    require_change(by, person, organisation)
    if not name.strip():
        raise ChangeRefused({"name": "Enter their name"})
    organisation = organisation or person.organisation
    _fill(person, person.initials, name, email or person.email, person.telephone, organisation)
    with recorded("person.identified", actor=by.reference):
        person.save(update_fields=COLUMNS)
        _settle(person)
    return person


def make_vacancies(*, person: Person, by: Actor) -> int:
    """Make a vacancy of everything that names an unknown person, and remove the person. Return the number of vacancies.

    Raises ChangeRefused if they are identified, can sign in, or are named where there must be a person.
    """
    require_change(by, person)
    if person.state == Person.State.IDENTIFIED or person.user_id:
        raise ChangeRefused(
            "Only unknown initials can become a vacancy. Hand over the work of a known person."
        )
    found = {link: rows_naming(link, [person.pk]) for link in links_to(Person)}
    fixed = [link for link, rows in found.items() if rows and (is_record(link) or vacated(link) is None)]
    if fixed:
        refuse_if_used(person)
    with recorded("person.vacated", actor=by.reference):
        for link, rows in found.items():
            _vacate(link, rows)
        touch(found)
        person.delete()
    return sum(map(len, found.values()))


def remove_person(*, person: Person, by: Actor) -> None:
    """Remove a person whom nothing names. Raises ChangeRefused."""
    require_change(by, person)
    refuse_if_used(person)
    with recorded("person.removed", actor=by.reference):
        person.delete()


def _fill(
    person: Person, initials: str, name: str, email: str, telephone: str, organisation: Organisation | None
) -> None:
    """Set the details, or raise ChangeRefused with a sentence for each wrong one."""
    initials, name, email = initials.strip(), name.strip(), email.strip()
    problems: dict[str, str] = {}
    if not initials and not name:
        problems["name"] = "Enter a name, or the initials if you do not know who it is"
    if initials and taken(Person.objects.kept().filter(initials=initials), person):
        problems["initials"] = f"Someone else has the initials {initials}. Enter other ones, or merge the two"
    if email and not is_email(email):
        problems["email"] = NOT_AN_EMAIL
    if problems:
        raise ChangeRefused(problems)
    person.initials, person.name, person.email = initials, name, email
    person.telephone, person.organisation = telephone.strip(), organisation
    if name:
        person.state = Person.State.IDENTIFIED
    elif person.state == Person.State.IDENTIFIED:
        person.state = Person.State.TO_IDENTIFY


def _settle(person: Person) -> None:
    """Let everything that names the person know whether they are identified."""
    found = {link: rows_naming(link, [person.pk]) for link in links_to(Person)}
    changed: dict[Any, list[Any]] = {}
    for link, rows in found.items():
        columns = state_for(link.model, person)
        changed[link] = [row for row in rows if columns and row.state != columns["state"]]
        if changed[link]:
            link.model._base_manager.filter(pk__in=[row.pk for row in changed[link]]).update(**columns)
    touch(changed)


def _vacate(link: Any, rows: list[Any]) -> None:
    """Let the rows name nobody (1 query, or 2 where some name a post as well)."""
    columns = vacated(link)
    if not rows or columns is None:
        return
    with_post = [row.pk for row in rows if getattr(row, "post_id", None)]
    others = [row.pk for row in rows if row.pk not in with_post]
    link.model._base_manager.filter(pk__in=others).update(**columns)
    if with_post:
        link.model._base_manager.filter(pk__in=with_post).update(**{link.name: None})
