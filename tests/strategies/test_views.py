"""Tests of the pages of a strategy and a strand, in the council's own nouns."""

from datetime import UTC, date, datetime

import pytest
from django.urls import reverse

from boards.models import Seat
from core.overall_rag import RagCounts
from councils.permissions import Role
from councils.tenancy import council_context
from deliverables.models import Deliverable
from deliverables.plan_ratings import plan_ratings
from deliverables.summaries import deliverable_states
from strategies.models import (
    Approval,
    CoverRole,
    FrameworkCell,
    ImprovementStatement,
    Measure,
    Outcome,
    Oversight,
    PlannedAction,
    PrintedPriority,
    Priority,
    Reference,
    SuccessMatrixCell,
    Version,
)
from tests.cast import TODAY
from tests.factories import (
    AssignmentFactory,
    BoardFactory,
    DeliverableFactory,
    DuePointFactory,
    KeyOutcomeFactory,
    PeriodFactory,
    PersonFactory,
    ProgressUpdateFactory,
    StrandFactory,
    StrategyFactory,
)
from tests.pages import FRAME, text_of


@pytest.fixture
def plan(cast):
    """A plan with one of everything that its pages show."""
    with council_context(cast.council.id):
        strategy = StrategyFactory(
            slug="send", title="SEND plan", strand_noun="Section", deliverable_noun="Milestone"
        )
        add_one_of_everything(strategy, "A")
    return strategy


def add_one_of_everything(strategy, code):
    """Add one more strand, version, key outcome and so on to a strategy."""
    strand = StrandFactory(strategy=strategy, code=code, title="Inclusion", aliases=["Including everybody"])
    priority = Priority.objects.create(strand=strand, code=f"{code}1", title="Shared ethos")
    PrintedPriority.objects.create(
        strand=strand, chapter="Part II", code=f"{code}1", text="Ethos", means=priority
    )
    PrintedPriority.objects.create(strand=strand, chapter="Part II", code=f"{code}2", text="Own words")
    PlannedAction.objects.create(strand=strand, heading="Autism", text="Train one school")
    outcome = Outcome.objects.create(strand=strand, title="Children are heard")
    Measure.objects.create(outcome=outcome, text="Survey of families")
    Outcome.objects.create(strand=strand, title="Is this one needed?", is_query=True, position=1)
    board = BoardFactory(name=f"Group {code}")
    Oversight.objects.create(board=board, strategy=strategy, strand=strand)
    Seat.objects.create(board=board, role="chair", state="vacant", hint="from health")
    Seat.objects.create(board=board, role="member", state="named", holder=PersonFactory())
    version = Version.objects.create(strategy=strategy, label=f"Version {code}")
    Approval.objects.create(
        version=version, kind="stage", approver="Early Draft", approved_on=date(2016, 4, 4)
    )
    outcome = KeyOutcomeFactory(strategy=strategy, number=code, title="Increased inclusion")
    ImprovementStatement.objects.create(key_outcome=outcome, number=f"{code}.1", text="Better attendance")
    Reference.objects.create(strategy=strategy, kind="law", text="Children and Families Act 2014")
    FrameworkCell.objects.create(
        strategy=strategy, kind="question", questions=["How well do we identify needs?"]
    )
    FrameworkCell.objects.create(
        strategy=strategy, kind="outputs", need="Identifying", questions=["How much?"]
    )
    SuccessMatrixCell.objects.create(
        strategy=strategy, theme=f"Theme {code}", question="When?", horizon="3 years"
    )
    ProgressUpdateFactory(
        deliverable=DeliverableFactory(strand=strand, number="", title=f"Milestone of {code}"),
        period=PeriodFactory(label="2016-17-Q1"),
    )
    return strand


def strategy_url(council, slug="send"):
    return reverse("strategies:strategy", kwargs={"council": council.slug, "slug": slug})


def strand_url(council, code="A", slug="send"):
    return reverse("strategies:strand", kwargs={"council": council.slug, "slug": slug, "code": code})


@pytest.mark.parametrize("role", list(Role))
def test_every_member_sees_the_plan(cast, plan, role):
    client = cast.client(role)
    assert client.get(strategy_url(cast.council)).status_code == 200
    assert client.get(strand_url(cast.council)).status_code == 200


def test_for_an_outsider_there_is_no_such_plan(cast, plan):
    for council in (cast.council, cast.other):
        assert cast.outsider_client().get(strategy_url(council)).status_code == 404
        assert cast.outsider_client().get(strand_url(council)).status_code == 404


def test_what_the_plan_lacks_is_404(cast, plan):
    client = cast.client()
    assert client.get(strategy_url(cast.council, "other")).status_code == 404
    assert client.get(strand_url(cast.council, "Z")).status_code == 404


