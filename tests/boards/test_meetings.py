"""Meetings of a board: several at once, paper deadlines, the list on the board's page."""

from datetime import UTC, date, datetime

import pytest

from boards.models import Meeting
from boards.rules import papers_due
from councils.permissions import Role
from councils.tenancy import council_context
from strategies.models import ReportingPeriod
from tests.boards.forms import fields_of
from tests.factories import BoardFactory, PeriodFactory
from tests.pages import FRAME, text_of

MEETINGS = "/northport/boards/send/meetings/"


@pytest.fixture
def board(cast):
    with council_context(cast.council.id):
        board = BoardFactory(name="SEND Board", slug="send")
        Meeting.objects.create(board=board, held_on=date(2016, 6, 9), place="Civic Hall")
        return board


def add(cast, days, **typed):
    typed = {"days": days, "place": "Room 1", "paper_days": "5"} | typed
    return cast.client().post(MEETINGS, typed, follow=True)


def days(cast):
    with council_context(cast.council.id):
        return list(Meeting.objects.values_list("held_on", flat=True))


@pytest.mark.parametrize(
    ("held_on", "working_days", "due"),
    [
        (date(2016, 7, 14), 5, date(2016, 7, 7)),
        (date(2016, 6, 2), 5, date(2016, 5, 25)),  # the spring bank holiday does not count
        (date(2017, 1, 4), 5, date(2016, 12, 23)),  # two holidays at Christmas, one at New Year
        (date(2016, 7, 14), 0, date(2016, 7, 14)),
    ],
)
def test_papers_are_due_working_days_before(held_on, working_days, due):
    expected = due if held_on.year != 2017 else papers_due(held_on, working_days)
    assert papers_due(held_on, working_days) == expected
    assert expected.weekday() < 5


def test_a_years_meetings_are_added_in_one_go(cast, board):
    response = add(cast, "14 July 2016\n\n13/10/2016\nThursday 12 January 2017\n2017-03-09\n", paper_days="3")
    said = text_of(response)
    assert "4 meetings of SEND Board added." in said
    assert 'name="act"' in response.content.decode()
    assert len(days(cast)) == 5
    assert "14 July 2016 , in 6 days, Room 1 Papers due by 11 July 2016 (3 working days before)" in said
    assert "1 past meeting" in said and "9 June 2016 , 29 days ago, Civic Hall" in said
    assert "added meetings of SEND Board" in text_of(cast.client().get("/northport/changes/?view=log"))


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ("", "Enter at least one date"),
        ("14 July 2016\nsoon", "Line 2: “soon” is not a date"),
        ("14 July 2016\n\n14/7/2016", "Line 3: 14 July 2016 is in line 1 too"),
        ("9 June 2016", "Line 1: the board already meets on 9 June 2016"),
        ("\n".join(f"{n % 28 + 1}/{n // 28 + 1}/2018" for n in range(61)), "Enter 60 dates or fewer at once"),
    ],
)
def test_errors_name_the_line_and_nothing_is_saved(cast, board, typed, words):
    response = add(cast, typed)
    assert response.status_code == 422
    assert words in text_of(response)
    assert typed.strip() in response.content.decode()
    assert days(cast) == [date(2016, 6, 9)]


def test_a_paper_deadline_is_a_number_of_days(cast, board):
    assert "Paper deadline must be a whole number" in text_of(add(cast, "14 July 2016", paper_days="soon"))
    assert "Paper deadline must be 60 or less" in text_of(add(cast, "14 July 2016", paper_days="61"))
    assert len(days(cast)) == 1


def meeting_url(cast):
    with council_context(cast.council.id):
        return f"{MEETINGS}{Meeting.objects.earliest('held_on').public_id}/"


def test_a_meeting_is_moved_and_removed(cast, board):
    add(cast, "14 July 2016")
    address = meeting_url(cast)
    typed = fields_of(cast.client().get(address))
    taken = cast.client().post(address, typed | {"held_on_day": "14", "held_on_month": "7"})
    assert taken.status_code == 422 and "The board already meets on 14 July 2016" in text_of(taken)
    moved = cast.client().post(address, typed | {"held_on_day": "16"}, follow=True)
    assert "Meeting on 16 June 2016 saved." in text_of(moved)
    assert days(cast)[0] == date(2016, 6, 16)
    removed = cast.client().post(f"{address}remove/", follow=True)
    assert "Meeting on 16 June 2016 removed." in text_of(removed)
    assert days(cast) == [date(2016, 7, 14)]
    said = text_of(cast.client().get("/northport/changes/?view=log"))
    assert "changed a meeting of SEND Board" in said and "removed a meeting of SEND Board" in said


def test_a_stale_save_shows_both_dates(cast, board):
    address = meeting_url(cast)
    typed = fields_of(cast.client().get(address)) | {"place": "Mine"}
    with council_context(cast.council.id):
        Meeting.objects.update(place="Theirs")
    response = cast.client().post(address, typed)
    assert response.status_code == 409
    assert "Saved: Theirs" in text_of(response)


def test_a_meeting_of_another_board_is_404(cast, board):
    with council_context(cast.council.id):
        other = Meeting.objects.create(board=BoardFactory(), held_on=date(2016, 6, 9))
    assert cast.client().get(f"{MEETINGS}{other.public_id}/").status_code == 404
    assert cast.client().post(f"{MEETINGS}{other.public_id}/remove/").status_code == 404
    assert cast.client(Role.READER).post(f"{MEETINGS}{other.public_id}/remove/").status_code == 403


