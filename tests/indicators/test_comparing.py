"""Comparison with other areas: spread, pooled figure, place, and which units fit."""

from datetime import date
from decimal import Decimal
from types import SimpleNamespace

import pytest

from indicators.rules import Polarity, Unit
from indicators.rules.comparing import Measured, Rank, fits, ordinal, pooled_of, rank_of, spread_of
from indicators.rules.neighbours import Near, in_force, overlapping, read_neighbours


def areas(*values):
    return [
        Measured(f"Area {n}", None if value is None else Decimal(value)) for n, value in enumerate(values)
    ]


def parts(value, numerator, denominator):
    return Measured(
        "Area", Decimal(value), numerator and Decimal(numerator), denominator and Decimal(denominator)
    )


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        ((), None),
        ((None,), None),
        (("4",), ("4", "4", "4", 1)),
        (("9", None, "1", "4"), ("1", "4", "9", 3)),
        (("9", "1", "4", "5"), ("1", "4.5", "9", 4)),
        (("16.4", "22.9", "29.4", "9.3"), ("9.3", "19.7", "29.4", 4)),
    ],
)
def test_spread(values, expected):
    found = spread_of(areas(*values))
    assert (found and (found.lowest, found.median, found.highest, found.count)) == (
        expected and (*map(Decimal, expected[:3]), expected[3])
    )


def test_a_pooled_percentage_is_of_all_numbers_and_no_average():
    """A large council with 10% and a small one with 90%: their average is 50, together it is 10.8."""
    pooled = pooled_of([parts("10", 990, 9900), parts("90", 90, 100)], Unit.PERCENT)
    assert (pooled.value, pooled.numerator, pooled.denominator) == (Decimal("10.8"), 1080, 10000)


@pytest.mark.parametrize(
    ("known", "unit"),
    [
        ([parts("10", 1, 10), parts("90", None, None)], Unit.PERCENT),
        ([parts("10", 1, 10), parts("90", 9, 10)], Unit.NUMBER),
        ([parts("10", 1, 10)], Unit.PERCENT),
        ([], Unit.PERCENT),
    ],
)
def test_nothing_is_pooled_where_parts_are_unknown(known, unit):
    assert pooled_of(known, unit) is None


def test_a_missing_figure_does_not_stop_the_pool():
    assert pooled_of([parts("10", 1, 10), parts("50", 5, 10), Measured("C", None)], Unit.PERCENT).value == 30


@pytest.mark.parametrize(
    ("own", "others", "polarity", "words"),
    [
        ("5", ("9", "7", "1"), Polarity.HIGH, "3rd of 4"),
        ("5", ("9", "7", "1"), Polarity.LOW, "2nd of 4"),
        ("5", ("9", "5", "1"), Polarity.HIGH, "Joint 2nd of 4"),
        ("9", ("7", None), Polarity.HIGH, "1st of 2"),
        ("9", ("7", "8"), Polarity.NEITHER, "Highest of 3"),
        ("7", ("7", "8"), None, "Joint 2nd highest of 3"),
        ("-2", ("3", "1", "-4"), Polarity.ZERO, "2nd of 4"),
        ("-2", ("2", "-3"), Polarity.ZERO, "Joint 1st of 3"),
    ],
)
def test_rank(own, others, polarity, words):
    assert rank_of(Decimal(own), areas(*others), polarity).words == words


def test_no_rank_without_figures():
    assert rank_of(None, areas("5"), Polarity.HIGH) is None
    assert rank_of(Decimal(5), areas(None), Polarity.HIGH) is None


def test_ordinals():
    assert [ordinal(each) for each in (1, 2, 3, 4, 11, 12, 13, 21, 22)] == [
        *("1st", "2nd", "3rd", "4th", "11th", "12th", "13th", "21st", "22nd"),
    ]
    assert Rank(11, 11, False, True).words == "11th of 11"


