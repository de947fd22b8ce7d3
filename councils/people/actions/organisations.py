"""Add, change and remove organisations. One that has ended answers under its successor's name."""

from __future__ import annotations

from datetime import date

from core.refusals import ChangeRefused

from ...actors import Actor
from ...models import Organisation
from ...tenancy import recorded
from .checks import refuse_if_used, require_change, taken

COLUMNS = ("name", "abbreviation", "kind", "valid_from", "valid_to", "successor")


def add_organisation(
    *,
    by: Actor,
    name: str,
    abbreviation: str = "",
    kind: str = Organisation.Kind.OTHER,
    valid_from: date | None = None,
    valid_to: date | None = None,
    successor: Organisation | None = None,
) -> Organisation:
    """Add an organisation. Raises ChangeRefused."""
    require_change(by, successor)
    organisation = Organisation()
    _fill(organisation, name, abbreviation, kind, valid_from, valid_to, successor)
    with recorded("organisation.added", actor=by.reference):
        organisation.save()
    return organisation


def change_organisation(
    *,
    organisation: Organisation,
    by: Actor,
    name: str,
    abbreviation: str = "",
    kind: str = Organisation.Kind.OTHER,
    valid_from: date | None = None,
    valid_to: date | None = None,
    successor: Organisation | None = None,
) -> Organisation:
    """Change an organisation. Raises ChangeRefused."""
    require_change(by, organisation, successor)
    _fill(organisation, name, abbreviation, kind, valid_from, valid_to, successor)
    with recorded("organisation.changed", actor=by.reference):
        organisation.save(update_fields=COLUMNS)
    return organisation


def remove_organisation(*, organisation: Organisation, by: Actor) -> None:
    """Remove an organisation that nothing names. Raises ChangeRefused."""
    require_change(by, organisation)
    refuse_if_used(organisation)
    with recorded("organisation.removed", actor=by.reference):
        organisation.delete()


def _fill(
    organisation: Organisation,
    name: str,
    abbreviation: str,
    kind: str,
    valid_from: date | None,
    valid_to: date | None,
    successor: Organisation | None,
) -> None:
    name = name.strip()
    problems: dict[str, str] = {}
    if not name:
        problems["name"] = "Enter the organisation's name"
    elif taken(Organisation.objects.filter(name=name), organisation):
        problems["name"] = f"There is already an organisation called {name}"
    if kind not in Organisation.Kind.values:
        problems["kind"] = "Select the kind of organisation"
    if valid_from and valid_to and valid_to < valid_from:
        problems["valid_to"] = "The last day must be on or after the first day"
    if successor and not valid_to:
        problems["valid_to"] = "Enter the last day of an organisation that has a successor"
    if successor and _leads_back(organisation, successor):
        problems["successor"] = f"{successor} is or goes back to this organisation. Select another successor"
    if problems:
        raise ChangeRefused(problems)
    organisation.name, organisation.abbreviation, organisation.kind = name, abbreviation.strip(), kind
    organisation.valid_from, organisation.valid_to, organisation.successor = valid_from, valid_to, successor


def _leads_back(organisation: Organisation, successor: Organisation) -> bool:
    """Whether the successors of the successor come back to the organisation (1 query)."""
    following = dict(Organisation.objects.values_list("pk", "successor_id"))
    seen: set[int] = set()
    at: int | None = successor.pk
    while at is not None and at not in seen:
        if at == organisation.pk:
            return True
        seen.add(at)
        at = following.get(at)
    return False
