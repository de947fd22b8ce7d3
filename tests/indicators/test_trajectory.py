import re
from datetime import date, timedelta
from decimal import Decimal
from uuid import uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.periods import Period, PeriodKind
from core.rag import Rag
from indicators.rules import ReadingFacts, Unit
from indicators.rules.impact import Impact, compared, impact_of
from indicators.rules.trajectory import (
    Confidence,
    EffectFacts,
    Point,
    TrajectoryFacts,
    level_on,
    not_counted,
    shifted,
    step_on,
)
from tests.truth_tables import day, parts, rag, read_aloud, truth_table

START = date(2016, 3, 31)
YEAR_END = date(2017, 3, 31)


def number(text):
    return Decimal(text) if text and text not in ("none", "-") else None


def marks(text):
    """Parse "31 March 2016 50; 31 March 2017 60"."""
    found = (each.rpartition(" ") for each in parts(text, ";"))
    return [(day(on), Decimal(level)) for on, _, level in found]


def effects(text):
    """Parse "B3 up 5 by 30 September 2016 dropped Green": all after the direction may be missing."""
    found = []
    for each in parts(text, ";"):
        match = re.fullmatch(
            r"(?P<name>\w+) (?P<direction>up|down|steady)(?: (?P<size>[\d.]+))?"
            r"(?: by (?P<by>\d+ \w+ \d{4}))?(?P<dropped> dropped)?(?: (?P<rag>\D+))?",
            each,
        )
        found.append(
            EffectFacts(
                match["name"],
                match["direction"],
                number(match["size"]),
                day(match["by"]) if match["by"] else None,
                dropped=bool(match["dropped"]),
                delivery=rag(match["rag"]) if match["rag"] else Rag.NOT_RATED,
            )
        )
    return found


def readings(text):
    """Parse "2016-17-Q3 55; CY2016 40"."""
    found = (each.split() for each in parts(text, ";"))
    return [
        ReadingFacts(period, Period.parse(period).ends_on, number(value[0]) if value else None)
        for period, *value in found
    ]


@pytest.mark.parametrize("row", truth_table("trajectory", "Levels between points"), ids=read_aloud)
def test_levels_between_points(row):
    assert level_on(marks(row["Points"]), day(row["Day"]), Unit(row["Unit"])) == number(row["Level"])


@pytest.mark.parametrize("row", truth_table("trajectory", "What effects add up to"), ids=read_aloud)
def test_what_effects_add_up_to(row):
    point = Point(YEAR_END, number(row["Do nothing"]), number(row["Stated"]))
    facts, known = TrajectoryFacts(Unit.PERCENT, (START, Decimal(50)), (point,)), effects(row["Effects"])
    step = step_on(facts, known, YEAR_END)
    assert step.adds_up_to == number(row["Adds up to"])
    said = " ".join([*step.workings, *not_counted(known)])
    assert all(sentence in said for sentence in re.split(r"(?<=\.) (?=[A-Z])", row["Said"]))


def test_workings_name_size_day_confidence_and_evidence_of_each_effect():
    facts = TrajectoryFacts(Unit.PERCENT, (START, Decimal(50)), (Point(YEAR_END, Decimal(55), Decimal(65)),))
    known = [
        EffectFacts("C1", "up", Decimal(2), YEAR_END),
        EffectFacts("B3", "up", Decimal(5), date(2016, 9, 30), Confidence.MEDIUM, "a pilot in four schools"),
    ]
    assert step_on(facts, known, YEAR_END).workings == [
        "Do nothing: 55% on 31 March 2017",
        "+ 5 percentage points from B3 by 30 September 2016 "
        "(medium confidence; evidence: a pilot in four schools)",
        "+ 2 percentage points from C1 by 31 March 2017 (confidence not stated; no evidence stated)",
        "= 62%",
        "Stated with the plan: 65%.",
        "The plan states 3 percentage points more than the effects add up to.",
    ]


def test_money_adds_up_in_pounds():
    """A management plan for a deficit: the unmitigated forecast, a saving, and the mitigated one."""
    forecast = Point(YEAR_END, Decimal(4_000_000), Decimal(2_900_000))
    facts = TrajectoryFacts(Unit.MONEY, (START, Decimal(3_000_000)), (forecast,), PeriodKind.FINANCIAL_YEAR)
    saving = EffectFacts("B3", "down", Decimal(1_000_000), YEAR_END, Confidence.HIGH, "signed contracts")
    assert step_on(facts, [saving], YEAR_END).workings == [
        "Do nothing: £4,000,000 on 31 March 2017",
        "- £1,000,000 from B3 by 31 March 2017 (high confidence; evidence: signed contracts)",
        "= £3,000,000",
        "Stated with the plan: £2,900,000.",
        "The plan states £100,000 less than the effects add up to.",
    ]


@pytest.mark.parametrize("row", truth_table("trajectory", "Which figures are compared"), ids=read_aloud)
def test_which_figures_are_compared(row):
    found = compared(readings(row["Figure"]), PeriodKind(row["Levels are for"]), date(2016, 7, 8))
    assert bool(found.readings) is (row["Compared"] == "yes")
    assert " ".join(found.left_out) == row["Said"]


