"""Reads of boards: the list with parents and seats, the chain of governance, recipients, meetings, boards of people."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import F, OuterRef
from django.db.models.functions import JSONObject

from core.date_words import when_words
from core.periods import Quarter, words_for_date
from core.ui.chain import Link, Node
from core.words import count_words

from .models import Board, BoardLink, FormerHolder, Meeting, Recipient, Seat
from .recipient_rules import RecipientKind


@dataclass(frozen=True)
class Parent:
    """A board that another board reports to. `to_confirm` if the plan does not state it."""

    name: str
    slug: str
    to_confirm: bool
    note: str


@dataclass(frozen=True)
class SeatLine:
    """A seat in words: its role, who holds it, and the term of office ("" if it is not known)."""

    role: str
    holder: str
    term: str
    is_vacant: bool


@dataclass(frozen=True)
class BoardLine:
    """One board or group in the list of boards."""

    board: Board
    parents: tuple[Parent, ...]
    seats: tuple[SeatLine, ...]

    @property
    def vacancies(self) -> list[SeatLine]:
        return [seat for seat in self.seats if seat.is_vacant]


@dataclass(frozen=True)
class LinesToConfirm:
    """How many reporting lines are to be confirmed, and the notes that say why, each with its lines."""

    number: int
    by_note: tuple[tuple[str, tuple[str, ...]], ...]


@dataclass(frozen=True)
class MeetingLine:
    """A meeting, with its distance from today and the day on which its papers are due."""

    meeting: Meeting
    when: str
    papers_on: date
    papers: str

    @property
    def quarter(self) -> str:
        """The quarter in which the meeting is held: "Q2 2016–17"."""
        return Quarter.of(self.meeting.held_on).short_words


@dataclass(frozen=True)
class Meetings:
    """Meetings from today on, the next one first, and those before, the latest first."""

    ahead: tuple[MeetingLine, ...]
    past: tuple[MeetingLine, ...]


def board_lines(today: date) -> list[BoardLine]:
    """All boards and groups in the plan's order, with their parents and seats (2 queries)."""
    links = BoardLink.objects.filter(child=OuterRef("pk")).order_by("parent__position", "id")
    parents = links.values(
        line=JSONObject(
            name=F("parent__name"), slug=F("parent__slug"), to_confirm=F("to_confirm"), note=F("note")
        )
    )
    boards = list(Board.objects.in_order().annotate(parent_lines=ArraySubquery(parents)))
    seats: dict[int, list[SeatLine]] = {board.id: [] for board in boards}
    for seat in Seat.objects.select_related("holder", "post"):
        seats[seat.board_id].append(_seat_line(seat, today))
    return [
        BoardLine(board, tuple(Parent(**line) for line in board.parent_lines), tuple(seats[board.id]))
        for board in boards
    ]


def chain_of(lines: Sequence[BoardLine], boards_url: str) -> tuple[list[Node], list[Link]]:
    """Boxes and lines of the chain of governance. `boards_url` is the address of the list of boards."""
    nodes = [Node(line.board.slug, line.board.name, f"{boards_url}{line.board.slug}/") for line in lines]
    links = [
        Link(line.board.slug, parent.slug, dashed=parent.to_confirm, note=parent.note)
        for line in lines
        for parent in line.parents
    ]
    return nodes, links


def lines_to_confirm(lines: Sequence[BoardLine]) -> LinesToConfirm | None:
    """Reporting lines that are to be confirmed, or None if there are none."""
    by_note: dict[str, list[str]] = {}
    for line in lines:
        for parent in line.parents:
            if parent.to_confirm:
                by_note.setdefault(parent.note, []).append(f"{line.board.name} to {parent.name}")
    pairs = tuple((note, tuple(names)) for note, names in by_note.items())
    return LinesToConfirm(sum(len(names) for _, names in pairs), pairs) if pairs else None


def holder_words(*, state: str, hint: str, holder: str, post: str) -> str:
    """Holder of a seat in words: name, post or both, or "vacant" or "not stated", then the plan's hint."""
    holder_and_post = ", ".join(filter(None, (holder, post)))
    words = "vacant" if state == Seat.State.VACANT else holder_and_post or "not stated"
    return f"{words} ({hint})" if hint else words


