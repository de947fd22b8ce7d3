"""Tests of the pages of a deliverable: permissions, form errors and query counts."""

import re
from datetime import UTC, date, datetime, timedelta
from uuid import uuid4

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from councils.permissions import Role
from councils.tenancy import council_context
from deliverables.actions import change_leads, move_due_dates
from deliverables.models import Deliverable, ProgressUpdate
from deliverables.rules.due_dates import Move
from deliverables.timeline import PER_PAGE
from strategies.models import ReportingPeriod, Strand
from tests.deliverables.typed import AMBER
from tests.factories import (
    AssignmentFactory,
    DeliverableFactory,
    DuePointFactory,
    PeriodFactory,
    PersonFactory,
    ProgressUpdateFactory,
    StrandFactory,
)
from tests.pages import FRAME, text_of

CLOSED_AT = datetime(2016, 5, 1, tzinfo=UTC)
EVERYBODY = list(Role)
WRITERS = [Role.OFFICER, Role.ADMINISTRATOR]
READERS = [Role.READER, Role.BOARD_MEMBER, Role.APPROVER]


@pytest.fixture
def plan(cast):
    """Strand A with one deliverable, A1, which the officer leads. Quarter 4 is closed. Quarters 1 to 3 follow."""
    with council_context(cast.council.id):
        PeriodFactory(label="2015-16-Q4", closed_at=CLOSED_AT)
        for label in ("2016-17-Q1", "2016-17-Q2", "2016-17-Q3"):
            PeriodFactory(label=label)
        strand = StrandFactory(code="A", title="Inclusion")
        one = DeliverableFactory(
            strand=strand, position=1, title="Training for all schools", detail=["First"]
        )
        officer = PersonFactory(
            initials="OF", name="Olive Firth", state="identified", user=cast.members[Role.OFFICER].user
        )
        AssignmentFactory(deliverable=one, person=officer, state="identified")
        DuePointFactory(deliverable=one, label="launch", due_on=date(2016, 6, 30))
    return one


def address(name, council, **kwargs):
    return reverse(f"deliverables:{name}", kwargs={"council": council.slug, **kwargs})


@pytest.fixture
def of(cast, plan):
    """Address of a page of the deliverable."""
    return lambda name: address(name, cast.council, deliverable=plan.public_id)


def many(cast, number):
    with council_context(cast.council.id):
        period = PeriodFactory(label="2016-17-Q1")
        strand = StrandFactory(code="B")
        person = cast.actor(Role.OFFICER).person()
        for _ in range(number):
            each = DeliverableFactory(strand=strand)
            DuePointFactory(deliverable=each)
            AssignmentFactory(deliverable=each, person=person, state="identified")
            AssignmentFactory(deliverable=each, person=PersonFactory(), position=2, role="joint")
            ProgressUpdateFactory(deliverable=each, period=period)


# Permissions


@pytest.mark.parametrize("role", EVERYBODY)
@pytest.mark.parametrize("name", ["my_work", "list"])
def test_every_member_sees_my_work_and_the_list(cast, plan, role, name):
    assert cast.client(role).get(address(name, cast.council)).status_code == 200


@pytest.mark.parametrize("role", EVERYBODY)
def test_every_member_sees_a_deliverable(cast, of, role):
    response = cast.client(role).get(of("deliverable"))
    assert response.status_code == 200
    assert ("Update progress" in text_of(response)) is (role in WRITERS)


@pytest.mark.parametrize("method", ["get", "post"])
@pytest.mark.parametrize("name", ["my_work", "list", "deliverable", "update"])
def test_for_an_outsider_there_is_no_such_page(cast, plan, name, method):
    kwargs = {"deliverable": plan.public_id} if name in ("deliverable", "update") else {}
    response = getattr(cast.outsider_client(), method)(address(name, cast.council, **kwargs))
    assert response.status_code == 404


@pytest.mark.parametrize("name", ["deliverable", "update"])
def test_another_councils_deliverable_does_not_exist_in_ones_own(cast, plan, name):
    url = address(name, cast.other, deliverable=plan.public_id)
    assert cast.outsider_client().get(url).status_code == 404


