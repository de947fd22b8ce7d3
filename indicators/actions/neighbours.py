"""Say which councils are most like this one, and from when."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

from django.db import transaction

from core.periods import words_for_date
from core.refusals import ChangeRefused
from councils.actors import Actor, require
from councils.geography.codes import codes_of
from councils.models import Council
from councils.permissions import Permission
from councils.tenancy import recorded

from ..models import Neighbour, NeighbourList
from ..rules.neighbours import Near, overlapping, read_neighbours


def save_neighbours(
    *,
    neighbours: NeighbourList | None = None,
    name: str,
    valid_from: date,
    valid_until: date | None = None,
    councils: str,
    by: Actor,
) -> NeighbourList:
    """Add a list of statistical neighbours, or change one. Raises ChangeRefused.

    `councils` has one on each line, or is the Department for Education's file of all councils. A new list ends the
    one before it, which had no end, on the day before.
    """
    require(by, Permission.INDICATORS_RECORD)
    if valid_until is not None and valid_until < valid_from:
        raise ChangeRefused({"valid_until": "Enter a day that is not before the first day."})
    try:
        nears = read_neighbours(councils, codes_of(by.council).every)
    except ValueError as wrong:
        raise ChangeRefused({"councils": str(wrong)}) from None
    with transaction.atomic():
        Council.objects.select_for_update(no_key=True).get(
            pk=by.council.pk
        )  # two who add lists at once wait here
        others = list(
            NeighbourList.objects.exclude(pk=neighbours.pk) if neighbours else NeighbourList.objects.all()
        )
        verb = "neighbours.changed" if neighbours else "neighbours.added"
        with recorded(verb, actor=by.reference):
            if neighbours is None:
                _end_before(others, valid_from)
            other = overlapping(others, valid_from, valid_until)
            if other is not None:
                start = words_for_date(other.valid_from)
                end = f" to {words_for_date(other.valid_until)}" if other.valid_until else ""
                raise ChangeRefused(
                    {"valid_from": f"{other.name} is in force from {start}{end}. Change its days first."}
                )
            saved = neighbours or NeighbourList()
            saved.name, saved.valid_from, saved.valid_until = name.strip(), valid_from, valid_until
            saved.save()
            _save_councils(saved, nears)
    return saved


def _end_before(others: Sequence[NeighbourList], day: date) -> None:
    for each in others:
        if each.valid_until is None and each.valid_from < day:
            each.valid_until = day - timedelta(days=1)
            each.save(update_fields=["valid_until"])


def _save_councils(saved: NeighbourList, nears: Sequence[Near]) -> None:
    """Keep the rows of councils that stay, so that the log says what changed."""
    known = {row.code: row for row in Neighbour.objects.filter(listed_in=saved)}
    gone = [row.pk for code, row in known.items() if code not in {near.code for near in nears}]
    Neighbour.objects.filter(pk__in=gone).delete()
    changed: list[Neighbour] = []
    added: list[Neighbour] = []
    for near in nears:
        row = known.get(near.code)
        if row is not None and row.near == near:
            continue
        (added if row is None else changed).append(row := row or Neighbour(listed_in=saved, code=near.code))
        row.rank, row.name, row.closeness = near.rank, near.name, near.closeness
    Neighbour.objects.bulk_update(changed, ["rank", "name", "closeness"])
    Neighbour.objects.bulk_create(added)


def remove_neighbours(*, neighbours: NeighbourList, reason: str = "", by: Actor) -> None:
    """Remove a list. Figures of its councils stay, but are not compared with any more."""
    require(by, Permission.INDICATORS_RECORD)
    with recorded("neighbours.removed", actor=by.reference, reason=reason.strip()):
        neighbours.delete()
