"""One search finds plans, strands, deliverables, indicators, boards, people, packs, risks, money and evidence."""

from datetime import UTC, datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from councils.models import Person
from councils.permissions import ROLE_PERMISSIONS, Permission, Role
from councils.tenancy import council_context
from deliverables.models import Deliverable
from evidence.models import Evidence, InspectionArea
from money.models import BudgetLine
from risks.models import Risk
from search.matching import MOST_SHOWN
from tests.cast import TODAY
from tests.factories import (
    BoardFactory,
    DeliverableFactory,
    IndicatorFactory,
    PersonFactory,
    StrandFactory,
    StrategyFactory,
)
from tests.pages import text_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def plan(cast):
    with council_context(cast.council.id):
        strategy = StrategyFactory(title="SEND strategy", slug="send", deliverable_noun="Milestone")
        strand = StrandFactory(
            strategy=strategy, code="A", title="Early support", aliases=["Help at the start"]
        )
        DeliverableFactory(
            strategy=strategy, strand=strand, number="1", position=1, title="Publish the Local Offer"
        )
        DeliverableFactory(
            strategy=strategy,
            strand=strand,
            number="11.",
            position=2,
            title="Train staff",
            detail=["In autism"],
        )
        IndicatorFactory(strategy=strategy, label="1.1.", title="Persistent absence")
        BoardFactory(name="SEND Board", slug="send-board", aliases=["Partnership group"])
        PersonFactory(initials="ZQ", name="Zara Quill")
        scores = {
            f"{when}_{what}": 2 for when in ("inherent", "current") for what in ("likelihood", "impact")
        }
        Risk.objects.create(strategy=strategy, number=1, title="Too few psychologists", **scores)
        BudgetLine.objects.create(
            strategy=strategy, name="More places", code="CAP-1", financial_year="2016-17"
        )
        InspectionArea.objects.create(strategy=strategy, number="2", text="Children wait too long")
        said = {"strategy": strategy, "added_on": TODAY, "added_at": datetime(2016, 7, 8, 12, tzinfo=UTC)}
        Evidence.objects.create(title="Questionnaire for parents", address="https://www.example.org/", **said)
        file = {"file_name": "minutes.pdf", "file_kind": "pdf", "file_sha256": "0" * 64, "file_size": 1}
        Evidence.objects.create(title="What the board said", **file, **said)
    return strategy


def search(cast, words, role=Role.READER):
    return cast.client(role).get("/northport/search/", {"q": words})


def names(cast, words):
    return [hit.name for kind in search(cast, words).context["found"] for hit in kind.hits]


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("offer LOCAL", ["A1 Publish the Local Offer"]),
        ("a1", ["A1 Publish the Local Offer"]),
        ("A11", ["A11 Train staff"]),
        ("11.", ["A11 Train staff"]),
        ("autism", ["A11 Train staff"]),
        ("help at the start", ["A: Early support"]),
        ("absence", ["1.1. Persistent absence"]),
        ("partnership", ["SEND Board"]),
        ("zq", ["Zara Quill (ZQ)"]),
        ("quill", ["Zara Quill (ZQ)"]),
        ("send strategy", ["SEND strategy"]),
        ("psychologists few", ["1 Too few psychologists"]),
        ("places", ["More places, 2016-17"]),
        ("cap-1 2016-17", ["More places, 2016-17"]),
        ("too long", ["2 Children wait too long"]),
        ("questionnaire parents", ["Questionnaire for parents"]),
        ("minutes.pdf", ["What the board said"]),
        ("nothing-has-this", []),
        ("100%", []),
        ("o_e", []),
    ],
)
def test_what_a_search_finds(cast, plan, words, found):
    assert names(cast, words) == found


def test_the_page_says_how_many_and_links_to_each(cast, plan):
    page = search(cast, "local offer").content.decode()
    assert "1 result for “local offer”" in page
    assert "Milestones" in page
    assert "/northport/deliverables/" in page


def test_a_search_without_words_shows_only_the_box(cast, plan):
    answer = search(cast, "   ")
    assert answer.status_code == 200
    assert "result" not in answer.content.decode().partition("<main")[2].partition("</main>")[0]