def test_pages_refuse_to_be_posted_to(cast, plan):
    assert cast.client().post(strategy_url(cast.council)).status_code == 405
    assert cast.client().post(strand_url(cast.council)).status_code == 405


def test_strategy_prints_everything_once(cast, plan):
    page = text_of(cast.client().get(strategy_url(cast.council)))
    contents, _, said = page.partition(" Period ")
    assert "Contents Versions and approvals Key outcomes Section A: Inclusion" in contents
    for words in (
        "1 April 2016 to 31 March 2019",
        "Sections",
        "A: Inclusion",
        "A1 Shared ethos",
        "A. Increased inclusion",
        "A.1 Better attendance",
        "How well do we identify needs?",
        "Identifying Outputs How much?",
        "Theme A 3 years",
        "Version A Early Draft 4 April 2016",
        "Legislation (1)",
        "Children and Families Act 2014",
    ):
        assert said.count(words) == 1, words
    assert "SEND plan" in contents


def test_the_plan_shows_the_outcomes_of_each_strand_and_folds_many(cast, plan):
    page = text_of(cast.client().get(strategy_url(cast.council)))
    assert "Outcomes Children are heard Open question: Is this one needed?" in page
    with council_context(cast.council.id):
        for number in range(4):
            Outcome.objects.create(strand=plan.strands.get(), title=f"Another {number}", position=number + 2)
    page = text_of(cast.client().get(strategy_url(cast.council)))
    assert "6 outcomes of A" in page and "Another 3" in page


def test_a_plan_without_versions_or_parts_says_so(cast):
    with council_context(cast.council.id):
        StrategyFactory(slug="send", ends_on=None)
    said = text_of(cast.client().get(strategy_url(cast.council)))
    assert "The plan has no table of versions" in said
    assert "Nothing here yet" in said


def test_strand_prints_its_chapters_and_who_watches(cast, plan):
    said = text_of(cast.client().get(strand_url(cast.council)))
    for words in (
        "Section A",
        "Also called: Including everybody",
        "Group A . Chair: vacant (from health)",
        "A1 Shared ethos",
        "Part II: A1 Ethos (means A1)",
        "Part II: A2 Own words (does not match a priority above)",
        "Milestones",
        "Overall green: the only milestone is green.",
        "Milestone of A",
        "Survey of families",
        "Open question Is this one needed?",
        "Autism",
        "Train one school",
    ):
        assert words in said, words


def test_strand_names_who_watches_the_whole_plan(cast, plan):
    with council_context(cast.council.id):
        Oversight.objects.create(board=BoardFactory(name="SEND Board"), strategy=plan)
        Oversight.objects.create(board=BoardFactory(name="Other Board"), strategy=StrategyFactory())
    said = text_of(cast.client().get(strand_url(cast.council)))
    assert said.index("Group A") < said.index("As part of the whole plan") < said.index("SEND Board")
    assert "Other Board" not in said


def test_strand_marks_samples_and_names_disagreements_first(cast, plan):
    with council_context(cast.council.id):
        point = DuePointFactory(deliverable__strand=plan.strands.get(), due_on=date(2016, 5, 31))
        ProgressUpdateFactory(
            deliverable=point.deliverable, period=PeriodFactory(label="2016-17-Q1"), sample=True
        )
    said = text_of(cast.client().get(strand_url(cast.council)))
    assert "made up for training" in said
    assert said.index("1 milestone: stated and schedule RAG disagree") < said.index("Disagrees with schedule")


def test_strand_before_any_quarter_shows_no_deliverables(cast):
    with council_context(cast.council.id):
        StrandFactory(strategy=StrategyFactory(slug="send"), code="A")
    assert "No deliverables yet" in text_of(cast.client().get(strand_url(cast.council)))


@pytest.mark.parametrize("more", [0, 20])
def test_queries_do_not_grow(cast, plan, more, django_assert_num_queries):
    with council_context(cast.council.id):
        strand = plan.strands.get()
        for number in range(more):
            add_one_of_everything(plan, f"X{number}")
            DeliverableFactory(strand=strand)
            Oversight.objects.create(board=BoardFactory(), strategy=plan, strand=strand)
    client = cast.client()
    with django_assert_num_queries(FRAME + 9 + 3):
        client.get(strategy_url(cast.council))
    with django_assert_num_queries(FRAME + 9 + 7):  # one of them: what meetings recorded about it
        client.get(strand_url(cast.council))