@pytest.mark.parametrize("name", ["deliverable", "update"])
def test_an_unknown_deliverable_is_404(cast, plan, name):
    assert cast.client().get(address(name, cast.council, deliverable=uuid4())).status_code == 404


@pytest.mark.parametrize("name", ["my_work", "list", "deliverable"])
def test_pages_that_show_refuse_to_be_posted_to(cast, plan, name):
    kwargs = {"deliverable": plan.public_id} if name == "deliverable" else {}
    assert cast.client().post(address(name, cast.council, **kwargs)).status_code == 405


@pytest.mark.parametrize("name", ["my_work", "list"])
def test_without_any_quarter_the_pages_say_so(cast, name):
    response = cast.client().get(address(name, cast.council))
    assert response.status_code == 200
    assert "No quarter has started" in text_of(response)


@pytest.mark.parametrize("number", [1, 20])
def test_queries_of_my_work_do_not_grow(cast, plan, number, django_assert_num_queries):
    many(cast, number)
    client, url = cast.client(), address("my_work", cast.council)
    with django_assert_num_queries(FRAME + 11):
        assert client.get(url).status_code == 200


# One deliverable


def test_deliverable_shows_the_plan_the_dates_and_the_history(cast, of, plan):
    with council_context(cast.council.id):
        Deliverable.objects.update(source_text={"by_when": "launch June 16"}, refers_to="Workforce plan")
        point = plan.due_points.get()
        point.original_due_on = date(2016, 5, 31)
        point.save()
        ProgressUpdateFactory(
            deliverable=plan,
            period=ReportingPeriod.objects.get(label="2015-16-Q4"),
            rag="red",
            late=True,
            sample=True,
            recorded_at=datetime(2016, 4, 25, tzinfo=UTC),
            done_points=[point.public_id],
        )
    said = text_of(cast.client(Role.READER).get(of("deliverable")))
    for words in (
        "A1 Training for all schools",
        "Olive Firth (OF)",
        "launch June 16",
        "Refers to Workforce plan",
        "30 days later",
        "Last update: Q4 2015–16, 1 quarter ago.",
        "Late: recorded after the cut-off of 21 April 2016",
        "Path to green: Book another.",
        "Marked as done: launch (Jun 2016)",
        "Sample",
    ):
        assert words in said


def test_deliverable_shows_a_disagreement_first(cast, of, plan):
    with council_context(cast.council.id):
        ProgressUpdateFactory(deliverable=plan, period=PeriodFactory(label="2016-17-Q1"), rag="green")
    said = text_of(cast.client().get(of("deliverable")))
    assert said.index("Stated and schedule RAG disagree") < said.index("Stated RAG")


def test_a_number_that_occurs_twice_names_the_other(cast, of, plan):
    with council_context(cast.council.id):
        Deliverable.objects.filter(pk=plan.pk).update(number="11")
        other = DeliverableFactory(strand=plan.strand, position=90, number="11.", title="The other one")
        dropped = DeliverableFactory(
            strand=plan.strand, position=91, number="11", title="Gone", dropped_on=date(2016, 7, 8)
        )
        plain = DeliverableFactory(strand=plan.strand, position=92, number="", title="No number")
        DeliverableFactory(strand=plan.strand, position=93, number="", title="None either")

    def page_of(each):
        return address("deliverable", cast.council, deliverable=each.public_id)

    client = cast.client(Role.READER)
    page = client.get(of("deliverable"))
    assert "Number 11 occurs twice in" in text_of(page)
    assert f'href="{page_of(other)}">The other one</a>' in page.content.decode()
    assert "Gone" not in text_of(page)
    for each in (dropped, plain):
        assert "occurs" not in text_of(client.get(page_of(each)))


@pytest.mark.parametrize("number", [1, 20])
def test_queries_of_a_deliverable(cast, of, plan, number, django_assert_num_queries):
    with council_context(cast.council.id):
        for position in range(number):
            DuePointFactory(deliverable=plan, position=position + 2)
            AssignmentFactory(deliverable=plan, position=position + 2, person=PersonFactory())
            ProgressUpdateFactory(deliverable=plan, period=PeriodFactory(label="2016-17-Q1"))
    client = cast.client()
    with django_assert_num_queries(FRAME + 22):
        assert client.get(of("deliverable")).status_code == 200


