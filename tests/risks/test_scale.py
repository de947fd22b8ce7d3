"""The council's own scale of risks (docs/rules/risk-score.md): the page, what is refused, the matrix."""

import re

import pytest

from councils.permissions import Role
from councils.tenancy import council_context
from risks.actions import RiskFacts, add_risk
from risks.models import SCORED, Risk, RiskScale
from risks.rules import USUAL, ScaleRefused, Score, scale_of
from risks.summaries import matrix_of
from tests.boards.forms import fields_of
from tests.factories import StrategyFactory
from tests.pages import main_text_of, text_of
from tests.truth_tables import parts, read_aloud, truth_table

LIST = "/northport/strategies/plan/risks/"
PAGE = f"{LIST}scale/"
FOUR = {
    "likelihoods": "Rare\nPossible\nLikely\nAlmost certain",
    "impacts": "Minor\nModerate\nSerious\nSevere",
    "bands": "Minor 3\nReal 8\nGrave",
}


@pytest.mark.parametrize("row", truth_table("risk-score", "Which scales are taken"), ids=read_aloud)
def test_which_scales_are_taken(row):
    lines = [parts(row[name], "/") for name in ("Likelihood", "Impact", "Bands")]
    try:
        scale = scale_of(*lines)
    except ScaleRefused as refused:
        assert str(refused) == row["Problem"]
        return
    assert row["Problem"] == "none"
    assert [scale.bands[0].lowest, scale.bands[-1].highest] == [1, 9]
    assert scale_of(scale.likelihoods, scale.impacts, scale.band_lines) == scale


def test_a_step_that_is_gone_is_still_named():
    scale = scale_of(["A", "B", "C"], ["D", "E", "F"], ["Low 3", "High"])
    assert Score(5, 3, scale).parts == "step 5 (5) × f (3)" and Score(5, 3, scale).words == "15, high"


@pytest.fixture
def plan(cast):
    with council_context(cast.council.id):
        return StrategyFactory(slug="plan", title="The plan")


def risk(cast, plan, title, likelihood, impact, **more):
    inherent = dict.fromkeys(SCORED[:2], 5) | more
    with council_context(cast.council.id):
        current = {"current_likelihood": likelihood, "current_impact": impact}
        return add_risk(strategy=plan, facts=RiskFacts(title=title, **inherent | current), by=cast.actor())


def save(cast, **sent):
    client = cast.client()
    return client.post(PAGE, fields_of(client.get(PAGE)) | FOUR | sent, follow=True)


@pytest.mark.parametrize("role", list(Role))
def test_who_may_change_the_scale(cast, plan, role):
    may = role in {Role.OFFICER, Role.ADMINISTRATOR}
    client = cast.client(role)
    assert client.get(PAGE).status_code == (200 if may else 403)
    assert ("Change the scale" in text_of(client.get(LIST))) is may
    assert cast.outsider_client().get(PAGE).status_code == 404


def test_the_council_has_its_own_words_and_risks_keep_their_place(cast, plan):
    made = risk(cast, plan, "Staff leave", 3, 3, inherent_likelihood=4, inherent_impact=4)
    assert "Scale of risks saved." in text_of(save(cast))
    client = cast.client()
    assert "likely (3) × serious (3) 9, grave" in text_of(client.get(f"/northport/risks/{made.public_id}/"))
    assert "Staff leave" in main_text_of(client.get(f"{LIST}?band=grave"))
    assert "Staff leave" not in main_text_of(client.get(f"{LIST}?band=real"))
    change = client.get(f"/northport/risks/{made.public_id}/change/").content.decode()
    assert "4 Almost certain" in change and "Very likely" not in change
    assert "changed the scale of risks" in text_of(client.get("/northport/changes/?view=log"))
    assert "Nothing has changed." in text_of(save(cast))
    with council_context(cast.council.id):
        assert RiskScale.objects.count() == 1 and Risk.objects.get().current_likelihood == 3
    with council_context(cast.other.id):
        assert RiskScale.current() == USUAL


def test_a_step_that_a_risk_has_cannot_go(cast, plan):
    risk(cast, plan, "Staff leave", 2, 2)
    risk(cast, plan, "Past", 2, 2, inherent_likelihood=4, status="closed")
    response = save(cast)
    assert response.status_code == 422
    text = text_of(response)
    assert "1 risk is above step 4: 1 Staff leave (The plan). Change its likelihood first" in text
    assert "2 risks are above step 4" not in text
    again = save(cast, likelihoods="A\nB\nC\nD\nE")
    assert "2 risks are above step 4: 1 Staff leave (The plan) and 2 Past (The plan)" in text_of(again)
    with council_context(cast.council.id):
        assert not RiskScale.objects.exists()


def test_a_risk_cannot_take_a_step_that_is_not_there(cast, plan):
    save(cast)
    with pytest.raises(Exception, match="Choose a step from 1 to 4"):
        risk(cast, plan, "Late", 2, 2)


def test_the_matrix_counts_open_risks_in_words(cast, plan, django_assert_num_queries):
    for place in (1, 2):
        risk(cast, plan, f"Risk {place}", 4, 5)
    risk(cast, plan, "Closed", 1, 1, status="closed")
    with council_context(cast.council.id):
        with django_assert_num_queries(2):
            matrix = matrix_of(plan)
        assert matrix.count == 2
        assert [row.step for row in matrix.rows] == [5, 4, 3, 2, 1]
        assert [(cell.count, cell.score, cell.band.word) for cell in matrix.rows[1].cells][3:] == [
            (0, 16, "Very high"),
            (2, 20, "Very high"),
        ]
    text = main_text_of(cast.client(Role.READER).get(LIST))
    assert "2 open risks by current likelihood and impact" in text and "2 risks Very high" in text
    assert not re.search("open risks by current", main_text_of(cast.client().get(f"{LIST}?q=Risk")))
