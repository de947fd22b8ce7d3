"""Who was at a meeting: substitutes, guests, the quorum, declared interests."""

import pytest

from boards.models import Seat
from core.refusals import ChangeRefused
from councils.models import Change
from councils.permissions import Role
from councils.tenancy import council_context
from minutes.actions import (
    AttendanceRow,
    GuestSaid,
    confirm_minutes,
    declare_interest,
    note_attendance,
    remove_interest,
)
from minutes.models import Attendance, Guest, Interest
from tests.boards.forms import fields_of
from tests.cast import TODAY
from tests.pages import main_text_of, text_of

from .conftest import address

BO, GILL = GuestSaid("Bo Best", "Northmere College"), GuestSaid("Gill Guest", "Parent Forum")


@pytest.fixture
def day(officer):
    return {"by": officer, "today": TODAY}


def note(place, day, *, state="present", substitute=None, guests=()):
    rows = [AttendanceRow(place.chair, state, substitute)]
    note_attendance(meeting=place.group_meeting, rows=rows, guests=guests, **day)


def declare(place, day, who, **said):
    given = {"about": "The base", "interest": "Works there", "done": "left"} | said
    return declare_interest(meeting=place.group_meeting, who=who, **given, **day)


def test_guests_and_substitutes_keep_their_rows_until_they_are_left_out(place, day, inside):
    note(place, day, state="apologies", substitute=BO, guests=[GILL])
    before = dict(Guest.objects.values_list("name", "pk"))
    assert Guest.objects.get(name="Bo Best").stands_in_for.seat == place.chair
    note(place, day, state="absent", substitute=BO, guests=[GILL, GILL, GuestSaid("Ken Keen")])
    after = dict(Guest.objects.values_list("name", "pk"))
    assert after.items() > before.items() and len(after) == Guest.objects.count() == 3
    note(place, day)
    assert not Guest.objects.exists()
    assert [row.state for row in Attendance.objects.all()] == ["present"]


@pytest.mark.parametrize("state", ["present", "vacant"])
def test_nobody_comes_instead_of_who_is_there(place, day, inside, state):
    with pytest.raises(ChangeRefused, match="not there"):
        note(place, day, state=state, substitute=BO)
    assert not Attendance.objects.exists()


def test_who_declared_an_interest_stays(place, day, inside):
    note(place, day, guests=[GILL])
    declared = declare(place, day, Guest.objects.get())
    with pytest.raises(ChangeRefused, match="Gill Guest, Parent Forum declared an interest"):
        note(place, day)
    assert Guest.objects.exists()
    remove_interest(interest=declared, **day)
    note(place, day)
    assert not Guest.objects.exists() and not Interest.objects.exists()
    declare(place, day, Attendance.objects.get())
    seat = Seat.objects.get(board=place.group, role="member")
    note_attendance(meeting=place.group_meeting, rows=[AttendanceRow(seat, "vacant")], **day)
    assert {row.seat for row in Attendance.objects.all()} == {place.chair, seat}


def test_an_interest_is_of_somebody_at_this_meeting(place, day, inside):
    note(place, day)
    for who in (None, Attendance(meeting=place.earlier)):
        with pytest.raises(ChangeRefused) as refused:
            declare(place, day, who, about=" ", done="slept")
        assert list(refused.value.problems) == ["who", "about", "done"]


def test_confirmed_minutes_keep_who_was_there_and_the_quorum(place, day, inside):
    place.group.quorum = 1
    place.group.save()
    note(place, day, guests=[GILL])
    declared = declare(place, day, Guest.objects.get())
    place.group_meeting.board.refresh_from_db()
    assert confirm_minutes(meeting=place.group_meeting, **day).quorum == 1
    for act in (
        lambda: note(place, day),
        lambda: declare(place, day, Guest.objects.get()),
        lambda: remove_interest(interest=declared, **day),
    ):
        with pytest.raises(ChangeRefused, match="are confirmed"):
            act()
    for row in (Guest.objects.get(), declared):
        held = {row.public_id: {"meeting_id": row.meeting_id}}
        assert "are confirmed" in type(row).why_they_stay(held)[row.public_id]


