"""Statistical process control: the truth tables, examples worked by hand, and what holds for every series."""

import subprocess
import sys
from decimal import Decimal
from fractions import Fraction
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.periods import Period
from indicators.rules import Polarity
from indicators.rules.spc import Assurance, Cause, Limits, Meaning, Side, Stage, Variation, analyse, course_of
from indicators.rules.spc.icons import assurance_of, variation_of
from indicators.rules.spc.limits import limits_of
from indicators.rules.spc.special_causes import Flag, special_causes
from indicators.rules.spc.words import (
    assurance_sentence,
    mark_words,
    stage_sentence,
    variation_sentence,
    why_no_assurance,
)
from tests.truth_tables import read_aloud, truth_table

LETTERS = dict(zip(Cause, "abcd", strict=True))
SIDES = {Side.HIGH: "H", Side.LOW: "L"}


def figures(text):
    """ "10 – 12 / 11": figures and gaps, and the places of re-bases."""
    values, rebased_at = [], []
    for token in text.split():
        if token == "/":
            rebased_at.append(len(values))
        else:
            values.append(None if token == "–" else Fraction(token))
    return values, rebased_at


def marks(flags):
    return " ".join(LETTERS[flag.cause] + SIDES[flag.side] if flag else "." for flag in flags)


def rounded(number):
    return f"{float(number):.4f}".rstrip("0").rstrip(".")


def span(lower, upper):
    return f"{rounded(lower)} to {rounded(upper)}"


def polarity(text):
    return Polarity(text) if text else None


def word(icon):
    return icon.word if icon else "none"


@pytest.mark.parametrize("row", truth_table("spc", "The series"), ids=read_aloud)
def test_the_series(row):
    known = [Period.parse(token) for token in row["Readings"].split()]
    course = course_of(known)
    if course is None:
        assert row["Kind"] == "none"
        return
    places = " ".join(period.token if period in known else "gap" for period in course.periods)
    assert (course.kind, places) == (row["Kind"], row["Periods"])
    assert ("never" if course.is_annual else "may") == row["Limits"]


@pytest.mark.parametrize("row", truth_table("spc", "Enough figures"), ids=read_aloud)
def test_enough_figures(row):
    values = [50 + place % 3 for place in range(int(row["Figures"]))]
    read = analyse(values, annual=row["Series"] == "years", polarity=Polarity.HIGH, target=50)
    stage = read.last.stage if read.last else Stage.PLAIN
    has_limits = read.last is not None and read.last.limits is not None
    assert stage == row["Stage"]
    assert ("yes" if has_limits else "no") == row["Limits"]
    assert ("yes" if read.variation and read.assurance else "no") == row["Icons"]
    assert (read.variation is None) == (read.assurance is None)


@pytest.mark.parametrize("row", truth_table("spc", "Limits of some figures"), ids=read_aloud)
def test_limits_of_some_figures(row):
    read = analyse(figures(row["Figures"])[0], screened=row["Screen"] == "on")
    limits = read.last.limits
    assert rounded(limits.mean) == row["Mean"]
    assert span(limits.lower, limits.upper) == row["Process limits"]
    assert span(limits.near_lower, limits.near_upper) == row["Near limits"]
    assert limits.screened == (row["Screen"] == "on")


GIVEN = Limits(*map(Fraction, (10, 1, 7, 13, 8, 12)))


@pytest.mark.parametrize("row", truth_table("spc", "Marks"), ids=read_aloud)
def test_marks(row):
    assert marks(special_causes(figures(row["Figures"])[0], GIVEN)) == row["Marks"]


@pytest.mark.parametrize("row", truth_table("spc", "Variation icon"), ids=read_aloud)
def test_variation_icon(row):
    side = None if row["Last figure"] == "usual" else Side(row["Last figure"])
    flag = Flag(Cause.OUTSIDE, side) if side else None
    icon = variation_of(flag, polarity(row["Polarity"]))
    assert icon.word == row["Icon"]
    assert icon.side == side


@pytest.mark.parametrize("row", truth_table("spc", "Closer to zero"), ids=read_aloud)
def test_closer_to_zero(row):
    target = Decimal(row["Target"]) if row["Target"] else None
    read = analyse([Decimal(each) for each in row["Figures"].split()], polarity=Polarity.ZERO, target=target)
    aim = "none" if read.target is None else str(read.target)
    assert (read.polarity, aim) == (Polarity(row["Direction"]), row["Target compared with"])


@pytest.mark.parametrize("row", truth_table("spc", "Assurance icon"), ids=read_aloud)
def test_assurance_icon(row):
    lower, upper = Fraction(row["Lower limit"]), Fraction(row["Upper limit"])
    limits = Limits((lower + upper) / 2, Fraction(0), lower, upper, lower, upper)
    target = Fraction(row["Target"]) if row["Target"] else None
    assert word(assurance_of(limits, target, polarity(row["Polarity"]))) == row["Icon"]


