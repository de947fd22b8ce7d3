"""Summary of a board's quarter: which part of the plan it covers, what comes first, and that freezing keeps it."""

from datetime import UTC, date, datetime

import pytest

from boards.models import BoardLink, Meeting
from core.overall_rag import RagCounts
from core.periods import Quarter
from core.rag import Direction, Rag
from councils.models import Person
from councils.tenancy import council_context
from deliverables.models import ProgressUpdate
from indicators.models import ConfidenceRating, ExpectedEffect
from packs.document import PackDocument, UnknownFormat, read_document, write_document
from reporting.summaries import board_facts, board_summary, changes_between
from reporting.summaries.slices import slice_of
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
    ProgressUpdateFactory,
    ReadingFactory,
    StrandFactory,
    StrategyFactory,
    TargetFactory,
)

BEFORE = datetime(2016, 4, 5, 9, tzinfo=UTC)


@pytest.fixture(autouse=True)
def in_council(cast):
    with council_context(cast.council.id):
        PeriodFactory(label="2015-16-Q4")
        PeriodFactory(label="2016-17-Q1")
        yield


@pytest.fixture
def strategy():
    return StrategyFactory()


@pytest.fixture
def board(strategy, strand):
    board = BoardFactory(slug="send-board", name="SEND Board")
    Oversight.objects.create(board=board, strategy=strategy)
    return board


@pytest.fixture
def strand(strategy):
    return StrandFactory(strategy=strategy, code="A", title="Inclusion")


def summary(cast, board=None, quarter="2016-17-Q1", today=TODAY):
    selected = selected_quarter(quarter, today=today)
    facts = board_facts(board, as_at=selected.as_at) if board else None
    return board_summary(cast.council, board, selected, today=today, **({"facts": facts} if facts else {}))


def earlier(deliverable, rag):
    return ProgressUpdateFactory(
        deliverable=deliverable, period=PeriodFactory(label="2015-16-Q4"), rag=rag, recorded_at=BEFORE
    )


def test_a_strand_is_counted_and_is_as_bad_as_its_worst_part(cast, board, strand):
    for rag in ("red", "green", "green"):
        ProgressUpdateFactory(deliverable=DeliverableFactory(strand=strand), rag=rag)
    DeliverableFactory(strand=strand)
    [line] = summary(cast, board).strands
    assert line.counts == RagCounts(red=1, green=2, not_rated=1)
    assert line.reason == "Overall red: 1 red, 2 green and 1 not rated."


def test_a_strands_direction_compares_it_with_the_quarter_before(cast, board, strand):
    deliverable = DeliverableFactory(strand=strand)
    earlier(deliverable, "green")
    ProgressUpdateFactory(deliverable=deliverable, rag="amber")
    [line] = summary(cast, board).strands
    assert (line.direction, line.direction_words) == (Direction.WORSE, "Amber, was green in Q4 2015–16")


def test_in_the_first_quarter_there_is_no_direction(cast, board, strand):
    earlier(DeliverableFactory(strand=strand), "green")
    found = summary(cast, board, quarter="2015-16-Q4")
    assert (found.strands[0].direction, found.deliverables[0].direction_words) == (None, "")


def test_exceptions_are_red_before_amber_with_reason_way_back_and_forecast(cast, board, strand):
    for rag in ("amber", "red", "green"):
        ProgressUpdateFactory(deliverable=DeliverableFactory(strand=strand), rag=rag)
    found = summary(cast, board).exceptions
    assert [line.rag for line in found] == [Rag.RED, Rag.AMBER]
    assert (found[0].reason, found[0].path_to_green, found[0].forecast_on) == (
        "A venue fell through.",
        "Book another.",
        date(2016, 9, 30),
    )
    assert (found[0].rated_by, found[0].rated_on) == ("Demo Officer", date(2016, 7, 1))


def test_stated_green_while_overdue_is_a_disagreement(cast, board, strand):
    point = DuePointFactory(deliverable__strand=strand, due_on=date(2016, 5, 31))
    ProgressUpdateFactory(deliverable=point.deliverable, rag="green")
    [line] = summary(cast, board).disagreements
    assert line.disagreement.startswith("Stated RAG is green but schedule RAG is red.")