def test_the_log_has_no_names(place, day, inside):
    note(place, day, guests=[GILL])
    declare(place, day, Guest.objects.get())
    logged = str(list(Change.objects.values_list("before", "after")))
    assert "Gill" not in logged and "Works there" not in logged and "The base" in logged


def test_attendance_is_noted_on_the_page(cast, place):
    with council_context(cast.council.id):
        place.group.quorum = 1
        place.group.save()
    client, page = cast.client(), address(place.group_meeting)
    assert "This board needs 1 of its seats represented" in main_text_of(client.get(page))
    form = address(place.group_meeting, "attendance/")
    key = place.chair.public_id
    typed = fields_of(client.get(form)) | {
        f"seat-{key}": "present",
        f"substitute-{key}": "Bo Best, Northmere College",
        "guests": "Gill Guest, Parent Forum\n, nowhere",
    }
    refused = client.post(form, typed)
    said = text_of(refused)
    assert refused.status_code == 422
    assert "was present. Select Apologies or Absent" in said
    assert "Guests, line 2: enter the name before the comma" in said
    typed |= {f"seat-{key}": "apologies", "guests": "Gill Guest, Parent Forum"}
    saved = main_text_of(client.post(form, typed, follow=True))
    assert "Quorate: 1 of 2 seats represented, 1 needed." in saved
    assert "Substitute: Bo Best, Northmere College" in saved and "Guest : Gill Guest, Parent Forum" in saved
    again = fields_of(client.get(form))
    assert (again["guests"], again[f"substitute-{key}"]) == (typed["guests"], typed[f"substitute-{key}"])


def test_a_meeting_that_is_not_quorate_says_so(cast, place, day):
    with council_context(cast.council.id):
        place.group.quorum = 2
        place.group.save()
        note(place, day)
    page = main_text_of(cast.client(Role.READER).get(address(place.group_meeting)))
    assert "Not quorate: 1 of 1 seat represented, 2 needed." in page


def test_an_interest_is_noted_and_removed_on_the_page(cast, place, day):
    client, page = cast.client(), address(place.group_meeting, "interests/add/")
    assert "Note who attended first." in main_text_of(client.get(page))
    with council_context(cast.council.id):
        note(place, day, guests=[GILL])
        guest = Guest.objects.get()
    assert client.post(page, {"who": "nobody"}).status_code == 422
    asked = {"who": guest.public_id, "about": "The base", "interest": "Works there", "done": "no_part"}
    saved = main_text_of(client.post(page, asked, follow=True))
    assert "Gill Guest, Parent Forum , about The base: Works there." in saved
    assert "Stayed and took no part in the decision." in saved
    with council_context(cast.council.id):
        interest = Interest.objects.get()
    remove = address(place.group_meeting, f"interests/{interest.public_id}/remove/")
    assert client.get(address(place.earlier, f"interests/{interest.public_id}/remove/")).status_code == 404
    assert "Works there" not in main_text_of(client.post(remove, {"seen": ""}, follow=True))


def test_who_may_note_interests(cast, place, day):
    with council_context(cast.council.id):
        note(place, day)
        interest = declare(place, day, Attendance.objects.get())
    pages = [
        address(place.group_meeting, page)
        for page in ("interests/add/", f"interests/{interest.public_id}/remove/")
    ]
    for page in pages:
        assert cast.client(Role.READER).get(page).status_code == 403
        assert cast.client(Role.BOARD_MEMBER).get(page).status_code == 404
        assert cast.outsider_client().get(page).status_code == 404
        assert cast.outsider_client().post(page).status_code == 404
    with council_context(cast.council.id):
        assert Interest.objects.count() == 1


def test_a_board_has_a_quorum(cast, place):
    client, page = cast.client(), "/northport/boards/group/change/"
    fields = fields_of(client.get(page))
    assert fields["quorum"] == ""
    refused = client.post(page, fields | {"quorum": "many"})
    assert "Enter the quorum as a whole number from 1 to 100" in text_of(refused)
    client.post(page, fields | {"quorum": "3"})
    with council_context(cast.council.id):
        place.group.refresh_from_db()
    assert place.group.quorum == 3
