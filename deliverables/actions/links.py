"""Link a deliverable to another one, change the note of a link, and remove links."""

from __future__ import annotations

from core.refusals import ChangeRefused
from councils.actors import Actor, require
from councils.permissions import Permission
from councils.tenancy import recorded

from ..models import Deliverable, DeliverableLink
from ..rules.links import LinkFacts, LinkKind, link_problem
from .refusals import refuse_unless

LINKED, UNLINKED, NOTED = "deliverable.linked", "deliverable.unlinked", "deliverable.link_noted"
LONGEST_NOTE = 300


def add_link(
    *, deliverable: Deliverable, other: Deliverable, kind: LinkKind, by: Actor, note: str = ""
) -> DeliverableLink:
    """Link a deliverable to another one of the council. Raises ChangeRefused."""
    require(by, Permission.PLAN_CHANGE)
    _check_note(note)
    with recorded(LINKED, actor=by.reference):
        # The council's first deliverable is the lock of all links, so that two people cannot close a circle together.
        list(Deliverable.with_dropped.select_for_update().order_by("id").values_list("id")[:1])
        columns = ("deliverable_id", "kind", "other_id")
        stored = [
            LinkFacts(start, LinkKind(found), end)
            for start, found, end in DeliverableLink.objects.filter(kind=kind).values_list(*columns)
        ]
        new = LinkFacts(deliverable.pk, kind, other.pk)
        problem = link_problem(new, stored, (deliverable.short_name, other.short_name))
        if problem:
            raise ChangeRefused({"other": problem})
        link: DeliverableLink = DeliverableLink.objects.create(
            deliverable=deliverable, other=other, kind=kind, note=note.strip()
        )
    return link


def change_link_note(*, link: DeliverableLink, note: str, by: Actor) -> None:
    """Change what a link says beyond its kind. Raises ChangeRefused."""
    require(by, Permission.PLAN_CHANGE)
    _check_note(note)
    with recorded(NOTED, actor=by.reference):
        link.note = note.strip()
        link.save(update_fields=["note"])


def _check_note(note: str) -> None:
    refuse_unless(
        len(note.strip()) <= LONGEST_NOTE, "note", f"Note must be {LONGEST_NOTE} characters or fewer"
    )


def remove_link(*, link: DeliverableLink, by: Actor) -> None:
    """Remove a link, from whichever of its two pages."""
    require(by, Permission.PLAN_CHANGE)
    with recorded(UNLINKED, actor=by.reference):
        link.delete()
