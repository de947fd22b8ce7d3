"""Entries of "You said, we did" as an edition freezes them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping

from voice.models import SaidAndDid, SaidLink

from .document import Item, NamedItem, Said


def said_in(items: Mapping[int, Item]) -> tuple[Said, ...]:
    """Entries that are published now, the latest first (1 query, and 1 more if there are any).

    `items` are the deliverables of the edition by internal id, in the order of the plans. An entry names those alone.
    """
    entries = list(SaidAndDid.objects.published().with_names().newest_first())
    place = {pk: number for number, pk in enumerate(items)}
    linked: dict[int, list[int]] = defaultdict(list)
    if entries:
        links = SaidLink.objects.filter(entry__in=[each.pk for each in entries])
        for entry, row in links.values_list("entry_id", "deliverable_id"):
            if row in place:
                linked[entry].append(row)
    return tuple(
        said_of(each, [items[row] for row in sorted(linked[each.pk], key=place.__getitem__)])
        for each in entries
    )


def said_of(entry: SaidAndDid, items: list[Item]) -> Said:
    """An entry in the edition, with the deliverables that it names there."""
    return Said(
        id=str(entry.public_id),
        title=entry.title,
        who=entry.who,
        you_said=entry.you_said,
        we_did=entry.we_did,
        months=entry.period.quarter.months if entry.period else "",
        items=tuple(NamedItem(each.reference, each.title, each.status, each.word) for each in items),
    )
