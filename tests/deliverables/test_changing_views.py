"""Tests of the pages that change several deliverables at once: form, check, save, permissions and refusals."""

import re
from datetime import UTC, date, datetime
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse

from councils.models import Post
from councils.permissions import Role
from councils.tenancy import council_context
from deliverables.models import Assignment, Deliverable, DuePoint, ProgressUpdate
from strategies.models import ReportingPeriod, Strategy
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

WRITERS = [Role.OFFICER, Role.ADMINISTRATOR]
READERS = [Role.READER, Role.BOARD_MEMBER, Role.APPROVER]
KINDS = ["lead", "due", "rating"]
LIST = "/northport/deliverables/?strand=A"


@pytest.fixture
def plan(cast):
    """A1 and A2 with lead HG, due in September. JK and a post can be chosen as lead."""
    with council_context(cast.council.id):
        for label in ("2016-17-Q1", "2016-17-Q2"):
            PeriodFactory(label=label)
        strand, hg = StrandFactory(code="A"), PersonFactory(initials="HG")
        deliverables = [DeliverableFactory(strand=strand, position=position) for position in (1, 2)]
        for each in deliverables:
            AssignmentFactory(deliverable=each, person=hg)
            DuePointFactory(deliverable=each)
    return deliverables


@pytest.fixture
def jk(cast, plan):
    with council_context(cast.council.id):
        return PersonFactory(initials="JK", name="Jay Kay", state="identified")


@pytest.fixture
def address(cast):
    return reverse("deliverables:change", kwargs={"council": cast.council.slug})


@pytest.fixture
def typed(plan, jk):
    """Valid form data for each kind of change."""
    said = {
        "lead": {"lead": str(jk.public_id), "reason": "HG has left."},
        "due": {"how": "to", "to_day": "31", "to_month": "10", "to_year": "2016", "reason": "The holidays."},
        "rating": {
            "rag": "amber",
            "narrative": "Both wait.",
            "reason": "No venue.",
            "path_to_green": "Book one.",
            "forecast_on_day": "30",
            "forecast_on_month": "9",
            "forecast_on_year": "2016",
            "quarter": "2016-17-Q1",
        },
    }
    return {
        what: {"what": what, "chosen": [str(each.public_id) for each in plan], "next": LIST, **fields}
        for what, fields in said.items()
    }


def hidden(page):
    """All hidden fields of the page's form."""
    [form] = re.findall(r'<form method="post" action="/northport/deliverables/change/".*?</form>', page, re.S)
    found = {}
    for name, value in re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)"', form):
        found.setdefault(name, []).append(value)
    return found


def sent(page, **more):
    return {**hidden(page.content.decode()), **more}


def updates(cast):
    with council_context(cast.council.id):
        return ProgressUpdate.objects.count()


def stored(cast):
    with council_context(cast.council.id):
        models = (Deliverable, Assignment, DuePoint, ProgressUpdate)
        return [list(model.objects.order_by("id").values()) for model in models]


# The steps, without scripts


@pytest.mark.parametrize("role", WRITERS)
@pytest.mark.parametrize(
    ("what", "banner"),
    [
        ("lead", "Lead of 2 deliverables changed to Jay Kay (JK)."),
        ("due", "Due date of 2 deliverables moved to 31 October 2016."),
        ("rating", "2 deliverables set to Amber."),
    ],
)
def test_ask_check_save_and_undo(cast, address, typed, role, what, banner):
    client, before = cast.client(role), stored(cast)
    asked = client.get(address, {"what": what, "chosen": typed[what]["chosen"], "next": LIST})
    assert asked.status_code == 200
    assert "of 2 deliverables" in text_of(asked)
    fields = {name: value for name, value in typed[what].items() if name not in ("what", "chosen", "next")}
    checked = client.post(address, sent(asked, **fields))
    assert checked.status_code == 200
    assert "Check before you save" in text_of(checked)
    assert stored(cast) == before
    saved = client.post(address, sent(checked, step="save"), follow=True)
    assert saved.redirect_chain == [(LIST, 302)]
    assert banner in text_of(saved)
    assert stored(cast) != before
    act = re.search(r'name="act" value="([^"]+)"', saved.content.decode())[1]
    undone = client.post("/northport/undo/", {"act": act, "next": LIST}, follow=True)
    assert "Undone: 2 deliverables restored." in text_of(undone)
    assert without_versions(stored(cast)) == without_versions(before)


