"""A member with work in the plan, and calendar programs without a sign-in."""

import re
from datetime import date

import pytest
from django.test import Client
from icalendar import Calendar

from boards.models import Meeting, Seat
from councils.permissions import Role
from councils.tenancy import council_context
from returns.models import OwedReturn
from strategies.models import Oversight
from tests.factories import (
    AssignmentFactory,
    BoardFactory,
    DeliverableFactory,
    DuePointFactory,
    PeriodFactory,
    PersonFactory,
    StrandFactory,
    StrategyFactory,
)

PAGE = "/northport/calendars/"


@pytest.fixture
def plan(cast):
    """A strategy overseen by a board that meets on 14 July 2016, with two deliverables. The officer leads A1."""
    with council_context(cast.council.id):
        me = PersonFactory(name="Ada Able", initials="AA", user=cast.members[Role.OFFICER].user)
        strategy = StrategyFactory(slug="plan", title="Our plan")
        strand = StrandFactory(strategy=strategy, code="A")
        for number, title in ((1, "Open a base"), (2, "Train schools; all of them, in time")):
            deliverable = DeliverableFactory(strand=strand, number=str(number), title=title)
            DuePointFactory(deliverable=deliverable, due_on=date(2016, 9, 30))
            if number == 1:
                AssignmentFactory(deliverable=deliverable, person=me, state="identified")
        board = BoardFactory(slug="send-board", name="SEND Board")
        Oversight.objects.create(board=board, strategy=strategy)
        Seat.objects.create(board=board, role="chair", state="named", holder=me)
        Meeting.objects.create(
            board=board, held_on=date(2016, 7, 14), place="Room 2, jo@example.org, 023 9284 1234"
        )
        OwedReturn.objects.create(
            title="Progress report", owed_to="The department", due_on=date(2016, 7, 1), owner_person=me
        )
        OwedReturn.objects.create(title="Census", owed_to="The department", due_on=date(2016, 8, 1))
        PeriodFactory(label="2016-17-Q1")
    return strategy


@pytest.fixture
def make(cast, plan):
    """Function: make an address on the page, as the member of this role, and return its path."""

    def make(calendar="mine", role=Role.OFFICER):
        answer = cast.client(role).post(f"{PAGE}new/", {"calendar": calendar})
        assert answer.status_code == 200, answer.content.decode()
        return path_in(answer)

    return make


def path_in(answer):
    """Path of the address that a page shows."""
    [path] = set(re.findall(r"/calendars/[A-Za-z0-9_-]{43}\.ics", answer.content.decode()))
    return path


def fetch(path, **headers):
    return Client(headers=headers).get(path)


def entries_of(path):
    """Entries of a feed by their titles, read by the library."""
    answer = fetch(path)
    assert answer.status_code == 200
    return {str(entry["summary"]): entry for entry in Calendar.from_ical(answer.content).walk("VEVENT")}
