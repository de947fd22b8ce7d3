"""Small numbers: what is hidden, and that nobody can work out a hidden count from what is shown."""

from decimal import Decimal
from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from indicators.rules import Unit
from indicators.rules.suppression import Figure, Row, counts_of, hidden_figures, is_small
from tests.truth_tables import parts, read_aloud, truth_table

PERIOD = "2015-16-Q1"


def number(text):
    return Decimal(text) if text else None


@pytest.mark.parametrize("row", truth_table("small-numbers", "What is hidden by itself"), ids=read_aloud)
def test_what_is_hidden_by_itself(row):
    figure = Figure(
        1,
        PERIOD,
        Unit(row["Unit"]),
        number(row["Value"]),
        number(row["Numerator"]),
        number(row["Denominator"]),
    )
    rows = [Row(1, derived=row["Derived"] == "yes", adds_up=row["Case"].startswith("a sum"))]
    assert bool(hidden_figures(rows, [figure])) == (row["Hidden"] == "yes")


def family(text):
    """Rows and figures of a case, and the name of each row."""
    rows, figures, names = [], [], {}
    top = None
    for at, line in enumerate(parts(text, ";"), 1):
        described, is_derived, operands = line.partition("=")
        name, _, figure = described.strip().removeprefix("> ").partition(" ")
        names[name] = at
        below = described.startswith(">")
        top = top if below else at
        rows.append(
            Row(
                at,
                parent=top if below else None,
                derived=bool(is_derived),
                worked_out_from=tuple(names[each] for each in parts(operands)),
            )
        )
        figure = figure.strip()
        if "/" in figure:
            n, of = map(Decimal, figure.split("/"))
            figures.append(Figure(at, PERIOD, Unit.PERCENT, 100 * n / of, n, of))
        elif figure != "-":
            unit = Unit.PERCENTAGE_POINTS if is_derived else Unit.NUMBER
            figures.append(Figure(at, PERIOD, unit, Decimal(figure)))
    return rows, figures, names


@pytest.mark.parametrize("row", truth_table("small-numbers", "What is hidden together"), ids=read_aloud)
def test_what_is_hidden_together(row):
    rows, figures, names = family(row["Rows"])
    hidden = {row_id for row_id, _ in hidden_figures(rows, figures)}
    assert [name for name, at in names.items() if at in hidden] == parts(row["Hidden"])


def test_a_year_gives_no_quarter_back():
    counts = {"2015-16-Q1": 6, "2015-16-Q2": 2, "2015-16-Q3": 9, "2015-16-Q4": 8, "FY2015-16": 25}
    figures = [Figure(1, period, Unit.NUMBER, Decimal(count)) for period, count in counts.items()]
    assert hidden_figures([Row(1)], figures) == {(1, "2015-16-Q1"), (1, "2015-16-Q2")}


def test_a_sum_of_others_gives_none_of_them_back():
    rows = [Row(1), Row(2), Row(3, derived=True, worked_out_from=(1, 2), adds_up=True)]
    figures = [
        Figure(row, PERIOD, Unit.PERCENT, 100 * Decimal(n) / of, Decimal(n), Decimal(of))
        for row, n, of in ((1, 3, 40), (2, 20, 60), (3, 23, 100))
    ]
    assert {row for row, _ in hidden_figures(rows, figures)} == {1, 2}


def test_a_year_and_its_quarters_do_not_join_with_other_rows():
    figures = [Figure(row, PERIOD, Unit.NUMBER, Decimal(count)) for row, count in ((1, 20), (2, 3), (3, 17))]
    assert hidden_figures([Row(1), Row(2), Row(3)], figures) == {(2, PERIOD)}


def test_the_same_whatever_else_is_shown():
    """Another period and another family change nothing."""
    rows, figures, _ = family("All 20; > Boys 17; > Girls 3")
    other = [Figure(each.row, "2015-16-Q2", Unit.NUMBER, Decimal(30)) for each in figures]
    assert hidden_figures([*rows, Row(9)], [*figures, *other]) == hidden_figures(rows, figures)


# --- Reconstruction ---

COUNT = st.one_of(st.integers(0, 6), st.integers(0, 6), st.integers(5, 14))


