from itertools import permutations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.contrast import contrast_ratio
from core.overall_rag import RagCounts, worst_of
from core.rag import INK, WHITE, Rag
from tests.truth_tables import rag, read_aloud, truth_table

rags = st.lists(st.sampled_from(Rag))


@pytest.mark.parametrize("row", truth_table("parent-rag", "The worst of the parts"), ids=read_aloud)
def test_a_parent_says_how_its_state_was_formed(row):
    counts = RagCounts(*(int(row[member.word]) for member in Rag))
    verdict = counts.verdict()
    assert (verdict.rag, verdict.reason) == (rag(row["Parent"]), row["Reason"])


@pytest.mark.parametrize("row", truth_table("parent-rag", "Beside the tag"), ids=read_aloud)
def test_a_parent_says_how_many_of_its_parts_are_rated(row):
    counts = RagCounts(*(int(row[member.word]) for member in Rag))
    assert counts.rated_words == row["Beside it"]


def test_a_parent_counts_what_its_parts_are_called():
    assert RagCounts(green=2).verdict("indicator").reason == "Overall green: all 2 indicators are green."


@pytest.mark.parametrize(
    ("counts", "words"),
    [
        (RagCounts(2, 1, 4, 1, 3), "2 red, 1 amber, 4 green, 1 complete and 3 not rated of 11"),
        (RagCounts(green=4, not_rated=3), "4 green and 3 not rated of 7"),
        (RagCounts(not_rated=37), "37 not rated of 37"),
        (RagCounts(), "nothing to rate"),
    ],
)
def test_counts_read_aloud(counts, words):
    assert counts.words == words


def test_counts_come_from_stored_words():
    assert RagCounts.of(["red", "not_rated", "red", Rag.GREEN]) == RagCounts(red=2, green=1, not_rated=1)


@given(rags)
def test_counts_lose_nothing(parts):
    counts = RagCounts.of(parts)
    assert counts.total == len(parts)
    assert all(counts.by_rag[rag] == parts.count(rag) for rag in Rag)
    assert counts.verdict().rag == worst_of(parts)


@given(rags)
def test_an_unrated_part_never_makes_a_parent_look_better(parts):
    before, after = worst_of(parts), worst_of([*parts, Rag.NOT_RATED])
    assert after in (before, Rag.NOT_RATED)


@given(rags)
def test_one_red_part_makes_the_parent_red(parts):
    assert worst_of([*parts, Rag.RED]) == Rag.RED


def test_states_are_ordered_worst_first():
    assert sorted(Rag, key=lambda rag: rag.rank) == [
        Rag.RED,
        Rag.AMBER,
        Rag.GREEN,
        Rag.COMPLETE,
        Rag.NOT_RATED,
    ]


@pytest.mark.parametrize("attribute", ["word", "shape", "pattern", "fill", "solid", "text"])
def test_no_two_states_look_or_read_the_same(attribute):
    looks = [getattr(rag, attribute) for rag in Rag]
    assert all(one != other for one, other in permutations(looks, 2))


@pytest.mark.parametrize(
    ("one", "other", "ratio"),
    [("#000000", "#ffffff", 21), ("#777777", "#ffffff", 4.48), ("#767676", "#ffffff", 4.54)],
)
def test_contrast_is_what_wcag_computes(one, other, ratio):
    assert contrast_ratio(one, other) == contrast_ratio(other, one) == pytest.approx(ratio, abs=0.005)


@pytest.mark.parametrize("rag", Rag)
def test_words_are_readable_on_every_ground(rag):
    assert contrast_ratio(rag.text, rag.fill) >= 4.5
    assert contrast_ratio(rag.text, WHITE) >= 4.5
    assert contrast_ratio(rag.text_on_solid, rag.solid) >= 4.5


@pytest.mark.parametrize("rag", Rag)
def test_bars_stand_out_from_the_page_by_their_solid_or_its_outline(rag):
    assert contrast_ratio(rag.outline or rag.solid, WHITE) >= 3


def test_amber_and_not_rated_have_the_outline_that_their_solid_needs():
    assert {rag for rag in Rag if rag.outline == INK} == {Rag.AMBER, Rag.NOT_RATED}
