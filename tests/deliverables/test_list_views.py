"""Tests of the list of deliverables: filters, sorting, pages and selection."""

import re
from datetime import UTC, date, datetime
from html import unescape
from itertools import combinations

import pytest
from django.urls import reverse

from boards.models import BoardLink
from councils.permissions import Role
from councils.tenancy import council_context
from deliverables.models import ProgressUpdate
from strategies.models import Oversight, Strategy
from tests.factories import (
    AssignmentFactory,
    BoardFactory,
    DeliverableFactory,
    DuePointFactory,
    OrganisationFactory,
    PeriodFactory,
    PersonFactory,
    ProgressUpdateFactory,
    StrandFactory,
)
from tests.pages import FRAME
from tests.pages import text_of as escaped_text_of

KINDS = ["lead", "due", "rating", "unchanged"]
WRITERS = [Role.OFFICER, Role.ADMINISTRATOR]
TRAINING, SURVEY, HUBS = "Training for all schools", "Parent survey", "Hubs"


MARK = '<span class="sample">Sample</span>'


@pytest.fixture
def url(cast):
    return reverse("deliverables:list", kwargs={"council": cast.council.slug})


@pytest.fixture
def plan(cast):
    """A1: overdue, lead OF, never updated. B1: of the Trust, slipped, amber. B2: green, no date, no lead."""
    with council_context(cast.council.id):
        before = PeriodFactory(label="2015-16-Q4", closed_at=datetime(2016, 5, 1, tzinfo=UTC))
        now = PeriodFactory(label="2016-17-Q1")
        trust = OrganisationFactory(name="Trust")
        inclusion = StrandFactory(code="A", title="Inclusion", position=1, strategy__slug="send")
        early = StrandFactory(code="B", title="Early help", position=2, strategy=inclusion.strategy)
        training = DeliverableFactory(strand=inclusion, position=1, title=TRAINING, detail=["First"])
        survey = DeliverableFactory(strand=early, position=1, title=SURVEY)
        hubs = DeliverableFactory(strand=early, position=2, title=HUBS, accountable=trust)
        olive = PersonFactory(initials="OF", name="Olive Firth", organisation=trust)
        AssignmentFactory(deliverable=training, person=olive)
        AssignmentFactory(deliverable=survey, person=PersonFactory(initials="JK", organisation=trust))
        DuePointFactory(deliverable=training, label="launch", due_on=date(2016, 6, 30))
        DuePointFactory(deliverable=survey, due_on=date(2016, 12, 31), original_due_on=date(2016, 9, 30))
        said_before = {"period": before, "recorded_at": datetime(2016, 4, 5, 9, tzinfo=UTC)}
        ProgressUpdateFactory(deliverable=survey, rag="green", **said_before)
        ProgressUpdateFactory(deliverable=survey, period=now, rag="amber", reason="Few answers.")
        ProgressUpdateFactory(deliverable=hubs, rag="green", **said_before)
        board = BoardFactory(slug="early-help-group", name="Early Help Group")
        Oversight.objects.create(board=board, strategy=early.strategy, strand=early)
        parent = BoardFactory(slug="send-board", name="SEND Board")
        BoardLink.objects.create(parent=parent, child=board)
    return {"olive": olive, "trust": trust, "training": training, "survey": survey}


def titles(response):
    return [state.deliverable.title for state in response.context["states"]]


def text_of(response):
    return unescape(escaped_text_of(response))


def links_of(response):
    """Text and address of every link."""
    found = re.findall(r'<a [^>]*href="([^"]*)"[^>]*>(.*?)</a>', response.content.decode(), re.DOTALL)
    return {
        re.sub(r"\s+", " ", unescape(re.sub(r"<[^>]+>", " ", words))).strip(): unescape(href)
        for href, words in found
    }