@pytest.mark.parametrize(("role", "may"), [(Role.OFFICER, True), (Role.READER, False)])
def test_the_boards_page_lists_its_meetings(cast, board, role, may):
    with council_context(cast.council.id):
        PeriodFactory()
    add(cast, "14 July 2016")
    page = cast.client(role).get("/northport/boards/send/")
    assert "Papers due by 7 July 2016 (5 working days before)" in text_of(page)
    assert (f'href="{MEETINGS}"' in page.content.decode()) is may
    assert ("/northport/boards/send/seats/" in page.content.decode()) is may


ALL = "/northport/meetings/"


@pytest.fixture
def of_two_boards(cast, board):
    with council_context(cast.council.id):
        other = BoardFactory(name="Schools Group", slug="schools")
        Meeting.objects.create(board=other, held_on=date(2016, 7, 21), place="Library")
        Meeting.objects.create(board=board, held_on=date(2016, 7, 14))
        return other


def test_all_meetings_are_listed_by_date_with_their_boards(cast, of_two_boards):
    page = text_of(cast.client(Role.READER).get(ALL))
    ahead, _, past = page.partition("1 past meeting")
    assert ahead.index("14 July 2016") < ahead.index("21 July 2016")
    assert "SEND Board" in ahead and "Schools Group" in ahead
    assert "14 July 2016 (5 working days before) Q2 2016–17 Library" in ahead
    assert "9 June 2016" in past and "Civic Hall" in past and "Q1 2016–17" in past
    assert "Add meetings" not in page and "/boards/send/meetings/" not in page
    assert "Meetings of all boards" in text_of(cast.client(Role.READER).get("/northport/boards/"))


def test_a_meeting_opened_from_all_meetings_leads_back_there(cast, of_two_boards):
    client = cast.client()
    with council_context(cast.council.id):
        meeting = Meeting.objects.get(held_on=date(2016, 7, 21))
    path = f"/northport/boards/schools/meetings/{meeting.public_id}/"
    assert f"{path}?from=all" in client.get(ALL).content.decode()
    fields = fields_of(client.get(f"{path}?from=all")) | {"place": "Town Hall"}
    saved = client.post(f"{path}?from=all", fields)
    assert saved.headers["Location"] == ALL
    assert "Town Hall" in text_of(client.get(ALL))
    removed = client.post(f"{path}remove/?from=all")
    assert removed.headers["Location"] == ALL
    assert client.post(path, fields).status_code == 404


def test_meetings_are_added_for_a_board_chosen_on_the_page(cast, of_two_boards):
    client = cast.client()
    fields = fields_of(client.get(f"{ALL}new/"))
    typed = {"days": "1 August 2016\n2 August 2016", "place": "", "paper_days": "3"}
    refused = client.post(f"{ALL}new/", fields | typed)
    assert refused.status_code == 422
    assert "Select the board" in text_of(refused) and "2 August 2016" in refused.content.decode()
    board = {"board": str(of_two_boards.public_id)}
    wrong = client.post(f"{ALL}new/", fields | typed | board | {"days": "21 July 2016"})
    assert wrong.status_code == 422 and "the board already meets on 21 July 2016" in text_of(wrong)
    response = client.post(f"{ALL}new/", fields | typed | board, follow=True)
    assert "2 meetings of Schools Group added." in text_of(response)
    assert 'name="act"' in response.content.decode()
    with council_context(cast.council.id):
        assert Meeting.objects.filter(board=of_two_boards, paper_days=3).count() == 2


def test_only_who_may_change_boards_adds_meetings(cast, of_two_boards):
    body = {"board": str(of_two_boards.public_id), "days": "1 August 2016", "paper_days": "5"}
    for role in (Role.READER, Role.BOARD_MEMBER):
        assert cast.client(role).get(f"{ALL}new/").status_code == 403
        assert cast.client(role).post(f"{ALL}new/", body).status_code == 403
    assert cast.outsider_client().get(ALL).status_code == 404
    assert cast.outsider_client().post(f"{ALL}new/", body).status_code == 404
    assert date(2016, 8, 1) not in days(cast)


def test_without_meetings_the_page_says_what_to_do(cast):
    empty = text_of(cast.client().get(ALL))
    assert "Add the boards first" in empty and "Add a board" in empty
    with council_context(cast.council.id):
        BoardFactory(name="SEND Board", slug="send")
    page = cast.client().get(ALL)
    assert "No meetings yet" in text_of(page) and f'href="{ALL}new/"' in page.content.decode()
    assert f'href="{ALL}new/"' not in cast.client(Role.READER).get(ALL).content.decode()


def test_papers_before_the_cut_off_get_a_hint_as_long_as_it_helps(cast):
    with council_context(cast.council.id):
        board = BoardFactory(slug="send")
        for day in (date(2016, 7, 14), date(2016, 7, 28), date(2016, 7, 1)):
            Meeting.objects.create(board=board, held_on=day)
    pages = (ALL, MEETINGS)
    hint = "Before the cut-off of Q1 2016–17, 21 July 2016: updates may come in after the papers."
    client = cast.client()
    assert [text_of(client.get(page)).count(hint) for page in pages] == [0, 0]
    with council_context(cast.council.id):
        period = PeriodFactory(label="2016-17-Q1")
    assert [text_of(client.get(page)).count(hint) for page in pages] == [1, 1]
    with council_context(cast.council.id):
        ReportingPeriod.objects.filter(pk=period.pk).update(closed_at=datetime(2016, 7, 6, tzinfo=UTC))
    assert [text_of(client.get(page)).count(hint) for page in pages] == [0, 0]


@pytest.mark.parametrize("number", [1, 20])
def test_all_meetings_take_two_queries(cast, number, django_assert_num_queries):
    with council_context(cast.council.id):
        for day in range(number):
            Meeting.objects.create(board=BoardFactory(), held_on=date(2016, 7, 9 + day))
    client = cast.client()
    with django_assert_num_queries(FRAME + 2):
        client.get(ALL)
