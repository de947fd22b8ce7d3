"""What calendar programs fetch: the entries of each calendar, its form, and who gets nothing."""

import time
from datetime import date, timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from icalendar import Calendar

from boards.models import Board, Meeting
from calendars import feed
from calendars.models import CalendarAddress
from councils.accounts.actions import end_membership
from councils.models import Membership, Person, SecurityEvent, users
from councils.permissions import ROLE_PERMISSIONS, Permission, Role
from councils.tenancy import council_context, recorded
from deliverables.models import Deliverable, DuePoint
from returns.models import OwedReturn, Sending
from tests.calendars.conftest import entries_of, fetch
from tests.factories import DeliverableFactory, DuePointFactory, StrategyFactory

pytestmark = pytest.mark.django_db

BASE, TRAIN = "Due: A1 Open a base", "Due: A2 Train schools; all of them, in time"
REPORT, CENSUS = "Return due: Progress report", "Return due: Census"
MEETS, PAPERS, CUT_OFF = "SEND Board meets", "Papers due: SEND Board", "Cut-off for Q1 2016–17"


@pytest.fixture
def of(cast):
    """Function: value of a calendar about the only row of a model with this slug."""

    def of(kind, model):
        with council_context(cast.council.id):
            return f"{kind}:{model.objects.get().public_id}"

    return of


def test_my_calendar_has_what_i_lead_owe_and_attend(make):
    assert set(entries_of(make())) == {BASE, REPORT, MEETS, CUT_OFF}


def test_a_member_who_is_nobody_in_the_plan_has_an_empty_calendar(make):
    assert entries_of(make(role=Role.READER)) == {}


def test_a_boards_calendar(make, of):
    entries = entries_of(make(of("board", Board), Role.READER))
    assert set(entries) == {MEETS, PAPERS, CUT_OFF}
    assert entries[PAPERS].decoded("dtstart") == date(2016, 7, 7)
    assert entries[MEETS]["url"].endswith("/northport/boards/send-board/")


def test_a_plans_calendar(make, plan, cast):
    assert set(entries_of(make(f"strategy:{plan.public_id}"))) == {BASE, TRAIN, MEETS}


def test_the_calendar_of_returns(make, cast):
    path = make("returns")
    assert set(entries_of(path)) == {REPORT, CENSUS}
    with council_context(cast.council.id):
        sent = OwedReturn.objects.get(title="Census")
        Sending.objects.create(owed=sent, sent_on=date(2016, 7, 8), person=Person.objects.get())
    assert set(entries_of(path)) == {REPORT}


def test_what_was_done_dropped_or_removed_is_gone(make, plan, cast):
    path = make(f"strategy:{plan.public_id}")
    with council_context(cast.council.id):
        DuePoint.objects.filter(deliverable__number="1").update(done_on=date(2016, 7, 1))
        Deliverable.objects.filter(number="2").update(dropped_on=date(2016, 7, 1), dropped_reason="No")
        Meeting.objects.all().delete()
    assert entries_of(path) == {}


def test_an_entry_is_a_whole_day_without_contacts(make):
    entry = entries_of(make())[MEETS]
    assert entry.decoded("dtstart") == date(2016, 7, 14)
    assert entry.decoded("dtend") == date(2016, 7, 15)
    assert entry["dtstart"].params["VALUE"] == "DATE"
    assert str(entry["location"]) == "Room 2, (email address left out), (telephone number left out)"
    assert str(entry["transp"]) == "TRANSPARENT"


def test_the_file_follows_the_standard(make, plan, cast):
    with council_context(cast.council.id):
        Deliverable.objects.filter(number="1").update(title="Café, “Ünï”; back\\slash " + "é" * 100)
    content = fetch(make(f"strategy:{plan.public_id}")).content
    lines = content.split(b"\r\n")
    assert content.endswith(b"END:VCALENDAR\r\n") and b"\n" not in content.replace(b"\r\n", b"")
    assert max(map(len, lines)) <= 75
    unfolded = content.replace(b"\r\n ", b"").decode()
    assert "SUMMARY:Due: A1 Café\\, “Ünï”\\; back\\\\slash " + "é" * 100 in unfolded
    assert "REFRESH-INTERVAL;VALUE=DURATION:PT1H" in unfolded
    calendar = Calendar.from_ical(content)
    assert str(calendar["version"]) == "2.0" and str(calendar["x-wr-calname"]) == "Our plan, Northport"
    assert not calendar.errors and not [entry for entry in calendar.walk() if entry.errors]


