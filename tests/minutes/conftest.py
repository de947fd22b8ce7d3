"""Three boards in a chain, a meeting of the lowest, and what it oversees."""

from datetime import date

import pytest

from boards.models import Board, BoardLink, Meeting, Seat
from councils.models import Post
from councils.permissions import Role
from councils.tenancy import council_context
from minutes.actions import AttendanceRow, EntrySaid, note_attendance, record_entry
from strategies.models import Oversight
from tests.cast import TODAY
from tests.factories import BoardFactory, DeliverableFactory, PeriodFactory, PersonFactory, StrandFactory

HELD = date(2016, 7, 8)


@pytest.fixture
def officer(cast):
    return cast.actor()


@pytest.fixture
def inside(cast):
    with council_context(cast.council.id):
        yield


@pytest.fixture
def place(cast):
    """SEND Group reports to the SEND Board, which reports to the Trust Board. Each meets on 8 July 2016."""
    return make_place(cast)


class Place:
    """Boards `group`, `board` and `trust`, their meetings of the day, and what the group oversees."""

    group: Board
    board: Board
    trust: Board


def make_place(cast):
    found = Place()
    with council_context(cast.council.id):
        PeriodFactory()
        found.person = PersonFactory(
            name="Ada Able", initials="AA", user=cast.members[Role.OFFICER].user, state="identified"
        )
        found.post = Post.objects.create(title="Head of SEND")
        found.group = BoardFactory(name="SEND Group", slug="group", position=1)
        found.board = BoardFactory(name="SEND Board", slug="send", position=2)
        found.trust = BoardFactory(name="Trust Board", slug="trust", position=3)
        BoardLink.objects.create(child=found.group, parent=found.board)
        BoardLink.objects.create(child=found.board, parent=found.trust)
        for name in ("group", "board", "trust"):
            board = getattr(found, name)
            setattr(found, f"{name}_meeting", Meeting.objects.create(board=board, held_on=HELD))
        found.earlier = Meeting.objects.create(board=found.group, held_on=date(2016, 6, 9))
        found.chair = Seat.objects.create(
            board=found.group, role="chair", holder=found.person, state="named", position=1
        )
        Seat.objects.create(board=found.group, role="member", state="vacant", hint="a school", position=2)
        found.strand = StrandFactory(code="A", title="Early help")
        Oversight.objects.create(board=found.group, strategy=found.strand.strategy, strand=found.strand)
        found.deliverable = DeliverableFactory(strand=found.strand, title="Open a base", number="1")
    return found


def said(kind="decision", **what):
    return EntrySaid(**{"kind": kind, "words": "Agreed to go on."} | what)


def an_action(place, **what):
    return said(**{"kind": "action", "owner": place.person, "due_on": date(2016, 8, 1)} | what)


def record(meeting, by, what):
    return record_entry(meeting=meeting, said=what, by=by, today=TODAY)


def note(meeting, by, state="present"):
    rows = [AttendanceRow(seat, state) for seat in Seat.objects.filter(board=meeting.board)]
    note_attendance(meeting=meeting, rows=rows, by=by, today=TODAY)


def address(meeting, page=""):
    return f"/northport/boards/{meeting.board.slug}/meetings/{meeting.public_id}/minutes/{page}"
