"""Next year's plan beside this year's: it counts nowhere before its first quarter, and everywhere from then on."""

import re
from datetime import date
from types import SimpleNamespace

import pytest
from django.urls import reverse

from councils.models import Person
from councils.permissions import Role
from councils.tenancy import council_context
from deliverables.models import SingleOversight
from deliverables.my_work import my_work
from deliverables.owners import owners_in_name_only
from indicators.pages.quarter_rows import Show, quarter_rows
from packs.document import read_document
from reporting.summaries import board_dashboard, board_summary
from reporting.summaries.readiness import readiness
from strategies.models import Oversight
from strategies.selected_quarter import selected_quarter
from tests.cast import TODAY
from tests.factories import (
    AssignmentFactory,
    BoardFactory,
    DeliverableFactory,
    DuePointFactory,
    IndicatorFactory,
    PeriodFactory,
    PersonFactory,
    StrandFactory,
    StrategyFactory,
)
from tests.packs.paper import make_paper, without_drawing
from tests.pages import main_text_of

THIS, NEXT = "2016-17-Q1", "2017-18-Q1"
JULY = date(2017, 7, 5)
NOW_AND_THEN = pytest.mark.parametrize(
    ("quarter", "today", "counted"),
    [(THIS, TODAY, ["Now"]), (THIS, JULY, ["Now"]), (NEXT, JULY, ["Now", "To come"])],
)
"""Quarter, day, and the plans that count. A quarter of this year stays as it is when next year's plan has begun."""


@pytest.fixture
def plans(cast):
    """Two plans alike, each with one deliverable that JK leads and one indicator. A board oversees both, another the
    second alone."""
    with council_context(cast.council.id):
        for label in (THIS, NEXT):
            PeriodFactory(label=label)
        jk = PersonFactory(
            initials="JK",
            name="Julia Katherine",
            state=Person.State.IDENTIFIED,
            user=cast.members[Role.OFFICER].user,
        )
        both, later = BoardFactory(slug="both"), BoardFactory(slug="later")
        for title, begins, position in (("Now", None, 1), ("To come", date(2017, 4, 1), 2)):
            plan = StrategyFactory(
                title=title,
                slug=title.lower().replace(" ", "-"),
                starts_on=begins,
                ends_on=None,
                delivery_starts_on=None,
                position=position,
            )
            strand = StrandFactory(strategy=plan, code="A", title=title)
            one = DeliverableFactory(strand=strand, title=title)
            DuePointFactory(deliverable=one, due_on=date(2017, 6, 30))
            AssignmentFactory(deliverable=one, person=jk, state="named")
            IndicatorFactory(strategy=plan, title=title, basis="quarter")
            Oversight.objects.create(board=both, strategy=plan)
        Oversight.objects.create(board=later, strategy=plan)
        SingleOversight.objects.create(board=later, deliverable=one)
    return SimpleNamespace(jk=jk, both=both, later=later, first_of_next=one)


@pytest.fixture
def in_council(cast, plans):
    with council_context(cast.council.id):
        yield plans


@NOW_AND_THEN
@pytest.mark.parametrize("of_board", [False, True])
def test_dashboards_and_what_packs_freeze(cast, in_council, quarter, today, counted, of_board):
    selected = selected_quarter(quarter, today=today)
    board = in_council.both if of_board else None
    dashboard = board_dashboard(cast.council, board, selected, today=today)
    assert [each.title for each in dashboard.strategies] == counted
    assert [each.title for each in dashboard.strands] == counted
    assert dashboard.counts.total == dashboard.silent.total == dashboard.indicators == len(counted)
    [load] = dashboard.workloads
    assert load.open == len(counted)
    frozen = board_summary(cast.council, board, selected, today=today)
    assert [line.title for line in frozen.deliverables] == counted
    assert [line.title for line in frozen.indicators] == counted
    assert [line.title for line in frozen.strands] == counted


