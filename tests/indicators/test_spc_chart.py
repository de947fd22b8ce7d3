"""The chart and the icons of statistical process control, as drawings."""

import re
from datetime import date
from fractions import Fraction
from time import perf_counter
from xml.etree import ElementTree

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from core.contrast import contrast_ratio
from core.rag import INK, WHITE
from core.ui.drawing import Box, text_width
from core.ui.due_chart import MonthStack, due_chart
from indicators.rules import Polarity
from indicators.rules.spc import Assurance, Meaning, Variation, analyse
from indicators.rules.spc.chart import (
    CONCERN,
    FONT_SIZE,
    IMPROVEMENT,
    LIMIT,
    MARKS,
    NARROW,
    NO_LIMITS,
    TARGET,
    UNUSUAL_MARKS,
    USUAL,
    WIDE,
    Axes,
    spc_chart,
)
from indicators.rules.spc.icon_drawings import assurance_icon, variation_icon
from tests.core.seeing import SEEING, seen

SVG = "{http://www.w3.org/2000/svg}"
gappy = st.lists(st.none() | st.integers(-9999, 9999), min_size=1, max_size=60)
widths = st.sampled_from([NARROW, WIDE])


def axes(values, target=None, **more):
    labels = [f"Q{1 + place % 4} {2010 + place // 4}–{11 + place // 4}" for place in range(len(values))]
    return Axes(labels, [target] * len(values), lambda number: f"{float(number):.4g}", **more)


def draw(values, *, width=WIDE, target=None, title="Attendance", percent=False, **more):
    aim = None if target is None else Fraction(target)
    return spc_chart(
        analyse(values, target=aim, **more),
        axes(values, aim, percent=percent),
        title=title,
        width=width,
        uid="spc",
    )


def parsed(*args, **kwargs):
    return ElementTree.fromstring(draw(*args, **kwargs))


def words(svg):
    return [text.text for text in svg.iter(f"{SVG}text")]


def boxes(svg):
    for text in svg.iter(f"{SVG}text"):
        wide, x, y = text_width(text.text, FONT_SIZE), float(text.attrib["x"]), float(text.attrib["y"])
        left = x - wide * {"middle": 0.5, "end": 1}.get(text.attrib.get("text-anchor"), 0)
        yield Box(left, y - FONT_SIZE + 4, wide, FONT_SIZE - 2)


def drawn_marks(svg, kind):
    """Number of marks of a kind in the plot. The key has one of each as well."""
    return svg.count(kind.partition("{x}")[2].partition("{y}")[2]) - 1


STEADY = [11, 9] * 6


def test_the_title_comes_first_and_is_escaped():
    svg = parsed([*STEADY, 23], title="Attendance & <b>more</b>")
    assert svg[0].tag == f"{SVG}title"
    assert svg[0].text == "Attendance & <b>more</b>"
    assert (svg.attrib["role"], svg.attrib["aria-labelledby"]) == ("img", svg[0].attrib["id"])


@pytest.mark.parametrize("width", [NARROW, WIDE])
def test_it_looks_right_for_policy_and_print(width):
    svg = draw([*STEADY, 23], width=width, target=10, polarity=Polarity.HIGH, rebased_at=[6])
    assert "style" not in svg and "class=" not in svg
    assert not re.search(r"\son\w+=", svg)


@example([0, *[None] * 7, 0], 320, None, {1})
@given(gappy, widths, st.none() | st.integers(-9999, 9999), st.sets(st.integers(0, 60), max_size=3))
def test_nothing_leaves_the_drawing_and_no_words_touch(values, width, target, rebased):
    svg = parsed(values, width=width, target=target, rebased_at=rebased, polarity=Polarity.LOW)
    height = float(svg.attrib["height"])
    written = list(boxes(svg))
    for place, box in enumerate(written):
        assert box.x >= -0.1 and box.x + box.width <= width + 0.1, words(svg)[place]
        assert box.y >= 0 and box.y + box.height <= height, words(svg)[place]
        small = Box(box.x + 0.1, box.y + 0.1, box.width - 0.2, box.height - 0.2)
        touched = [words(svg)[at] for at, other in enumerate(written) if at > place and small.overlaps(other)]
        assert not touched, (words(svg)[place], touched)
    for path in svg.iter(f"{SVG}path"):
        start = re.match(r"M([-\d.]+) ([-\d.]+)", path.attrib["d"])
        if start:
            assert 0 <= float(start[1]) <= width and 0 <= float(start[2]) <= height


def test_every_figure_has_its_shape_and_colour_and_the_key_its_word():
    high = draw([*STEADY, 23], polarity=Polarity.HIGH)
    assert drawn_marks(high, MARKS[Meaning.IMPROVEMENT]) == 1
    assert {"Usual variation", "Improvement"} <= set(words(ElementTree.fromstring(high)))
    low = draw([*STEADY, 23], polarity=Polarity.LOW)
    assert drawn_marks(low, MARKS[Meaning.CONCERN]) == 1
    assert "Concern" in words(ElementTree.fromstring(low))
    unset = draw([*STEADY, 23])
    assert "Unusual, high" in words(ElementTree.fromstring(unset))
    assert "Unusual, low" in words(parsed([*STEADY[::-1], -3]))
    assert len({*MARKS.values(), *UNUSUAL_MARKS.values()}) == 5
    shapes = {
        re.sub(r'(fill|stroke)="[^"]*"', "", each) for each in (*MARKS.values(), *UNUSUAL_MARKS.values())
    }
    assert len(shapes) == 5, "no two are told apart by colour alone"


