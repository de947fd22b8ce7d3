"""Pages of minutes: a meeting is run from one page, entries are followed up, and who reads and writes."""

import re
from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from boards.models import Seat
from councils.permissions import Role
from councils.tenancy import council_context
from minutes.actions import confirm_minutes
from minutes.models import Entry
from strategies.models import Oversight
from tests.boards.forms import fields_of
from tests.cast import TODAY
from tests.factories import (
    DeliverableFactory,
    DuePointFactory,
    IndicatorFactory,
    PeriodFactory,
    PersonFactory,
    ProgressUpdateFactory,
    ReadingFactory,
    TargetFactory,
)
from tests.minutes.conftest import address, an_action, note, record, said
from tests.pages import FRAME, main_text_of, text_of

pytestmark = pytest.mark.django_db

RECORDS = (Role.OFFICER, Role.ADMINISTRATOR)
REGISTER = "/northport/minutes/"


def entry_page(entry, page=""):
    return f"{REGISTER}{entry.public_id}/{page}"


def chair_of(cast, place):
    """The board member of the cast, who chairs the group by their post."""
    with council_context(cast.council.id):
        place.post.holder = PersonFactory(
            name="Cy Chair", initials="CC", user=cast.members[Role.BOARD_MEMBER].user, state="identified"
        )
        place.post.save()
        Seat.objects.filter(pk=place.chair.pk).update(holder=None, post=place.post)
    return cast.client(Role.BOARD_MEMBER)


def make_red(place):
    with council_context(place.board.council_id):
        return ProgressUpdateFactory(deliverable=place.deliverable, rag="red")


def test_a_chair_runs_the_meeting_from_one_page(cast, place, officer):
    make_red(place)
    with council_context(cast.council.id):
        record(place.earlier, officer, an_action(place, due_on=date(2016, 7, 1), words="Find a site"))
    client, page = chair_of(cast, place), address(place.group_meeting)
    shown = main_text_of(client.get(page))
    for words in (
        "Meeting of 8 July 2016",
        "Action agreed at SEND Group on 9 June 2016 : Find a site.",
        "Owner: Ada Able (AA). Due 1 July 2016. Open. Overdue by 7 days.",
        "A1 Open a base",
        "A venue fell through.",
        "Note who attended first",
    ):
        assert words in shown, words
    about = f"deliverable:{place.deliverable.public_id}"
    opened = client.get(page, {"about": about})
    fields = fields_of(opened)
    assert fields["about"] == about
    answer = client.post(
        f"{page}?about={about}", fields | {"kind": "decision", "words": "Buy the site."}, follow=True
    )
    assert answer.redirect_chain[-1][0].endswith(f"#item-deliverable-{place.deliverable.public_id}")
    after = main_text_of(answer)
    assert "At this meeting, minute 1. Decision: Buy the site." in after
    assert "Minute 1 . Decision: Buy the site. About A1 Open a base ." in after
    noted = client.post(
        address(place.group_meeting, "attendance/"),
        {f"seat-{place.chair.public_id}": "present"},
        follow=True,
    )
    assert "Present : Chair, Head of SEND" in main_text_of(noted)
    assert "Vacant : Member" in main_text_of(noted)
    done = main_text_of(client.post(address(place.group_meeting, "confirm/"), {"seen": ""}, follow=True))
    assert "Confirmed on 8 July 2016 by Board member." in done
    assert "Not on track" not in done and "What to record" not in done


def test_nothing_typed_is_lost(cast, place):
    make_red(place)
    page = f"{address(place.group_meeting)}?about=deliverable:{place.deliverable.public_id}"
    client = cast.client()
    typed = fields_of(client.get(page)) | {"kind": "action", "words": "Find another venue"}
    response = client.post(page, typed)
    assert response.status_code == 422
    said = text_of(response)
    assert "Select who owns the action" in said and "Find another venue" in said
    assert "Enter the day by which the action is due" in said
    with council_context(cast.council.id):
        assert not Entry.objects.exists()


def test_an_entry_is_recorded_and_undone_and_logged(cast, place):
    client, page = cast.client(), address(place.group_meeting)
    saved = client.post(page, fields_of(client.get(page)) | {"kind": "decision", "words": "Go"}, follow=True)
    act = re.search(r'name="act" value="([^"]+)"', saved.content.decode())[1]
    log = "/northport/changes/?view=log"
    assert "recorded in the minutes: SEND Group, 8 July 2016, minute 1" in text_of(client.get(log))
    assert "in the minutes" not in text_of(cast.client(Role.READER).get(log))
    client.post("/northport/undo/", {"act": act, "next": page})
    with council_context(cast.council.id):
        assert not Entry.objects.exists()