def without_versions(tables):
    return [
        [{name: value for name, value in row.items() if name != "version"} for row in rows] for rows in tables
    ]


def test_the_check_page_shows_each_before_and_after(cast, address, plan, typed):
    with council_context(cast.council.id):
        AssignmentFactory(deliverable=plan[0], role="joint", position=2, person=PersonFactory(initials="MS"))
    said = text_of(cast.client().post(address, typed["lead"] | {"step": "check"}))
    assert "HG Jay Kay (JK) Joint lead does not change: MS." in said
    assert "Reason HG has left." in said
    assert "Save 2 changes" in said


def test_the_most_surprising_comes_first_and_what_stays_last(cast, address, plan, typed):
    with council_context(cast.council.id):
        strand = plan[0].strand
        later = DeliverableFactory(strand=strand, position=3)
        DuePointFactory(deliverable=later, due_on=date(2016, 12, 31))
        undated = DeliverableFactory(strand=strand, position=4)
        done = DeliverableFactory(strand=strand, position=5)
        DuePointFactory(deliverable=done, done_on=date(2016, 6, 1))
        then = DeliverableFactory(strand=strand, position=6)
        DuePointFactory(deliverable=then, due_on=date(2016, 10, 31))
    typed["due"]["chosen"] += [str(each.public_id) for each in (later, undated, done, then)]
    said = text_of(cast.client().post(address, typed["due"] | {"step": "check"}))
    assert "Dec 2016 Oct 2016 Earlier than the current date." in said
    assert said.index("A3") < said.index("A1") < said.index("What does not change")
    for words in (
        "The plan has no date to move.",
        "All parts are done.",
        "This is already its due date.",
        "Save 3 changes",
    ):
        assert words in said


def test_other_surprises_of_a_move_are_named(cast, address, plan, typed):
    with council_context(cast.council.id):
        DuePointFactory(deliverable=plan[0], position=2, label="launch", due_on=date(2016, 12, 31))
        DuePointFactory(deliverable=plan[1], position=2, due_on=date(2016, 5, 31), done_on=date(2016, 6, 1))
        ProgressUpdateFactory(deliverable=plan[1], period=PeriodFactory(), rag="complete")
    said = text_of(
        cast.client().post(address, typed["due"] | {"step": "check", "to_month": "6", "to_day": "30"})
    )
    for words in (
        "All 2 open parts will be due on the same day.",
        "Overdue immediately: the new date has passed.",
        "Currently stated complete.",
        "1 part is done and stays.",
    ):
        assert words in said


def test_surprises_of_a_rating_are_named(cast, address, plan, typed):
    with council_context(cast.council.id):
        DuePoint.objects.filter(deliverable=plan[0]).update(due_on=date(2016, 5, 31))
        ProgressUpdateFactory(deliverable=plan[1], period=PeriodFactory(), rag="complete")
    said = text_of(cast.client().post(address, typed["rating"] | {"step": "check", "rag": "green"}))
    for words in (
        "Stated RAG is green but schedule RAG is red.",
        "Currently stated complete.",
        "Already updated this quarter by Demo Officer on 1 July 2016.",
    ):
        assert words in said


def test_surprises_of_a_lead_are_named_and_who_leads_already_stays(cast, address, plan, typed, jk):
    with council_context(cast.council.id):
        AssignmentFactory(deliverable=plan[0], role="reporting", position=2, person=jk)
        plan[1].assignments.update(person=jk)
    said = text_of(cast.client().post(address, typed["lead"] | {"step": "check"}))
    assert "It also reports to the new lead." in said
    assert "Jay Kay (JK) already leads this." in said


def test_joint_leads_are_named_where_nobody_leads_alone(cast, address, plan, typed):
    with council_context(cast.council.id):
        plan[0].assignments.update(role="joint")
        plan[1].assignments.all().delete()
    said = text_of(cast.client().post(address, typed["lead"] | {"step": "check"}))
    assert "HG, jointly Jay Kay (JK) Joint lead does not change: HG." in said
    assert "No lead named Jay Kay (JK)" in said


