"""Risks: scores and bands (docs/rules/risk-score.md), the register, the form, Undo and the CSV file."""

import csv
import re
from datetime import date
from io import StringIO

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from core.refusals import ChangeRefused
from councils.people.actions import hand_over
from councils.permissions import Role
from councils.tenancy import council_context
from risks.actions import RiskFacts, add_risk
from risks.models import SCORED, Risk
from risks.rules import Score, is_above_target, is_review_overdue, score_problem
from tests.boards.forms import fields_of
from tests.factories import DeliverableFactory, PeriodFactory, PersonFactory, StrandFactory, StrategyFactory
from tests.pages import FRAME, main_text_of, text_of
from tests.truth_tables import day, read_aloud, truth_table

LIST, TODAY = "/northport/strategies/plan/risks/", date(2016, 7, 8)
WRITERS = {Role.OFFICER, Role.ADMINISTRATOR}


@pytest.mark.parametrize("row", truth_table("risk-score", "Scores and bands"), ids=read_aloud)
def test_scores_and_bands(row):
    score = Score(int(row["Likelihood"]), int(row["Impact"]))
    assert (score.number, score.band.word) == (int(row["Score"]), row["Band"])


def numbers(text):
    return [None if each == "none" else int(each) for each in text.split(" × ")]


@pytest.mark.parametrize("row", truth_table("risk-score", "Which scores fit together"), ids=read_aloud)
def test_which_scores_fit_together(row):
    inherent, current = Score(*numbers(row["Inherent"])), Score(*numbers(row["Current"]))
    field, problem = score_problem(inherent, current, *numbers(row["Target"]))
    assert (problem or "none") == row["Problem"]
    assert bool(field) is bool(problem)


@pytest.mark.parametrize("row", truth_table("risk-score", "What is said of a risk"), ids=read_aloud)
def test_what_is_said_of_a_risk(row):
    is_open = row["Status"] == "open"
    target = None if row["Target"] == "none" else int(row["Target"])
    review = None if row["Review"] == "none" else day(row["Review"])
    above = is_above_target(is_open=is_open, current=int(row["Current"]), target=target)
    overdue = is_review_overdue(is_open=is_open, review_on=review, today=TODAY)
    assert (above, overdue) == (row["Above target"] == "yes", row["Review overdue"] == "yes")


@pytest.fixture
def plan(cast):
    with council_context(cast.council.id):
        PeriodFactory()
        plan = StrategyFactory(slug="plan", title="The plan", deliverable_noun="Milestone")
        DeliverableFactory(strand=StrandFactory(strategy=plan, code="A"), number="1", title="Train schools")
        return plan


def facts(title="Too few places", **more):
    levels = dict.fromkeys(SCORED[:4], 4) | {"inherent_impact": 5, "current_likelihood": 3}
    return RiskFacts(**{"title": title, **levels, **more})


@pytest.fixture
def risk(cast, plan):
    """Risk 1, current score 12, above its target of 6, owned by Ada Smith, review overdue."""
    with council_context(cast.council.id):
        return add_risk(
            strategy=plan,
            facts=facts(
                cause="Demand grows.",
                target_likelihood=2,
                target_impact=3,
                mitigation="Open a base.",
                owner=PersonFactory(name="Ada Smith", initials="AS", state="identified"),
                review_on=date(2016, 7, 1),
                deliverables=list(plan.deliverables.all()),
            ),
            by=cast.actor(),
        )


@pytest.mark.parametrize("role", list(Role))
def test_every_member_reads_the_register_and_officers_change_it(cast, risk, role):
    client = cast.client(role)
    text = main_text_of(client.get(LIST))
    assert "1 Too few places 20, very high 12, high 6, medium Current is above target Ada Smith (AS)" in text
    assert "1 July 2016 Overdue A1" in text
    assert ("Add a risk" in text) is (role in WRITERS)
    page = f"/northport/risks/{risk.public_id}/"
    assert "likely (4) × very high (5)" in text_of(client.get(page))
    for path in (f"{LIST}add/", f"{page}change/", f"{page}remove/"):
        assert client.get(path).status_code == (200 if role in WRITERS else 403)


@pytest.mark.parametrize("page", ["", "change/", "remove/"])
def test_for_an_outsider_there_is_no_risk(cast, risk, page):
    path = f"/northport/risks/{risk.public_id}/{page}"
    for each in (path, path.replace("northport", "southshire"), LIST):
        assert cast.outsider_client().get(each).status_code == 404


SENT = {
    "title": "Staff leave",
    "inherent_likelihood": "5",
    "inherent_impact": "4",
    "current_likelihood": "4",
    "current_impact": "4",
    "status": "open",
}


