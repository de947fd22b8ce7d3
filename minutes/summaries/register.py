"""The register of everything that is minuted."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.db.models import Q

from councils.models import Person
from deliverables.models import Deliverable
from strategies.models import Strand

from ..access import readable_entries
from ..models import Entry, EntryQuerySet, Item
from ..rules import Kind, State
from .entries import EntryLine, entry_lines
from .reading import Reading

MOST_SAID = 50
"""How many entries a panel shows at most."""


@dataclass(frozen=True)
class RegisterQuery:
    """What the register is narrowed to. Empty parts keep all. `board` is a slug, `owner` a public id."""

    words: str = ""
    board: str = ""
    kind: str = ""
    state: str = ""
    owner: str = ""
    overdue: bool = False

    @property
    def any(self) -> bool:
        return bool(self.words or self.board or self.kind or self.state or self.owner or self.overdue)


def entries_of(query: RegisterQuery, reading: Reading) -> EntryQuerySet:
    """Entries that the reader may read and the query keeps, of the latest meeting first."""
    rows = readable_entries(reading.actor)
    for word in query.words.split():
        rows = rows.filter(Q(words__icontains=word) | Q(steps__words__icontains=word)).distinct()
    if query.board:
        rows = rows.filter(Q(meeting__board__slug=query.board) | Q(to_board__slug=query.board))
    if query.kind:
        rows = rows.filter(kind=query.kind)
    if query.state:
        rows = rows.filter(state=query.state)
    if query.owner:
        rows = rows.filter(Q(owner__public_id=query.owner) | Q(owner_post__public_id=query.owner))
    if query.overdue:
        rows = rows.filter(state=State.OPEN, due_on__lt=reading.today)
    return rows.by_meeting()


def owners_in_minutes(reading: Reading) -> list[tuple[str, str]]:
    """(public id, name) of the persons and posts that own something minuted, by name (1 query)."""
    columns = (
        *("owner__public_id", "owner__name", "owner__initials"),
        *("owner_post__public_id", "owner_post__title"),
    )
    found = {
        str(person or post): ((name if reading.names else "") or initials) if person else title
        for person, name, initials, post, title in readable_entries(reading.actor).values_list(*columns)
        if person or post
    }
    return sorted(found.items(), key=lambda each: each[1].casefold())


def work_of(person: Person, reading: Reading) -> list[EntryLine]:
    """What a person, or a post of theirs, is to carry out or to answer, the first due first (2 queries)."""
    own = Q(owner_post__holder=person) | Q(owner=person)
    rows = Entry.objects.open().filter(own).with_all()
    found = entry_lines(rows, today=reading.today, names=reading.names)
    return sorted(found, key=lambda line: line.entry.due_on or date.max)


@dataclass(frozen=True)
class SaidAbout:
    """What meetings said about an item, the latest first. `more` if there is more than is shown."""

    lines: tuple[EntryLine, ...]
    more: bool


def said_about(reading: Reading, item: Item) -> SaidAbout:
    """What the reader may read about an item (at most 3 queries).

    With a deliverable come those merged into it, and with a strand its deliverables.
    """
    about = Q(indicator=item)
    if isinstance(item, Deliverable):
        about = Q(deliverable=item) | Q(deliverable__merged_into=item.pk)
    elif isinstance(item, Strand):
        about = Q(strand=item) | Q(deliverable__strand=item)
    rows = readable_entries(reading.actor).filter(about).with_all().by_meeting()[: MOST_SAID + 1]
    lines = entry_lines(rows, today=reading.today, names=reading.names)
    return SaidAbout(tuple(lines[:MOST_SAID]), more=len(lines) > MOST_SAID)


def follow_up_of_board(board_id: int, reading: Reading) -> tuple[list[EntryLine], list[EntryLine]]:
    """What is open of a board's minutes, and the escalations from and to it, the latest first (2 queries)."""
    rows = readable_entries(reading.actor).filter(
        Q(state=State.OPEN, meeting__board=board_id)
        | Q(kind=Kind.ESCALATION, meeting__board=board_id)
        | Q(to_board=board_id)
    )
    lines = entry_lines(rows.with_all().by_meeting(), today=reading.today, names=reading.names)
    escalations = [line for line in lines if line.entry.kind == Kind.ESCALATION]
    return [line for line in lines if line.entry.kind != Kind.ESCALATION], escalations
