"""The calendar of returns: what is owed, what was sent, the next one, and the pages."""

import re
from datetime import date, timedelta

import pytest
from django.core.exceptions import PermissionDenied

from core.refusals import ChangeRefused
from councils.models import Post
from councils.permissions import Role
from councils.tenancy import council_context
from returns.actions import ReturnSaid, SendingSaid, add_return, change_return, mark_sent, remove_return
from returns.models import OwedReturn, Sending
from returns.rules import Repeats
from returns.summaries import calendar_of
from tests.boards.forms import fields_of
from tests.cast import TODAY
from tests.factories import PeriodFactory, PersonFactory, StrategyFactory
from tests.pages import FRAME, main_text_of, text_of

pytestmark = pytest.mark.django_db

CALENDAR = "/northport/returns/"
CHANGE = (Role.OFFICER, Role.ADMINISTRATOR)


@pytest.fixture
def officer(cast):
    return cast.actor()


@pytest.fixture
def lead(cast):
    with council_context(cast.council.id):
        return PersonFactory(name="Ada Able", initials="AA", user=cast.members[Role.OFFICER].user)


@pytest.fixture
def owed(cast, officer, lead):
    """A quarterly report, a week overdue, for which the officer answers."""
    said = ReturnSaid(
        title="Progress report",
        owed_to="The department",
        due_on=date(2016, 7, 1),
        repeats=Repeats.QUARTERLY,
        evidence="Minutes of the board",
        owner=lead,
    )
    with council_context(cast.council.id, actor=officer.reference):
        return add_return(said=said, by=officer)


@pytest.fixture
def inside(cast):
    with council_context(cast.council.id):
        yield


def send(owed, actor, **said):
    values = {"sent_on": TODAY, "by": None, "reference": "R-1"} | said
    return mark_sent(owed=owed, said=SendingSaid(**values), by=actor, today=TODAY)


def test_the_next_one_follows_when_it_is_sent(owed, officer, lead, inside):
    following = send(owed, officer, by=lead)
    assert (following.title, following.due_on, following.owner) == (owed.title, date(2016, 10, 1), lead)
    sending = Sending.objects.get()
    assert (sending.owed, sending.sent_by, sending.reference) == (owed, "Ada Able (AA)", "R-1")
    calendar = calendar_of(TODAY)
    assert [line.words for line in calendar.owed] == ["Due later"]
    assert [line.words for line in calendar.sent] == ["Sent 7 days late"]
    assert calendar.words == "1 return owed, none overdue or due soon"


def test_what_was_sent_is_corrected_without_another_one(owed, officer, lead, inside):
    send(owed, officer, by=lead)
    post = Post.objects.create(title="Head of SEND")
    assert send(owed, officer, by=post, sent_on=date(2016, 7, 1), reference="R-2") is None
    assert Sending.objects.get().sent_by == "Head of SEND"
    assert OwedReturn.objects.count() == 2


def test_one_that_is_owed_once_is_followed_by_nothing(cast, officer, lead, inside):
    owed = add_return(said=ReturnSaid("Census", "The department", date(2016, 7, 9)), by=officer)
    assert calendar_of(TODAY).words == "1 return owed: 1 due soon"
    assert send(owed, officer, by=lead) is None
    assert calendar_of(TODAY).words == "No returns owed"


@pytest.mark.parametrize(
    ("said", "field"), [({"by": None}, "sent_by"), ({"sent_on": TODAY + timedelta(days=1)}, "sent_on")]
)
def test_a_sending_has_a_name_and_a_day(owed, officer, lead, inside, said, field):
    with pytest.raises(ChangeRefused) as caught:
        send(owed, officer, **({"by": lead} | said))
    assert list(caught.value.problems) == [field]
    assert not Sending.objects.exists()


@pytest.mark.parametrize(("field", "value"), [("title", " "), ("owed_to", ""), ("repeats", "daily")])
def test_what_is_missing_is_refused_at_its_field(officer, inside, field, value):
    said = {"title": "Census", "owed_to": "The department", "due_on": TODAY} | {field: value}
    with pytest.raises(ChangeRefused) as caught:
        add_return(said=ReturnSaid(**said), by=officer)
    assert list(caught.value.problems) == [field]


def test_one_that_was_sent_stays(owed, officer, lead, inside):
    following = send(owed, officer, by=lead)
    with pytest.raises(ChangeRefused, match="stays in the calendar"):
        remove_return(owed=owed, by=officer)
    remove_return(owed=following, by=officer)
    assert list(OwedReturn.objects.all()) == [owed]