@pytest.mark.parametrize(
    ("unit", "fitting"),
    [
        ("%", {Unit.PERCENT}),
        ("pp", {Unit.PERCENTAGE_POINTS}),
        ("£", {Unit.MONEY}),
        ("£m", {Unit.MONEY}),
        ("", {Unit.NUMBER, Unit.DAYS}),
        ("numberstring", {Unit.NUMBER, Unit.DAYS}),
        (None, {Unit.NUMBER, Unit.DAYS, Unit.MONEY, Unit.PERCENTAGE_POINTS}),
    ],
)
def test_units_that_fit(unit, fitting):
    assert {each for each in Unit if fits(unit, each)} == fitting


# --- Lists of neighbours ---

OWN = {"851", "E06000044"}


def test_a_list_is_read_as_typed_or_pasted():
    typed = '852, Southampton, Very close\n\nE06000001, "Derby, City of"'
    assert read_neighbours(typed, OWN) == [
        Near(1, "852", "Southampton", "Very close"),
        Near(2, "E06000001", "Derby, City of"),
    ]
    pasted = "2\t831\tDerby\tClose\n1\t852\tSouthampton\tVery close"
    assert [near.code for near in read_neighbours(pasted, OWN)] == ["852", "831"]
    lines = "\n".join(near.line for near in read_neighbours(typed, OWN))
    assert read_neighbours(lines, OWN) == read_neighbours(typed, OWN), "what the page shows can be sent again"


def test_the_department_s_tidy_file_gives_the_own_rows(request):
    tidy = (request.path.parent / "dfe" / "neighbours_cut.csv").read_text()
    found = read_neighbours(tidy, OWN)
    assert [near.rank for near in found] == list(range(1, 11))
    assert found[0] == Near(1, "373", "Sheffield", "Very close")
    with pytest.raises(ValueError, match="column old_la_code has no 999"):
        read_neighbours(tidy, {"999"})
    with pytest.raises(ValueError, match="number of this council first"):
        read_neighbours(tidy, {"E06000044"})


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("  \n", "Enter one council on each line"),
        ("1, 852, Southampton\n\nDerby", "Line 3: write the rank"),
        ("first, 852, Southampton", "Line 1: “first” is not a rank"),
        ("1, 852, Southampton\n1, 831, Derby", "The rank 1 is there twice."),
        ("1, 852, Southampton\n2, 852, Derby", "The council 852 is there twice."),
        ("1, 851, Portsmouth", "Portsmouth (851) is this council itself."),
        ('1, 852, "Southampton', "Line 1: a quotation mark is not closed."),
        ("\n".join(f"{100 + n}, Council {n}" for n in range(21)), "There are 21 councils."),
        ("old_la_code,neighbour_old_la_code\n851,852", "Line 1 lacks the column “neighbour_name”."),
        (
            "old_la_code,neighbour_old_la_code,neighbour_name\n851,852",
            "Line 2 has 2 cells, but line 1 has 3.",
        ),
    ],
)
def test_a_list_that_cannot_be(text, sentence):
    with pytest.raises(ValueError) as refused:
        read_neighbours(text, OWN)
    assert str(refused.value).startswith(sentence)


def dated(first, last=None):
    return SimpleNamespace(valid_from=date(*first), valid_until=last and date(*last))


def test_which_list_is_in_force():
    old, new = dated((2019, 1, 1), (2025, 4, 30)), dated((2025, 5, 1))
    lists = [old, new]
    assert in_force(lists, date(2025, 4, 30)) is old and in_force(lists, date(2030, 1, 1)) is new
    assert in_force(lists, date(2016, 7, 8)) is None and in_force([], date(2016, 7, 8)) is None
    assert overlapping(lists, date(2025, 4, 1), date(2025, 4, 2)) is old
    assert overlapping(lists, date(2018, 1, 1), date(2018, 12, 31)) is None
    assert overlapping(lists, date(2018, 1, 1), None) is old