@pytest.mark.parametrize("row", truth_table("trajectory", "Whether the effect is seen"), ids=read_aloud)
def test_whether_the_effect_is_seen(row):
    nothing = number(row["Do nothing"])
    # The baseline is 50. A second point on the next day makes the line level from there on.
    points = () if nothing is None else (Point(START + timedelta(1), nothing), Point(YEAR_END, nothing))
    tolerance = Decimal(row["Tolerance"])
    facts = TrajectoryFacts(Unit.PERCENT, (START, Decimal(50)), points, tolerance=tolerance)
    as_at = date(2017, 1, 10)
    figures = compared(readings(row["Figures"]), PeriodKind.QUARTER, as_at)
    verdict = impact_of(facts, effects(row["Effects"]), figures, as_at)
    assert verdict.impact.word == row["Impact"]
    assert verdict.green_but_flat is (row["Green but flat"] == "yes")
    assert verdict.none_seen is (row["None seen"] == "yes")
    assert verdict.reason.endswith(".")


def test_the_reason_names_figure_baseline_doing_nothing_and_deliverables():
    facts = TrajectoryFacts(Unit.PERCENT, (START, Decimal(50)), (Point(YEAR_END, Decimal(54)),))
    figures = compared(readings("2016-17-Q2 50"), PeriodKind.QUARTER, date(2016, 10, 10))
    verdict = impact_of(facts, effects("B3 up 5 by 30 June 2016 Green"), figures, date(2016, 10, 10))
    assert verdict.reason == (
        "50% for Q2 2016–17 is the same as the baseline of 50%, and 2 percentage points below the 52% "
        "expected from doing nothing. The effect of B3 should show by 30 June 2016."
    )


def test_a_scenario_moves_all_effects_or_the_named_ones():
    one, two = uuid4(), uuid4()
    known = [
        EffectFacts("B3", "up", Decimal(5), date(2016, 9, 30), id=one),
        EffectFacts("C1", "up", Decimal(2), date(2016, 6, 30), id=two),
        EffectFacts("C2", "up", Decimal(2)),
    ]
    assert [each.shows_on for each in shifted(known, 5)] == [date(2017, 2, 28), date(2016, 11, 30), None]
    assert [each.shows_on for each in shifted(known, 12, frozenset({two}))] == [
        date(2016, 9, 30),
        date(2017, 6, 30),
        None,
    ]
    assert shifted(known, 0) == known


days = st.dates(date(2015, 1, 1), date(2020, 12, 31))
levels = st.decimals(-1000, 1000, places=2)
some_points = st.lists(
    st.builds(Point, on=days, do_nothing=st.none() | levels, with_plan=st.none() | levels),
    max_size=5,
    unique_by=lambda point: point.on,
)
some_effects = st.lists(
    st.builds(
        EffectFacts,
        name=st.sampled_from("ABC"),
        direction=st.sampled_from(["up", "down", "steady"]),
        size=st.none() | st.decimals(0, 100, places=2),
        shows_on=st.none() | days,
        dropped=st.booleans(),
        delivery=st.sampled_from(Rag),
    ),
    max_size=5,
)
trajectories = st.builds(
    TrajectoryFacts,
    unit=st.sampled_from([Unit.PERCENT, Unit.NUMBER, Unit.MONEY]),
    baseline=st.tuples(st.just(date(2014, 12, 31)), levels),
    points=some_points.map(tuple),
    tolerance=st.decimals(0, 5, places=1),
)


@given(trajectories, days)
def test_a_line_stays_between_the_points_beside_it(facts, on):
    level, line = level_on(facts.do_nothing, on, facts.unit), facts.do_nothing
    if not line[0][0] <= on <= line[-1][0]:
        assert level is None
    else:
        left = max(mark for mark in line if mark[0] <= on)
        right = min(mark for mark in line if mark[0] >= on)
        assert min(left[1], right[1]) <= level <= max(left[1], right[1])


@given(trajectories, some_effects, days)
def test_the_difference_is_never_hidden(facts, known, on):
    step = step_on(facts, known, on)
    if step.do_nothing is not None and step.with_plan is not None:
        assert step.do_nothing + step.change + step.difference == step.with_plan
        assert step.difference_words in step.workings
    counted = {each.name for each in step.effects}
    assert not any(each.dropped or each.size is None or each.shows_on is None for each in step.effects)
    assert all(any(each.name in line for line in step.workings) for each in step.effects), counted
    assert len(not_counted(known)) + len([e for e in known if not e.why_not_counted]) == len(known)


@given(trajectories, some_effects, st.lists(st.tuples(st.integers(2015, 2019), levels), max_size=4), days)
def test_the_two_lists_hold_only_what_was_due_and_did_not_come(facts, known, values, on):
    figures = [ReadingFacts(f"CY{year}", date(year, 12, 31), value) for year, value in values]
    found = compared(figures, PeriodKind.CALENDAR_YEAR, on)
    verdict = impact_of(facts, known, found, on)
    if verdict.green_but_flat or verdict.none_seen:
        due = [e for e in known if e.side and not e.dropped and e.shows_on and e.shows_on <= on]
        assert due and found.latest
        assert verdict.impact in (Impact.FLAT, Impact.NONE_SEEN)
    if verdict.impact == Impact.SEEN:
        assert not verdict.green_but_flat and not verdict.none_seen
    # What is dropped or only steady changes no verdict.
    live = [each for each in known if not each.dropped and each.side]
    assert impact_of(facts, live, found, on) == verdict