def test_a_search_that_is_too_long_is_refused_and_kept(cast, plan):
    answer = search(cast, "word " * 40)
    assert answer.status_code == 422
    assert "100 characters or fewer" in answer.content.decode()
    assert "word word" in answer.content.decode()


def test_more_than_fit_are_counted_and_have_a_list(cast, plan):
    with council_context(cast.council.id):
        strand = plan.strands.get()
        for place in range(10, 10 + MOST_SHOWN + 2):
            DeliverableFactory(
                strategy=plan, strand=strand, number=str(place), position=place, title=f"Survey {place}"
            )
    [kind] = search(cast, "survey").context["found"]
    assert (len(kind.hits), kind.total) == (MOST_SHOWN, MOST_SHOWN + 2)
    assert kind.all_url == "/northport/deliverables/?q=survey"
    assert "Show all 12" in search(cast, "survey").content.decode()


def test_people_need_the_permission_for_names(cast, plan, monkeypatch):
    without = ROLE_PERMISSIONS[Role.READER] - {Permission.PEOPLE_NAMES}
    monkeypatch.setitem(ROLE_PERMISSIONS, Role.READER, without)
    assert names(cast, "quill") == []


def test_what_stands_beside_a_plan_leads_to_its_page(cast, plan):
    client = cast.client(Role.READER)
    for words in ("psychologists", "places", "too long", "questionnaire"):
        [kind] = search(cast, words).context["found"]
        address, _, place = kind.hits[0].url.partition("#")
        page = client.get(address)
        assert page.status_code == 200
        assert f'id="{place}"' in page.content.decode() or not place


def test_evidence_and_areas_need_the_permission_for_progress(cast, plan, monkeypatch):
    without = ROLE_PERMISSIONS[Role.READER] - {Permission.PROGRESS_VIEW}
    monkeypatch.setitem(ROLE_PERMISSIONS, Role.READER, without)
    assert names(cast, "questionnaire") == names(cast, "too long") == []
    assert names(cast, "psychologists") == ["1 Too few psychologists"]


def test_a_person_leads_to_their_page_and_one_who_was_merged_is_not_found(cast, plan):
    with council_context(cast.council.id):
        zara = Person.objects.get(initials="ZQ")
        PersonFactory(initials="ZZ", name="Zara Quill-Old", merged_into=zara)
    [people] = search(cast, "quill").context["found"]
    assert [(hit.name, hit.url) for hit in people.hits] == [
        ("Zara Quill (ZQ)", f"/northport/people/{zara.public_id}/")
    ]
    assert cast.client(Role.READER).get(people.hits[0].url).status_code == 200


def test_what_has_been_dropped_is_found_after_the_others_and_marked(cast, plan):
    with council_context(cast.council.id):
        Deliverable.objects.filter(number="1").update(dropped_on=TODAY, dropped_reason="Done.")
    [milestones] = [each for each in search(cast, "a").context["found"] if each.heading == "Milestones"]
    assert [each.name for each in milestones.hits] == ["A11 Train staff", "A1 Publish the Local Offer"]
    assert (milestones.total, milestones.all_url) == (2, "")
    page = search(cast, "local offer")
    assert "A1 Publish the Local Offer Dropped" in " ".join(text_of(page).split())
    assert page.context["total"] == 1
    assert cast.client(Role.READER).get(page.context["found"][0].hits[0].url).status_code == 200


def test_another_council_finds_nothing(cast, plan):
    assert cast.outsider_client().get("/northport/search/", {"q": "offer"}).status_code == 404
    answer = cast.outsider_client().get("/southshire/search/", {"q": "offer"})
    assert answer.context["found"] == []
    for words in ("psychologists", "places", "too long", "questionnaire"):
        assert cast.outsider_client().get("/southshire/search/", {"q": words}).context["found"] == []


def test_queries_do_not_grow_with_what_is_found(cast, plan):
    client = cast.client()
    with CaptureQueriesContext(connection) as few:
        client.get("/northport/search/", {"q": "absence"})
    with CaptureQueriesContext(connection) as many:
        client.get("/northport/search/", {"q": "e"})
    assert len(many) == len(few) <= 6 + 13
