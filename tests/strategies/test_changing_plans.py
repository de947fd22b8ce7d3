"""Add and change a plan, its cover and its strands through the pages."""

from datetime import date

import pytest

from councils.models import Change
from councils.permissions import Role
from councils.tenancy import council_context
from strategies.actions import change_strategy
from strategies.actions.plans import Cover
from strategies.models import Strand, Strategy
from strategies.rules import code_problem, new_slug
from tests.factories import DeliverableFactory, PeriodFactory, StrandFactory, StrategyFactory
from tests.pages import FRAME, main_text_of, text_of

NEW, PLANS = "/northport/strategies/new/", "/northport/strategies/"
MAY_NOT = [Role.READER, Role.BOARD_MEMBER, Role.APPROVER]


def typed(**more):
    return {
        "title": "SEND plan",
        "kind": "action_plan",
        "strand_noun": "section",
        "deliverable_noun": "Milestone",
    } | more


def day(name, year, month=4, number=1):
    return {f"{name}_day": number, f"{name}_month": month, f"{name}_year": year}


@pytest.fixture
def plan(cast):
    with council_context(cast.council.id):
        strategy = StrategyFactory(
            delivery_starts_on=None,
            slug="send",
            title="SEND plan",
            strand_noun="Section",
            deliverable_noun="Milestone",
        )
        StrandFactory(strategy=strategy, code="A", title="Inclusion")
    return strategy


def verbs(cast):
    with council_context(cast.council.id):
        return list(dict.fromkeys(Change.objects.order_by("seq").values_list("verb", flat=True)))


@pytest.mark.parametrize(
    ("title", "taken", "slug"),
    [
        ("SEND Plan 2016–19", (), "send-plan-201619"),
        ("SEND plan", ("send-plan",), "send-plan-2"),
        ("New", (), "new-2"),
        ("—", (), "plan"),
        ("x" * 300, (), "x" * 76),
    ],
)
def test_a_plan_is_named_in_addresses_after_its_title(title, taken, slug):
    assert new_slug(title, taken) == slug


@pytest.mark.parametrize(("code", "fits"), [("A", True), ("11.", True), ("1/2", False), ("..", False)])
def test_a_code_can_be_part_of_an_address(code, fits):
    assert bool(code_problem(code)) is not fits


def test_a_plan_is_added_on_a_page(cast):
    client = cast.client()
    assert "No plan yet" in text_of(client.get(PLANS))
    response = client.post(NEW, typed(summary="What we do.") | day("starts_on", 2016) | day("ends_on", 2019))
    assert (response.status_code, response.headers["Location"]) == (302, "/northport/strategies/send-plan/")
    with council_context(cast.council.id):
        strategy = Strategy.objects.get()
        assert (strategy.strand_noun, strategy.starts_on) == ("Section", date(2016, 4, 1))
        assert verbs(cast) == ["strategy.added"]
    page = client.get("/northport/strategies/send-plan/")
    assert "Undo" in text_of(page)
    assert "Add sections" in text_of(page)
    assert "SEND plan Action plan 1 April 2016 to 1 April 2019 0 sections" in text_of(client.get(PLANS))
    log = text_of(client.get("/northport/changes/?view=log"))
    assert "added the plan SEND plan" in log


@pytest.mark.parametrize("role", MAY_NOT)
def test_who_may_not_change_the_plan_is_refused(cast, plan, role):
    client = cast.client(role)
    for path in (
        NEW,
        f"{PLANS}send/change/",
        f"{PLANS}send/strands/A/change/",
        f"{PLANS}send/lists/strands/",
    ):
        assert client.get(path).status_code == 403
        assert client.post(path, typed(pasted="B Other")).status_code == 403
    assert verbs(cast) == [""]
    for page in (client.get(f"{PLANS}send/"), client.get(f"{PLANS}send/strands/A/"), client.get(PLANS)):
        assert "/change/" not in page.content.decode()
        assert "/lists/" not in page.content.decode()
        assert "/new/" not in page.content.decode().replace("/calendars/new/", "")


def test_for_an_outsider_there_is_no_such_page(cast, plan):
    client = cast.outsider_client()
    for path in (PLANS, NEW, f"{PLANS}send/change/", f"{PLANS}send/strands/A/change/"):
        assert client.get(path).status_code == 404
        assert client.get(path.replace("northport", "southshire")).status_code == (
            200 if path in (PLANS, NEW) else 404
        )
    assert "SEND plan" not in text_of(client.get("/southshire/strategies/"))