@pytest.mark.parametrize("row", truth_table("spc", "Sentences"), ids=read_aloud)
def test_sentences(row):
    values, _ = figures(row["Last figures"])
    flag = special_causes(values, GIVEN)[-1]
    assert variation_sentence(flag, polarity(row["Polarity"]), "Q1 2016–17") == row["Sentence"]


@pytest.mark.parametrize("row", truth_table("spc", "What there are enough figures for"), ids=read_aloud)
def test_what_there_are_enough_figures_for(row):
    values, rebased_at = figures(row["Figures"])
    annual = row["Kind"] not in ("quarter", "month")
    [*_, last] = analyse(values, rebased_at=rebased_at, annual=annual).segments
    since = "Q1 2016–17" if rebased_at else ""
    assert stage_sentence(last, kind=row["Kind"], since=since) == row["Sentence"]


def test_the_target_and_why_it_has_no_icon():
    said = assurance_sentence(Assurance.HIT_OR_MISS, "85%")
    assert said == "If nothing changes, figures will sometimes meet and sometimes miss the target of 85%."
    assert "keep missing" in assurance_sentence(Assurance.FAILS, "85%")
    assert "keep meeting" in assurance_sentence(Assurance.PASSES, "85%")
    assert "direction is not set" in why_no_assurance(None, has_target=False)
    assert "neither higher nor lower" in why_no_assurance(Polarity.NEITHER, has_target=True)
    assert "no target is set" in why_no_assurance(Polarity.HIGH, has_target=False)
    assert why_no_assurance(Polarity.HIGH, has_target=True) == ""


def test_a_special_cause_in_the_table():
    rises = Flag(Cause.TREND, Side.HIGH, 8)
    assert mark_words(rises, Polarity.HIGH) == "Improvement: one of 7 or more that rise or fall"
    assert mark_words(rises, None) == "Unusual, high: one of 7 or more that rise or fall"


@pytest.mark.parametrize("row", truth_table("spc", "Segments"), ids=read_aloud)
def test_segments(row):
    values, rebased_at = figures(row["Figures"])
    read = analyse(values, rebased_at=rebased_at)
    means = [rounded(each.limits.mean) if each.limits else "none" for each in read.segments]
    assert " ".join(means) == row["Means"]
    assert " ".join(each.stage for each in read.segments) == row["Stages"]
    assert marks(read.flags) == row["Marks"]


def test_it_needs_no_django():
    """Packs, the API and other programs can use it as it is."""
    code = "import sys, indicators.rules.spc.chart; sys.exit('django' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


def test_without_limits_no_figure_means_anything():
    assert analyse([10, 12, 11, 13], polarity=Polarity.HIGH).meanings == (None,) * 4
    short = analyse([10, 12, 11, 13, 14, 40, None, 42], rebased_at=[5], polarity=Polarity.HIGH)
    assert short.meanings == (Meaning.USUAL,) * 5 + (None,) * 3


