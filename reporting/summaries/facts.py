"""What belongs to a board itself and not to the plan: its next meeting, who gets its paper, the last paper."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import F, OuterRef, Subquery
from django.db.models.functions import JSONObject

from boards.models import Board, Meeting
from reporting.models import Pack, Recipient
from sendplan.periods import Quarter
from strategies.models import ReportingPeriod

from .document import PackDocument, read_document
from .shapes import RecipientLine


@dataclass(frozen=True, slots=True)
class LastPack:
    """The paper that the board last received, with what it said."""

    public_id: str
    edition: int
    quarter: Quarter
    released_at: datetime
    document: PackDocument

    @property
    def words(self) -> str:
        return f"{self.quarter.short_words}, edition {self.edition}"


@dataclass(frozen=True, slots=True)
class BoardFacts:
    """What belongs to the board itself and not to the plan: its next meeting, who gets its paper, the last paper."""

    next_meeting_on: date | None
    recipients: tuple[RecipientLine, ...]
    last_pack: LastPack | None


NO_FACTS = BoardFacts(None, (), None)


@dataclass(frozen=True, slots=True)
class BoardAhead:
    """A board as the council's dashboard names it, with the day on which it meets next."""

    name: str
    slug: str
    aliases: tuple[str, ...]
    next_meeting_on: date | None


def boards_ahead(as_at: date) -> tuple[BoardAhead, ...]:
    """Every board in the plan's order, with its first meeting on or after the day (1 query)."""
    boards = Board.objects.in_order().annotate(next_meeting_on=_next_meeting(as_at))
    return tuple(
        BoardAhead(name, slug, tuple(aliases), day)
        for name, slug, aliases, day in boards.values_list("name", "slug", "aliases", "next_meeting_on")
    )


def _next_meeting(as_at: date) -> Subquery:
    meetings = Meeting.objects.filter(board_id=OuterRef("pk"), held_on__gte=as_at).order_by("held_on")
    return Subquery(meetings.values("held_on")[:1])


def board_facts(board: Board, *, period: ReportingPeriod, as_at: date) -> BoardFacts:
    """Next meeting on or after the day, active recipients, and the latest paper released for this quarter or before
    it (1 query)."""
    recipients = Recipient.objects.filter(board_id=OuterRef("pk"), active=True).order_by("position", "id")
    last = (
        Pack.objects.released()
        .filter(board_id=OuterRef("pk"), period__starts_on__lte=period.starts_on)
        .order_by("-period__starts_on", "-edition")
    )
    about = JSONObject(
        public_id="public_id", edition="edition", quarter="period__label", released_at="released_at"
    )
    row = (
        Board.objects.filter(pk=board.pk)
        .annotate(
            next_meeting_on=_next_meeting(as_at),
            recipient_lines=ArraySubquery(
                recipients.values(found=JSONObject(name="name", sits_on=F("sits_on__name")))
            ),
            last_pack=Subquery(last.values(found=about)[:1]),
            last_content=Subquery(last.values("snapshot__content")[:1]),
        )
        .values("next_meeting_on", "recipient_lines", "last_pack", "last_content")
        .get()
    )
    return BoardFacts(
        next_meeting_on=row["next_meeting_on"],
        recipients=tuple(
            RecipientLine(each["name"], each["sits_on"] or board.name) for each in row["recipient_lines"]
        ),
        last_pack=_last_pack(row["last_pack"], row["last_content"]),
    )


def _last_pack(about: dict[str, Any] | None, content: str | None) -> LastPack | None:
    if about is None or content is None:
        return None
    return LastPack(
        public_id=about["public_id"],
        edition=about["edition"],
        quarter=Quarter.parse(about["quarter"]),
        released_at=datetime.fromisoformat(about["released_at"]),
        document=read_document(content),
    )