# Filters


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ({}, [TRAINING, SURVEY, HUBS]),
        ({"strand": "B"}, [SURVEY, HUBS]),
        ({"strategy": "send"}, [TRAINING, SURVEY, HUBS]),
        ({"rag": "green"}, [HUBS]),
        ({"rag": "not_rated"}, [TRAINING]),
        ({"rag": ["amber", "green"]}, [SURVEY, HUBS]),
        ({"schedule": ["red", "not_rated"]}, [TRAINING, HUBS]),
        ({"lead": "OF"}, [TRAINING]),
        ({"lead": "of"}, [TRAINING]),
        ({"lead": "firth"}, [TRAINING]),
        ({"lead": "nobody"}, [HUBS]),
        ({"due": "overdue"}, [TRAINING]),
        ({"due": "this-quarter"}, []),
        ({"due": "next-quarter"}, [SURVEY]),
        ({"due": "undated"}, [HUBS]),
        ({"due": "2016-12"}, [SURVEY]),
        ({"due": "2031-01"}, []),
        ({"silent": "yes"}, [TRAINING, HUBS]),
        ({"disagrees": "yes"}, []),
        ({"slipped": "yes"}, [SURVEY]),
        ({"direction": "worse"}, [SURVEY]),
        ({"direction": "better"}, []),
        ({"board": "early-help-group"}, [SURVEY, HUBS]),
        ({"board": "send-board"}, [SURVEY, HUBS]),
        ({"board": "send-board", "lead": "JK"}, [SURVEY]),
        ({"q": "SURVEY"}, [SURVEY]),
        ({"q": "first"}, [TRAINING]),
        ({"q": "answers few"}, [SURVEY]),
        ({"q": "50% _"}, []),
        ({"strand": "B", "rag": "red"}, []),
        ({"strand": "", "rag": "", "lead": " ", "q": "", "silent": ""}, [TRAINING, SURVEY, HUBS]),
        ({"strand": "B", "rag": "amber", "lead": "JK", "q": "survey"}, [SURVEY]),
    ],
)
def test_list_finds_what_fits(cast, plan, url, query, found):
    response = cast.client().get(url, query)
    assert response.status_code == 200
    assert titles(response) == found
    assert not response.context["form"].errors


@pytest.mark.parametrize(("name", "found"), [("olive", [TRAINING]), ("trust", [TRAINING, SURVEY, HUBS])])
def test_list_finds_by_the_ids_that_other_pages_link_with(cast, plan, url, name, found):
    parameter = {"olive": "lead", "trust": "organisation"}[name]
    assert titles(cast.client().get(url, {parameter: str(plan[name].public_id)})) == found


@pytest.mark.parametrize(
    ("query", "problem", "found"),
    [
        ({"rag": "blue"}, "“blue” is not a stated RAG.", [TRAINING, SURVEY, HUBS]),
        ({"rag": ["blue", "amber"]}, "“blue” is not a stated RAG.", [SURVEY]),
        ({"schedule": "late"}, "“late” is not a schedule RAG.", [TRAINING, SURVEY, HUBS]),
        ({"strand": "Z", "rag": "amber"}, "“Z” is not a valid strand.", [SURVEY]),
        ({"strategy": "other"}, "“other” is not a valid plan.", [TRAINING, SURVEY, HUBS]),
        ({"lead": "XX"}, "“XX” is not a valid lead.", [TRAINING, SURVEY, HUBS]),
        ({"organisation": "x"}, "“x” is not a valid organisation.", [TRAINING, SURVEY, HUBS]),
        ({"board": "nowhere"}, "“nowhere” is not a valid board.", [TRAINING, SURVEY, HUBS]),
        ({"due": "soon"}, "“soon” is not a valid due date.", [TRAINING, SURVEY, HUBS]),
        ({"due": "2016-13"}, "“2016-13” is not a valid due date.", [TRAINING, SURVEY, HUBS]),
        ({"direction": "new"}, "“new” is not a valid direction.", [TRAINING, SURVEY, HUBS]),
        ({"silent": "maybe"}, "can only be “yes”", [TRAINING, SURVEY, HUBS]),
        ({"sort": "title"}, "“title” is not a valid order.", [TRAINING, SURVEY, HUBS]),
        ({"q": "x" * 201}, "Search must be 200 characters or fewer", [TRAINING, SURVEY, HUBS]),
        ({"q": "a\0b"}, "Null characters", [TRAINING, SURVEY, HUBS]),
        ({"lead": "\0"}, "is not a valid lead", [TRAINING, SURVEY, HUBS]),
    ],
)
def test_list_names_what_means_nothing_and_shows_the_rest(cast, plan, url, query, problem, found):
    response = cast.client().get(url, query)
    assert response.status_code == 200
    assert problem in text_of(response)
    assert "Error: Deliverables" in text_of(response)
    assert titles(response) == found
    [(target, _)] = re.findall(r'<li><a href="#(\w+)">(.*?)</a></li>', response.content.decode())
    assert f'id="{target}"' in response.content.decode()