class TestByHand:
    """Each sum is in the comment, so that it can be checked with a pencil."""

    STEADY = [11, 9] * 6

    @pytest.mark.parametrize(
        ("good", "target", "variation", "assurance"),
        [
            (Polarity.HIGH, 3, Variation.IMPROVEMENT_HIGH, Assurance.PASSES),
            (Polarity.HIGH, 10, Variation.IMPROVEMENT_HIGH, Assurance.HIT_OR_MISS),
            (Polarity.HIGH, 19, Variation.IMPROVEMENT_HIGH, Assurance.FAILS),
            (Polarity.LOW, 19, Variation.CONCERN_HIGH, Assurance.PASSES),
            (Polarity.LOW, 3, Variation.CONCERN_HIGH, Assurance.FAILS),
            (Polarity.NEITHER, 10, Variation.NEITHER_HIGH, None),
            (None, 10, Variation.NEITHER_HIGH, None),
            (Polarity.HIGH, None, Variation.IMPROVEMENT_HIGH, None),
        ],
    )
    def test_a_last_figure_far_out(self, good, target, variation, assurance):
        """6 × 20 + 23 = 143 = 13 × 11. Ranges: 11 × 2 + 14 = 36 = 12 × 3. 11 ± 2.66 × 3 = 3.02 to 18.98."""
        read = analyse([*self.STEADY, 23], polarity=good, target=target)
        limits = read.last.limits
        assert (limits.mean, limits.average_range) == (11, 3)
        assert (limits.lower, limits.upper) == (Fraction("3.02"), Fraction("18.98"))
        assert (limits.near_lower, limits.near_upper) == (Fraction("5.681"), Fraction("16.319"))
        assert marks(read.flags) == ". " * 12 + "aH"
        assert (read.variation, read.assurance) == (variation, assurance)

    def test_a_figure_on_the_mean_parts_two_runs_of_three(self):
        """7 above sum to 88 with the one on the mean, 6 below to 42: 130 = 13 × 10. Ranges: 30 = 12 × 2.5."""
        tied = analyse([12, 14, 12, 10, 14, 12, 14, 8, 6, 8, 6, 8, 6], polarity=Polarity.HIGH)
        assert (tied.last.limits.mean, tied.last.limits.average_range) == (10, Fraction(5, 2))
        assert not any(tied.flags)
        moved = analyse([12, 14, 12, 12, 14, 12, 14, 8, 6, 8, 6, 8, 4], polarity=Polarity.HIGH)
        assert moved.last.limits.mean == 10
        assert marks(moved.flags) == "dH " * 7 + ". . . . . ."
        assert moved.variation == Variation.COMMON_CAUSE

    @pytest.mark.parametrize(
        ("good", "target", "assurance"),
        [
            (Polarity.HIGH, 50, Assurance.PASSES),
            (Polarity.LOW, 50, Assurance.PASSES),
            (Polarity.HIGH, 51, Assurance.FAILS),
            (Polarity.LOW, 49, Assurance.FAILS),
            (Polarity.HIGH, 49, Assurance.PASSES),
        ],
    )
    def test_no_variation(self, good, target, assurance):
        read = analyse([50] * 13, polarity=good, target=target)
        assert (read.last.limits.lower, read.last.limits.upper) == (50, 50)
        assert not any(read.flags)
        assert (read.variation, read.assurance) == (Variation.COMMON_CAUSE, assurance)

    def test_after_a_re_base_the_icons_wait_for_thirteen_figures_again(self):
        """6 × 22 + 11 = 143 = 13 × 11. Then 13 figures: 6 × 42 + 21 = 273 = 13 × 21."""
        before, after = [10, 12] * 6 + [11], [20, 22] * 6 + [21]
        whole = analyse([*before, *after], polarity=Polarity.HIGH, target=15)
        assert all(whole.flags)
        short = analyse([*before, *after[:12]], rebased_at=[13], polarity=Polarity.HIGH, target=15)
        assert (short.segments[0].limits.mean, short.last.stage) == (11, Stage.TRIAL)
        assert (short.last.short_of_icons, short.last.short_of_limits) == (1, 0)
        assert (short.variation, short.assurance) == (None, None)
        full = analyse([*before, *after], rebased_at=[13], polarity=Polarity.HIGH, target=15)
        assert [each.limits.mean for each in full.segments] == [11, 21]
        assert (full.variation, full.assurance) == (Variation.COMMON_CAUSE, Assurance.PASSES)
        assert not any(full.flags)

    def test_the_last_figure_counts_not_the_last_period(self):
        read = analyse([*self.STEADY, 23, None], polarity=Polarity.HIGH)
        assert read.variation == Variation.IMPROVEMENT_HIGH
        assert read.meanings[-2:] == (Meaning.IMPROVEMENT, None)

    def test_percentages_are_not_capped(self):
        read = analyse([100, 90] * 7, polarity=Polarity.HIGH, target=100)
        assert read.last.limits.upper == Fraction("121.6")
        assert read.assurance == Assurance.HIT_OR_MISS

    def test_a_run_says_how_long_it_is(self):
        trend = analyse(range(8)).flags[3]
        assert (trend.cause, trend.count) == (Cause.TREND, 8)
        nothing = analyse([None, None], polarity=Polarity.HIGH, target=1)
        assert (nothing.last.count, nothing.last.limits, nothing.last_flag) == (0, None, None)
        assert analyse([]).last is None


# What holds for every series.

numbers = st.integers(-12, 12)
series = st.lists(numbers, min_size=1, max_size=40)
gappy = st.lists(st.none() | numbers, min_size=1, max_size=40)
aims, directions = st.none() | numbers, st.sampled_from([None, *Polarity])
MIRRORED = {Polarity.HIGH: Polarity.LOW, Polarity.LOW: Polarity.HIGH}
OTHER = {Side.HIGH: Side.LOW, Side.LOW: Side.HIGH}
positive = st.fractions(Fraction(1, 50), 50)


def moved(values, scale=1, shift=0):
    return [None if value is None else Fraction(value) * scale + shift for value in values]


@given(gappy, aims, directions, positive, st.fractions(-50, 50), st.sets(st.integers(0, 40)))
def test_another_unit_or_zero_point_changes_nothing_but_the_limits(values, aim, good, scale, shift, rebased):
    read = analyse(values, target=aim, polarity=good, rebased_at=rebased)
    [aim_moved] = moved([aim], scale, shift)
    other = analyse(moved(values, scale, shift), target=aim_moved, polarity=good, rebased_at=rebased)
    assert other.flags == read.flags
    assert (other.variation, other.assurance) == (read.variation, read.assurance)
    for here, there in zip(read.segments, other.segments, strict=True):
        if here.limits:
            assert there.limits.mean == here.limits.mean * scale + shift
            assert there.limits.upper == here.limits.upper * scale + shift
            assert there.limits.average_range == here.limits.average_range * scale


