"""Tests of the list's facts and choices: leads, organisations, searched texts."""

import re
from datetime import UTC, date, datetime

import pytest

from core.periods import Quarter
from councils.models import Post
from councils.tenancy import council_context
from deliverables.judged import judged_deliverables
from deliverables.listing import Choices, Leads, Names, facts_of, filter_and_sort, texts_to_search
from deliverables.rules.listing import NOBODY, ListQuery, Sort, fits
from tests.cast import TODAY
from tests.factories import (
    AssignmentFactory,
    DeliverableFactory,
    DuePointFactory,
    OrganisationFactory,
    PeriodFactory,
    PersonFactory,
    ProgressUpdateFactory,
    StrandFactory,
)
from tests.truth_tables import parts, read_aloud, truth_table


@pytest.fixture(autouse=True)
def in_council(cast):
    with council_context(cast.council.id):
        yield


def read():
    """All deliverables as the list reads them, with the names behind their ids."""
    rows = judged_deliverables(period=PeriodFactory(), today=TODAY)
    return rows, Names.among(rows)


def searched(words):
    rows, names = read()
    texts = texts_to_search(rows, names)
    return filter_and_sort(
        rows, names, ListQuery(words=words), Sort.PLAN, reverse=False, today=TODAY, texts=texts
    )


def choices():
    return Choices.among(*read(), today=TODAY, quarter=Quarter.of(TODAY))


class People:
    """Persons by initials and organisations by name, created when first used."""

    def __init__(self):
        self.persons, self.organisations = {}, {}

    def organisation(self, name):
        if name in (None, "none"):
            return None
        if name not in self.organisations:
            self.organisations[name] = OrganisationFactory(name=name)
        return self.organisations[name]

    def person(self, initials, organisation=None):
        if initials == "?":
            return None
        if initials not in self.persons:
            self.persons[initials] = PersonFactory(
                initials=initials, organisation=self.organisation(organisation)
            )
        return self.persons[initials]

    def asked(self, text):
        name, value = text.split("=")
        if value == NOBODY:
            return ListQuery(lead=NOBODY)
        one = self.person(value) if name == "lead" else self.organisation(value)
        return ListQuery(**{name: str(one.public_id)})


@pytest.mark.parametrize("row", truth_table("list", "Which leads and organisations fit"), ids=read_aloud)
def test_which_leads_and_organisations_fit(row):
    people = People()
    deliverable = DeliverableFactory(accountable=people.organisation(row["Accountable"]))
    named = [] if row["People"] == "none" else parts(row["People"], ";")
    for position, text in enumerate(named, 1):
        role, initials, organisation = re.fullmatch(r"(\w+) (\S+)(?: \((\w+)\))?", text).groups()
        person = people.person(initials, organisation)
        state = "to_identify" if person else "to_confirm"
        AssignmentFactory(deliverable=deliverable, role=role, person=person, state=state, position=position)
    [row_read], names = read()
    assert fits(
        facts_of(row_read, names, Leads.of(row_read.named, names)), people.asked(row["Asked"]), today=TODAY
    ) is (row["Found"] == "yes")


def test_a_post_leads_like_a_person():
    trust = OrganisationFactory(name="Trust")
    post = Post.objects.create(title="Head of Inclusion", organisation=trust)
    AssignmentFactory(post=post, state="identified")
    [row], names = read()
    facts = facts_of(row, names, Leads.of(row.named, names))
    assert (facts.leads, facts.first_lead) == ({str(post.public_id)}, "Head of Inclusion")
    assert facts.organisations == {str(trust.public_id)}
    assert choices().leads == {str(post.public_id): "Head of Inclusion"}


@pytest.mark.parametrize(
    "words",
    [
        "c11",
        "hubs",
        "second part",
        "workforce",
        "olive of",
        "deputy",
        "venue",
        "another",
        "joined",
    ],
)
def test_words_are_found_wherever_something_is_said(words):
    deliverable = DeliverableFactory(
        strand=StrandFactory(code="C"),
        number="11.",
        title="Hubs",
        detail=["First part", "Second part"],
        refers_to="Workforce plan",
    )
    AssignmentFactory(deliverable=deliverable, person=PersonFactory(initials="OF", name="Olive Firth"))
    AssignmentFactory(
        deliverable=deliverable,
        person=PersonFactory(initials="DP", name="Deputy"),
        role="alternate",
        position=2,
    )
    ProgressUpdateFactory(deliverable=deliverable, rag="amber", narrative="Two of five have joined.")
    assert [row.id for row in searched(words)] == [deliverable.id]


