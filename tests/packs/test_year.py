"""A year of a board on a moved clock: four packs, each on its day, and everything that is asked for is answered.

Leads answer by the links in their emails, and an owner says what became of an action. Nobody builds, releases or sends
anything.
"""

import re
from collections import defaultdict
from datetime import date, timedelta
from email.utils import parseaddr

import pytest
from django.test import Client
from django.utils import timezone

from boards.models import Meeting
from core import mail
from councils.permissions import Role
from councils.tenancy import council_context
from deliverables.models import ProgressUpdate
from minutes.actions import EntrySaid, move_entry, record_entry
from minutes.rules import Kind, State
from packs import actions, tasks
from packs.document import read_document
from packs.models import Delivery, Pack
from reminders import jobs as reminder_jobs
from reminders.actions import save_settings
from tests.factories import AssignmentFactory, DuePointFactory, PersonFactory
from tests.packs.test_cycles import MEETINGS, QUARTERS, Clock, clock, on, paper, system  # noqa: F401

pytestmark = pytest.mark.django_db

LEAD, OWNER = "lead@example.org", "owner@example.org"


class Year(Clock):
    """A clock whose turn also sends: packs, and reminders. Leads answer on the evening of the day of an email."""

    def __init__(self, council):
        super().__init__(council)
        self.sent = defaultdict(list)

    def send(self, message, *, before_data):
        before_data()
        self.sent[parseaddr(message.to[0])[1]].append((timezone.localdate(self.now), message))

    def turn(self, day=None):
        super().turn(day)
        with council_context(self.council.id):
            due = set(Delivery.objects.due(self.now).values_list("pack_id", flat=True))
        for pack in due:
            tasks.send_pack(council_id=self.council.id, pack_id=pack)
        reminder_jobs.sweep()

    def reminders(self, address):
        return [(day, message) for day, message in self.sent[address] if "asked for" in message.subject]


@pytest.fixture
def year(on, clock, cast, monkeypatch):  # noqa: F811
    """The board's cycle with release by the clock, and reminders, from 1 July 2016."""
    year = Year(on.council)
    monkeypatch.setattr(timezone, "now", lambda: year.now)
    monkeypatch.setattr(mail, "send", year.send)
    monkeypatch.setattr(reminder_jobs.visit_council, "delay", reminder_jobs.visit_council)
    with council_context(on.council.id):
        actions.choose_release(board=on.board, by_clock=True, by=cast.actor(Role.APPROVER))
        save_settings(
            days_before=14,
            again_after=7,
            days_before_cut_off=5,
            by=cast.actor(Role.ADMINISTRATOR),
            now=year.now,
        )
        point = DuePointFactory(
            due_on=date(2017, 6, 30),
            precision="day",
            deliverable__strand=on.strand,
            deliverable__title="Open it",
        )
        AssignmentFactory(deliverable=point.deliverable, person=PersonFactory(name="Lead", email=LEAD))
    return year


def answer(message):
    """Save the update that the link in an email asks for."""
    client = Client()
    [address] = re.findall(r"https?://[^/\s]+(/updates/\S+)", message.body)
    form = client.get(address).context["form"]
    said = {"version": form["version"].value(), "quarter": form.initial["quarter"], "rag": "green"}
    assert client.post(address, said | {"narrative": "It opens in time."}).status_code == 200


def test_a_year_in_which_nobody_intervenes(year, on, cast):  # noqa: F811
    owner, entry = None, None
    day, answered = date(2016, 7, 1), 0
    while day <= date(2017, 6, 30):
        year.turn(day)
        if day == MEETINGS[0]:
            with council_context(on.council.id):
                owner = PersonFactory(name="Owner", email=OWNER)
                meeting = Meeting.objects.get(held_on=day)
                said = EntrySaid(
                    kind=Kind.ACTION, words="Find a site.", owner=owner, due_on=date(2016, 10, 14)
                )
                entry = record_entry(meeting=meeting, said=said, by=cast.actor(), today=day)
        for _, message in year.reminders(LEAD)[answered:]:
            answer(message)
            answered += 1
        if entry and year.reminders(OWNER) and entry.is_open:
            with council_context(on.council.id):
                move_entry(
                    entry=entry,
                    to=State.DONE,
                    words="Found.",
                    taken_on=day,
                    who=owner,
                    by=cast.actor(),
                    today=day,
                )
                entry.refresh_from_db()
        day += timedelta(days=1)

    with council_context(on.council.id):
        packs = list(Pack.objects.select_related("period", "snapshot").order_by("requested_at"))
        papers = {each.held_on: each.papers_on for each in Meeting.objects.all()}
        assert [pack.period.label for pack in packs] == list(QUARTERS)
        assert [timezone.localdate(pack.released_at) for pack in packs] == [papers[day] for day in MEETINGS]
        assert {pack.state for pack in packs} == {"delivered"}
        assert {pack.requested_by for pack in packs} == {pack.released_by for pack in packs} == {"sendplan"}
        documents = [read_document(pack.snapshot.content) for pack in packs]
        assert ProgressUpdate.objects.filter(narrative="It opens in time.").count() == answered

    # Each reader has each pack once, on the day of the papers.
    for reader in ("reader0@northport.example.org", "reader1@northport.example.org"):
        assert [day for day, _ in year.sent[reader]] == [papers[day] for day in MEETINGS]

    # A lead is asked once for each quarter, and before the date.
    asked = [day for day, _ in year.reminders(LEAD)]
    assert len(asked) == len(set(asked)) == answered
    assert 4 <= answered <= 6

    # The owner is asked once, and the pack of the next meeting says what became of the action.
    assert len(year.reminders(OWNER)) == 1
    assert [line.words for line in documents[1].decisions.settled] == ["Find a site."]
    assert not documents[2].decisions.settled