def test_where_nothing_would_change_nothing_can_be_saved(cast, address, plan, typed, jk):
    with council_context(cast.council.id):
        Assignment.objects.update(person=jk)
    page = cast.client().post(address, typed["lead"] | {"step": "check"})
    assert 'value="save"' not in page.content.decode()
    response = cast.client().post(address, sent(page, step="save"), follow=True)
    assert "No changes were needed." in text_of(response)


def test_of_one_deliverable_the_parts_that_move_can_be_chosen(cast, address, plan, typed):
    with council_context(cast.council.id):
        launch = DuePointFactory(deliverable=plan[0], position=2, label="launch", due_on=date(2016, 12, 31))
    asked = {"what": "due", "chosen": str(plan[0].public_id)}
    client = cast.client()
    assert "launch (Dec 2016)" in text_of(client.get(address, asked))
    checked = client.post(address, typed["due"] | asked | {"step": "check", "parts": str(launch.public_id)})
    client.post(address, sent(checked, step="save"))
    with council_context(cast.council.id):
        assert [point.due_on for point in plan[0].due_points.all()] == [date(2016, 9, 30), date(2016, 10, 31)]
    refused = client.post(address, typed["due"] | asked | {"step": "check"})
    assert refused.status_code == 422
    assert "Select the parts you are moving" in text_of(refused)


def test_no_other_part_moves_where_the_chosen_one_was_done_meanwhile(cast, address, plan, typed):
    with council_context(cast.council.id):
        done = DuePointFactory(deliverable=plan[0], position=2, label="launch", done_on=date(2016, 7, 1))
    asked = {"what": "due", "chosen": str(plan[0].public_id), "parts": str(done.public_id)}
    refused = cast.client().post(address, typed["due"] | asked | {"step": "check"})
    assert refused.status_code == 422
    assert "One of these parts is now done. Select from the list" in text_of(refused)


def test_dates_can_move_by_months(cast, address, plan, typed):
    client = cast.client()
    by_months = {"how": "months", "months": "2", "to_day": "", "to_month": "", "to_year": ""}
    checked = client.post(address, typed["due"] | by_months | {"step": "check"})
    assert "Sep 2016 Nov 2016" in text_of(checked)
    saved = client.post(address, sent(checked, step="save"), follow=True)
    assert "Due date of 2 deliverables moved by 2 months." in text_of(saved)


def test_a_post_can_be_chosen_and_one_deliverable_is_named(cast, address, plan, typed):
    with council_context(cast.council.id):
        post = Post.objects.create(title="Head of Inclusion")
    asked = {"chosen": f"{plan[0].public_id}.1", "lead": str(post.public_id), "step": "save"}
    saved = cast.client().post(address, typed["lead"] | asked, follow=True)
    assert "Lead of A1 changed to Head of Inclusion." in text_of(saved)


def test_going_back_keeps_what_was_typed(cast, address, typed):
    client = cast.client()
    checked = client.post(address, typed["due"] | {"step": "check"})
    page = client.post(address, sent(checked, step="edit"))
    assert page.status_code == 200
    assert "The holidays." in page.content.decode()
    assert 'value="31"' in page.content.decode()
    assert "There is a problem" not in text_of(page)


def test_the_pages_speak_the_plans_own_words(cast, address, typed):
    with council_context(cast.council.id):
        Strategy.objects.update(deliverable_noun="Milestone")
    said = text_of(cast.client().post(address, typed["lead"] | {"step": "check"}))
    assert "Change the lead of 2 milestones" in said


# Refusals


@pytest.mark.parametrize("what", KINDS)
@pytest.mark.parametrize("role", READERS)
@pytest.mark.parametrize("method", ["get", "post"])
def test_those_who_only_read_are_refused(cast, address, typed, what, role, method):
    before = stored(cast)
    response = getattr(cast.client(role), method)(address, typed[what] | {"step": "save"})
    assert response.status_code == 403
    assert stored(cast) == before


@pytest.mark.parametrize("method", ["get", "post"])
def test_for_an_outsider_there_is_no_such_page(cast, address, typed, method):
    response = getattr(cast.outsider_client(), method)(address, typed["lead"] | {"step": "save"})
    assert response.status_code == 404


@pytest.mark.parametrize("what", KINDS)
def test_another_councils_deliverables_do_not_exist_in_ones_own(cast, typed, what):
    url, before = reverse("deliverables:change", kwargs={"council": cast.other.slug}), stored(cast)
    with council_context(cast.other.id):
        PeriodFactory()
    response = cast.outsider_client().post(url, typed[what] | {"step": "save"})
    assert response.status_code == 404
    assert stored(cast) == before


