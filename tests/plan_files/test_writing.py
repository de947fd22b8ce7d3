"""What an import writes through the actions of other rooms, and what they refuse."""

import pytest
from django.core.exceptions import PermissionDenied

from core.refusals import ChangeRefused
from councils.models import Change, Person
from councils.people.actions import add_people
from councils.permissions import Role
from councils.tenancy import council_context
from strategies.actions.outcomes import add_to_outcomes, parts_of
from strategies.actions.strands import add_strands
from strategies.models import Measure, Outcome, Strand
from tests.factories import PersonFactory, StrandFactory, StrategyFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def council(cast):
    with council_context(cast.council.id):
        yield cast.council


class TestStrands:
    def test_they_come_after_the_others_in_one_act(self, cast, council):
        plan = StrategyFactory()
        StrandFactory(strategy=plan, code="A", position=3)
        add_strands(strategy=plan, strands=[("B", "Second"), ("C", "Third")], by=cast.actor())
        assert list(Strand.objects.values_list("code", "position")) == [("A", 3), ("B", 4), ("C", 5)]
        verbs = Change.objects.filter(table="strategies_strand", op="insert").values_list("verb", flat=True)
        assert list(verbs)[-2:] == ["strand.listed", "strand.listed"]

    @pytest.mark.parametrize(
        ("strands", "why"),
        [
            ([("A", "Again")], "The code A occurs twice"),
            ([("B", "One"), ("B", "Two")], "The code B occurs twice"),
            ([("", "No code")], "must have 1 to 10 characters"),
            ([("B", "x" * 301)], "must have 1 to 300 characters"),
            ([("B/C", "Slash")], "and no /"),
        ],
    )
    def test_a_wrong_one_is_refused_with_all(self, cast, council, strands, why):
        plan = StrategyFactory()
        StrandFactory(strategy=plan, code="A")
        with pytest.raises(ChangeRefused, match=why):
            add_strands(strategy=plan, strands=[("Z", "Right"), *strands], by=cast.actor())
        assert Strand.objects.count() == 1


class TestPeople:
    def test_they_are_identified_by_their_names(self, cast, council):
        add_people(people=[("JK", "Jo King"), ("", "Nell Stone")], by=cast.actor())
        assert {(each.label, each.state) for each in Person.objects.all()} == {
            ("Jo King (JK)", "identified"),
            ("Nell Stone", "identified"),
        }

    @pytest.mark.parametrize("people", [[("JK", "Jo King")], [("AB", "One"), ("AB", "Two")], [("XY", " ")]])
    def test_initials_of_somebody_else_are_refused(self, cast, council, people):
        PersonFactory(initials="JK")
        with pytest.raises(ChangeRefused):
            add_people(people=people, by=cast.actor())
        assert Person.objects.count() == 1

    def test_a_reader_adds_nobody(self, cast, council):
        with pytest.raises(PermissionDenied):
            add_people(people=[("JK", "Jo King")], by=cast.actor(Role.READER))
        assert not Person.objects.exists()


class TestOutcomes:
    def test_measures_are_added_once_and_questions_marked(self, cast, council):
        outcome = Outcome.objects.create(strand=StrandFactory(), title="Better?", source_text="Better?")
        said = {"measures": {outcome: ["A survey", "A survey"]}, "questions": [outcome], "by": cast.actor()}
        assert add_to_outcomes(**said)
        assert not add_to_outcomes(**said), "nothing is different the second time"
        assert list(Measure.objects.values_list("text", "position")) == [("A survey", 1)]
        assert Outcome.objects.get().is_query

    def test_a_long_measure_is_divided_between_words(self):
        text = " ".join(["measure"] * 60)
        parts = parts_of(text)
        assert len(parts) == 2 and all(len(part) <= 300 for part in parts)
        assert " ".join(parts) == text
        assert [len(part) for part in parts_of("x" * 650)] == [300, 300, 50]
