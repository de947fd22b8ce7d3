"""Parts of a pack: the tables in docs/rules/pack-parts.md, and what a pack says in them."""

from datetime import date
from itertools import count

import pytest

from boards.models import Board, Meeting
from councils.tenancy import council_context
from minutes.models import Entry, EntryStep
from minutes.rules import Kind, State
from packs.document import read_document
from packs.models import PackTemplate
from packs.parts import FIRST, LAST, STANDARD, Part, in_order
from packs.printing.paper import pack_html
from packs.quarter.decisions import decisions_of
from risks.models import Risk
from tests.cast import TODAY
from tests.factories import BoardFactory, PersonFactory
from tests.packs.paper import make_paper
from tests.truth_tables import day, read_aloud, truth_table

LAST_PACK = date(2016, 4, 21)
numbers = count(1)


@pytest.fixture
def paper(cast, no_queue):
    with council_context(cast.council.id):
        yield make_paper(cast.council)


def minuted(board, kind, state=State.OPEN, on=date(2016, 6, 9), **columns):
    meeting, _ = Meeting.objects.get_or_create(board=board, held_on=date(2016, 3, 3))
    return Entry.objects.create(
        meeting=meeting,
        number=next(numbers),
        kind=kind,
        state=state,
        state_on=on,
        words=columns.pop("words", "Agree the offer"),
        **columns,
    )


def html_of(pack):
    return " ".join(pack_html(read_document(pack.snapshot.content), sha256="0" * 64).split())


def test_the_table_of_parts_is_what_there_is():
    rows = truth_table("pack-parts", "Which parts there are")
    assert [row["Value"] for row in rows] == [part.value for part in Part]
    assert [row["Heading"] for row in rows] == [part.word for part in Part]
    assert [row["Value"] for row in rows if row["Without a choice"] == "yes"] == [*STANDARD]


def test_parts_are_in_the_order_chosen_between_the_first_and_the_last():
    chosen = [Part.RISKS, Part.READING, Part.CHANGES, Part.RISKS]
    assert in_order(chosen) == (*FIRST, Part.RISKS, Part.CHANGES, *LAST)


@pytest.mark.parametrize("row", truth_table("pack-parts", "Which minutes are in a pack"), ids=read_aloud)
def test_which_minutes_are_in_a_pack(paper, row):
    below = BoardFactory(name="Inclusion Group")
    kind = Kind(row["Kind"].lower())
    [state] = [state for state in State if state.word == row["State"]]
    board = paper.board if row["Board"] == "own" else below
    to = (BoardFactory() if row["Board"] == "own" else paper.board) if kind == Kind.ESCALATION else None
    minuted(board, kind, state, on=day(row["On"]), to_board=to)
    found = decisions_of(paper.board, since=LAST_PACK, today=TODAY)
    places = [place for place in ("asked", "waiting", "settled") if getattr(found, place)]
    assert places == [place for place in [row["Part"]] if place]


def test_a_pack_says_what_became_of_an_action(paper):
    action = minuted(
        paper.board,
        Kind.ACTION,
        State.DONE,
        on=date(2016, 7, 1),
        words="Publish the local offer",
        owner=PersonFactory(name="Robin Example"),
        due_on=date(2016, 6, 30),
    )
    for state, words in ((State.OPEN, ""), (State.DONE, "It is on the website")):
        EntryStep.objects.create(entry=action, state=state, taken_on=date(2016, 7, 1), words=words)
    page = html_of(paper.request())
    assert "Publish the local offer" in page
    assert "It is on the website" in page
    assert "Robin Example" in page
    assert "Settled since 1 April 2016" in page


def test_a_part_with_nothing_to_say_is_left_out(paper):
    page = html_of(paper.request())
    for heading in ("In plain English", "How to read this pack"):
        assert f" {heading}</h2>" in page
        assert f" {heading}</a>" in page, "it is in the contents"
    assert "Decisions and actions" not in page


def test_a_pack_of_exceptions_only_leaves_out_the_rest(paper):
    PackTemplate.objects.create(board=paper.board, parts=["summary", "attention", "reading"])
    page = html_of(paper.request())
    assert "For the board’s attention" in page
    assert "Appendix" not in page
    assert "In plain English" not in page


def test_a_changed_choice_of_parts_makes_a_new_edition(paper):
    first = paper.request()
    PackTemplate.objects.create(board=paper.board, parts=["attention"])
    second = paper.request()
    assert (first.edition, second.edition) == (1, 2)
    assert paper.request().edition == 2


def test_risks_are_printed_on_the_councils_scale_with_net_and_target(paper):
    risk = Risk.objects.create(
        strategy=paper.strand.strategy,
        number=1,
        title="Too few educational psychologists",
        inherent_likelihood=5,
        inherent_impact=5,
        current_likelihood=4,
        current_impact=4,
        target_likelihood=2,
        target_impact=3,
    )
    page = html_of(paper.request())
    assert "1 Too few educational psychologists" in page
    assert risk.current.words in page
    assert f"Target: {risk.target.words} (above target)" in page


def test_a_report_of_each_strand_has_what_is_done_and_what_comes_next(paper):
    PackTemplate.objects.create(board=paper.board, parts=["strands"])
    page = html_of(paper.request())
    assert "Progress by strand" in page
    assert "First and forecast dates" in page


def test_another_boards_minutes_stay_out(paper):
    other = Board.objects.create(slug="other", name="Other board")
    minuted(other, Kind.ACTION, words="Not for this board")
    assert "Not for this board" not in html_of(paper.request())
