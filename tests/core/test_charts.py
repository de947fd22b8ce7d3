import re
from datetime import date
from decimal import Decimal
from xml.etree import ElementTree

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.overall_rag import RagCounts
from core.ui.charts import (
    TREND_HEIGHT,
    TREND_WIDTH,
    plain_rag_bar,
    rag_bar,
    rag_strip,
    share_bar,
    trend_chart,
    trend_line,
)

SVG = "{http://www.w3.org/2000/svg}"
some = st.integers(0, 500)
counts_of_any_size = st.builds(RagCounts, some, some, some, some, some)


def drawn(counts, *, title="Strand A", width=960, uid="a", patterns=False):
    return ElementTree.fromstring(rag_bar(counts, title=title, width=width, uid=uid, patterns=patterns))


def words(svg):
    return [text.text for text in svg.iter(f"{SVG}text")]


def ids(svg):
    return [element.attrib["id"] for element in svg.iter() if "id" in element.attrib]


def test_the_title_comes_first_and_says_it_all():
    svg = drawn(RagCounts(2, 1, 4, 1, 3))
    assert svg[0].tag == f"{SVG}title"
    assert svg[0].text == "Strand A: 2 red, 1 amber, 4 green, 1 complete and 3 not rated of 11"
    assert svg.attrib["role"] == "img"
    assert svg.attrib["aria-labelledby"] == svg[0].attrib["id"]


@given(counts_of_any_size, st.sampled_from([320, 960]), st.booleans())
def test_every_count_is_said_in_words_once_and_nothing_leaves_the_drawing(counts, width, patterns):
    svg = drawn(counts, width=width, patterns=patterns)
    said = [f"{count} {rag.word.lower()}" for rag, count in counts.by_rag.items() if count]
    assert sorted(words(svg)) == sorted(said or ["Nothing to rate"])
    for rect in svg.iter(f"{SVG}rect"):
        assert float(rect.attrib["x"]) + float(rect.attrib["width"]) <= width + 0.2
        assert float(rect.attrib["y"]) + float(rect.attrib["height"]) <= float(svg.attrib["height"])
        assert float(rect.attrib["width"]) >= 7


@given(counts_of_any_size, st.booleans())
def test_presentation_attributes_only(counts, patterns):
    text = rag_bar(counts, title="Strand A", width=320, uid="a", patterns=patterns)
    assert "style" not in text
    assert "class=" not in text
    assert not re.search(r"\son\w+=", text)


def test_labels_stand_inside_where_they_fit_and_below_where_not():
    wide, narrow = (drawn(RagCounts(1, 1, 1, 1, 1), width=width) for width in (960, 320))
    assert wide.attrib["height"] == "36"
    assert float(narrow.attrib["height"]) > 36
    assert len(words(wide)) == len(words(narrow)) == 5


def test_one_red_among_hundreds_can_be_seen():
    red = next(drawn(RagCounts(red=1, green=499)).iter(f"{SVG}rect"))
    assert red.attrib["fill"] == "#982828"
    assert float(red.attrib["width"]) == 8


def test_segments_are_in_proportion():
    red, green = drawn(RagCounts(red=1, green=3), width=962).findall(f"{SVG}rect")
    assert (red.attrib["width"], green.attrib["width"]) == ("240", "720")


def test_amber_has_its_outline():
    assert 'stroke="#0b0c0c"' in rag_bar(RagCounts(amber=3), title="A", width=960, uid="a")
    assert "stroke" not in rag_bar(RagCounts(green=3), title="A", width=960, uid="a")


def test_on_paper_each_state_has_a_pattern_of_its_own():
    svg = drawn(RagCounts(1, 1, 1, 1, 1), uid="strand-a", patterns=True)
    assert ids(svg) == ["strand-a-title", "strand-a-hatch", "strand-a-dots", "strand-a-cross-hatch"]
    used = {rect.attrib["fill"] for rect in svg.iter(f"{SVG}rect") if "url" in rect.attrib["fill"]}
    assert used == {f"url(#{name})" for name in ids(svg)[1:]}


def test_two_drawings_on_a_page_share_no_id():
    counts = RagCounts(1, 1, 1, 1, 1)
    one, other = (ids(drawn(counts, uid=uid, patterns=True)) for uid in ("a-wide", "a-narrow"))
    assert not set(one) & set(other)