def test_list_leaves_out_parameters_that_it_does_not_know(cast, plan, url):
    assert titles(cast.client().get(url, {"colour": "red"})) == [TRAINING, SURVEY, HUBS]


def test_list_as_at_an_earlier_quarter(cast, plan, url):
    earlier = cast.client().get(url, {"quarter": "2015-16-Q4", "rag": "green"})
    assert "as at 21 April 2016" in text_of(earlier)
    assert titles(earlier) == [SURVEY, HUBS]
    assert '<option value="2015-16-Q4" selected>' in earlier.content.decode()
    assert titles(cast.client().get(url, {"quarter": "2015-16-Q4", "direction": "worse"})) == []


@pytest.mark.parametrize("label", ["2016-17-Q2", "2099-00-Q1", "nonsense"])
def test_list_of_a_quarter_that_is_not_there_is_404(cast, plan, url, label):
    assert cast.client().get(url, {"quarter": label}).status_code == 404


def test_list_speaks_the_plans_own_words(cast, plan, url):
    with council_context(cast.council.id):
        Strategy.objects.update(strand_noun="Section", deliverable_noun="Milestone")
    said = text_of(cast.client(Role.READER).get(url, {"strand": "A"}))
    assert "Section A: Inclusion (remove filter)" in said
    assert "Section (sorted, first to last; select to reverse) No. Milestone Leads" in said
    assert "Section All A: Inclusion B: Early help" in said
    assert "1 of 3 milestones ." in said
    assert "“Z” is not a valid section" in text_of(cast.client().get(url, {"strand": "Z"}))


# Active filters


def test_chips_take_one_filter_away_each(cast, plan, url):
    query = {"rag": ["amber", "red"], "strand": "B", "q": "survey", "sort": "-due", "quarter": "2016-17-Q1"}
    links = links_of(cast.client().get(url, query | {"page": "1"}))
    rest = "&sort=-due&quarter=2016-17-Q1"
    assert {words: href for words, href in links.items() if "remove" in words} == {
        "Search: survey (remove filter)": f"{url}?rag=amber&rag=red&strand=B{rest}",
        "Stated RAG: Amber (remove filter)": f"{url}?q=survey&rag=red&strand=B{rest}",
        "Stated RAG: Red (remove filter)": f"{url}?q=survey&rag=amber&strand=B{rest}",
        "Strand B: Early help (remove filter)": f"{url}?q=survey&rag=amber&rag=red{rest}",
    }
    assert links["Clear all filters"] == f"{url}?quarter=2016-17-Q1"


def test_chips_speak_of_every_kind_of_filter(cast, plan, url):
    query = {
        "lead": "of",
        "organisation": str(plan["trust"].public_id),
        "due": "overdue",
        "board": "send-board",
    }
    query |= {"silent": "yes", "disagrees": "yes", "slipped": "yes", "direction": "better", "schedule": "red"}
    with council_context(cast.council.id):
        AssignmentFactory(deliverable=plan["survey"], person=plan["olive"], position=2, role="joint")
    response = cast.client().get(url, query)
    assert [words for _, words in response.context["chips"]] == [
        "Schedule RAG: Red",
        "No update this quarter",
        "Stated and schedule RAG disagree",
        "A date has slipped",
        "Overseen by: SEND Board",
        "Lead: Olive Firth (OF)",
        "Organisation: Trust",
        "Due: Overdue",
        "Direction: Better than last quarter",
    ]
    assert "No results" in text_of(response)


def test_chips_of_old_addresses_lead_on_by_id(cast, plan, url):
    links = links_of(cast.client().get(url, {"lead": "OF", "rag": "not_rated"}))
    assert links["Stated RAG: Not rated (remove filter)"] == f"{url}?lead={plan['olive'].public_id}"


def test_without_filters_there_are_no_chips(cast, plan, url):
    response = cast.client().get(url, {"sort": "due", "quarter": "2016-17-Q1"})
    assert not response.context["chips"]
    assert "Clear all filters" not in text_of(response)


