"""Dot strip: every area is on it, at its place, in words, and inside the drawing."""

import re
from xml.etree import ElementTree

import pytest

from core.ui.dot_strip import FONT_SIZE, STRIP, Named, dot_strip
from core.ui.drawing import text_width

NAMED = [
    Named("Northport 4.3%", 4.3, "circle"),
    Named("England 46.4%", 46.4, "diamond"),
    Named("South East 38.2%", 38.2, "triangle"),
]


def drawn(dots, named=NAMED, width=640):
    svg = dot_strip(dots, named, title="Northport is 4.3%, & last", width=width, uid="strip")
    return svg, ElementTree.fromstring(svg)


@pytest.mark.parametrize("width", [640, 280])
def test_dots_and_names_are_all_there(width):
    svg, root = drawn([9.3, 22.9, 49, 60], width=width)
    assert root[0].tag.endswith("title") and root[0].text == "Northport is 4.3%, & last"
    circles = [each for each in root if each.tag.endswith("circle")]
    assert len(circles) == 4
    assert all(0 < float(each.get("cx")) < width for each in circles)
    texts = [each for each in root if each.tag.endswith("text")]
    assert [each.text for each in texts] == [each.words for each in NAMED]
    assert len({each.get("y") for each in texts}) == 3, "each in its own line"
    assert "style" not in svg


def test_order_on_the_line_is_that_of_the_figures():
    _, root = drawn([9.3])
    places = [
        float(re.search(r"translate\(([0-9.]+)", each.get("transform"))[1])
        for each in root.iter()
        if each.get("transform")
    ]
    region, england, own = places
    assert own < region < england


@pytest.mark.parametrize("width", [640, 300])
@pytest.mark.parametrize("region", ["South East 38.2%", "Yorkshire and The Humber 38.2%"])
@pytest.mark.parametrize("value", [0, 12, 38, 44, 46, 46.4, 47, 55, 80, 100])
def test_no_pointer_passes_through_words(width, region, value):
    named = [NAMED[0], NAMED[1], Named(region, value, "triangle")]
    _, root = drawn([0, 100], named, width)
    pointers = [
        (float(found[1]), float(found[3]))
        for each in root.iter()
        if (found := re.fullmatch(r"M([\d.]+) ([\d.]+)V([\d.]+)", each.get("d", "")))
    ]
    assert len(pointers) == 3
    for text in (each for each in root if each.tag.endswith("text")):
        left, wide = float(text.get("x")), text_width(text.text, FONT_SIZE)
        assert left >= 0 and left + wide <= width + 0.1
        for x, end in pointers:
            goes_through = end > float(text.get("y")) > STRIP
            assert not (goes_through and left - 5 < x < left + wide + 5), (text.text, x)


def test_equal_figures_stand_on_each_other():
    _, root = drawn([5, 5, 5], [Named("Northport 5%", 5, "circle")])
    heights = {each.get("cy") for each in root if each.tag.endswith("circle")}
    assert len(heights) == 3