def test_a_title_is_text_not_markup():
    svg = drawn(RagCounts(red=1), title="Health & <b>care</b>")
    assert svg[0].text == "Health & <b>care</b>: 1 red of 1"


@pytest.mark.parametrize("width", [320, 960])
def test_nothing_to_rate_is_said(width):
    svg = drawn(RagCounts(), width=width)
    assert svg[0].text == "Strand A: nothing to rate"
    assert words(svg) == ["Nothing to rate"]


@pytest.mark.parametrize(
    ("number", "most", "drawn_to"), [(5, 10, "M0 0H50V8"), (1, 500, "M0 0H1V8"), (0, 0, "M0 0H0V8")]
)
def test_a_share_is_a_bar_beside_its_number_and_not_read_out(number, most, drawn_to):
    svg = ElementTree.fromstring(share_bar(number, most))
    assert svg[0].tag == f"{SVG}title"
    assert svg.attrib["aria-hidden"] == "true"
    assert svg[1].attrib["d"].startswith(drawn_to)


class TestTrendLine:
    def drawn(self, *values):
        points = [(date(2016, 1, 1 + at), Decimal(value)) for at, value in enumerate(values)]
        text = trend_line(points)
        return ElementTree.fromstring(text) if text else None

    def corners(self, svg):
        """Points of the path. Its steps are relative."""
        x, y, *steps = map(int, re.findall(r"-?\d+", svg.find("path").attrib["d"]))
        found = [(x, y)]
        for right, down in zip(steps[::2], steps[1::2], strict=True):
            x, y = x + right, y + down
            found.append((x, y))
        return found

    def test_it_rises_with_the_figures(self):
        xs, ys = zip(*self.corners(self.drawn("1", "2", "4")), strict=True)
        assert list(xs) == sorted(xs) and list(ys) == sorted(ys, reverse=True)
        assert (xs[0], xs[-1], ys[0], ys[-1]) == (3, 77, 21, 3)

    def test_fewer_than_two_days_are_not_drawn(self):
        assert self.drawn() is None and self.drawn("5") is None
        day = date(2016, 1, 1)
        assert trend_line([(day, Decimal(1)), (day, Decimal(2))]) == ""

    def test_equal_figures_are_a_level_line_in_the_middle(self):
        assert {y for _, y in self.corners(self.drawn("3", "3"))} == {12}

    @given(st.lists(st.decimals(-1000, 1000, places=2), min_size=2, max_size=28))
    def test_nothing_leaves_the_drawing(self, values):
        svg = self.drawn(*values)
        corners = self.corners(svg)
        assert len(corners) == len(values)
        for x, y in corners:
            assert 0 <= x <= TREND_WIDTH and 0 <= y <= TREND_HEIGHT

    def test_it_is_hidden_from_screen_readers(self):
        assert self.drawn("1", "2").attrib["aria-hidden"] == "true"


@given(counts_of_any_size)
def test_a_plain_bar_has_a_stretch_for_each_rating_and_no_words(counts):
    svg = ElementTree.fromstring(plain_rag_bar(counts, width=160))
    stretches = [rect for rect in svg if rect.attrib["fill"] != "none"]
    assert len(stretches) == sum(bool(count) for count in counts.by_rag.values())
    assert not "".join(svg.itertext())


def test_a_strip_says_its_counts_and_has_no_labels():
    drawn = rag_strip(RagCounts(red=1, green=3), title="Strand A", width=260, height=16, uid="a")
    assert '<title id="a-title">Strand A: 1 red and 3 green of 4</title>' in drawn
    assert "<text" not in drawn and "url(#a-dots)" in drawn


def test_a_trend_runs_by_date_and_ends_in_a_dot():
    days = [date(2016, 3, 31), date(2016, 6, 30), date(2017, 3, 31)]
    drawn = trend_chart(
        list(zip(days, (1.0, 3.0, 2.0), strict=True)), title="Rising", width=110, height=30, uid="t"
    )
    assert 'd="M5 25 29.9 5 105 15"' in drawn and 'cx="105" cy="15"' in drawn


def test_a_trend_that_never_moves_is_a_line_in_the_middle():
    days = [(date(2016, 3, 31), 2.0), (date(2016, 6, 30), 2.0)]
    assert 'd="M5 15 105 15"' in trend_chart(days, title="Flat", width=110, height=30, uid="t")