@pytest.mark.parametrize("number", [1, 30])
def test_queries_of_a_deliverable_to_which_much_happened(
    cast, of, plan, number, django_assert_max_num_queries
):
    with council_context(cast.council.id):
        people = [PersonFactory(), PersonFactory()]
        for each in range(number):
            ProgressUpdateFactory(deliverable=plan, period=PeriodFactory(label="2016-17-Q1"))
            change_leads(deliverables=[plan], lead=people[each % 2], by=cast.actor())
            move_due_dates(deliverables=[plan], move=Move(months=1), reason=f"Reason {each}", by=cast.actor())
    client = cast.client()
    with django_assert_max_num_queries(FRAME + 24):
        moves = text_of(client.get(of("deliverable"))).count("Due date moved")
    assert moves == min(number, PER_PAGE)


def test_a_long_history_has_pages_that_say_where_they_are(cast, of, plan):
    with council_context(cast.council.id):
        for number in range(45):
            ProgressUpdateFactory(
                deliverable=plan,
                period=PeriodFactory(label="2016-17-Q1"),
                narrative=f"Update {number}.",
                sample=number == 0,
                recorded_at=datetime(2016, 7, 1, tzinfo=UTC) + timedelta(minutes=number),
            )
    client = cast.client()
    first, second, last = (client.get(of("deliverable"), {"page": page}) for page in (1, 2, 3))
    assert "1 to 20 of 45 shown, latest first." in text_of(first)
    assert "history page" not in text_of(first)
    assert 'href="?page=2#history" rel="next"><span class="govuk-pagination__link-title">Earlier updates' in (
        first.content.decode()
    )
    assert "21 to 40 of 45 shown, latest first." in text_of(second)
    assert f"{plan.name}, history page 2 of 3" in text_of(second)
    assert 'href="?page=1#history" rel="prev"><span class="govuk-pagination__link-title">Later updates' in (
        second.content.decode()
    )
    assert [f"Update {number}." in text_of(last) for number in (5, 4, 0)] == [False, True, True]
    assert [page.context["has_sample"] for page in (first, second, last)] == [False, False, True]


def test_a_short_history_has_no_pages(cast, of, plan):
    page = cast.client().get(of("deliverable"))
    assert "shown, latest first" not in text_of(page)
    assert b"Pages of the history" not in page.content


@pytest.mark.parametrize(
    ("code", "number", "reference", "name"),
    [
        ("A", "1", "A1", "A1 Hubs"),
        ("C", "11.", "C11", "C11 Hubs"),
        ("1", "2", "1.2", "1.2 Hubs"),
        ("1", "1.10", "1.10", "1.10 Hubs"),
        ("1", "10", "1.10", "1.10 Hubs"),
        ("1", "11", "1.11", "1.11 Hubs"),
        ("4", "", "4", "Hubs"),
    ],
)
def test_how_people_point_at_a_deliverable(code, number, reference, name):
    deliverable = Deliverable(
        strand=Strand(code=code, council_id=1), number=number, title="Hubs", council_id=1
    )
    assert (deliverable.reference, deliverable.name) == (reference, name)


# Updating


@pytest.mark.parametrize("role", WRITERS)
def test_update_is_recorded_and_said(cast, of, plan, role):
    client = cast.client(role)
    response = client.post(of("update"), AMBER, follow=True)
    assert response.redirect_chain == [(address("my_work", cast.council), 302)]
    assert "A1 changed from Not rated to Amber." in text_of(response)
    with council_context(cast.council.id):
        update = ProgressUpdate.objects.get()
    assert (update.rag, update.by_user, update.forecast_on) == (
        "amber",
        cast.members[role].user,
        date(2016, 8, 31),
    )


@pytest.fixture
def queries_of(cast, of):
    """The statements that a POST about the deliverable runs, over those of every page."""

    def count(name, typed, *, piece=""):
        client = cast.client()
        headers = {"X-Fragment": piece} if piece else {}
        with CaptureQueriesContext(connection) as found:
            response = client.post(of(name), typed, headers=headers)
        assert response.status_code in (200, 302)
        return len(found) - FRAME

    return count


