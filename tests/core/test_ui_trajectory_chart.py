"""The chart of actual figures beside expected lines."""

import re
from datetime import date, timedelta
from decimal import Decimal
from itertools import pairwise
from time import perf_counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.ui.trajectory_chart import Line, trajectory_chart

START = date(2016, 3, 31)


def chart(*lines, width=720):
    return trajectory_chart(lines, title="A & B", width=width, uid="t", words=lambda value: f"{value:f}%")


def test_the_title_comes_first_and_each_line_has_its_name():
    days = [(START, Decimal(50)), (START + timedelta(365), Decimal(60))]
    drawn = chart(Line("Actual", days, "actual"), Line("With the plan", days[:1], "plan"))
    assert re.match(r'<svg [^>]*aria-labelledby="t-title"[^>]*><title id="t-title">A &amp; B</title>', drawn)
    assert ">Actual</text>" in drawn and ">With the plan</text>" in drawn
    assert "style=" not in drawn


def test_a_missing_figure_is_a_gap():
    days = [START + timedelta(91 * at) for at in range(5)]
    values = [Decimal(50), Decimal(51), None, Decimal(52), Decimal(53)]
    drawn = chart(Line("Actual", list(zip(days, values, strict=True)), "actual"))
    [path] = re.findall(r'<path d="(M[^"]+)" fill="none" stroke-linejoin', drawn)
    assert path.count("M") == 2
    assert drawn.count("<circle") == 4


def test_nothing_known_draws_nothing():
    assert chart(Line("Actual", [(START, None)], "actual")) == ""


def test_names_at_one_place_do_not_overlap():
    mark = [(START, Decimal(50)), (START + timedelta(90), Decimal(50))]
    drawn = chart(*(Line(name, mark, "plan") for name in ("One", "Two", "Three")), width=320)
    heights = sorted(float(y) for y in re.findall(r'y="([\d.]+)" font-weight', drawn))
    assert all(b - a >= 17.9 for a, b in pairwise(heights))


@given(
    st.lists(
        st.tuples(st.dates(START, date(2020, 1, 1)), st.decimals(-(10**9), 10**9, places=2)), max_size=8
    ),
    st.sampled_from([320, 720]),
)
def test_every_mark_is_inside_the_drawing(marks, width):
    line = Line("Actual", sorted(dict(marks).items()), "actual")
    drawn = trajectory_chart([line], title="T", width=width, uid="t", words=lambda value: f"{value:.0f}")
    if not marks:
        assert drawn == ""
        return
    height = float(re.search(r'viewBox="0 0 \S+ ([\d.]+)"', drawn)[1])
    for x, y in re.findall(r'<circle cx="([-\d.]+)" cy="([-\d.]+)"', drawn):
        assert 0 <= float(y) <= height
        assert float(x) >= 0


@pytest.mark.parametrize("width", [320, 720])
def test_24_points_are_drawn_quickly(width):
    days = [START + timedelta(91 * at) for at in range(24)]
    line = Line("Actual", [(day, Decimal(50 + at)) for at, day in enumerate(days)], "actual")
    start = perf_counter()
    for _ in range(50):
        chart(line, width=width)
    assert (perf_counter() - start) / 50 < 0.02  # about 0.5 ms on a free core