@NOW_AND_THEN
def test_a_board_that_oversees_only_next_years_plan(cast, in_council, quarter, today, counted):
    selected = selected_quarter(quarter, today=today)
    dashboard = board_dashboard(cast.council, in_council.later, selected, today=today)
    assert [each.title for each in dashboard.strands] == counted[1:]
    assert dashboard.counts.total == len(counted[1:])
    slugs = {each.slug for each in readiness(cast.council, selected, today=today).boards}
    assert slugs == ({"both", "later"} if counted[1:] else {"both"})


@NOW_AND_THEN
def test_what_a_quarter_lacks_and_the_grid_of_its_figures(cast, in_council, quarter, today, counted):
    selected = selected_quarter(quarter, today=today)
    found = readiness(cast.council, selected, today=today)
    assert found.total == found.without_update == len(counted)
    assert [each.title for each in found.indicators] == counted
    assert [line.partition(":")[0].partition(" ")[2] for line in found.exceptions[: len(counted)]] == counted
    rows = quarter_rows(selected.quarter, show=Show.ALL, person=None)
    assert [each.title for each in rows.indicators] == counted
    assert rows.asked == rows.missing == len(counted)


@NOW_AND_THEN
def test_my_work(in_council, quarter, today, counted):
    period = selected_quarter(quarter, today=today).period
    work = my_work(in_council.jk, period=period, today=today)
    shown = [item.state.deliverable.title for section in work.sections for item in section.open]
    assert sorted(shown) == counted
    assert work.total == work.left == len(counted)


@pytest.mark.parametrize(("today", "leads"), [(TODAY, 1), (date(2017, 3, 31), 1), (date(2017, 4, 1), 2)])
def test_owners_in_name_only(cast, in_council, today, leads):
    [owner] = owners_in_name_only(council=cast.council, today=today).in_name_only
    assert owner.leads == leads


def test_the_list_says_what_it_leaves_out_and_shows_it_when_asked(cast, plans):
    url = reverse("deliverables:list", kwargs={"council": cast.council.slug})

    def titles(**query):
        page = cast.client().get(url, query)
        return [state.deliverable.title for state in page.context["states"]], main_text_of(page)

    shown, text = titles()
    assert shown == ["Now"]
    assert "1 deliverable . Quarter 1" in re.sub(r"\s+", " ", text).replace("deliverable.", "deliverable .")
    assert "Not in this list: To come , which begins on 1 April 2017." in text.replace("come,", "come ,")
    assert "To come (begins on 1 April 2017)" in text
    shown, text = titles(strategy="to-come")
    assert shown == ["To come"] and "Not in this list" not in text
    assert titles(lead=str(plans.jk.public_id))[0] == ["Now"]


def test_its_own_pages_and_search_show_it_before_it_begins(cast, plans):
    kwargs = {"council": cast.council.slug, "slug": "to-come"}
    client = cast.client()
    assert "To come" in main_text_of(client.get(reverse("strategies:strategy", kwargs=kwargs)))
    strand = client.get(reverse("strategies:strand", kwargs=kwargs | {"code": "A"}))
    assert plans.first_of_next.title in main_text_of(strand)
    assert client.get(plans.first_of_next.get_absolute_url()).status_code == 200
    found = client.get(f"/{cast.council.slug}/search/", {"q": "To come"})
    assert main_text_of(found).count("To come") >= 3


def test_a_copy_of_a_plan_for_next_year_does_not_get_into_this_years_pack(
    cast, monkeypatch, settings, tmp_path
):
    settings.FILES_ROOT = tmp_path
    without_drawing(monkeypatch)
    with council_context(cast.council.id):
        paper = make_paper(cast.council)
        plan = StrategyFactory(delivery_starts_on=date(2017, 4, 1))
        one = DeliverableFactory(strand__strategy=plan, title="Only from April")
        Oversight.objects.create(board=paper.board, strategy=plan)
        SingleOversight.objects.create(board=paper.board, deliverable=one)
        pack = paper.render(paper.request())
        lines = read_document(pack.snapshot.content).summary.deliverables
    assert lines and one.title not in [line.title for line in lines]
