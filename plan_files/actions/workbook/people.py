"""Save the sheet People: organisations, people and posts."""

from __future__ import annotations

from typing import Any

from councils.models import Organisation, Person, Post
from councils.people.actions import add_to_directory, change_organisation, change_person, change_post

from ...workbook.book import Row
from ...workbook.cells import day_of
from ...workbook.comparing import RowChange
from ...workbook.sheets import ORGANISATION, PERSON, POST
from .save import Save, stored_value

SHEET = "People"


def save_people(save: Save) -> None:
    """Read who is there, add the new ones together, and change the others (3 queries without changes)."""
    for model in (Organisation, Person, Post):
        for row in model.objects.all():
            save.objects[str(row.public_id)] = row
    new = {kind: [each for each in save.rows(SHEET) if each.is_new and _kind(each) == kind] for kind in KINDS}
    organisations = [_put(save, each.row, _new_organisation(each.row)) for each in new[ORGANISATION]]
    people = [_put(save, each.row, _new_person(save, each.row)) for each in new[PERSON]]
    posts = [_put(save, each.row, _new_post(save, each.row)) for each in new[POST]]
    if organisations or people or posts:
        with save.placed(SHEET):
            add_to_directory(organisations=organisations, people=people, posts=posts, by=save.by)
    for each in save.rows(SHEET):
        if not each.is_new:
            with save.placed(SHEET, [each.row.number]):
                CHANGE[_kind(each)](save, each)


KINDS = (ORGANISATION, PERSON, POST)


def _kind(change: RowChange) -> str:
    return (change.stored or change.row)["row_kind"]


def _put(save: Save, row: Row, new: Any) -> Any:
    save.objects[row.id] = new
    return new


def _organisation(save: Save, name: str) -> Organisation | None:
    found: Organisation | None = save.objects.get(save.plan.people.organisations.get(name, ""))
    return found


def _holder(save: Save, cell: str) -> Person | None:
    named = save.plan.people.one(cell)
    found: Person | None = save.objects.get(named.id) if named else None
    return found


def _new_organisation(row: Row) -> Organisation:
    kind = stored_value(row["organisation_kind"], Organisation.Kind.choices)
    return Organisation(
        name=row["name"].strip(), abbreviation=row["initials"].strip(), kind=kind or Organisation.Kind.OTHER
    )


def _new_person(save: Save, row: Row) -> Person:
    state = stored_value(row["state"], Person.State.choices)
    return Person(
        initials=row["initials"].strip(),
        name=row["name"].strip(),
        organisation=_organisation(save, row["organisation"]),
        state=state or Person.State.TO_IDENTIFY,
        email=row["email"].strip(),
        telephone=row["telephone"].strip(),
        left_on=day_of(row["left_on"]),
    )


def _new_post(save: Save, row: Row) -> Post:
    return Post(
        title=row["name"].strip(),
        organisation=_organisation(save, row["organisation"]),
        holder=_holder(save, row["holder"]),
        email=row["email"].strip(),
    )


def _change_organisation(save: Save, change: RowChange) -> None:
    found: Organisation = save.objects[change.row.id]
    row, keys = change.row, change.keys
    kind = stored_value(row["organisation_kind"], Organisation.Kind.choices)
    change_organisation(
        organisation=found,
        by=save.by,
        name=row["name"] if "name" in keys else found.name,
        abbreviation=row["initials"] if "initials" in keys else found.abbreviation,
        kind=(kind or Organisation.Kind.OTHER) if "organisation_kind" in keys else found.kind,
        valid_from=found.valid_from,
        valid_to=found.valid_to,
        successor=found.successor,
    )


def _change_person(save: Save, change: RowChange) -> None:
    found: Person = save.objects[change.row.id]
    row, keys = change.row, change.keys
    said: dict[str, Any] = {
        name: row[name] if name in keys else getattr(found, name)
        for name in ("initials", "name", "email", "telephone")
    }
    organisation = _organisation(save, row["organisation"]) if "organisation" in keys else found.organisation
    change_person(person=found, by=save.by, organisation=organisation, **said)


def _change_post(save: Save, change: RowChange) -> None:
    found: Post = save.objects[change.row.id]
    row, keys = change.row, change.keys
    change_post(
        post=found,
        by=save.by,
        today=save.today,
        title=row["name"] if "name" in keys else found.title,
        email=row["email"] if "email" in keys else found.email,
        organisation=(
            _organisation(save, row["organisation"]) if "organisation" in keys else found.organisation
        ),
        holder=_holder(save, row["holder"]) if "holder" in keys else found.holder,
    )


CHANGE = {ORGANISATION: _change_organisation, PERSON: _change_person, POST: _change_post}