@st.composite
def trees(draw):
    """A total, its parts, and the parts of one of them. Some parts may be missing from the table."""
    top = [draw(COUNT) for _ in range(draw(st.integers(2, 4)))]
    below = draw(st.lists(COUNT, min_size=2, max_size=3)) if draw(st.booleans()) else []
    if below:
        top[0] = sum(below)
    return top, below


@settings(max_examples=150, deadline=None)
@given(trees())
def test_no_hidden_number_can_be_worked_out_from_totals(tree):
    top, below = tree
    rows = [Row(1), Row(2, parent=1), *(Row(20 + at, parent=2) for at in range(len(below)))]
    rows += [Row(3 + at, parent=1) for at in range(len(top) - 1)]
    counts = {1: sum(top)} | {2 + at: count for at, count in enumerate(top)}
    counts |= {20 + at: count for at, count in enumerate(below)}
    figures = [Figure(row, PERIOD, Unit.NUMBER, Decimal(count)) for row, count in counts.items()]
    hidden = {row for row, _ in hidden_figures(rows, figures)}
    assert {row for row, count in counts.items() if count < 5} <= hidden
    sums = [(1, [2 + at for at in range(len(top))])]
    sums += [(2, [20 + at for at in range(len(below))])] if below else []
    assert_not_solvable(counts, hidden, sums)


def assert_not_solvable(counts, hidden, sums):
    """Find every set of whole numbers from nought that fits the sums. Totals follow from their parts, so only the
    lowest hidden rows are tried."""
    inner = {total for total, _ in sums}
    unknown = sorted(row for row in hidden if row not in inner)
    most = max(counts.values()) + 1
    could_be = {row: set() for row in counts}
    for tried in product(range(min(most, 15) + 1), repeat=len(unknown)):
        guess = counts | dict(zip(unknown, tried, strict=True))
        for total, of in reversed(sums):  # from the bottom up
            guess[total] = sum(guess[each] for each in of)
        if all(guess[row] == counts[row] for row in counts if row not in hidden):
            for row in counts:
                could_be[row].add(guess[row])
        small = [row for row in hidden if counts[row] < 5]
        if all(len(could_be[row]) > 1 for row in small):
            return
    raise AssertionError(f"Solved {[row for row in small if len(could_be[row]) < 2]} of {counts}, {hidden}")


@settings(max_examples=150, deadline=None)
@given(
    st.lists(
        st.integers(0, 30).flatmap(lambda n: st.tuples(st.just(n), st.integers(max(n, 1), 40))),
        min_size=2,
        max_size=4,
    ),
    st.booleans(),
)
def test_no_hidden_numerator_can_be_worked_out_from_percentages_and_gaps(pairs, has_total):
    """Every equation that a reader could use has two unknowns, or its unknown has two answers."""
    everyone = [sum(each) for each in zip(*pairs, strict=True)]
    shown = [tuple(everyone)] if has_total else []
    rows = [Row(1), *(Row(2 + at, parent=1) for at in range(len(pairs)))]
    rows.append(Row(50, parent=1, derived=True, worked_out_from=(2, 3)))
    figures = [
        Figure(at, PERIOD, Unit.PERCENT, 100 * Decimal(n) / of, Decimal(n), Decimal(of))
        for at, (n, of) in enumerate(shown + pairs, 1 if has_total else 2)
    ]
    percent = {figure.row: figure.value for figure in figures}
    figures.append(Figure(50, PERIOD, Unit.PERCENTAGE_POINTS, percent[2] - percent[3]))
    hidden = {row for row, _ in hidden_figures(rows, figures)}
    counts = {figure.row: counts_of(figure) for figure in figures if figure.row != 50}
    small = {row for row, own in counts.items() if any(map(is_small, own.values()))}
    assert small <= hidden
    if hidden & {2, 3}:
        assert 50 in hidden
    unknown = hidden - {1, 50}
    if small and has_total and 1 not in hidden:
        assert len(unknown) > 1
        for row in small:
            assert_two_answers(row, unknown, pairs)


def assert_two_answers(row, unknown, pairs):
    """Two numerators of the row fit: the total of the hidden rows is all that a reader knows of them."""
    n_left = sum(pairs[each - 2][0] for each in unknown)
    of_left = sum(pairs[each - 2][1] for each in unknown)
    rest_left = of_left - n_left
    n, of = pairs[row - 2]
    for count, left in ((n, n_left), (of - n, rest_left)):
        if count < 5:
            assert left > 0, f"{count} of {row} can only be nought"
