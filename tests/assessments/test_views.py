"""The pages of an assessment."""

import re
from datetime import date

import pytest

from assessments.actions import LinkSaid
from assessments.models import Criterion, Judgement, JudgementLink, ScaleLevel
from councils.permissions import Role
from councils.tenancy import council_context
from evidence.actions import add_evidence
from tests.boards.forms import fields_of
from tests.cast import TODAY
from tests.factories import DeliverableFactory, StrategyFactory
from tests.pages import FRAME, main_text_of, text_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def judged(assessed):
    with council_context(assessed.cast.council.id, actor=assessed.cast.actor().reference):
        assessed.judge(0, 0, date(2016, 3, 1))
        assessed.judge(0, 2, links=[LinkSaid(assessed.deliverable)])
    return assessed


def pages(assessed):
    with council_context(assessed.cast.council.id):
        judgement = Judgement.objects.order_by("-id").first()
    return {
        "": Role,
        "scale/": (Role.OFFICER, Role.ADMINISTRATOR),
        "criteria/": (Role.OFFICER, Role.ADMINISTRATOR),
        f"criteria/{assessed.criteria[0].public_id}/judge/": (Role.OFFICER, Role.ADMINISTRATOR),
        f"judgements/{judgement.public_id}/": (Role.OFFICER, Role.ADMINISTRATOR),
        f"judgements/{judgement.public_id}/remove/": (Role.OFFICER, Role.ADMINISTRATOR),
    }


def test_who_may_open_what(judged):
    for role in Role:
        client = judged.cast.client(role)
        for page, roles in pages(judged).items():
            status = client.get(f"{judged.url}{page}").status_code
            assert status == (200 if role in roles else 403), (role, page)


def test_for_an_outsider_there_are_no_such_pages(judged):
    client = judged.cast.outsider_client()
    for page in pages(judged):
        assert client.get(f"{judged.url}{page}").status_code == 404


def test_a_row_of_another_plan_is_not_found(judged):
    with council_context(judged.cast.council.id):
        StrategyFactory(slug="other")
    for page in list(pages(judged))[3:]:
        address = f"/northport/strategies/other/assessment/{page}"
        assert judged.cast.client().get(address).status_code == 404


def test_the_page_says_all_in_words_with_history(judged):
    said = main_text_of(judged.cast.client(Role.READER).get(judged.url))
    for words in (
        "2 criteria: 1 Requirements met, 1 not judged yet",
        "Clear: Requirements met",
        "Each action has a date.",
        "Judged by The department on 8 July 2016. Up from Requirements not met.",
        "Missing for “Exceeds requirements”: Dates",
        "Open a base",
        "1 earlier judgement",
        "Not judged yet.",
    ):
        assert words in said, words
    assert "Correct" not in said and "Change the scale" not in said


def test_the_plan_leads_here(judged):
    assert judged.url in judged.cast.client(Role.READER).get("/northport/strategies/reform/").content.decode()


def test_a_new_plan_begins_with_the_suggested_words_and_undo_takes_them_back(cast):
    with council_context(cast.council.id):
        StrategyFactory(slug="new")
    client, url = cast.client(), "/northport/strategies/new/assessment/"
    assert "Choose a scale" in text_of(client.get(url))
    page = client.post(f"{url}start/", follow=True)
    assert page.redirect_chain == [(f"{url}criteria/", 302)]
    act = re.search(r'name="act" value="([^"]+)"', page.content.decode())
    client.post("/northport/undo/", {"act": act[1], "next": url})
    with council_context(cast.council.id):
        assert not ScaleLevel.objects.exists()
    assert "Assessment" in text_of(cast.client(Role.READER).get(url))


def test_criteria_are_added_and_undone(assessed):
    client, page = assessed.cast.client(), f"{assessed.url}criteria/"
    fields = fields_of(client.get(page)) | {"new-0-criterion": "Affordable", "new-0-text": "It has a budget."}
    saved = client.post(page, fields, follow=True)
    assert "Affordable" in text_of(saved)
    act = re.search(r'name="act" value="([^"]+)"', saved.content.decode())
    client.post("/northport/undo/", {"act": act[1], "next": page})
    with council_context(assessed.cast.council.id):
        assert Criterion.objects.count() == 2
    assert "Nothing was changed" in text_of(client.post(page, fields_of(client.get(page)), follow=True))