@pytest.mark.parametrize("how", SEEING)
def test_marks_and_lines_stand_out(how):
    """The diamond has a dark edge, because its orange is too light by itself."""
    for colour in (USUAL, IMPROVEMENT, INK, TARGET, LIMIT):
        assert contrast_ratio(seen(colour, how), seen(WHITE, how)) >= 3
    assert contrast_ratio(seen(CONCERN, how), seen(INK, how)) >= 3, "the arrow and the cross on it"


def test_a_missing_period_is_a_gap():
    line = re.search(r'<path d="([^"]+)" fill="none" stroke="#12436d"', draw([1, 2, None, 3, 4]))[1]
    assert [len(part.split("L")) for part in line.split("M")[1:]] == [2, 2]


def test_the_line_breaks_at_a_re_base_and_each_side_has_its_limits():
    svg = draw([10, 12, 11, 13, 14, 20, 22, 21, 23, 24], rebased_at=[5])
    line = re.search(r'<path d="([^"]+)" fill="none" stroke="#12436d"', svg)[1]
    assert line.count("M") == 2
    assert svg.count('stroke="#484949"') == 2, "two means"
    assert "Re-based" in words(ElementTree.fromstring(svg))


def test_lines_have_words_beside_them_or_in_the_key():
    wide = words(parsed([*STEADY, 23], target=10))
    assert {"Mean 11", "Upper limit 18.98", "Lower limit 3.02", "Target 10", "Near limits"} <= set(wide)
    narrow = words(parsed([*STEADY, 23], target=10, width=NARROW))
    assert {"Mean 11", "Limits 3.02 to 18.98", "Target 10", "Near limits"} <= set(narrow)


def test_without_limits_it_is_a_plain_line():
    svg = parsed([1, 2, 3])
    assert not {"Mean 2", "Near limits", "Usual variation"} & set(words(svg))
    assert sum(each.tag == f"{SVG}circle" for each in svg.iter()) == 3


def test_where_there_are_no_limits_a_figure_is_a_ring_and_not_usual_variation():
    plain = draw([1, 2, 3])
    assert plain.count('r="3.5"') == 3 and USUAL not in plain.partition("<circle")[2]
    short = draw([10, 12, 11, 13, 14, 40, 42], rebased_at=[5])
    assert short.count('r="3.5"') == 3, "two in the plot, one in the key"
    assert {NO_LIMITS, "Usual variation"} <= set(words(ElementTree.fromstring(short)))
    assert NO_LIMITS not in words(parsed([10, 12, 11, 13, 14]))


def test_percentages_are_drawn_within_0_and_100():
    values = [100, 90] * 7
    assert "Upper limit 100" in words(parsed(values, percent=True))
    assert "Upper limit 121.6" in words(parsed(values))
    numbers = [float(each) for each in words(parsed(values, percent=True)) if re.fullmatch(r"[\d.]+", each)]
    assert max(numbers) == 100
    assert "Lower limit 0" in words(parsed([1, 11] * 7, percent=True))


def test_the_target_steps_where_it_changes():
    read = analyse([1, 2, 3, 4])
    chart = Axes(["a", "b", "c", "d"], [None, Fraction(2), Fraction(2), Fraction(4)], str)
    svg = spc_chart(read, chart, title="t", width=WIDE, uid="u")
    path = re.search(r'<path d="([^"]+)" fill="none" stroke="#ca3535"', svg)[1]
    assert (path.count("M"), path.count("H"), path.count("V")) == (1, 3, 1)


@pytest.mark.parametrize("values", [[5], [0, 0], [None, 5, None], [0.0001, 0.0002], [10**9, 2 * 10**9]])
def test_odd_series_are_drawn(values):
    values = [None if value is None else Fraction(str(value)) for value in values]
    for width in (NARROW, WIDE):
        assert parsed(values, width=width)[0].text == "Attendance"


@pytest.mark.parametrize("icon", [*map(variation_icon, Variation), *map(assurance_icon, Assurance)])
def test_an_icon_has_its_title_first_and_is_hidden_next_to_its_words(icon):
    svg = ElementTree.fromstring(icon)
    assert svg[0].tag == f"{SVG}title" and svg[0].text
    assert svg.attrib["aria-hidden"] == "true"


def test_no_two_icons_look_alike_without_colour():
    icons = [*map(variation_icon, Variation), *map(assurance_icon, Assurance)]
    shapes = {re.sub(r'<title>.*?</title>|(fill|stroke)="#[^"]*"', "", icon) for icon in icons}
    assert len(shapes) == len(icons)


def test_how_long_a_chart_of_24_points_takes(capsys):
    """Prints the time, next to that of another chart of 24 columns in the same run. A busy machine fails nothing."""
    values = [50 + (place * 7) % 11 for place in range(24)]
    read, labels = (
        analyse(values, polarity=Polarity.HIGH, target=55),
        axes(values, Fraction(55), percent=True),
    )
    months = [MonthStack(date(2016 + at // 12, at % 12 + 1, 1), 1 + at % 3, at % 2, 1) for at in range(24)]

    def best(act):
        times = []
        for _ in range(20):
            start = perf_counter()
            act()
            times.append(perf_counter() - start)
        return min(times) * 1000

    chart = best(lambda: spc_chart(read, labels, title="t", width=WIDE, uid="u"))
    sums = best(lambda: analyse(values, polarity=Polarity.HIGH, target=55))
    other = best(lambda: due_chart(months, title="t", width=WIDE, uid="u", as_at=date(2016, 7, 8)))
    size = len(spc_chart(read, labels, title="t", width=WIDE, uid="u"))
    with capsys.disabled():
        print(
            f"\n24 points: {chart:.2f} ms (goal 1), {chart / other:.2f} of a chart of 24 months; sums {sums:.2f} ms"
        )
    assert size < 8_000
