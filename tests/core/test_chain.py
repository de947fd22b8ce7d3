"""The chain of who stands above whom, as a nested list and as drawings."""

import re
from itertools import pairwise
from xml.etree import ElementTree

import pytest

from core.ui.chain import Branch, Link, Node, chain_drawing, chain_tree, tree_drawing

A, B, C, D = (Node(key, f"Board {key}", f"/boards/{key}/") for key in "abcd")


def names(branches: list[Branch] | tuple[Branch, ...]) -> list[object]:
    return [(each.node.key, names(each.below)) if each.below else each.node.key for each in branches]


def boxes(svg: str) -> dict[str, tuple[float, float, float, float]]:
    """Place and size of each box by its label. A drawing may have a label twice: then the last."""
    found = {}
    for link in ElementTree.fromstring(svg).iter("{http://www.w3.org/2000/svg}a"):
        rect = link.find("{http://www.w3.org/2000/svg}rect")
        words = " ".join(text.text for text in link.iter("{http://www.w3.org/2000/svg}text"))
        found[words] = tuple(float(rect.get(name)) for name in ("x", "y", "width", "height"))
    return found


def test_the_list_follows_the_lines_and_says_what_stands_alone():
    tops = chain_tree([A, B, C, D], [Link("b", "a"), Link("c", "b", dashed=True)])
    assert names(tops) == [("a", [("b", ["c"])]), "d"]
    assert tops[0].below[0].below[0].link.dashed


def test_a_board_with_two_above_it_is_under_both_and_opened_once():
    links = [Link("c", "a"), Link("c", "b", dashed=True), Link("d", "c")]
    tops = chain_tree([A, B, C, D], links)
    assert names(tops) == [("a", [("c", ["d"])]), ("b", ["c"])]
    assert tops[1].below[0].again


@pytest.mark.parametrize(
    "links",
    [
        [Link("a", "b"), Link("b", "a")],
        [Link("a", "a")],
        [Link("a", "b"), Link("b", "c"), Link("c", "a"), Link("d", "b")],
    ],
)
def test_a_circle_breaks_nothing_and_hides_nobody(links):
    nodes = [A, B, C, D]
    listed = set(re.findall(r"'(\w)'", str(names(chain_tree(nodes, links)))))
    assert listed == {"a", "b", "c", "d"}
    for drawn in (chain_drawing(nodes, links, width=960), tree_drawing(nodes, links, width=320)):
        assert boxes(drawn).keys() == {"Board a", "Board b", "Board c", "Board d"}


def test_each_board_stands_below_those_it_reports_to():
    drawn = boxes(chain_drawing([C, B, A], [Link("b", "a"), Link("c", "b"), Link("c", "a")], width=960))
    assert drawn["Board a"][1] < drawn["Board b"][1] < drawn["Board c"][1]


def test_a_top_board_stands_close_to_what_is_below_it():
    links = [Link("b", "a"), Link("c", "b"), Link("c", "d")]
    drawn = boxes(chain_drawing([A, B, C, D], links, width=960))
    assert drawn["Board d"][1] == drawn["Board b"][1]


def test_no_box_of_a_drawing_covers_another_or_leaves_it():
    groups = [Node(f"g{n}", f"Group of the strategy number {n}", f"/g{n}/") for n in range(7)]
    links = [Link(group.key, "a", dashed=True) for group in groups] + [Link("g6", "b")]
    for width, draw in ((960, chain_drawing), (320, tree_drawing)):
        svg = draw([A, B, *groups], links, width=width)
        placed = sorted(boxes(svg).values(), key=lambda box: (box[1], box[0]))
        assert all(x >= 0 and x + wide <= width for x, _, wide, _ in placed)
        for one, other in pairwise(placed):
            assert one[1] + one[3] <= other[1] or one[0] + one[2] <= other[0]


def test_many_boards_side_by_side_become_a_tree():
    groups = [Node(f"g{n}", f"Implementation {n}") for n in range(30)]
    links = [Link(group.key, "a") for group in groups]
    assert chain_drawing([A, *groups], links, width=960) == tree_drawing([A, *groups], links, width=960)


def test_a_line_to_confirm_is_dashed_and_a_certain_one_is_not():
    assert "stroke-dasharray" in chain_drawing([A, B], [Link("b", "a", dashed=True)], width=960)
    assert "stroke-dasharray" not in chain_drawing([A, B], [Link("b", "a")], width=960)


def test_names_are_escaped_and_the_keyboard_skips_the_drawing():
    node = Node("x", "Mums & <Dads>", '/boards/x/?a="b"')
    svg = chain_drawing([node], [], width=960)
    assert "Mums &amp; &lt;Dads&gt;" in svg and "<Dads>" not in svg
    assert 'aria-hidden="true"' in svg and svg.count("<a ") == svg.count('tabindex="-1"') == 1
    assert " style=" not in svg


def test_nothing_is_drawn_of_nothing():
    assert "<rect" not in chain_drawing([], [], width=960)
    assert chain_tree([], []) == []