@given(gappy, aims, directions)
def test_upside_down_high_is_low_and_better_is_still_better(values, aim, good):
    read = analyse(values, target=aim, polarity=good)
    [aim_mirrored] = moved([aim], -1)
    mirrored = analyse(moved(values, -1), target=aim_mirrored, polarity=MIRRORED.get(good, good))
    assert [flag and (flag.cause, flag.side, flag.count) for flag in mirrored.flags] == [
        flag and (flag.cause, OTHER[flag.side], flag.count) for flag in read.flags
    ]
    assert mirrored.meanings == read.meanings
    assert mirrored.assurance == read.assurance


@given(gappy, gappy)
def test_later_segments_change_no_earlier_mark(earlier, later):
    together = analyse([*earlier, *later], rebased_at=[len(earlier)])
    if any(value is not None for value in earlier):
        assert together.flags[: len(earlier)] == analyse(earlier).flags
        if any(value is not None for value in later):
            assert together.segments[0].limits == analyse(earlier).last.limits


@given(gappy, st.sets(st.integers(-3, 45)))
def test_segments_cover_the_series_once_and_each_has_figures(values, rebased):
    read = analyse(values, rebased_at=rebased)
    assert [place for each in read.segments for place in range(each.start, each.stop)] == [
        *range(len(values))
    ]
    assert len(read.flags) == len(read.meanings) == len(values)
    if any(value is not None for value in values):
        assert all(each.count for each in read.segments)


@given(series, st.data())
def test_gaps_change_no_mark(values, data):
    gaps = data.draw(st.lists(st.integers(0, len(values)), max_size=5))
    with_gaps = list(values)
    for place in sorted(gaps, reverse=True):
        with_gaps.insert(place, None)
    kept = [
        flag for flag, value in zip(analyse(with_gaps).flags, with_gaps, strict=True) if value is not None
    ]
    assert kept == list(analyse(values).flags)


@given(st.lists(numbers, min_size=2, max_size=40))
def test_each_mark_is_what_the_words_of_the_rule_say(values):
    """The rules read straight from their words, window by window, for each figure."""
    exact = moved(values)
    limits = limits_of(exact)

    def windows(place, size):
        starts = range(max(0, place - size + 1), min(place, len(exact) - size) + 1)
        return [exact[start : start + size] for start in starts]

    def near(value, sign):
        return value * sign > (limits.near_upper if sign > 0 else -limits.near_lower)

    for place, (value, flag) in enumerate(zip(exact, special_causes(exact, limits), strict=True)):
        rules = {
            Cause.OUTSIDE: not limits.lower <= value <= limits.upper,
            Cause.TREND: any(
                all(sign * first < sign * second for first, second in pairwise(seven))
                for seven in windows(place, 7)
                for sign in (1, -1)
            ),
            Cause.NEAR_LIMIT: any(
                near(value, sign)
                and all(sign * (each - limits.mean) > 0 for each in three)
                and sum(near(each, sign) for each in three) >= 2
                for three in windows(place, 3)
                for sign in (1, -1)
            ),
            Cause.SHIFT: any(
                all(sign * (each - limits.mean) > 0 for each in seven)
                for seven in windows(place, 7)
                for sign in (1, -1)
            ),
        }
        assert (flag.cause if flag else None) == next((cause for cause in Cause if rules[cause]), None)


@given(series)
def test_the_screen_never_widens_the_limits(values):
    plain, screened = analyse(values), analyse(values, screened=True)
    if plain.last.limits:
        assert screened.last.limits.average_range <= plain.last.limits.average_range
        assert screened.last.limits.mean == plain.last.limits.mean
        assert plain.last.limits.left_out == 0


@given(numbers, st.integers(1, 30), directions)
def test_figures_that_do_not_vary_are_never_marked(value, count, good):
    assert not any(analyse([value] * count, polarity=good).flags)


@given(gappy, aims, directions)
def test_no_icon_without_thirteen_figures_and_none_by_year(values, aim, good):
    read = analyse(values, target=aim, polarity=good)
    count = sum(value is not None for value in values)
    assert (read.variation is not None) == (count >= 13)
    assert (read.assurance is not None) == (count >= 13 and aim is not None and good in MIRRORED)
    by_year = analyse(values, target=aim, polarity=good, annual=True)
    assert (by_year.variation, by_year.assurance, any(by_year.flags)) == (None, None, False)
    assert all(each.limits is None for each in by_year.segments)