@pytest.mark.parametrize("words", ["reporting", "demo officer", "reviewed before"])
def test_words_are_not_looked_for_elsewhere(words):
    deliverable = DeliverableFactory()
    AssignmentFactory(
        deliverable=deliverable, person=PersonFactory(initials="RP", name="Reporting"), role="reporting"
    )
    for day, narrative in [(1, "Reviewed before."), (2, "Reviewed.")]:
        ProgressUpdateFactory(
            deliverable=deliverable, narrative=narrative, recorded_at=datetime(2016, 7, day, tzinfo=UTC)
        )
    assert searched(words) == []


def test_choices_are_what_the_plan_has_in_it():
    strand = StrandFactory(code="B", title="Early help", strategy__title="Plan", position=2)
    health = OrganisationFactory(name="Health")
    nora = PersonFactory(initials="NS", name="nora Smith", organisation=health)
    jo = PersonFactory(initials="JK", name="Jo King")
    one = DeliverableFactory(strand=strand, accountable=OrganisationFactory(name="Council"))
    AssignmentFactory(deliverable=one, person=nora)
    AssignmentFactory(deliverable=one, person=jo, role="joint", position=2)
    AssignmentFactory(deliverable=one, person=PersonFactory(), role="reporting", position=3)
    DuePointFactory(deliverable=one, due_on=date(2017, 4, 30))
    DuePointFactory(deliverable=one, due_on=date(2016, 9, 30), position=2)
    DuePointFactory(deliverable=one, due_on=date(2016, 5, 31), done_on=date(2016, 5, 20), position=3)
    DeliverableFactory(
        strand=StrandFactory(code="A", title="Inclusion", strategy=strand.strategy, position=1)
    )
    found = choices()
    assert list(found.strategies.values()) == ["Plan"]
    assert list(found.strands.items()) == [("A", "A: Inclusion"), ("B", "B: Early help")]
    assert list(found.leads.values()) == ["Jo King (JK)", "nora Smith (NS)"]
    assert list(found.organisations.values()) == ["Council", "Health"]
    assert found.months == {"2016-09": "September 2016", "2017-04": "April 2017"}
    assert (found.part, found.noun) == ("Strand", "Deliverable")


def test_one_code_in_two_plans_is_one_choice():
    for title in ("Inclusion", "Whole system", "Inclusion"):
        DeliverableFactory(strand=StrandFactory(code="1", title=title))
    assert choices().strands == {"1": "1: Inclusion / Whole system"}


@pytest.mark.parametrize(("noun", "said"), [("Milestone", "Milestone"), ("Action", "Deliverable")])
def test_a_noun_is_said_where_all_plans_use_it(noun, said):
    DeliverableFactory(strand__strategy__deliverable_noun="Milestone")
    DeliverableFactory(strand__strategy__deliverable_noun=noun)
    assert choices().noun == said


@pytest.mark.parametrize(
    ("text", "called"),
    [
        ("JK", "JK"),
        ("jk", "JK"),
        ("king", "JK"),
        ("JO", "JO"),
        ("smith", "JO"),
        ("k", None),
        ("XX", None),
        (NOBODY, NOBODY),
    ],
)
def test_a_lead_is_called_by_initials_or_by_a_name_that_fits_nobody_else(text, called):
    deliverable = DeliverableFactory()
    ids = {NOBODY: NOBODY, None: text}
    for position, (initials, name) in enumerate([("JK", "Jo King"), ("JO", "Jack Smith")], 1):
        person = PersonFactory(initials=initials, name=name)
        AssignmentFactory(deliverable=deliverable, person=person, position=position)
        ids[initials] = str(person.public_id)
    found = choices()
    assert found.lead_called(text) == ids[called]
    assert found.lead_called(ids["JK"]) == ids["JK"]


@pytest.mark.parametrize(
    ("person", "qualifier", "names", "words"),
    [
        ({"initials": "JK", "name": "Jo King"}, "", True, "Jo King (JK)"),
        ({"initials": "JK", "name": "Jo King"}, "", False, "JK"),
        ({"initials": "JK", "name": "Jo King"}, "C&I", False, "JK (C&I)"),
        ({"initials": "JK", "name": "Jo King"}, "C&I", True, "Jo King (JK, C&I)"),
        ({"initials": "", "name": "Jo King"}, "", False, "Name not shown"),
        (None, "", True, "To be confirmed"),
    ],
)
def test_people_by_name_or_by_initials(person, qualifier, names, words):
    each = AssignmentFactory(
        person=PersonFactory(**person) if person else None,
        qualifier=qualifier,
        state="to_identify" if person else "to_confirm",
    )
    assert each.in_words(names=names) == words
