"""Where a line of a pack may not break."""

import pytest

from packs.printing.typography import keep_together

NO_BREAK = "\u00a0"


@pytest.mark.parametrize(
    ("html", "kept"),
    [
        ("<p>It is due on 8 July 2016 at the latest, or later</p>", "8~July~2016"),
        ("<p>It was due by Sep 2016 and is late, as others are</p>", "Sep~2016"),
        ("<p>Red, was amber in Q2 2016–17 and before, as we all know</p>", "Q2~2016–17"),
        ("<p>It is 57 days late, which is a long time to wait</p>", "57~days"),
        ("<td>Recruit with the partner trust next month</td>", "next~month"),
        ("<td>Julia Katherine (JK)</td>", "Julia Katherine (JK)"),
        ("<p>Agreed with every representative organisation</p>", "representative organisation"),
    ],
)
def test_what_stays_together(html, kept):
    assert kept.replace("~", NO_BREAK) in keep_together(html)


def test_spaces_at_the_end_go_because_they_break_the_line_after_its_first_word():
    assert keep_together("<th>2.2 Backlog \n<br>late </th>") == "<th>2.2 Backlog<br>late</th>"


def test_tags_are_left_alone():
    html = '<a class="x y" title="8 July 2016">of it</a>'
    assert keep_together(html) == html