def test_confirmed_minutes_are_not_undone(cast, place, officer):
    client, page = cast.client(), address(place.group_meeting)
    saved = client.post(page, fields_of(client.get(page)) | {"kind": "decision", "words": "Go"}, follow=True)
    act = re.search(r'name="act" value="([^"]+)"', saved.content.decode())[1]
    with council_context(cast.council.id):
        note(place.group_meeting, officer)
        confirm_minutes(meeting=place.group_meeting, by=officer, today=TODAY)
    refused = text_of(client.post("/northport/undo/", {"act": act, "next": page}, follow=True))
    assert "are confirmed, so they stay" in refused
    with council_context(cast.council.id):
        assert Entry.objects.exists()


def test_what_became_of_it_is_recorded_on_the_page(cast, place, officer):
    with council_context(cast.council.id):
        entry = record(place.earlier, officer, an_action(place, words="Find a site"))
    client, page = cast.client(), address(place.group_meeting)
    opened = client.get(page, {"entry": entry.public_id})
    action = re.search(r'action="([^"]*state/[^"]*)"', opened.content.decode())[1]
    asked = {"to": "done", "words": "Found.", "taken_on_day": "8", "taken_on_month": "7"}
    response = client.post(action, asked | {"taken_on_year": "2016", "by": ""}, follow=True)
    assert response.redirect_chain[-1][0] == page
    assert "Minute 1 of 9 June 2016: done." in text_of(response)
    assert "Nothing is open." in main_text_of(response)
    history = main_text_of(client.get(entry_page(entry)))
    assert "State Done on 8 July 2016" in history and "Done , 8 July 2016 Found." in history


def test_an_escalation_goes_up_and_its_answer_comes_back(cast, place, officer):
    with council_context(cast.council.id):
        entry = record(
            place.group_meeting,
            officer,
            said("escalation", to_board=place.board, words="No money", item=place.deliverable),
        )
    client, page = cast.client(), address(place.board_meeting)
    shown = main_text_of(client.get(page))
    assert "Escalated to SEND Board by SEND Group on 8 July 2016: No money. Waits for SEND Board." in shown
    opened = client.get(page, {"answer": entry.public_id}).content.decode()
    action = re.search(r'action="([^"]*answer/[^"]*)"', opened)[1]
    assert client.post(action, {"to": "", "words": "No."}).status_code == 422
    saved = client.post(action, {"to": "sent_back", "words": "Use the reserve."}, follow=True)
    assert "Answers the escalation of SEND Group." in main_text_of(saved)
    trail = (
        "Escalated to SEND Board by SEND Group on 8 July 2016{}: No money. "
        "Sent back by SEND Board on 8 July 2016{}: Use the reserve."
    )
    assert trail.format("", ", at this meeting") in main_text_of(saved)
    below = main_text_of(client.get(address(place.group_meeting)))
    assert trail.format(", at this meeting", "") in below
    with council_context(cast.council.id):
        note(place.group_meeting, officer)
        confirm_minutes(meeting=place.group_meeting, by=officer, today=TODAY)
    assert trail.format(", at this meeting", "") in main_text_of(client.get(address(place.group_meeting)))
    history = main_text_of(client.get(entry_page(entry)))
    assert "Decided at SEND Board on 8 July 2016 : Use the reserve." in history
    assert "State Sent back on 8 July 2016" in history
    trust = main_text_of(client.get(address(place.trust_meeting)))
    assert "Nothing is escalated to this board." in trust


def test_entries_are_changed_corrected_and_removed(cast, place, officer):
    with council_context(cast.council.id):
        entry = record(place.group_meeting, officer, an_action(place))
        other = record(place.group_meeting, officer, said())
    client = cast.client()
    fields = fields_of(client.get(entry_page(entry, "change/")))
    assert fields["owner"] == str(place.person.public_id)
    changed = client.post(entry_page(entry, "change/"), fields | {"words": "Find two sites"}, follow=True)
    assert "Find two sites" in main_text_of(changed)
    client.post(entry_page(other, "remove/"), {"seen": ""})
    with council_context(cast.council.id):
        assert Entry.objects.count() == 1
        note(place.group_meeting, officer)
        confirm_minutes(meeting=place.group_meeting, by=officer, today=TODAY)
    corrected = client.post(entry_page(entry, "correct/"), {"words": "Three sites"}, follow=True)
    assert "Correction , 8 July 2016 Three sites" in main_text_of(corrected)
    assert client.post(entry_page(entry, "remove/"), {"seen": ""}).status_code == 422


