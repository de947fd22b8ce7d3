"""Meanings of a plan's abbreviations: from the council, then from the plan's own words, then from the general list."""

import pytest
from django.urls import reverse

from councils.models import Organisation, Person
from councils.permissions import Role
from councils.tenancy import council_context
from reporting.glossary import abbreviations, initials_of, spelled_out
from reporting.vocabulary import MEANINGS
from tests.factories import BoardFactory, DeliverableFactory, IndicatorFactory, PersonFactory, StrategyFactory
from tests.pages import FRAME


def known(*texts, **more):
    return {term.short: term.meaning for term in abbreviations(texts, **more).known}


class TestWhichAreFound:
    def test_only_those_that_the_plan_uses(self):
        assert known("EHCPs in time for those in FE") == {
            "EHCP": "Education, health and care plan",
            "FE": "Further education, after 16",
        }

    def test_in_alphabetical_order_whatever_the_case(self):
        assert list(known("SENCo, SEMH, DfE and CQC")) == ["CQC", "DfE", "SEMH", "SENCo"]

    @pytest.mark.parametrize("text", ["SENCo", "SENCO", "SENCos", "SENCOs"])
    def test_however_it_is_written(self, text):
        assert list(known(text)) == ["SENCo"]

    def test_a_plural_is_not_taken_from_a_word_that_ends_so(self):
        assert list(known("CAMHS and CAMHs")) == ["CAMHS"]

    def test_letters_within_a_word_are_none(self):
        assert known("LAUNCH Fell VIDEO Portsmouth") == {}

    def test_what_nobody_explains_is_said_to_be_so(self):
        found = abbreviations(["New SLA for THS, led by JK; phase II, by order: PINPOINT"], others=["JK"])
        assert [term.short for term in found.known] == ["SLA"]
        assert found.unexplained == ("THS",)


class TestWhoKnowsBest:
    def test_what_the_plan_spells_out_comes_before_the_general_list(self):
        assert known("A Care Assessment Form (CAF) for all", "The CAF is used") == {
            "CAF": "Care Assessment Form"
        }

    def test_the_general_list_may_explain_more_than_the_same_words(self):
        text = "Evaluation of the Common Assessment Framework (CAF)"
        assert known(text) == {"CAF": MEANINGS["CAF"]}

    def test_what_the_council_says_comes_before_all(self):
        assert known("A Care Assessment Form (CAF)", own={"CAF": "Centre for Autism and Families"}) == {
            "CAF": "Centre for Autism and Families"
        }

    def test_the_councils_own_are_listed_even_if_the_plan_uses_them_nowhere(self):
        assert known("Nothing", own={"PCC": "Portsmouth City Council"}) == {"PCC": "Portsmouth City Council"}

    def test_the_councils_name_for_it_does_not_take_away_what_it_is(self):
        found = known("", own={"CCG": "Clinical Commissioning Group"})
        assert found == {"CCG": MEANINGS["CCG"]}

    def test_a_boards_first_letters_are_a_last_resort(self):
        hinted = {initials_of("Inclusion Support Panel"): "Inclusion Support Panel", "EHCP": "Some board"}
        assert known("Parents contribute to ISP and EHCPs", hinted=hinted) == {
            "EHCP": "Education, health and care plan",
            "ISP": "Inclusion Support Panel",
        }


@pytest.mark.parametrize(
    ("text", "found"),
    [
        (
            "pilot of the Personal Outcomes Evaluation Tool (POET)",
            [("POET", "Personal Outcomes Evaluation Tool")],
        ),
        ("the Advice and Coordination Team (ACT)", [("ACT", "Advice and Coordination Team")]),
        (
            "attendance at Locality Allocation and Review Meetings (LARMs)",
            [("LARM", "Locality Allocation and Review Meetings")],
        ),
        ("Social Emotional and Mental Health (SEMH)", [("SEMH", "Social Emotional and Mental Health")]),
        ("learning difficulties and disabilities (LDD)", [("LDD", "Learning difficulties and disabilities")]),
        ("Education (EHC) plans", []),
        ("plans (see annex)", []),
        ("services (SEND Services)", []),
        ("(SEN)", []),
        ("Head of Inclusion (launch)", []),
    ],
)
def test_what_a_text_spells_out_itself(text, found):
    assert [(term.short, term.meaning) for term in spelled_out(text)] == found


def test_the_general_list_is_in_order_and_without_plurals():
    assert list(MEANINGS) == sorted(MEANINGS, key=str.upper)
    assert all(meaning and not meaning.endswith(".") for meaning in MEANINGS.values())
    assert len({short.upper() for short in MEANINGS}) == len(MEANINGS)


class TestPage:
    def page(self, client):
        return client.get(reverse("reporting:glossary", kwargs={"council": "northport"}))

    def words(self, cast):
        return " ".join(self.page(cast.client()).content.decode().split())

    @pytest.mark.parametrize("role", list(Role))
    def test_every_member_may_read_it(self, cast, role):
        assert self.page(cast.client(role)).status_code == 200

    def test_an_outsider_gets_404(self, cast):
        assert self.page(cast.outsider_client()).status_code == 404

    def test_it_explains_the_products_words_with_the_plans_own_nouns(self, cast):
        with council_context(cast.council.id):
            StrategyFactory(deliverable_noun="Milestone", strand_noun="Section")
        text = self.words(cast)
        for expected in (
            "<dt>Milestone</dt>",
            "<dt>Section</dt>",
            "<dt>Slipped</dt>",
            "the worst milestone, not an average.",
        ):
            assert expected in text
        assert text.count('<strong class="rag') == 5

    def test_it_explains_the_plans_letters_wherever_they_stand(self, cast):
        with council_context(cast.council.id):
            DeliverableFactory(title="More EHCPs", detail=["Work with SENCos"], refers_to="JSNA")
            IndicatorFactory(title="NEET at 17")
            BoardFactory(name="Children's Strategy and Performance Group", aliases=["CSPG", "The Group"])
            Organisation.objects.create(name="Northport Council", abbreviation="NC")
        text = self.words(cast)
        for short in ("EHCP", "SENCo", "JSNA", "NEET", "CSPG", "NC"):
            assert f"<dt>{short}</dt>" in text
        assert "<dt>CSPG</dt><dd>Children&#x27;s Strategy and Performance Group</dd>" in text
        assert "The Group</dt>" not in text

    def test_it_names_people_behind_initials_as_far_as_they_are_known(self, cast):
        with council_context(cast.council.id):
            PersonFactory(initials="JK", name="Julia Katherine", state=Person.State.IDENTIFIED)
            PersonFactory(initials="NS")
        text = self.words(cast)
        assert "<dt>JK</dt><dd>Julia Katherine</dd>" in text
        assert "Not yet identified: NS." in text

    def test_an_empty_council_has_the_products_words(self, cast):
        text = self.words(cast)
        assert "No abbreviations found in the plan." in text
        assert "Initials of people" not in text

    @pytest.mark.parametrize("number", [1, 20])
    def test_queries(self, cast, number, django_assert_max_num_queries):
        with council_context(cast.council.id):
            for _ in range(number):
                DeliverableFactory()
                PersonFactory()
                BoardFactory()
        client = cast.client()
        with django_assert_max_num_queries(FRAME + 5):
            self.page(client)