def test_a_criterion_is_judged_corrected_and_removed_and_undone(assessed):
    client = assessed.cast.client()
    page = f"{assessed.url}criteria/{assessed.criteria[0].public_id}/judge/"
    fields = fields_of(client.get(page)) | {
        "level": str(assessed.levels[1].public_id),
        "judge": "outside",
        "outside": "The department",
        "reason": "Some have none.",
        "missing": "Dates",
        "deliverables": [str(assessed.deliverable.public_id)],
        "indicators": [str(assessed.indicator.public_id)],
        "addresses": "https://example.org/audit Audit of plans\n\nhttps://example.org/b",
    }
    saved = client.post(page, fields, follow=True)
    assert "Clear: Requirements partly met. Judgement saved." in text_of(saved)
    assert "Audit of plans" in text_of(saved)
    with council_context(assessed.cast.council.id):
        judgement = Judgement.objects.get()
        assert JudgementLink.objects.count() == 4
    correct = f"{assessed.url}judgements/{judgement.public_id}/"
    fields = fields_of(client.get(correct)) | {"reason": "Most have none."}
    assert "Most have none." in text_of(client.post(correct, fields, follow=True))
    removed = client.post(f"{correct}remove/", fields_of(client.get(f"{correct}remove/")), follow=True)
    act = re.search(r'name="act" value="([^"]+)"', removed.content.decode())
    client.post("/northport/undo/", {"act": act[1], "next": correct})
    with council_context(assessed.cast.council.id):
        assert Judgement.objects.get().reason == "Most have none."
        assert JudgementLink.objects.count() == 4


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ({"outside": ""}, "Enter the name of the organisation that judged it"),
        ({"judge": "", "outside": ""}, "Select who judged it"),
        ({"missing": ""}, "Say what is missing for “Requirements met”"),
        ({"addresses": "example.org"}, "“example.org” must be an address that starts with https://"),
        ({"level": ""}, "Select the rating"),
    ],
)
def test_nothing_typed_is_lost(assessed, typed, words):
    client = assessed.cast.client()
    page = f"{assessed.url}criteria/{assessed.criteria[0].public_id}/judge/"
    fields = fields_of(client.get(page)) | {
        "level": str(assessed.levels[1].public_id),
        "judge": "outside",
        "outside": "The department",
        "reason": "Typed reason",
        "missing": "Dates",
    }
    response = client.post(page, fields | typed)
    assert response.status_code == 422
    assert words in text_of(response) and "Typed reason" in text_of(response)
    with council_context(assessed.cast.council.id):
        assert not Judgement.objects.exists()


def test_without_a_scale_nothing_is_judged(cast):
    with council_context(cast.council.id):
        strategy = StrategyFactory(slug="bare")
        criterion = Criterion.objects.create(strategy=strategy, title="Clear")
    page = f"/northport/strategies/bare/assessment/criteria/{criterion.public_id}/judge/"
    assert cast.client().get(page).status_code == 404


@pytest.mark.parametrize("number", [1, 6])
def test_queries_do_not_grow(assessed, number, django_assert_num_queries):
    with council_context(assessed.cast.council.id):
        for each in range(number):
            more = DeliverableFactory(strand=assessed.deliverable.strand)
            links = [LinkSaid(more), LinkSaid(assessed.indicator)]
            assessed.judge(each % 2, 1, links=links)
    client = assessed.cast.client()
    with django_assert_num_queries(FRAME + 7):
        client.get(assessed.url)


def test_evidence_that_a_judgement_rests_on_says_so_before_it_is_removed(judged):
    cast = judged.cast
    with council_context(cast.council.id, actor=cast.actor().reference):
        evidence = add_evidence(
            strategy=judged.strategy,
            title="Survey of parents",
            address="https://www.example.org/",
            by=cast.actor(),
            today=TODAY,
            now="2016-07-08T10:00:00Z",
        )
        judged.judge(1, 2, date(2016, 6, 1), links=[LinkSaid(evidence)])
    url, place = f"/northport/evidence/{evidence.public_id}/", f"#criterion-{judged.criteria[1].public_id}"
    client = cast.client()
    for page in (client.get(url), client.get(f"{url}remove/")):
        assert "The judgement of 1 June 2016 on Shared" in main_text_of(page)
        assert f'href="/northport/strategies/reform/assessment/{place}"' in page.content.decode()
    assert "You cannot remove this evidence yet" in main_text_of(page)
    assert b"Remove it" not in page.content
    refused = client.post(f"{url}remove/", {"seen": ""})
    assert refused.status_code == 422
    assert "This is used in the judgement of 1 June 2016 on Shared. Take it out there" in text_of(refused)