def test_the_register_filters_and_downloads(cast, place, officer):
    with council_context(cast.council.id):
        record(place.earlier, officer, an_action(place, due_on=date(2016, 7, 1), words="Find a site"))
        record(place.group_meeting, officer, said(words="Go on", item=place.strand))
        record(place.board_meeting, officer, said("challenge", raised_by=place.post, words="Why so late?"))
    client = cast.client(Role.READER)
    assert "3 entries in minutes" in main_text_of(client.get(REGISTER))
    for asked, number in (
        ("q=site", 1),
        ("board=group", 2),
        ("kind=challenge", 1),
        ("state=open", 2),
        (f"owner={place.person.public_id}", 1),
        ("overdue=on", 1),
        ("kind=nonsense", 3),
        ("q=nowhere", 0),
    ):
        response = client.get(f"{REGISTER}?{asked}")
        assert response.context["page"].paginator.count == number, asked
    content = client.get(f"{REGISTER}minutes.csv?board=group").content.decode("utf-8-sig")
    assert len(content.splitlines()) == 3
    assert (
        "SEND Group,2016-06-09,1,Action,Find a site,,,Ada Able (AA),2016-07-01,,Open,2016-06-09," in content
    )


def pages_of(place, entry):
    meeting = [address(place.group_meeting, page) for page in ("", "attendance/", "confirm/")]
    answer = address(place.board_meeting, f"answer/{entry.public_id}/")
    return [
        *meeting,
        answer,
        *(entry_page(entry, f"{page}/") for page in ("state", "change", "remove", "correct")),
    ]


def test_who_may_open_what(cast, place, officer):
    with council_context(cast.council.id):
        entry = record(place.group_meeting, officer, said("escalation", to_board=place.board))
    reads, *writes = pages_of(place, entry)
    for role in Role:
        client = cast.client(role)
        own = role != Role.BOARD_MEMBER
        for page in (reads, entry_page(entry)):
            assert client.get(page).status_code == (200 if own else 404), (role, page)
        for page in writes:
            expected = 200 if role in RECORDS else 403 if own else 404
            assert client.get(page).status_code == expected, (role, page)
        assert client.post(reads, {}).status_code == (422 if role in RECORDS else 403 if own else 404)
    outsider = cast.outsider_client()
    for page in (reads, *writes, entry_page(entry), REGISTER, f"{REGISTER}minutes.csv"):
        assert outsider.get(page).status_code == 404
        assert outsider.post(page).status_code == 404


def test_a_board_member_reads_their_own_boards(cast, place, officer):
    with council_context(cast.council.id):
        up = record(place.group_meeting, officer, said("escalation", to_board=place.board))
        record(place.group_meeting, officer, said(words="Only here"))
        own = record(place.trust_meeting, officer, an_action(place))
        Seat.objects.create(
            board=place.board,
            role="member",
            state="named",
            holder=PersonFactory(user=cast.members[Role.BOARD_MEMBER].user),
        )
    client = cast.client(Role.BOARD_MEMBER)
    assert "1 entry in minutes" in main_text_of(client.get(REGISTER))
    assert client.get(entry_page(up)).status_code == 200
    assert client.get(entry_page(own)).status_code == 404
    assert client.get(address(place.board_meeting)).status_code == 200
    assert client.get(address(place.group_meeting)).status_code == 404


def fill(place, officer, number):
    for each in range(number):
        row = DeliverableFactory(strand=place.strand)
        DuePointFactory(deliverable=row, due_on=date(2016, 5, 31))
        record(place.earlier, officer, an_action(place, item=row))
        record(place.group_meeting, officer, said("challenge", raised_by=place.post, item=row))
        record(place.group_meeting, officer, said("escalation", to_board=place.board, item=row))
        indicator = IndicatorFactory(strategy=place.strand.strategy, polarity="high", title=f"Figure {each}")
        ReadingFactory(indicator=indicator, value=10)
        TargetFactory(indicator=indicator, period="2016-17-Q1", ends_on=date(2016, 6, 30), value=90)
        record(place.earlier, officer, said(item=indicator))