@pytest.mark.parametrize(("piece", "number"), [("", 15), ("card", 20)])
def test_queries_of_an_update(queries_of, piece, number):
    """Read and judged once before (4 queries) and, for the card, once after with the rest of My work (3)."""
    assert queries_of("update", AMBER, piece=piece) == number


@pytest.mark.parametrize(("piece", "number"), [("", 16), ("card", 21)])
def test_queries_of_no_change(cast, plan, queries_of, piece, number):
    with council_context(cast.council.id):
        ProgressUpdateFactory(
            deliverable=plan, period=ReportingPeriod.objects.get(label="2015-16-Q4"), rag="green"
        )
    assert queries_of("no_change", {"version": "1"}, piece=piece) == number


def test_update_form_speaks_for_the_earliest_open_quarter(cast, of):
    page = cast.client().get(of("update")).content.decode()
    assert '<option value="2016-17-Q1" selected>' in page
    assert "2015-16-Q4" not in page
    assert "2016-17-Q3" not in page


def test_update_marks_parts_as_done(cast, of, plan):
    with council_context(cast.council.id):
        point = plan.due_points.get()
    client = cast.client()
    assert str(point.public_id) in client.get(of("update")).content.decode()
    done = {"rag": "complete", "quarter": "2016-17-Q1", "version": "1", "done_points": str(point.public_id)}
    client.post(of("update"), done)
    with council_context(cast.council.id):
        assert plan.due_points.get().done_on == date(2016, 7, 8)
    assert str(point.public_id) not in client.get(of("update")).content.decode()


def test_update_of_an_unnumbered_milestone_is_said_by_its_title(cast, of, plan):
    with council_context(cast.council.id):
        Deliverable.objects.update(number="")
    response = cast.client().post(of("update"), AMBER, follow=True)
    assert "“Training for all schools” changed from Not rated to Amber." in text_of(response)


def test_update_after_the_cut_off_is_said_to_be_late(cast, of):
    cast.council.pinned_today = date(2016, 8, 1)
    cast.council.save()
    response = cast.client().post(of("update"), AMBER, follow=True)
    assert "marked as late" in text_of(response)


@pytest.mark.parametrize(
    ("asked", "goes_to"),
    [("/northport/deliverables/", "/northport/deliverables/"), ("https://elsewhere.example.org/", None)],
)
def test_update_leads_back_to_our_own_pages_alone(cast, of, asked, goes_to):
    response = cast.client().post(of("update"), AMBER | {"next": asked})
    assert response.url == (goes_to or address("my_work", cast.council))


@pytest.mark.parametrize("role", READERS)
@pytest.mark.parametrize("method", ["get", "post"])
def test_update_by_those_who_only_read_is_403(cast, of, role, method):
    assert getattr(cast.client(role), method)(of("update"), AMBER).status_code == 403
    with council_context(cast.council.id):
        assert not ProgressUpdate.objects.exists()


@pytest.mark.parametrize("method", ["put", "patch", "delete"])
def test_update_takes_get_and_post_alone(cast, of, method):
    assert getattr(cast.client(), method)(of("update")).status_code == 405


@pytest.mark.parametrize(
    ("typed", "problem"),
    [
        ({"rag": ""}, "Select a RAG rating"),
        ({"rag": "red", "reason": " "}, "Enter the reason it is red"),
        ({"path_to_green": ""}, "Enter the path to green"),
        ({"forecast_on_year": ""}, "Forecast date must include a year"),
        ({"forecast_on_month": "3"}, "Enter a forecast date on or after 1 April 2016"),
        ({"forecast_on_year": "2031"}, "Enter a forecast date on or before 31 March 2024"),
        ({"quarter": "2031-32-Q1"}, "Quarter 2031-32-Q1 not found"),
        ({"quarter": "2016-17-Q3"}, "Quarter 2016-17-Q3 not found"),
        ({"quarter": "2015-16-Q4"}, "Q4 2015–16 is closed"),
        ({"quarter": ""}, "Select the quarter that this update is for"),
        ({"done_points": str(uuid4())}, "not one of its parts"),
        ({"narrative": "x" * 4001}, "Update must be 4000 characters or fewer"),
        ({"version": "one"}, "Open it again"),
    ],
)
def test_update_refused_says_why_and_keeps_what_was_typed(cast, of, typed, problem):
    response = cast.client().post(of("update"), AMBER | typed)
    assert response.status_code == 422
    assert problem in text_of(response)
    assert "Error: Update A1" in text_of(response)
    if "narrative" not in typed:
        assert AMBER["narrative"] in response.content.decode()
    with council_context(cast.council.id):
        assert not ProgressUpdate.objects.exists()