def test_what_is_wrong_is_said_at_its_field_and_nothing_typed_is_lost(cast):
    response = cast.client().post(
        NEW, typed(title="", summary="Typed words") | day("starts_on", 2019) | day("ends_on", 2016)
    )
    assert response.status_code == 422
    assert "Enter the title" in text_of(response)
    assert "Typed words" in text_of(response)
    response = cast.client().post(NEW, typed() | day("starts_on", 2019) | day("ends_on", 2016))
    assert response.status_code == 422
    assert 'href="#id_ends_on_day">The end of the plan must be after its start' in response.content.decode()
    assert verbs(cast) == []


def test_plurals_are_shown_before_anything_is_saved(cast):
    response = cast.client().post(NEW, typed(strand_noun="Activity", preview="plurals"))
    assert response.status_code == 200
    assert "Several are shown as “Activities”" in text_of(response)
    assert verbs(cast) == []


def test_a_new_title_keeps_the_address_and_is_logged(cast, plan):
    client = cast.client()
    assert 'value="SEND plan"' in client.get(f"{PLANS}send/change/").content.decode()
    response = client.post(f"{PLANS}send/change/", typed(title="SEND strategy"))
    assert response.headers["Location"] == "/northport/strategies/send/"
    assert "SEND strategy saved" in text_of(client.get("/northport/strategies/send/"))
    assert verbs(cast)[-1] == "strategy.changed"
    assert "changed the cover of SEND strategy" in text_of(client.get("/northport/changes/?view=log"))


def test_the_same_again_is_no_change(cast, plan):
    with council_context(cast.council.id, actor="x"):
        cover = Cover(
            title="SEND plan",
            kind="strategy",
            starts_on=date(2016, 4, 1),
            ends_on=date(2019, 3, 31),
            strand_noun="Section",
            deliverable_noun="Milestone",
        )
        assert change_strategy(strategy=plan, cover=cover, by=cast.actor()) is False
    assert verbs(cast) == [""]


def test_someone_elses_title_is_not_overwritten_unseen(cast, plan):
    client = cast.client()
    seen = client.get(f"{PLANS}send/change/").context["form"]["seen"].value()
    with council_context(cast.council.id):
        Strategy.objects.update(title="Theirs")
    response = client.post(f"{PLANS}send/change/", typed(title="Mine", seen=seen))
    assert response.status_code == 409
    assert "Saved: Theirs" in text_of(response)
    again = response.context["form"]["seen"].value()
    assert client.post(f"{PLANS}send/change/", typed(title="Mine", seen=again)).status_code == 302


def test_a_strand_is_changed_with_its_other_titles(cast, plan):
    client = cast.client()
    path = f"{PLANS}send/strands/A/change/"
    response = client.post(
        path,
        {"code": "A1", "title": "Whole system", "aliases": " All of it \n\nEverything", "long_term_plan": ""},
    )
    assert response.headers["Location"] == "/northport/strategies/send/strands/A1/"
    with council_context(cast.council.id):
        assert Strand.objects.get().aliases == ["All of it", "Everything"]
    assert verbs(cast)[-1] == "strand.changed"


@pytest.mark.parametrize(
    ("code", "problem"),
    [("B", "B is the code of another section"), ("a/b", "and no /"), ("", "Enter the code")],
)
def test_a_strands_code_has_to_be_its_own(cast, plan, code, problem):
    with council_context(cast.council.id):
        StrandFactory(strategy=plan, code="B")
    response = cast.client().post(f"{PLANS}send/strands/A/change/", {"code": code, "title": "My title"})
    assert response.status_code == 422
    assert problem in text_of(response)
    assert "My title" in response.content.decode()


def test_a_plan_without_dates_or_parts_reads_well(cast):
    with council_context(cast.council.id):
        StrategyFactory(slug="bare", starts_on=None, ends_on=None, delivery_starts_on=None)
        StrategyFactory(slug="open", starts_on=date(2016, 4, 1), ends_on=None, delivery_starts_on=None)
        PeriodFactory(label="2016-17-Q1")
    client = cast.client()
    bare, open_ended = client.get(f"{PLANS}bare/"), client.get(f"{PLANS}open/")
    assert "No date" not in main_text_of(bare) and "Period" not in main_text_of(bare)
    assert "Period From 1 April 2016 " in main_text_of(open_ended)
    assert "<dl" not in bare.content.decode()
    assert cast.client(Role.READER).get("/northport/").status_code == 200


def test_readers_are_not_asked_to_add_a_plan(cast):
    page = text_of(cast.client(Role.READER).get(PLANS))
    assert "when an officer has added it" in page
    assert "Add a plan" not in page


@pytest.mark.parametrize("more", [0, 20])
def test_the_list_of_plans_is_one_query(cast, plan, more, django_assert_num_queries):
    with council_context(cast.council.id):
        for _ in range(more):
            DeliverableFactory()
    client = cast.client()
    with django_assert_num_queries(FRAME + 1):
        client.get(PLANS)
