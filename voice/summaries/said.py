"""Entries of "You said, we did" with what became of the deliverables that they name."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from boards.models import Board
from councils.actors import Actor
from deliverables.models import Deliverable
from deliverables.summaries import DeliverableState, deliverable_states
from strategies.selected_quarter import NoQuarters, selected_quarter

from ..access import readable_entries
from ..models import SaidAndDid, SaidAndDidQuerySet, SaidLink

BOARD = "board:"
SHOWN = 3


@dataclass(frozen=True)
class SaidQuery:
    """What the list is narrowed to. Empty parts keep all. `who` is a group, or "board:" with a board's slug."""

    who: str = ""
    state: str = ""

    @property
    def any(self) -> bool:
        return bool(self.who or self.state)


@dataclass(frozen=True)
class LinkedLine:
    """A deliverable of an entry, with its state as at today. None if it was dropped, or before the first quarter."""

    deliverable: Deliverable
    state: DeliverableState | None


@dataclass(frozen=True)
class EntryLine:
    """An entry with its deliverables in plan order."""

    entry: SaidAndDid
    linked: Sequence[LinkedLine]

    @property
    def has_sample(self) -> bool:
        """Whether a rating beside it is made up for training."""
        updates = (each.state.current_update for each in self.linked if each.state)
        return any(update is not None and update.sample for update in updates)


def entries_of(query: SaidQuery, actor: Actor) -> SaidAndDidQuerySet:
    """Entries that the actor may read and the query keeps: drafts first, then the latest published."""
    rows = readable_entries(actor)
    if query.who.startswith(BOARD):
        rows = rows.filter(board__slug=query.who.removeprefix(BOARD))
    elif query.who:
        rows = rows.filter(group=query.who)
    if query.state:
        rows = rows.filter(state=query.state)
    return rows.newest_first().with_names()


def boards_that_said(actor: Actor) -> list[Board]:
    """Boards of which there is an entry that the actor may read (1 query)."""
    return list(Board.objects.filter(pk__in=readable_entries(actor).values("board")).in_order())


def entry_lines(rows: Iterable[SaidAndDid], *, today: date) -> list[EntryLine]:
    """Entries with their deliverables in plan order (1 query, and 5 more if there are any)."""
    entries = list(rows)
    linked: dict[int, list[Deliverable]] = defaultdict(list)
    links = SaidLink.objects.filter(entry__in=[each.pk for each in entries]).select_related(
        "deliverable__strand", "deliverable__strategy"
    )
    order = ("deliverable__strategy__position", "deliverable__strand__position", "deliverable__position")
    for link in links.order_by(*order) if entries else ():
        linked[link.entry_id].append(link.deliverable)
    states = _states({row.pk for rows in linked.values() for row in rows}, today)
    return [
        EntryLine(each, [LinkedLine(row, states.get(row.pk)) for row in linked[each.pk]]) for each in entries
    ]


def _states(ids: set[int], today: date) -> dict[int, DeliverableState]:
    """States as at today by id, {} before the first quarter (5 queries, none without ids)."""
    if not ids:
        return {}
    try:
        period = selected_quarter(None, today=today).period
    except NoQuarters:
        return {}
    rows = Deliverable.objects.filter(pk__in=ids)
    return {
        state.deliverable.pk: state
        for state in deliverable_states(rows, period=period, today=today, as_at=today)
    }


def published_for(
    *, deliverable: Deliverable | None = None, board: Board | None = None
) -> Sequence[SaidAndDid]:
    """The latest published entries that name a deliverable, or that a board said (1 query)."""
    rows = SaidAndDid.objects.published()
    rows = rows.filter(links__deliverable=deliverable) if deliverable else rows.filter(board=board)
    return list(rows.newest_first().with_names()[:SHOWN])