def boards_of(person_ids: Sequence[int]) -> dict[int, list[str]]:
    """Names of the boards on which each person has a seat, in the plan's order (1 query, none without people)."""
    names: dict[int, list[str]] = {}
    if person_ids:
        seats = Seat.objects.filter(holder_id__among=person_ids).order_by("board__position", "board_id")
        for person, name in seats.values_list("holder_id", "board__name"):
            if name not in names.setdefault(person, []):
                names[person].append(name)
    return names


def term_words(from_on: date | None, until_on: date | None, today: date) -> str:
    """ "from 1 April 2016 until 31 March 2018", "until 31 March 2018", "term ended 31 March 2016", or ""."""
    if until_on and until_on < today:
        return f"term ended {words_for_date(until_on)}"
    parts = [f"from {words_for_date(from_on)}"] if from_on else []
    parts += [f"until {words_for_date(until_on)}"] if until_on else []
    return " ".join(parts)


def seat_words(seat: Seat) -> str:
    """ "Chair: Julia Katherine (JK)"."""
    return f"{seat.get_role_display()}: {_holder_of(seat)}"


def _holder_of(seat: Seat) -> str:
    return holder_words(
        state=seat.state,
        hint=seat.hint,
        holder=seat.holder.label if seat.holder else "",
        post=seat.post.title if seat.post else "",
    )


def recipient_words(recipient: Recipient) -> str:
    """What a recipient that is no address names: "Chair: Julia Katherine (JK)", or its kind if that is gone."""
    kind = RecipientKind(recipient.kind)
    named = seat_words(recipient.seat) if recipient.seat else recipient.person or recipient.post
    if kind == RecipientKind.ALL_SEATS or not named:
        return kind.word if kind == RecipientKind.ALL_SEATS else f"{kind.word} that no longer exists"
    return str(named)


def _seat_line(seat: Seat, today: date) -> SeatLine:
    words = _holder_of(seat)
    term = term_words(seat.from_on, seat.until_on, today)
    return SeatLine(seat.get_role_display(), words, term, seat.state == Seat.State.VACANT)


def meetings_of(board: Board, today: date) -> Meetings:
    """The board's meetings, next and past (1 query)."""
    return _next_and_past(Meeting.objects.filter(board=board), today)


def meetings_of_all(today: date) -> Meetings:
    """Meetings of all boards, next and past, with their boards (1 query)."""
    every = Meeting.objects.select_related("board").order_by("held_on", "board__position", "board_id")
    return _next_and_past(every, today)


def _next_and_past(meetings: Iterable[Meeting], today: date) -> Meetings:
    lines = [meeting_line(meeting, today) for meeting in meetings]
    ahead = tuple(line for line in lines if line.meeting.held_on >= today)
    return Meetings(ahead, tuple(line for line in reversed(lines) if line.meeting.held_on < today))


def meeting_line(meeting: Meeting, today: date) -> MeetingLine:
    papers_on = meeting.papers_on
    before = "on the day"
    if meeting.paper_days:
        before = f"{count_words(meeting.paper_days, 'working day')} before"
    return MeetingLine(
        meeting, when_words(meeting.held_on, today), papers_on, f"{words_for_date(papers_on)} ({before})"
    )


def seats_of(board: Board) -> list[Seat]:
    """The board's seats in order, with holders and posts (1 query)."""
    return list(Seat.objects.filter(board=board).select_related("holder", "post"))


def former_holders_of(board: Board) -> list[FormerHolder]:
    """Who held a seat of the board before, the latest first (1 query)."""
    return list(FormerHolder.objects.filter(board=board).select_related("holder", "post"))


def recipients_of(board: Board) -> list[Recipient]:
    """Everybody on the board's distribution list in order, also those who get no more packs (1 query)."""
    named = ("sits_on", "person", "post", "seat__holder", "seat__post")
    return list(Recipient.objects.filter(board=board).select_related(*named))


def former_words(former: FormerHolder) -> str:
    """ "Chair: Julia Katherine (JK), 1 April 2014 to 8 July 2016"."""
    who = (
        ", ".join(str(each) for each in (former.holder, former.post) if each)
        or "no longer in the list of people"
    )
    until = words_for_date(former.until_on) if former.until_on else "not stated"
    when = f"{words_for_date(former.from_on)} to {until}" if former.from_on else f"until {until}"
    return f"{former.get_role_display()}: {who}, {when}"
