"""Facts about a board that are not in the plan: its next meeting and its distribution list."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Exists, OuterRef, Subquery
from django.db.models.functions import JSONObject

from boards.addressees import read_addressees, with_recipients
from boards.models import Board, Meeting, Recipient
from boards.rules import papers_due
from deliverables.models import SingleOversight
from strategies.models import Oversight, ReportingPeriod, begun_by
from strategies.quarter_rules import papers_too_early

from .shapes import RecipientLine


@dataclass(frozen=True, slots=True)
class BoardFacts:
    """Next meeting and distribution list of a board.

    `recipient_roles` has for each recipient the post or seat ("" for neither) and the board that they sit on.
    """

    next_meeting_on: date | None
    recipients: tuple[RecipientLine, ...]
    recipient_roles: tuple[tuple[str, str], ...] = ()


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


@dataclass(frozen=True, slots=True)
class EarlyPapers:
    """A meeting ahead that hears of the quarter, but whose papers are due before its cut-off."""

    board: str
    slug: str
    meeting: UUID
    held_on: date
    papers_on: date


@dataclass(frozen=True, slots=True)
class BoardsOfQuarter:
    """Boards that are not prepared for a quarter, and meetings whose papers are due too early."""

    to_prepare: tuple[BoardToPrepare, ...]
    early_papers: tuple[EarlyPapers, ...]


def boards_of_quarter(period: ReportingPeriod, *, as_at: date, today: date) -> BoardsOfQuarter:
    """Boards that oversee something themselves and have no meeting from `as_at` on, or no recipients; and meetings of
    all that oversee something whose papers are due too early (1 query).

    What they oversee counts in the quarter.
    """
    quarter = period.quarter
    recipients = Recipient.objects.filter(board_id=OuterRef("pk"), active=True)
    whole = Oversight.objects.filter(begun_by(quarter, "strategy__"), board_id=OuterRef("pk"))
    singly = SingleOversight.objects.filter(
        begun_by(quarter, "deliverable__strategy__"), board_id=OuterRef("pk"), deliverable__dropped_on=None
    )
    boards = Board.objects.in_order().filter(Exists(whole) | Exists(singly))
    boards = boards.annotate(next_meeting_on=_next_meeting(as_at), has_recipients=Exists(recipients))
    meetings = Meeting.objects.filter(
        board_id=OuterRef("pk"), held_on__range=(max(today, quarter.next.starts_on), quarter.next.ends_on)
    ).order_by("held_on")
    hearing = JSONObject(meeting="public_id", held_on="held_on", paper_days="paper_days")
    boards = boards.annotate(hearing=ArraySubquery(meetings.values(json=hearing)))
    rows = list(boards.values_list("name", "slug", "next_meeting_on", "has_recipients", "hearing"))
    every = (BoardToPrepare(*row[:4]) for row in rows)
    early = (_hearing(name, slug, each) for name, slug, _, _, found in rows for each in found)
    return BoardsOfQuarter(
        tuple(board for board in every if board.next_meeting_on is None or not board.has_recipients),
        tuple(each for each in early if papers_too_early(period.facts, each.papers_on)),
    )


def _hearing(name: str, slug: str, meeting: dict[str, Any]) -> EarlyPapers:
    held_on = date.fromisoformat(meeting["held_on"])
    papers_on = papers_due(held_on, meeting["paper_days"])
    return EarlyPapers(name, slug, UUID(meeting["meeting"]), held_on, papers_on)


def _next_meeting(as_at: date) -> Subquery:
    meetings = Meeting.objects.filter(board_id=OuterRef("pk"), held_on__gte=as_at).order_by("held_on")
    return Subquery(meetings.values("held_on")[:1])


def board_facts(board: Board, *, as_at: date) -> BoardFacts:
    """Next meeting on or after the day, and everybody on the distribution list, each once (1 query)."""
    boards = with_recipients(Board.objects.filter(pk=board.pk)).annotate(next_meeting_on=_next_meeting(as_at))
    row = boards.values("next_meeting_on", "recipient_rows", "seat_rows").get()
    found = read_addressees(row["recipient_rows"], row["seat_rows"], board=board.name, today=as_at)
    lines = dict.fromkeys(RecipientLine(each.name, each.sits_on) for each in found)
    roles = tuple((each.role, each.sits_on) for each in found)
    return BoardFacts(row["next_meeting_on"], tuple(lines), roles)