def test_strategy_counts_how_each_strand_stands_and_leads_to_its_list(cast, plan):
    with council_context(cast.council.id):
        strand = plan.strands.get()
        ProgressUpdateFactory(deliverable__strand=strand, rag="red", sample=True)
        DeliverableFactory(strand=strand)
        late = DeliverableFactory(strand=strand)
        ProgressUpdateFactory(deliverable=late, rag="green", recorded_at=datetime(2016, 8, 1, tzinfo=UTC))
        empty = StrandFactory(strategy=plan, code="B")
    response = cast.client().get(strategy_url(cast.council))
    said = text_of(response)
    assert "Section A: 1 red, 1 green and 2 not rated of 4." in said
    assert f"Section {empty.code}: nothing to rate." in said
    assert "Some or all are samples, made up for training." in said
    assert "Quarter 1 2016–17 (April to June 2016), as at 8 July 2016" in said
    assert 'href="/northport/deliverables/?strategy=send&amp;strand=A"' in response.content.decode()


def test_strategy_counts_as_its_strands_do(cast, plan):
    """Compare the counts from the database with those from the rules."""
    with council_context(cast.council.id):
        strand = plan.strands.get()
        for rag in ("red", "amber", "complete"):
            update = ProgressUpdateFactory(
                deliverable__strand=strand, rag="green", period=PeriodFactory(label="2015-16-Q4")
            )
            ProgressUpdateFactory(deliverable=update.deliverable, rag=rag)
        ratings = plan_ratings(plan, today=TODAY)
        states = deliverable_states(
            Deliverable.objects.filter(strand=strand),
            period=PeriodFactory(label=ratings.quarter.label),
            today=TODAY,
        )
    assert ratings.of(strand.id) == RagCounts.of(state.stated.rag for state in states)


def test_strategy_before_any_quarter_counts_nothing(cast):
    with council_context(cast.council.id):
        StrandFactory(strategy=StrategyFactory(slug="send"), code="A")
    assert "nothing to rate" in text_of(cast.client().get(strategy_url(cast.council)))


def test_strategy_says_who_stands_on_its_cover_and_in_which_order_it_stands(cast, plan):
    with council_context(cast.council.id):
        CoverRole.objects.create(strategy=plan, role="lead_board", board=BoardFactory(name="SEND Board"))
        for name in ("One", "Two"):
            person = PersonFactory(name=name)
            CoverRole.objects.create(strategy=plan, role="sponsor", person=person)
        Reference.objects.create(strategy=plan, kind="principle", text="Inclusion")
    said = text_of(cast.client().get(strategy_url(cast.council)))
    assert "Lead partnership board SEND Board" in said
    assert "Programme sponsors One Two" in said
    assert said.index("Principle (1)") < said.index("Legislation (1)")


def test_strand_prints_the_plans_own_table(cast, plan):
    with council_context(cast.council.id):
        strand = plan.strands.get()
        outcome = strand.outcomes.get(is_query=False)
        deliverable = DeliverableFactory(
            strand=strand,
            outcome=outcome,
            number="",
            title="Publish the offer",
            source_text={"by_when": "Oct 15 launch", "lead": "JK/NS", "reporting": "RW"},
        )
        DuePointFactory(
            deliverable=deliverable,
            label="launch",
            original_due_on=date(2016, 6, 30),
            source_text="Oct 15 launch",
        )
        for place, (initials, role) in enumerate(
            [("JK", "lead"), ("NS", "joint"), ("RW", "reporting")], start=1
        ):
            AssignmentFactory(
                deliverable=deliverable, position=place, role=role, person=PersonFactory(initials=initials)
            )
    said = text_of(cast.client().get(strand_url(cast.council)))
    assert "Outcome Children are heard Measures of impact: Survey of families" in said
    row = said[said.index("Measures of impact") :]
    assert "launch: Sep 2016 , originally Jun 2016 “Oct 15 launch”" in row
    assert "JK; NS “JK/NS” RW" in row
    assert "“RW”" not in row
    assert "No milestones for this outcome." in said
    assert (
        said.index("Publish the offer")
        < said.index("Not linked to an outcome")
        < said.index("Milestone of A")
    )


def test_strand_without_deliverables_prints_its_outcomes_all_the_same(cast):
    with council_context(cast.council.id):
        strand = StrandFactory(strategy=StrategyFactory(slug="send"), code="A")
        Outcome.objects.create(strand=strand, title="Children are heard")
    said = text_of(cast.client().get(strand_url(cast.council)))
    assert "Children are heard No measure in the plan." in said


def test_strand_leads_to_those_beside_it(cast, plan):
    with council_context(cast.council.id):
        for code in ("B", "C"):
            StrandFactory(strategy=plan, code=code, title=f"Title {code}")
    first, middle, last = (
        text_of(cast.client().get(strand_url(cast.council, code))) for code in ("A", "B", "C")
    )
    assert ("Previous section" in first, "Next section B: Title B" in first) == (False, True)
    assert ("Previous section A: Inclusion" in middle, "Next section C: Title C" in middle) == (True, True)
    assert "Next section" not in last