@pytest.mark.parametrize("number", [5, 100])
def test_queries_do_not_grow(cast, place, officer, number, django_assert_num_queries):
    with council_context(cast.council.id):
        Oversight.objects.create(board=place.group, strategy=place.strand.strategy)
        fill(place, officer, number)
    client, reader = cast.client(), cast.client(Role.READER)
    with django_assert_num_queries(FRAME + 30):
        response = client.get(address(place.group_meeting))
    agenda = response.context["agenda"]
    assert len(agenda.deliverables) == min(number + 1, 100)
    assert (len(agenda.indicators), len(agenda.before)) == (number, number)
    assert all(item.earlier for item in agenda.deliverables[:number])
    with django_assert_num_queries(FRAME + 26):
        reader.get(address(place.group_meeting))
    with django_assert_num_queries(FRAME + 5):
        reader.get(REGISTER)


def test_it_is_followed_up_where_people_look(cast, place, officer):
    with council_context(cast.council.id):
        indicator = IndicatorFactory(strategy=place.strand.strategy)
        record(
            place.earlier,
            officer,
            an_action(place, item=place.deliverable, due_on=date(2016, 7, 1), words="Build"),
        )
        record(place.earlier, officer, said("challenge", raised_by=place.post, item=indicator, words="Why?"))
        record(place.group_meeting, officer, said("escalation", to_board=place.board, words="No money"))
    client = cast.client()
    work = main_text_of(client.get("/northport/my-work/"))
    assert "From meetings, 1 to do: Action of SEND Group, 9 June 2016 : Build." in work
    assert "Due 1 July 2016. Overdue by 7 days." in work
    about = main_text_of(client.get(f"/northport/deliverables/{place.deliverable.public_id}/"))
    assert "Action agreed at SEND Group on 9 June 2016 : Build." in about
    about = main_text_of(client.get(f"/northport/indicators/{indicator.public_id}/"))
    assert "Challenged at SEND Group on 9 June 2016 : Why?" in about
    below = main_text_of(client.get("/northport/boards/group/"))
    assert "2 open, 1 overdue." in below and "No money. Open." in below
    above = main_text_of(client.get("/northport/boards/send/"))
    assert "Nothing is open." in above and "Escalated to SEND Board at SEND Group" in above
    with council_context(cast.council.id):
        record(place.trust_meeting, officer, said(words="Keep it", item=place.strand))
    strand = place.strand
    page = f"/northport/strategies/{strand.strategy.slug}/strands/{strand.code}/"
    of_strand = main_text_of(client.get(page))
    assert "Decided at Trust Board on 8 July 2016 : Keep it. About Strand A: Early help ." in of_strand
    assert "Action agreed at SEND Group on 9 June 2016 : Build. About" in of_strand
    assert "At meetings" not in main_text_of(cast.client(Role.BOARD_MEMBER).get(page))
    elsewhere = cast.client(Role.BOARD_MEMBER).get(f"/northport/deliverables/{place.deliverable.public_id}/")
    assert "Build." not in main_text_of(elsewhere)


def test_meetings_lead_to_their_minutes_for_who_may_read_them(cast, place):
    link = f'href="{address(place.group_meeting)}"'
    for page in ("/northport/meetings/", "/northport/boards/group/"):
        assert link in cast.client(Role.READER).get(page).content.decode()
        assert link not in cast.client(Role.BOARD_MEMBER).get(page).content.decode()


def test_an_exception_has_its_ratings_before(cast, place):
    with council_context(cast.council.id):
        for label, *rags in (("2015-16-Q3", "green"), ("2015-16-Q4", "green", "amber")):
            for rag in rags:
                ProgressUpdateFactory(
                    deliverable=place.deliverable, period=PeriodFactory(label=label), rag=rag
                )
    make_red(place)
    shown = main_text_of(cast.client().get(address(place.group_meeting)))
    assert "Rated before: Amber in Q4 2015–16, Green in Q3 2015–16." in shown


def test_the_panel_of_a_strand_takes_the_same_queries_for_any_number(cast, place, officer):
    page = f"/northport/strategies/{place.strand.strategy.slug}/strands/{place.strand.code}/"
    client, counts = cast.client(), []
    for number in (1, 60):
        with council_context(cast.council.id):
            for _ in range(number):
                record(place.earlier, officer, an_action(place, item=place.deliverable))
                record(place.group_meeting, officer, said(item=place.strand))
        with CaptureQueriesContext(connection) as captured:
            shown = main_text_of(client.get(page))
        counts.append(len(captured))
    assert counts[0] == counts[1]
    assert "45 earlier" in shown and "Older entries are in Decisions and actions ." in shown
