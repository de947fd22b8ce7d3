"""Dot strip: every area is on it, at its place, in words, and inside the drawing."""

import re
from xml.etree import ElementTree

import pytest

from core.ui.dot_strip import Named, dot_strip

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


def test_equal_figures_stand_on_each_other():
    _, root = drawn([5, 5, 5], [Named("Northport 5%", 5, "circle")])
    heights = {each.get("cy") for each in root if each.tag.endswith("circle")}
    assert len(heights) == 3
