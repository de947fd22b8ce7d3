"""Facts about a board that are not in the plan: its next meeting and its distribution list."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Exists, F, OuterRef, Subquery
from django.db.models.functions import JSONObject

from boards.models import Board, Meeting, Recipient
from core.periods import Quarter
from deliverables.models import SingleOversight
from strategies.models import Oversight, begun_by

from .shapes import RecipientLine


@dataclass(frozen=True, slots=True)
class BoardFacts:
    """Next meeting and distribution list of a board."""

    next_meeting_on: date | None
    recipients: tuple[RecipientLine, ...]


NO_FACTS = BoardFacts(None, ())


@dataclass(frozen=True, slots=True)
class BoardAhead:
    """A board on the council's dashboard, with its next meeting."""

    name: str
    slug: str
    aliases: tuple[str, ...]
    next_meeting_on: date | None


def boards_ahead(as_at: date) -> tuple[BoardAhead, ...]:
    """Boards in the plan's order, each with its first meeting on or after the day (1 query)."""
    boards = Board.objects.in_order().annotate(next_meeting_on=_next_meeting(as_at))
    return tuple(
        BoardAhead(name, slug, tuple(aliases), day)
        for name, slug, aliases, day in boards.values_list("name", "slug", "aliases", "next_meeting_on")
    )


@dataclass(frozen=True, slots=True)
class BoardToPrepare:
    """A board that oversees a part of the plan and has no meeting ahead, or nobody who gets its packs."""

    name: str
    slug: str
    next_meeting_on: date | None
    has_recipients: bool


def boards_to_prepare(as_at: date, quarter: Quarter) -> tuple[BoardToPrepare, ...]:
    """Boards that oversee something themselves and have no meeting from the day on, or no recipients (1 query).

    What they oversee counts in the quarter.
    """
    recipients = Recipient.objects.filter(board_id=OuterRef("pk"), active=True)
    whole = Oversight.objects.filter(begun_by(quarter, "strategy__"), board_id=OuterRef("pk"))
    singly = SingleOversight.objects.filter(
        begun_by(quarter, "deliverable__strategy__"), board_id=OuterRef("pk"), deliverable__dropped_on=None
    )
    boards = Board.objects.in_order().filter(Exists(whole) | Exists(singly))
    boards = boards.annotate(next_meeting_on=_next_meeting(as_at), has_recipients=Exists(recipients))
    rows = boards.values_list("name", "slug", "next_meeting_on", "has_recipients")
    every = (BoardToPrepare(*row) for row in rows)
    return tuple(board for board in every if board.next_meeting_on is None or not board.has_recipients)


def _next_meeting(as_at: date) -> Subquery:
    meetings = Meeting.objects.filter(board_id=OuterRef("pk"), held_on__gte=as_at).order_by("held_on")
    return Subquery(meetings.values("held_on")[:1])


def board_facts(board: Board, *, as_at: date) -> BoardFacts:
    """Next meeting on or after the day, and active recipients (1 query)."""
    recipients = Recipient.objects.filter(board_id=OuterRef("pk"), active=True).order_by("position", "id")
    row = (
        Board.objects.filter(pk=board.pk)
        .annotate(
            next_meeting_on=_next_meeting(as_at),
            recipient_lines=ArraySubquery(
                recipients.values(json=JSONObject(name="name", sits_on=F("sits_on__name")))
            ),
        )
        .values("next_meeting_on", "recipient_lines")
        .get()
    )
    return BoardFacts(
        next_meeting_on=row["next_meeting_on"],
        recipients=tuple(
            RecipientLine(each["name"], each["sits_on"] or "") for each in row["recipient_lines"]
        ),
    )