def test_two_fetches_are_the_same_and_the_second_costs_no_body(make):
    path = make()
    first = fetch(path)
    assert first.headers["Cache-Control"] == "private, max-age=900"
    assert first.headers["Content-Type"] == "text/calendar; charset=utf-8"
    assert fetch(path).content == first.content
    again = fetch(path, **{"If-None-Match": first.headers["ETag"]})
    assert (again.status_code, again.content) == (304, b"")
    assert again.headers["Cache-Control"] == first.headers["Cache-Control"]
    assert fetch(path, **{"If-None-Match": f"W/{first.headers['ETag']}"}).status_code == 304


def test_a_change_moves_the_entry_and_its_stamp_and_no_other(make, cast):
    path = make()
    before = entries_of(path)
    with council_context(cast.council.id), recorded("meeting.changed", actor="user:test"):
        Meeting.objects.update(held_on=date(2016, 7, 21))
    after = entries_of(path)
    assert after[MEETS]["uid"] == before[MEETS]["uid"]
    assert after[MEETS].decoded("dtstart") == date(2016, 7, 21)
    assert after[BASE].to_ical() == before[BASE].to_ical()
    assert all(entry.decoded("dtstamp") <= timezone.now() for entry in after.values())


def test_a_renamed_board_renews_the_stamp_of_its_meetings(make, cast):
    path = make()
    with council_context(cast.council.id):
        Board.objects.update(name="Improvement Board")
    assert "Improvement Board meets" in entries_of(path)


@pytest.mark.django_db(transaction=True)
def test_the_stamp_is_when_the_row_was_changed(make, cast):
    path = make()
    before = entries_of(path)
    time.sleep(1.1)
    with council_context(cast.council.id, actor="user:test"):
        Meeting.objects.update(held_on=date(2016, 7, 21))
    after = entries_of(path)
    assert after[MEETS].decoded("dtstamp") > before[MEETS].decoded("dtstamp")
    assert after[BASE].decoded("dtstamp") == before[BASE].decoded("dtstamp")


def everything(answer):
    """What tells two answers apart, without the id of the request."""
    headers = {name: value for name, value in answer.items() if name != "X-Request-Id"}
    return answer.status_code, answer.content, headers


def test_all_that_do_not_work_get_the_same_answer(make, of, cast):
    unknown = everything(fetch(f"/calendars/{'a' * 43}.ics"))
    assert unknown[0] == 404
    ended = make()
    CalendarAddress.objects.update(ended_at=timezone.now())
    assert everything(fetch(ended)) == unknown
    left = make()
    Membership.objects.update(ended_at=timezone.now())
    assert everything(fetch(left)) == unknown
    Membership.objects.update(ended_at=None)
    assert fetch(left).status_code == 200
    cast.members[Role.OFFICER].user.is_active = False
    cast.members[Role.OFFICER].user.save()
    assert everything(fetch(left)) == unknown
    board = make(of("board", Board), Role.READER)
    with council_context(cast.council.id):
        Board.objects.all().delete()
    assert everything(fetch(board)) == unknown
    assert everything(fetch("/calendars/x.ics")) == unknown


def test_an_address_ends_with_the_membership_and_stays_ended(make, cast):
    path, member = make(), cast.members[Role.OFFICER]
    with council_context(cast.council.id):
        end_membership(membership=member, by=cast.actor(Role.ADMINISTRATOR), now=timezone.now())
    assert fetch(path).status_code == 404
    Membership.objects.filter(pk=member.pk).update(ended_at=None)
    assert fetch(path).status_code == 404
    ended = SecurityEvent.objects.get(kind="calendar_address_ended")
    assert (ended.subject, ended.user) == ("My work", cast.members[Role.ADMINISTRATOR].user)