def test_another_councils_person_cannot_lead(cast, address, typed):
    with council_context(cast.other.id):
        stranger = PersonFactory(initials="XX", name="Xavier Xu")
    response = cast.client().post(address, typed["lead"] | {"lead": str(stranger.public_id), "step": "save"})
    assert response.status_code == 422
    assert "Select a lead from the list" in text_of(response)
    assert "Xavier" not in text_of(response)


@pytest.mark.parametrize("chosen", ["nonsense", "1.2", "x.1"])
def test_nonsense_is_404(cast, address, plan, chosen):
    assert cast.client().get(address, {"what": "lead", "chosen": chosen}).status_code == 404


def test_an_unknown_deliverable_is_404(cast, address, plan):
    asked = {"what": "lead", "chosen": [str(plan[0].public_id), str(uuid4())]}
    assert cast.client().get(address, asked).status_code == 404


@pytest.mark.parametrize("method", ["get", "post"])
def test_with_nothing_chosen_the_way_back_is_shown(cast, address, plan, method):
    response = getattr(cast.client(), method)(address, {"what": "lead", "next": LIST})
    assert "Nothing is selected" in text_of(response)
    assert f'href="{LIST}"' in response.content.decode()


def test_more_than_a_page_of_the_list_are_refused_in_words(cast, address, plan):
    response = cast.client().post(address, {"what": "lead", "chosen": [str(uuid4()) for _ in range(51)]})
    assert "You selected 51. You can change up to 50 at once" in text_of(response)


@pytest.mark.parametrize("what", ["", "title"])
def test_without_saying_what_to_change_the_page_asks(cast, address, plan, what):
    page = cast.client().get(address, {"what": what, "chosen": str(plan[0].public_id)})
    said = text_of(page)
    assert "1 selected. What do you want to change?" in said
    assert "Move the due date" in said
    assert str(plan[0].public_id) in page.content.decode()


@pytest.mark.parametrize(
    ("what", "changes", "problem"),
    [
        ("lead", {"lead": ""}, "Select a lead"),
        ("lead", {"lead": "nobody"}, "Select a lead from the list"),
        ("lead", {"reason": "x" * 1001}, "must be 1000 characters or fewer"),
        ("due", {"how": ""}, "Select how to set the new due date"),
        ("due", {"to_year": ""}, "New due date must include a year"),
        ("due", {"to_day": "", "to_month": "", "to_year": ""}, "Enter the new due date"),
        ("due", {"to_year": "2106"}, "Enter a date on or before 31 March 2024"),
        ("due", {"to_year": "2015"}, "Enter a date on or after 1 April 2016, when the strategy starts"),
        ("due", {"how": "months"}, "Enter the number of months"),
        ("due", {"how": "months", "months": "61"}, "must be 60 or less"),
        ("due", {"how": "months", "months": "some"}, "must be a whole number"),
        ("due", {"reason": " "}, "Enter the reason for the new date"),
        ("rating", {"rag": ""}, "Select a RAG rating"),
        ("rating", {"rag": "red", "reason": ""}, "Enter the reason it is red"),
        ("rating", {"forecast_on_year": "2031"}, "Enter a forecast date on or before 31 March 2024"),
        ("rating", {"quarter": "2016-17-Q3"}, "Quarter 2016-17-Q3 not found"),
    ],
)
@pytest.mark.parametrize("step", ["check", "save"])
def test_what_is_wrong_is_said_at_once_and_what_was_typed_stays(
    cast, address, plan, typed, what, changes, problem, step
):
    before = stored(cast)
    chosen = [f"{each.public_id}.1" for each in plan]
    response = cast.client().post(address, typed[what] | {"step": step, "chosen": chosen} | changes)
    assert response.status_code == 422
    assert problem in text_of(response)
    assert "Error: " in text_of(response)
    for value in ("HG has left.", "The holidays.", "Both wait."):
        if value in (typed[what] | changes).values():
            assert value in response.content.decode()
    assert hidden(response.content.decode())["chosen"] == [str(each.public_id) for each in plan]
    assert stored(cast) == before


