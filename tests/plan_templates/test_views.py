"""The pages that start a plan from a template."""

import re

import pytest

from boards.models import Board
from councils.permissions import Role
from councils.tenancy import council_context
from strategies.models import Strand, Strategy
from tests.boards.forms import fields_of
from tests.factories import BoardFactory, StrategyFactory
from tests.pages import FRAME, main_text_of, text_of

pytestmark = pytest.mark.django_db

LIST = "/northport/plan-templates/"
PAGE = f"{LIST}send-reform-plan/"


@pytest.mark.parametrize("page", [LIST, PAGE])
@pytest.mark.parametrize("role", list(Role))
def test_only_who_may_change_the_plan_starts_one(cast, role, page):
    may = role in (Role.OFFICER, Role.ADMINISTRATOR)
    assert cast.client(role).get(page).status_code == (200 if may else 403)


@pytest.mark.parametrize("page", [LIST, PAGE])
def test_for_an_outsider_there_is_no_such_page(cast, page):
    assert cast.outsider_client().get(page).status_code == 404


def test_a_template_that_is_not_there_is_not_found(cast):
    assert cast.client().get(f"{LIST}nothing/").status_code == 404


def test_the_list_says_what_each_template_brings(cast):
    said = main_text_of(cast.client().get(LIST))
    assert (
        "5 principles, 5 key outcomes, 5 support layers with 10 outcomes, 13 indicators and 3 boards" in said
    )
    for title in ("Area SEND priority action plan", "SEND strategy", "DSG management plan"):
        assert title in said


@pytest.mark.parametrize("page", ["strategies/", "strategies/new/", ""])
def test_other_pages_lead_here(cast, page):
    assert LIST in cast.client().get(f"/northport/{page}").content.decode()


def test_the_page_shows_what_comes_and_what_is_there_already(cast):
    with council_context(cast.council.id):
        BoardFactory(name="Area Board", aliases=["SEND Partnership Board"])
    said = main_text_of(cast.client().get(PAGE))
    for words in (
        "Support layers and outcomes",
        "Support layer TP",
        "Outcome 2 of TP",
        "Shown by: Time from request to first advice",
        "Percent, higher is better, census date, headline",
        "Group. Delivers the universal and the targeted support. Reports to SEND Partnership Board.",
        "Oversees U, T and TP.",
        "Your council already has Area Board. It is used.",
    ):
        assert words in said, words


def test_a_plan_is_started_and_undone(cast):
    client = cast.client()
    fields = fields_of(client.get(PAGE)) | {
        "title": "Our reform plan",
        "words-strands-u": "Universal support",
        "leave-strands-w": "on",
    }
    page = client.post(PAGE, fields, follow=True)
    assert page.redirect_chain == [("/northport/strategies/our-reform-plan/", 302)]
    assert "Our reform plan added: 4 support layers" in text_of(page)
    with council_context(cast.council.id):
        strategy = Strategy.objects.get()
        assert [each.code for each in strategy.strands.all()] == ["U", "T", "TP", "S"]
        assert Strand.objects.get(code="U").title == "Universal support"
        assert strategy.contributors == "Integrated care board\nParent carer forum"
    act = re.search(r'name="act" value="([^"]+)"', page.content.decode())
    undone = client.post("/northport/undo/", {"act": act[1], "next": LIST}, follow=True)
    assert "Undone:" in text_of(undone)
    with council_context(cast.council.id):
        assert not Strategy.objects.exists() and not Board.objects.exists()


def test_nothing_typed_is_lost_when_something_is_missing(cast):
    client = cast.client()
    fields = fields_of(client.get(PAGE)) | {"words-strands-u": "", "words-strands-t": "Typed", "title": ""}
    page = client.post(PAGE, fields)
    assert page.status_code == 422
    said = text_of(page)
    assert "Support layer U: enter the words, or tick “Leave out”" in said
    assert "Enter the title of your plan" in said
    assert "Typed" in page.content.decode()
    with council_context(cast.council.id):
        assert not Strategy.objects.exists()


def test_words_that_are_left_out_may_be_empty(cast):
    client = cast.client()
    fields = fields_of(client.get(PAGE)) | {"words-strands-u": "", "leave-strands-u": "on"}
    assert client.post(PAGE, fields).status_code == 302


def test_words_that_are_too_long_are_refused_with_the_row(cast):
    client = cast.client()
    fields = fields_of(client.get(PAGE)) | {"words-boards-partnership": "B" * 201}
    assert "Board 1 must be 200 characters or fewer" in text_of(client.post(PAGE, fields))


def test_a_title_that_is_taken_is_refused_at_its_field(cast):
    with council_context(cast.council.id):
        StrategyFactory(title="Local SEND reform plan")
    client = cast.client()
    page = client.post(PAGE, fields_of(client.get(PAGE)))
    assert page.status_code == 422
    assert "Your council already has a plan called Local SEND reform plan" in text_of(page)


@pytest.mark.parametrize("number", [1, 20])
def test_queries_do_not_grow(cast, number, django_assert_num_queries):
    with council_context(cast.council.id):
        for each in range(number):
            BoardFactory(name=f"Group {each}")
    client = cast.client()
    with django_assert_num_queries(FRAME):
        client.get(LIST)
    with django_assert_num_queries(FRAME + 2):
        client.get(PAGE)