def test_what_a_role_may_not_read_is_not_in_it(make, monkeypatch):
    path = make()
    less = ROLE_PERMISSIONS[Role.OFFICER] - {Permission.BOARDS_VIEW, Permission.PROGRESS_VIEW}
    monkeypatch.setattr(users, "ROLE_PERMISSIONS", ROLE_PERMISSIONS | {Role.OFFICER: less})
    assert set(entries_of(path)) == {BASE, REPORT}
    monkeypatch.setattr(
        users, "ROLE_PERMISSIONS", ROLE_PERMISSIONS | {Role.OFFICER: less - {Permission.PLAN_VIEW}}
    )
    assert entries_of(path) == {}


def test_no_session_no_cookie_and_no_writing_method(make, cast):
    path = make()
    for client in (Client(), cast.client(), cast.outsider_client()):
        with CaptureQueriesContext(connection) as queries:
            answer = client.get(path)
        assert answer.status_code == 200 and not answer.cookies and "Cookie" not in answer.get("Vary", "")
        assert not [each for each in queries if "django_session" in each["sql"]]
    assert Client().head(path).status_code == 200
    assert Client().post(path).status_code == 405
    assert CalendarAddress.objects.get().last_fetched_at is not None


def test_another_council_is_not_in_it(make, cast):
    with council_context(cast.other.id):
        deliverable = DeliverableFactory(title="Of Southshire", strand__strategy=StrategyFactory())
        DuePointFactory(deliverable=deliverable)
    assert b"Southshire" not in fetch(make()).content


def test_too_many_fetches_and_misses_are_refused_for_a_while(make, monkeypatch):
    path = make()
    monkeypatch.setattr(feed, "MAX_FETCHES_PER_HOUR", 2)
    monkeypatch.setattr(feed, "MAX_MISSES_PER_MINUTE", 2)
    assert [fetch(path).status_code for _ in range(3)] == [200, 200, 429]
    assert fetch(path).headers["Retry-After"] == "3600"
    assert [fetch("/calendars/x.ics").status_code for _ in range(3)] == [404, 404, 429]


def test_secrets_are_not_logged(make, caplog, monkeypatch):
    monkeypatch.setattr(feed, "MAX_FETCHES_PER_HOUR", 0)
    path = make()
    assert fetch(path).status_code == 429 and fetch("/calendars/secret.ics").status_code == 404
    assert path not in caplog.text and "secret" not in caplog.text


@pytest.mark.parametrize("number", [5, 500])
def test_queries_do_not_grow_with_entries(make, plan, cast, number):
    with council_context(cast.council.id):
        strand = plan.strands.get()
        rows = Deliverable.objects.bulk_create(
            Deliverable(strategy=plan, strand=strand, number=str(each), position=each, title="More")
            for each in range(10_000, 10_000 + number)
        )
        day = date(2016, 9, 30)
        DuePoint.objects.bulk_create(
            DuePoint(deliverable=row, position=1, due_on=day, original_due_on=day) for row in rows
        )
    path = make(f"strategy:{plan.public_id}")
    fetch(path)
    with CaptureQueriesContext(connection) as queries:
        answer = fetch(path)
    assert answer.content.count(b"BEGIN:VEVENT") == number + 3
    # Address, savepoint, council, plan, due dates, meetings, changes, release, and clearing the council in a test.
    assert len(queries) == 9, "\n".join(each["sql"][:120] for each in queries)


def test_when_it_was_fetched_is_kept_every_five_minutes(make):
    path = make()
    fetch(path)
    first = CalendarAddress.objects.get().last_fetched_at
    fetch(path)
    assert CalendarAddress.objects.get().last_fetched_at == first
    CalendarAddress.objects.update(last_fetched_at=first - timedelta(minutes=6))
    fetch(path)
    assert CalendarAddress.objects.get().last_fetched_at > first - timedelta(minutes=6)