def test_update_says_all_that_is_wrong_at_once(cast, of):
    response = cast.client().post(of("update"), AMBER | {"reason": "", "forecast_on_year": ""})
    errors = response.context["form"].errors
    assert dict(errors) == {
        "reason": ["Enter the reason it is amber"],
        "forecast_on": ["Forecast date must include a year"],
    }


def test_update_with_every_quarter_closed_offers_none(cast, of):
    with council_context(cast.council.id):
        ReportingPeriod.objects.update(closed_at=CLOSED_AT)
    page = cast.client().get(of("update"))
    assert "No quarter is open" in text_of(page)
    assert "An administrator or approver can reopen one" in text_of(page)
    page = cast.client(Role.ADMINISTRATOR).get(of("update"))
    assert 'href="/northport/quarters/"' in page.content.decode()
    assert "You can reopen one" in text_of(page)


def test_a_stale_form_shows_both_and_asks(cast, of, plan):
    first, second = cast.client(Role.OFFICER), cast.client(Role.ADMINISTRATOR)
    first.post(of("update"), AMBER)
    mine = AMBER | {"rag": "red", "narrative": "None has joined."}
    response = second.post(of("update"), mine)
    said = text_of(response)
    assert response.status_code == 409
    assert "Someone else changed this deliverable while you were typing. Last update: Officer" in said
    assert AMBER["narrative"] in said
    assert mine["narrative"] in said
    again = second.post(of("update"), mine | {"version": response.context["form"]["version"].value()})
    assert again.status_code == 302
    with council_context(cast.council.id):
        assert {update.rag for update in plan.updates.all()} == {"amber", "red"}


def after_lapsing(cast, of):
    """A browser that has sent the officer's form, with all hidden fields, after the session expired."""
    client = cast.client()
    drawn = client.get(of("update")).content.decode()
    hidden = dict(re.findall(r'type="hidden" name="(\w+)" value="([^"]*)"', drawn))
    client.cookies.clear()
    response = client.post(of("update"), hidden | AMBER)
    assert response.url == f"{reverse('account_login')}?next={of('update')}"
    return client


def test_what_was_typed_before_is_not_shown_to_another_user(cast, of):
    client = after_lapsing(cast, of)
    client.force_login(cast.members[Role.ADMINISTRATOR].user)
    page = client.get(of("update"))
    assert "still here" not in text_of(page)
    assert AMBER["reason"] not in page.content.decode()
    client.force_login(cast.members[Role.OFFICER].user)
    assert "still here" not in text_of(client.get(of("update")))


def test_a_form_of_nobody_is_not_kept(cast, of):
    client = Client()
    client.post(of("update"), AMBER)
    client.force_login(cast.members[Role.OFFICER].user)
    assert "still here" not in text_of(client.get(of("update")))


def test_a_lapsed_session_loses_nothing_that_was_typed(cast, of):
    client = after_lapsing(cast, of)
    client.force_login(cast.members[Role.OFFICER].user)
    page = client.get(of("update"))
    assert "What you typed is still here" in text_of(page)
    assert AMBER["reason"] in page.content.decode()
    assert "still here" not in text_of(client.get(of("update")))
    with council_context(cast.council.id):
        assert not ProgressUpdate.objects.exists()


def test_update_asks_strangers_to_sign_in(of):
    response = Client().get(of("update"))
    assert response.url == f"{reverse('account_login')}?next={of('update')}"