def test_a_change_is_saved_and_the_same_again_is_none(owed, officer, inside):
    said = ReturnSaid(
        "Yearly report", "The department", date(2016, 9, 1), owner=Post.objects.create(title="Head")
    )
    assert change_return(owed=owed, said=said, by=officer)
    assert not change_return(owed=owed, said=said, by=officer)
    owed.refresh_from_db()
    assert (owed.title, str(owed.owner), owed.owner_person) == ("Yearly report", "Head", None)


def test_readers_may_do_none_of_this(cast, owed, lead, inside):
    by = cast.actor(Role.READER)
    said = ReturnSaid("Census", "The department", TODAY)
    for act in (
        lambda: add_return(said=said, by=by),
        lambda: change_return(owed=owed, said=said, by=by),
        lambda: remove_return(owed=owed, by=by),
        lambda: send(owed, by, by=lead),
    ):
        with pytest.raises(PermissionDenied):
            act()


def test_who_may_open_what(cast, owed):
    one = f"{CALENDAR}{owed.public_id}/"
    for role in Role:
        client = cast.client(role)
        assert client.get(CALENDAR).status_code == 200
        for page in (f"{CALENDAR}new/", one, f"{one}send/", f"{one}remove/"):
            assert client.get(page).status_code == (200 if role in CHANGE else 403)
    outsider = cast.outsider_client()
    for page in (CALENDAR, f"{CALENDAR}new/", one, f"{one}send/", f"{one}remove/"):
        assert outsider.get(page).status_code == 404


def test_the_calendar_says_what_is_owed(cast, owed):
    said = main_text_of(cast.client(Role.READER).get(CALENDAR))
    for words in (
        "1 return owed: 1 overdue.",
        "Progress report To The department",
        "1 July 2016 Overdue by 7 days Quarterly",
        "Minutes of the board",
        "Ada Able (AA)",
    ):
        assert words in said, words
    assert "Mark as sent" not in said
    assert "Add a return" in text_of(cast.client().get(CALENDAR))


def test_it_stands_in_the_owners_work(cast, owed, officer):
    with council_context(cast.council.id):
        PeriodFactory()
    said = text_of(cast.client().get("/northport/my-work/"))
    assert "1 return to send: Progress report to The department, 1 July 2016. Overdue by 7 days." in said
    assert "return to send" not in text_of(cast.client(Role.ADMINISTRATOR).get("/northport/my-work/"))


def test_a_return_is_added_sent_and_undone(cast, lead):
    client = cast.client()
    fields = fields_of(client.get(f"{CALENDAR}new/")) | {
        "title": "Progress report",
        "owed_to": "The department",
        "due_on_day": "1",
        "due_on_month": "7",
        "due_on_year": "2016",
        "repeats": "yearly",
        "owner": str(lead.public_id),
    }
    assert "Progress report added, due on 1 July 2016." in text_of(
        client.post(f"{CALENDAR}new/", fields, follow=True)
    )
    with council_context(cast.council.id):
        page = f"{CALENDAR}{OwedReturn.objects.get().public_id}/send/"
    fields = fields_of(client.get(page))
    assert fields["sent_by"] == str(lead.public_id)
    saved = client.post(page, fields | {"reference": "R-1"}, follow=True)
    assert "recorded as sent. The next one is due on 1 July 2017." in text_of(saved)
    assert "8 July 2016, by Ada Able (AA) Reference R-1" in main_text_of(saved)
    act = re.search(r'name="act" value="([^"]+)"', saved.content.decode())
    client.post("/northport/undo/", {"act": act[1], "next": CALENDAR})
    with council_context(cast.council.id):
        assert OwedReturn.objects.count() == 1 and not Sending.objects.exists()


def test_nothing_typed_is_lost(cast, owed):
    client, page = cast.client(), f"{CALENDAR}{owed.public_id}/"
    response = client.post(page, fields_of(client.get(page)) | {"title": "", "evidence": "Typed"})
    assert response.status_code == 422
    assert "Enter what is owed" in text_of(response) and "Typed" in text_of(response)


@pytest.mark.parametrize("number", [1, 8])
def test_queries_do_not_grow(cast, owed, officer, lead, number, django_assert_num_queries):
    with council_context(cast.council.id):
        for each in range(number):
            said = ReturnSaid(
                f"Report {each}",
                "The department",
                TODAY,
                strategy=StrategyFactory(),
                owner=lead,
                repeats="yearly",
            )
            send(add_return(said=said, by=officer), officer, by=lead)
    client = cast.client()
    for page in (CALENDAR, f"{CALENDAR}returns.csv"):
        with django_assert_num_queries(FRAME + 3):
            client.get(page)