def test_silent_unowned_and_slipped_are_named(cast, board, strand):
    point = DuePointFactory(
        deliverable__strand=strand, original_due_on=date(2016, 6, 30), due_on=date(2016, 9, 30)
    )
    AssignmentFactory(deliverable=point.deliverable, state="to_confirm", person=None)
    found = summary(cast, board)
    [line] = found.slipped
    assert (line.silence, line.unowned, line.slipped_days, line.due_words) == (
        "Never updated",
        True,
        92,
        "Sep 2016, originally Jun 2016",
    )
    assert line.slipped_words == "3 months later"
    assert found.silent == found.unowned == found.slipped


def test_what_was_done_after_the_day_of_judgement_was_still_open_on_it(cast, board, strand):
    DuePointFactory(deliverable__strand=strand, due_on=date(2016, 4, 30), done_on=date(2016, 6, 1))
    [now] = summary(cast, board).deliverables
    [then] = summary(cast, board, quarter="2015-16-Q4").deliverables
    assert (now.due_words, then.due_words) == ("Apr 2016, done 1 June 2016", "Apr 2016")


def test_leads_are_named_with_their_initials(cast, board, strand):
    deliverable = DeliverableFactory(strand=strand)
    named = PersonFactory(initials="JK", name="Julia Katherine", state=Person.State.IDENTIFIED)
    AssignmentFactory(deliverable=deliverable, person=named, state="identified")
    AssignmentFactory(
        deliverable=deliverable, person=PersonFactory(initials="TG"), qualifier="C&I", position=2
    )
    AssignmentFactory(
        deliverable=deliverable, person=PersonFactory(initials="HP"), role="reporting", position=3
    )
    [line] = summary(cast, board).deliverables
    assert line.leads == ("Julia Katherine (JK)", "TG (C&I)")
    assert line.reporting_to == ("HP",)


def test_an_indicator_shows_reading_target_ahead_and_confidence(cast, board, strategy):
    indicator = IndicatorFactory(strategy=strategy, polarity="high")
    ReadingFactory(indicator=indicator, period="2015-16-Q4", value=40)
    ReadingFactory(
        indicator=indicator, period="2016-17-Q1", value=55, numerator=11, denominator=20, sample=True
    )
    ReadingFactory(indicator=indicator, period="2016-17-Q2", value=99)
    TargetFactory(indicator=indicator, period="2016-03-31", value=50)
    target = TargetFactory(indicator=indicator, period="2017-03-31", label="Yr 3", value=60)
    for rag, day in (("green", 1), ("amber", 5)):
        ConfidenceRating.objects.create(
            target=target,
            rag=rag,
            reason="Slow start.",
            recorded_on=date(2016, 7, day),
            recorded_at=datetime(2016, 7, day, 9, tzinfo=UTC),
            by_name="Demo Officer",
        )
    [line] = summary(cast, board).indicators
    assert (line.value, line.value_period, line.parts) == ("55%", "Q1 2016–17", "11 of 20")
    assert (line.target, line.target_period, line.rag) == ("60%", "Yr 3", Rag.RED)
    assert (line.confidence_rag, line.confidence_reason, line.confidence_on) == (
        Rag.AMBER,
        "Slow start.",
        date(2016, 7, 5),
    )
    assert line.sample


def test_without_a_target_ahead_the_last_one_counts(cast, board, strategy):
    target = TargetFactory(indicator__strategy=strategy, period="2016-03-31", value=50)
    [line] = summary(cast, board).indicators
    assert (line.target, line.value, line.value_period) == ("50%", "No data yet", "")
    assert line.id == str(target.indicator.public_id)


def test_a_row_holds_something_when_it_has_a_figure(cast, board, strategy):
    top = IndicatorFactory(strategy=strategy)
    IndicatorFactory(strategy=strategy, parent=top, depth=1)
    ReadingFactory(indicator=IndicatorFactory(strategy=strategy, parent=top, depth=1, title="Boys"))
    found = summary(cast, board)
    assert [line.title for line in found.indicators if line.holds_something] == ["Boys"]
    assert len(found.indicators) == 3