def test_what_was_found_is_counted(cast, plan, url):
    client = cast.client()
    assert re.search(r'role="status"><strong>3 deliverables</strong>', client.get(url).content.decode())
    some = client.get(url, {"strand": "B"})
    assert re.search(r'role="status"><strong>2 of 3 deliverables</strong>', some.content.decode())
    assert "Deliverables, 2 of 3 found – Northport" in text_of(some)


def test_an_empty_plan_says_what_will_appear(cast, url):
    with council_context(cast.council.id):
        PeriodFactory()
    assert "No deliverables yet" in text_of(cast.client().get(url))


def test_list_names_disagreements_before_the_table(cast, plan, url):
    with council_context(cast.council.id):
        for number in range(7):
            each = DeliverableFactory(
                strand=plan["training"].strand, position=number + 2, title=f"Part {number}"
            )
            DuePointFactory(deliverable=each, due_on=date(2016, 6, 30))
            ProgressUpdateFactory(deliverable=each, rag="green")
    response = cast.client().get(url, {"strand": "A"})
    said = text_of(response)
    assert "7 deliverables: stated and schedule RAG disagree" in said
    assert said.index("A2 : Stated RAG is green but schedule RAG is red.") < said.index(
        "Disagrees with schedule"
    )
    assert "A6 : Stated RAG is green" in said
    assert "A7 : Stated RAG is green" not in said
    assert links_of(response)["Show only these deliverables"] == f"{url}?strand=A&disagrees=yes"
    only = cast.client().get(url, {"strand": "A", "disagrees": "yes"})
    assert len(titles(only)) == 7
    assert "stated and schedule RAG disagree" not in text_of(only)


def test_list_says_where_a_rating_has_gone(cast, plan, url):
    assert "Amber Worse, was green" in text_of(cast.client().get(url))


def test_list_marks_sample_updates(cast, plan, url):
    assert cast.client().get(url).context["has_sample"] is False
    with council_context(cast.council.id):
        ProgressUpdateFactory(deliverable=plan["training"], sample=True)
    response = cast.client().get(url)
    assert response.context["has_sample"] is True
    assert response.content.decode().count(MARK) == 1
    with council_context(cast.council.id):
        ProgressUpdate.objects.update(sample=True)
    assert MARK not in cast.client().get(url).content.decode(), "the notice says it for all"


# Sort order


@pytest.mark.parametrize(
    ("sort", "found"),
    [
        ("plan", [TRAINING, SURVEY, HUBS]),
        ("-plan", [HUBS, SURVEY, TRAINING]),
        ("due", [TRAINING, SURVEY, HUBS]),
        ("-due", [SURVEY, TRAINING, HUBS]),
        ("lead", [SURVEY, TRAINING, HUBS]),
        ("-lead", [TRAINING, SURVEY, HUBS]),
        ("stated", [SURVEY, HUBS, TRAINING]),
        ("-stated", [HUBS, SURVEY, TRAINING]),
        ("schedule", [TRAINING, SURVEY, HUBS]),
        ("-schedule", [SURVEY, TRAINING, HUBS]),
        ("updated", [HUBS, SURVEY, TRAINING]),
        ("-updated", [SURVEY, HUBS, TRAINING]),
    ],
)
def test_list_in_the_order_asked_for(cast, plan, url, sort, found):
    response = cast.client().get(url, {"sort": sort})
    assert titles(response) == found
    assert f'<option value="{sort}" selected>' in response.content.decode()


@pytest.mark.parametrize(
    ("sort", "head", "following", "aria"),
    [
        ("", "Strand (sorted, first to last; select to reverse)", "-plan", "ascending"),
        ("stated", "Stated RAG (sorted, worst first; select to reverse)", "-stated", "ascending"),
        ("-stated", "Stated RAG (sorted, best first; select to reverse)", "stated", "descending"),
        ("-due", "Due (sorted, latest first; select to reverse)", "due", "descending"),
    ],
)
def test_heads_say_the_order_and_turn_it_round(cast, plan, url, sort, head, following, aria):
    response = cast.client().get(url, {"sort": sort, "rag": "amber"})
    links = links_of(response)
    assert links[head] == f"{url}?rag=amber&sort={following}"
    assert links["Leads"] == f"{url}?rag=amber&sort=lead"
    assert re.findall(r'aria-sort="(\w+)"', response.content.decode()) == [aria]


# Pages