def test_a_quarter_closed_meanwhile_is_refused_in_words(cast, address, plan, typed):
    with council_context(cast.council.id):
        ReportingPeriod.objects.filter(label="2016-17-Q1").update(closed_at=datetime(2016, 7, 8, tzinfo=UTC))
    response = cast.client().post(address, typed["rating"] | {"step": "check"})
    assert response.status_code == 422
    assert "Q1 2016–17 is closed" in text_of(response)
    assert updates(cast) == 0


@pytest.mark.parametrize("what", KINDS)
def test_a_stale_save_saves_nothing_names_what_was_changed_and_asks(cast, address, plan, typed, what):
    client = cast.client()
    checked = client.post(address, typed[what] | {"step": "check"})
    cast.client(Role.ADMINISTRATOR).post(
        reverse("deliverables:update", kwargs={"council": "northport", "deliverable": plan[0].public_id}),
        {"rag": "green", "quarter": "2016-17-Q1", "version": "1"},
    )
    before = stored(cast)
    stale = client.post(address, sent(checked, step="save"))
    said = text_of(stale)
    assert stale.status_code == 409
    assert "A1 has been changed by someone else." in said
    assert "Nothing has been saved yet" in said
    assert stored(cast) == before
    assert client.post(address, sent(stale, step="save")).status_code == 302
    assert stored(cast) != before


# An expired session


def test_a_lapsed_session_loses_nothing_that_was_typed(cast, address, typed):
    client = cast.client()
    checked = client.post(address, typed["due"] | {"step": "check"})
    client.cookies.clear()
    response = client.post(address, sent(checked, step="save"))
    assert response.url == f"{reverse('account_login')}?next={address}"
    client.force_login(cast.members[Role.OFFICER].user)
    page = client.get(address)
    assert "What you typed is still here" in text_of(page)
    assert "The holidays." in page.content.decode()
    assert "Move the due date of 2 deliverables" in text_of(page)


def test_a_lapsed_session_loses_nothing_that_was_chosen(cast, address, plan):
    """The selection is sent in a form, because URLs have a maximum length."""
    client, user = cast.client(), cast.members[Role.OFFICER].user
    with council_context(cast.council.id):
        more = [DeliverableFactory(strand=plan[0].strand) for _ in range(50 - len(plan))]
    client.cookies.clear()
    chosen = {"chosen": [each.public_id for each in (*plan, *more)], "what": "lead", "step": "choose"}
    response = client.post(address, chosen | {"typed_by": user.public_id, "next": "/northport/deliverables/"})
    client.force_login(user)
    page = client.get(response.url.partition("next=")[2])
    assert "Change the lead of 50 deliverables" in text_of(page)
    assert "There is a problem" not in text_of(page)


def test_strangers_are_asked_to_sign_in(address):
    assert Client().get(address).url == f"{reverse('account_login')}?next={address}"


# Query counts


@pytest.mark.parametrize("number", [1, 30])
@pytest.mark.parametrize(("what", "queries"), [("lead", 7), ("due", 5), ("rating", 5)])
def test_queries_to_ask_do_not_grow(cast, address, plan, what, queries, number, django_assert_num_queries):
    with council_context(cast.council.id):
        many = [DeliverableFactory(strand=plan[0].strand, position=10 + each) for each in range(number)]
        for each in many:
            DuePointFactory(deliverable=each)
            AssignmentFactory(deliverable=each, person=PersonFactory())
            ProgressUpdateFactory(deliverable=each, period=PeriodFactory())
    client = cast.client()
    with django_assert_num_queries(FRAME + queries):
        client.get(address, {"what": what, "chosen": [str(each.public_id) for each in many]})


def test_the_log_tells_a_change_of_several_and_its_undoing(cast, address, plan, typed):
    client = cast.client()
    chosen = [f"{each.public_id}.1" for each in plan]
    saved = client.post(address, typed["lead"] | {"step": "save", "chosen": chosen}, follow=True)
    act = re.search(r'name="act" value="([^"]+)"', saved.content.decode())[1]
    client.post("/northport/undo/", {"act": act})
    said = text_of(client.get("/northport/changes/", {"view": "log"}))
    name = str(plan[0])
    assert f"Officer changed the lead of {name} and 1 more Reason: HG has left." in said
    assert f"Officer undid this: changed the lead of {name} and 1 more" in said
