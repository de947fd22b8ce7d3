import re
from datetime import date
from xml.etree import ElementTree

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.ui.drawing import Box, text_width
from core.ui.due_chart import FONT_SIZE, MonthStack, due_chart

SVG = "{http://www.w3.org/2000/svg}"
AS_AT = date(2016, 7, 8)
some = st.integers(0, 300)
lists_of_counts = st.lists(st.tuples(some, some, some), max_size=48)


def stacks(*counts, start=(2016, 4)):
    first = start[0] * 12 + start[1] - 1
    return [
        MonthStack(date((first + place) // 12, (first + place) % 12 + 1, 1), *each)
        for place, each in enumerate(counts)
    ]


def drawn(months, *, width=720, title="Dates", as_at=AS_AT):
    return ElementTree.fromstring(due_chart(months, title=title, width=width, uid="d", as_at=as_at))


def words(svg):
    return [text.text for text in svg.iter(f"{SVG}text")]


def boxes(svg, keep):
    """Boxes of the chart's texts, or only of one kind."""
    found = []
    for text in svg.iter(f"{SVG}text"):
        if keep(text):
            wide = text_width(text.text, FONT_SIZE)
            x, y = float(text.attrib["x"]), float(text.attrib["y"])
            left = x - wide / 2 if text.attrib.get("text-anchor") == "middle" else x
            found.append(Box(left, y - FONT_SIZE + 2, wide, FONT_SIZE))
    return found


def is_count(text):
    return "paint-order" in text.attrib


def test_the_title_comes_first_and_says_the_sums():
    svg = drawn(stacks((5, 0, 0), (1, 2, 3)), title="When dates fall due & why")
    assert svg[0].tag == f"{SVG}title"
    assert svg[0].text == "When dates fall due & why: 6 done, 2 overdue and 3 to come"
    assert (svg.attrib["role"], svg.attrib["aria-labelledby"]) == ("img", svg[0].attrib["id"])


@given(lists_of_counts, st.sampled_from([320, 720]))
def test_nothing_leaves_the_drawing_and_no_words_touch(counts, width):
    svg = drawn(stacks(*counts), width=width)
    height = float(svg.attrib["height"])
    for rect in svg.iter(f"{SVG}rect"):
        x, y, wide, high = (float(rect.attrib[name]) for name in ("x", "y", "width", "height"))
        assert x >= 0 and x + wide <= width + 0.2
        assert y >= 0 and y + high <= height
        assert wide > 0 and high > 0
    written = boxes(svg, lambda text: True)
    for place, box in enumerate(written):
        assert box.x >= -0.1 and box.x + box.width <= width + 0.1
        assert box.y + box.height <= height
        near = Box(box.x + 0.1, box.y + 0.1, box.width - 0.2, box.height - 0.2)
        assert not any(near.overlaps(other) for other in written[place + 1 :])


@given(lists_of_counts)
def test_presentation_attributes_only(counts):
    text = due_chart(stacks(*counts), title="Dates", width=320, uid="d", as_at=AS_AT)
    assert "style" not in text
    assert "class=" not in text
    assert not re.search(r"\son\w+=", text)


def test_done_overdue_and_to_come_differ_without_colour():
    svg = drawn(stacks((1, 0, 0), (0, 1, 0), (0, 0, 1)))
    columns = [rect.attrib for rect in svg.iter(f"{SVG}rect")][3:]
    assert [each["fill"] for each in columns] == ["#12436d", "url(#d-late)", "#ffffff"]
    assert [each.get("stroke") for each in columns] == [None, None, "#12436d"]


def test_a_stack_is_in_proportion_from_done_up_to_what_is_to_come():
    done, overdue, to_come = list(drawn(stacks((2, 1, 1))).iter(f"{SVG}rect"))[3:]
    tops = [float(each.attrib["y"]) for each in (done, overdue, to_come)]
    assert tops == sorted(tops, reverse=True)
    assert float(done.attrib["height"]) == 2 * float(overdue.attrib["height"]) == 75


def test_one_date_among_hundreds_can_be_seen():
    _, seen = list(drawn(stacks((0, 0, 300), (0, 0, 1))).iter(f"{SVG}rect"))[1:]
    assert float(seen.attrib["height"]) > 4


def test_a_single_month_has_a_narrow_column():
    svg = drawn(stacks((0, 0, 7), start=(2016, 9)))
    assert words(svg) == ["7 to come", "7", "Sep", "2016"]
    assert float(list(svg.iter(f"{SVG}rect"))[-1].attrib["width"]) < 72


@pytest.mark.parametrize(
    ("number", "width", "named"),
    [
        (12, 720, "Apr May Jun Jul Aug Sep Oct Nov Dec Jan Feb Mar"),
        (12, 320, "Apr Jul Oct Jan"),
        (40, 720, "Apr Jul Oct Jan Apr Jul Oct Jan Apr Jul Oct Jan Apr Jul"),
        (40, 320, "Jul Jan Jul Jan Jul Jan Jul"),
    ],
)
def test_months_are_named_as_often_as_there_is_room(number, width, named):
    months = {f"{date(2016, month, 1):%b}" for month in range(1, 13)}
    svg = drawn(stacks(*[(0, 0, 1)] * number), width=width)
    assert " ".join(each for each in words(svg) if each in months) == named


def test_months_with_columns_are_labelled_when_not_all_fit():
    ends_of_quarters = [(0, 0, 0), (0, 0, 0), (0, 0, 1)] * 4
    assert " ".join(words(drawn(stacks(*ends_of_quarters), width=320))[-6:]) == "Jun Sep Dec Mar 2016 2017"


def test_each_year_is_at_its_first_month():
    years = [each for each in words(drawn(stacks(*[(0, 0, 1)] * 24))) if each.isdigit() and len(each) == 4]
    assert years == ["2016", "2017", "2018"]


def test_each_year_is_under_its_first_labelled_month():
    svg = drawn(stacks(*[(0, 0, 1)] * 40, start=(2015, 12)), width=320)
    assert [each for each in words(svg) if len(each) == 4] == ["2016", "2017", "2018", "2019"]


def test_only_the_later_of_two_years_that_would_touch_is_drawn():
    svg = drawn(stacks(*[(0, 0, 1)] * 120, start=(2015, 12)), width=320)
    assert [each for each in words(svg) if len(each) == 4] == ["2025"]


def test_counts_that_have_no_room_are_left_to_the_table():
    crowded = drawn(stacks(*[(0, 0, 10 + place % 7) for place in range(40)]), width=320)
    counts = boxes(crowded, is_count)
    assert 0 < len(counts) < 40
    assert "16" in words(crowded)
    roomy = drawn(stacks(*[(0, 0, 10 + place % 7) for place in range(12)]))
    assert len(boxes(roomy, is_count)) == 12


def test_the_as_at_day_has_a_line_and_its_date():
    svg = drawn(stacks(*[(0, 0, 1)] * 12))
    assert "8 July 2016" in words(svg)
    assert sum("stroke-dasharray" in path.attrib for path in svg.iter(f"{SVG}path")) == 1


def test_a_day_outside_the_months_has_no_line():
    assert "8 July 2016" not in words(drawn(stacks((0, 0, 1), start=(2017, 1))))


@pytest.mark.parametrize("width", [320, 720])
def test_no_months_are_an_empty_drawing_that_says_so(width):
    svg = drawn([], width=width)
    assert svg[0].text == "Dates: no dates"
    assert words(svg) == []