def test_list_has_pages_of_fifty(cast, plan, url):
    with council_context(cast.council.id):
        for _ in range(50):
            DeliverableFactory(strand=plan["training"].strand)
    client = cast.client()
    assert len(titles(client.get(url))) == 50
    assert len(titles(client.get(url, {"page": 2}))) == 3
    last = client.get(url, {"page": "99", "sort": "due", "lead": ["nobody"]})
    assert "51 of 53 deliverables , 51 to 51 shown" in text_of(last)
    assert "page 2 of 2" in text_of(last)
    assert links_of(last)["1"] == "?page=1&sort=due&lead=nobody"


# Selecting several


@pytest.mark.parametrize("role", list(Role))
def test_those_who_may_change_can_choose(cast, plan, url, role):
    page = cast.client(role).get(url, {"strand": "A"}).content.decode()
    may = role in WRITERS
    chosen = re.findall(r'type="checkbox" name="chosen" value="([\w-]+)"', page)
    assert chosen == ([str(plan["training"].public_id)] if may else [])
    assert re.findall(r'name="what" value="(\w+)"', page) == (KINDS if may else [])
    assert ("Select A1" in page) is may
    assert ('name="next" value="/northport/deliverables/?strand=A"' in page) is may


def test_what_was_chosen_is_there_on_the_page_that_changes(cast, plan, url):
    chosen = {"chosen": str(plan["training"].public_id), "what": "lead", "step": "choose", "next": url}
    response = cast.client().post(reverse("deliverables:change", kwargs={"council": "northport"}), chosen)
    assert TRAINING in text_of(response)


# Query counts


QUESTIONS = {
    "quarter": "2016-17-Q1",
    "strand": "B",
    "rag": "green",
    "schedule": "green",
    "lead": "OF",
    "due": "this-quarter",
    "silent": "yes",
    "disagrees": "yes",
    "slipped": "yes",
    "direction": "worse",
    "board": "early-help-group",
    "q": "e",
    "sort": "-due",
}


def signed_in_and_seen(cast, url):
    """The first page of a visit also stores the visit."""
    client = cast.client()
    client.get(url)
    return client


def many(cast, plan, number):
    with council_context(cast.council.id):
        period = PeriodFactory(label="2016-17-Q1")
        for _ in range(number):
            each = DeliverableFactory(strand=plan["survey"].strand, accountable=OrganisationFactory())
            DuePointFactory(deliverable=each)
            DuePointFactory(deliverable=each, position=2)
            AssignmentFactory(deliverable=each, person=plan["olive"])
            AssignmentFactory(
                deliverable=each,
                person=PersonFactory(organisation=OrganisationFactory()),
                position=2,
                role="joint",
            )
            ProgressUpdateFactory(deliverable=each, period=period)
        PeriodFactory(label="2015-16-Q4")


@pytest.mark.parametrize("number", [1, 60])
def test_queries_do_not_grow_whatever_is_asked(cast, plan, url, number, django_assert_max_num_queries):
    many(cast, plan, number)
    client = signed_in_and_seen(cast, url)
    singles = [{name: value} for name, value in QUESTIONS.items()]
    pairs = [dict(pair) for pair in combinations(QUESTIONS.items(), 2)] if number == 1 else []
    for asked in [{}, QUESTIONS, *singles, *pairs]:
        with django_assert_max_num_queries(FRAME + (17 if "q" in asked else 15), info=asked):
            assert client.get(url, asked).status_code == 200


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
@pytest.mark.parametrize("number", [1, 60])
def test_queries_of_files_do_not_grow(cast, plan, url, number, kind, django_assert_max_num_queries):
    many(cast, plan, number)
    client = signed_in_and_seen(cast, url)
    for asked in [{}, QUESTIONS]:
        with django_assert_max_num_queries(FRAME + (17 if "q" in asked else 15), info=asked):
            assert client.get(f"{url}export/{kind}/", asked).status_code == 200


@pytest.mark.parametrize("sort", ["plan", "due", "lead", "stated", "schedule", "updated", "-updated"])
def test_queries_of_every_order(cast, plan, url, sort, django_assert_num_queries):
    many(cast, plan, 3)
    client = signed_in_and_seen(cast, url)
    with django_assert_num_queries(FRAME + 14):
        assert client.get(url, {"sort": sort}).status_code == 200