def test_a_risk_is_added_changed_removed_and_undone(cast, plan):
    client = cast.client()
    with council_context(cast.council.id):
        one = plan.deliverables.get()
    page = f"{LIST}add/?deliverable={one.public_id}"
    shown = fields_of(client.get(page))
    assert shown["deliverables"] == str(one.public_id)
    response = client.post(page, shown | SENT, follow=True)
    assert "Risk 1 Staff leave added." in text_of(response)
    with council_context(cast.council.id):
        [made] = Risk.objects.all()
    assert "Staff leave" in text_of(client.get(one.get_absolute_url()))
    change = f"/northport/risks/{made.public_id}/change/"
    client.post(change, fields_of(client.get(change)) | {"status": "closed"})
    with council_context(cast.council.id):
        made = Risk.objects.get()
        assert (made.status, made.links.count()) == ("closed", 1)
    remove = f"/northport/risks/{made.public_id}/remove/"
    response = client.post(remove, fields_of(client.get(remove)), follow=True)
    assert "Risk 1 Staff leave removed." in text_of(response)
    act = re.search(r'name="act" value="([^"]+)"', response.content.decode())[1]
    client.post("/northport/undo/", {"act": act, "next": LIST})
    with council_context(cast.council.id):
        assert Risk.objects.get().links.count() == 1
    log = text_of(client.get("/northport/changes/?view=log"))
    assert "added the risk 1 Staff leave" in log and "removed the risk 1 Staff leave" in log


@pytest.mark.parametrize(
    ("sent", "words"),
    [
        ({"title": ""}, "Enter the title"),
        ({"current_likelihood": ""}, "Select the current likelihood"),
        ({"current_likelihood": "5", "current_impact": "5"}, "The current score, 25, is above the inherent"),
        ({"target_likelihood": "2"}, "Choose both likelihood and impact of the target, or neither"),
        ({"inherent_impact": "6"}, "6"),
    ],
)
def test_what_is_wrong_is_said(cast, plan, sent, words):
    response = cast.client().post(f"{LIST}add/", SENT | {"cause": "Because."} | sent)
    assert response.status_code == 422 and "Because." in response.content.decode()
    assert words in text_of(response)


def test_the_action_refuses_what_the_form_would(cast, plan):
    with council_context(cast.council.id), pytest.raises(ChangeRefused, match="above the inherent score"):
        add_risk(strategy=plan, facts=facts(current_likelihood=5, current_impact=5), by=cast.actor())
    with council_context(cast.council.id), pytest.raises(ChangeRefused, match="belongs to another plan"):
        add_risk(strategy=plan, facts=facts(deliverables=[DeliverableFactory()]), by=cast.actor())


def test_the_register_is_filtered_and_the_file_follows(cast, plan, risk):
    with council_context(cast.council.id):
        low = facts("=Low", current_likelihood=1, current_impact=2)
        add_risk(strategy=plan, facts=low, by=cast.actor())
        closed = facts("Past", status="closed", current_likelihood=4, current_impact=5)
        add_risk(strategy=plan, facts=closed, by=cast.actor())
        owner = str(risk.owner.public_id)
    client = cast.client(Role.READER)

    def titles(query):
        return re.findall(r"\d (Too few places|=Low|Past)", main_text_of(client.get(LIST + query)))

    assert titles("") == ["Too few places", "=Low", "Past"]
    assert titles("?status=closed") == ["Past"]
    assert titles("?band=low") == ["=Low"]
    assert titles("?band=very_high&status=open") == []
    assert titles("?owner=nobody") == ["=Low", "Past"]
    assert titles(f"?owner={owner}") == ["Too few places"]
    assert titles("?overdue=on") == ["Too few places"]
    assert titles("?q=demand") == ["Too few places"]
    assert titles("?q=2") == ["=Low"]
    assert titles("?owner=nonsense&band=purple") == ["Too few places", "=Low", "Past"]
    content = client.get(f"{LIST}risks.csv?owner=nobody").content.decode("utf-8-sig")
    rows = list(csv.DictReader(StringIO(content)))
    assert [row["Title"] for row in rows] == ["'=Low", "Past"]
    everything = client.get(f"{LIST}risks.csv").content.decode("utf-8-sig")
    assert "Ada Smith (AS)" in everything and "A1 Train schools" in everything


def test_a_hand_over_moves_risks_too(cast, risk):
    with council_context(cast.council.id):
        other = PersonFactory(name="Bo Jones", initials="BJ", state="identified")
        hand_over(person=risk.owner, to=other, by=cast.actor(), today=TODAY)
        assert Risk.objects.get().owner == other


def test_the_pages_ask_as_many_queries_for_many_as_for_one(cast, plan, risk):
    client = cast.client()
    pages = [LIST, f"{LIST}risks.csv", f"/northport/risks/{risk.public_id}/", f"{LIST}add/"]
    pages.append(f"/northport/risks/{risk.public_id}/change/")

    def count():
        found = []
        for page in pages:
            with CaptureQueriesContext(connection) as queries:
                assert client.get(page).status_code == 200
            found.append(len(queries) - FRAME)
        return found

    before = count()
    with council_context(cast.council.id):
        for number in range(4):
            owner = PersonFactory(name=f"P {number}", initials=f"P{number}", state="identified")
            links = [DeliverableFactory(strand=plan.strands.get()) for _ in range(3)]
            add_risk(strategy=plan, facts=facts(owner=owner, deliverables=links), by=cast.actor())
    assert count() == before == [7, 5, 3, 5, 6]


def test_undo_of_a_new_risk_does_not_lead_to_its_page(cast, plan):
    """Its page is where the banner with Undo was, and is gone with it."""
    client = cast.client()
    page = f"{LIST}add/"
    response = client.post(page, fields_of(client.get(page)) | SENT, follow=True)
    there = response.redirect_chain[-1][0]
    act = re.search(r'name="act" value="([^"]+)"', response.content.decode())[1]
    undone = client.post("/northport/undo/", {"act": act, "next": there}, follow=True)
    assert undone.status_code == 200
    assert "Undone" in text_of(undone)