class TestWhatABoardSees:
    def test_a_group_sees_the_strand_it_watches(self, strategy, strand):
        StrandFactory(strategy=strategy)
        group = BoardFactory()
        Oversight.objects.create(board=group, strategy=strategy, strand=strand)
        assert slice_of(group, Quarter(2016, 1)).strands == (strand,)

    def test_a_board_sees_what_the_boards_that_report_to_it_watch(self, strategy, strand):
        group, middle, top = BoardFactory(), BoardFactory(), BoardFactory()
        Oversight.objects.create(board=group, strategy=strategy, strand=strand)
        BoardLink.objects.create(child=group, parent=middle)
        BoardLink.objects.create(child=middle, parent=top)
        assert slice_of(top, Quarter(2016, 1)).strands == (strand,)

    def test_what_is_watched_twice_is_seen_once(self, board, strategy, strand):
        group = BoardFactory()
        Oversight.objects.create(board=group, strategy=strategy, strand=strand)
        BoardLink.objects.create(child=group, parent=board)
        assert slice_of(board, Quarter(2016, 1)).strands == (strand,)

    def test_boards_that_report_to_each_other_come_to_an_end(self, strategy, strand):
        one, other = BoardFactory(), BoardFactory()
        BoardLink.objects.create(child=one, parent=other)
        BoardLink.objects.create(child=other, parent=one)
        Oversight.objects.create(board=one, strategy=strategy, strand=strand)
        assert slice_of(other, Quarter(2016, 1)).strands == (strand,)

    def test_a_board_above_does_not_lend_its_view(self, board, strand):
        group = BoardFactory()
        BoardLink.objects.create(child=group, parent=board)
        assert slice_of(group, Quarter(2016, 1)).strands == ()

    def test_a_strands_group_sees_the_indicators_its_deliverables_should_move(self, strategy, strand):
        group = BoardFactory()
        Oversight.objects.create(board=group, strategy=strategy, strand=strand)
        indicator, _ = IndicatorFactory(strategy=strategy), IndicatorFactory(strategy=strategy)
        ExpectedEffect.objects.create(
            deliverable=DeliverableFactory(strand=strand), indicator=indicator, direction="up"
        )
        assert list(slice_of(group, Quarter(2016, 1)).indicators()) == [indicator]


def test_the_next_meeting_is_the_first_from_the_day_of_judgement(cast, board):
    for day in (1, 8, 20):
        Meeting.objects.create(board=board, held_on=date(2016, 7, day))
    assert summary(cast, board).next_meeting_on == date(2016, 7, 8)


def test_frozen_and_read_again_it_is_the_same(cast, board, strand, strategy):
    point = DuePointFactory(deliverable__strand=strand)
    AssignmentFactory(deliverable=point.deliverable, person=PersonFactory())
    ProgressUpdateFactory(deliverable=point.deliverable, rag="red")
    ReadingFactory(indicator__strategy=strategy)
    document = PackDocument(
        edition=2, frozen_at=datetime(2016, 7, 8, 9, tzinfo=UTC), summary=summary(cast, board)
    )
    content = write_document(document)
    assert read_document(content) == document
    assert write_document(read_document(content)) == content


def test_a_newer_format_is_refused_in_words():
    with pytest.raises(UnknownFormat, match="format 1, not 2"):
        read_document('{"format": 2}')


def test_what_changed_is_said_in_sentences(cast, board, strand):
    rated, dated = (
        DeliverableFactory(strand=strand, number="1"),
        DeliverableFactory(strand=strand, number="2"),
    )
    point = DuePointFactory(deliverable=dated)
    gone = DeliverableFactory(strand=strand, number="3")
    before = summary(cast, board)
    ProgressUpdateFactory(deliverable=rated, rag="amber")
    point.due_on = date(2016, 12, 31)
    point.save()
    gone.delete()
    DeliverableFactory(strand=strand, number="4")
    found = [(change.reference, change.sentence) for change in changes_between(before, summary(cast, board))]
    assert found == [
        ("A1", "Now amber, previously not rated."),
        ("A1", "Forecast now 30 September 2016."),
        ("A2", "Now due Dec 2016, originally Sep 2016; previously Sep 2016."),
        ("A2", "Schedule RAG now amber, previously green."),
        ("A4", "New in this pack."),
        ("A3", "No longer in this pack."),
    ]


def test_nothing_changed_says_nothing(cast, board, strand):
    ProgressUpdateFactory(deliverable__strand=strand)
    assert changes_between(summary(cast, board), summary(cast, board)) == ()


@pytest.mark.parametrize("number", [1, 20])
def test_queries_do_not_grow(cast, board, strategy, strand, number, django_assert_num_queries):
    for _ in range(number):
        deliverable = DeliverableFactory(strand=strand)
        DuePointFactory(deliverable=deliverable)
        AssignmentFactory(deliverable=deliverable, person=PersonFactory())
        ProgressUpdateFactory(deliverable=deliverable)
        ReadingFactory(indicator__strategy=strategy)
    with django_assert_num_queries(9):
        found = summary(cast, board)
    assert len(found.deliverables) == len(found.indicators) == number == ProgressUpdate.objects.count()
