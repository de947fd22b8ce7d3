"""What an indicator's page says of usual variation: the chart, the icons with a sentence, and why there are none."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction

from core.periods import Period, PeriodKind, words_for_date
from core.words import count_words

from ..models import Indicator, Rebase
from ..rules import Unit, decimals_of, shown_words, value_words
from ..rules.spc import Limits
from ..rules.spc.chart import Axes
from ..rules.spc.words import (
    assurance_sentence,
    mark_words,
    stage_sentence,
    unsaid_sentence,
    variation_sentence,
    why_no_assurance,
)
from ..spc_series import Cut, SpcSeries


@dataclass(frozen=True)
class RebaseLine:
    """A re-base as the page lists it."""

    rebase: Rebase
    period: str
    decided: str


@dataclass(frozen=True)
class SpcPanel:
    """One series in words, with what its chart needs. `marks` has the special causes, by period.

    `sentences` are what the last figure and the icons mean, and `basis` is what the limits rest on or still lack.
    """

    series: SpcSeries
    axes: Axes
    title: str
    sentences: tuple[str, ...]
    basis: str
    rebases: tuple[RebaseLine, ...]
    marks: dict[str, str]
    decimals: int

    @property
    def draws(self) -> bool:
        """Whether there is a line to draw."""
        return self.figures > 1

    @property
    def figures(self) -> int:
        return sum(segment.count for segment in self.series.analysis.segments)

    @property
    def can_rebase(self) -> bool:
        """Whether there are limits to begin anew."""
        return any(segment.limits for segment in self.series.analysis.segments)


def spc_panel(row: Indicator, series: SpcSeries) -> SpcPanel:
    """Panel of a series."""
    unit, decimals = Unit(row.unit), _decimals(row, series)
    axes = Axes(
        labels=[_short(period) for period in series.course.periods],
        targets=[
            Fraction(each.value) if each and each.value is not None else None for each in series.targets
        ],
        words=SeriesFigures(unit, decimals).short,
        kind=series.course.kind.value,
        percent=unit == Unit.PERCENT,
        signs={place: each.cut.word for place, each in series.beginnings.items()},
    )
    sentences, basis = _sentences(row, series), _basis(series, unit, decimals)
    return SpcPanel(
        series=series,
        axes=axes,
        title=" ".join([_shown(row, series), *sentences, basis]),
        sentences=sentences,
        basis=basis,
        rebases=tuple(map(_line, series.rebases)),
        marks=_marks(series),
        decimals=decimals,
    )


@dataclass(frozen=True, slots=True)
class SeriesFigures:
    """Numbers of a series in words, rounded to as many decimals."""

    unit: Unit
    decimals: int

    def full(self, number: Fraction) -> str:
        """With its unit: "4.2 percentage points"."""
        return value_words(self._rounded(number), self.unit)

    def short(self, number: Fraction) -> str:
        """For an axis: "72.5%", "£1,200", and no unit for days and percentage points."""
        unit = self.unit if self.unit in (Unit.PERCENT, Unit.MONEY) else Unit.NUMBER
        return value_words(self._rounded(number), unit)

    def _rounded(self, number: Fraction) -> Decimal:
        exact = Decimal(number.numerator) / Decimal(number.denominator)
        return exact.quantize(Decimal(1).scaleb(-self.decimals), ROUND_HALF_UP)


def _decimals(row: Indicator, series: SpcSeries) -> int:
    """As many as the figures are shown with, but at least one: means and limits fall between whole numbers."""
    if row.decimals is not None:
        return max(1, row.decimals)
    values = [reading.value for reading in series.readings if reading and reading.value is not None]
    return max(1, *map(decimals_of, values))


def _sentences(row: Indicator, series: SpcSeries) -> tuple[str, ...]:
    """What the last figure is, and what the assurance icon means. Nothing for a series that never has limits."""
    analysis, last = series.analysis, _short(series.course.periods[-1])
    if series.course.is_annual:
        return ()
    if analysis.segments[-1].limits is None:
        return (unsaid_sentence(last),)
    sentences = [variation_sentence(analysis.last_flag, analysis.polarity, last)]
    if analysis.variation is None:
        return tuple(sentences)
    if analysis.assurance and series.target and series.target.value is not None:
        aim = shown_words(series.target.value, Unit(row.unit), row.decimals)
        target = f"{aim} for {words_for_date(series.target.ends_on)}"
        sentences.append(assurance_sentence(analysis.assurance, target))
    elif why_not := why_no_assurance(analysis.polarity, has_target=series.target is not None):
        sentences.append(why_not)
    return tuple(sentences)


def _basis(series: SpcSeries, unit: Unit, decimals: int) -> str:
    """How many figures there are, how many are missing, the mean with its limits, and the breaks."""
    last = series.analysis.segments[-1]
    since = series.since.short_words if series.since else ""
    sentence = stage_sentence(last, kind=series.course.kind.value, since=since)
    limits = [_limits_words(last.limits, unit, decimals)] if last.limits else []
    return " ".join([sentence, *limits, *_breaks(series)])


def _breaks(series: SpcSeries) -> list[str]:
    """ "The limits begin anew with Q1 2014–15. Up to 31 March 2014: figures of Hampshire." for each break.

    Re-bases have a list of their own.
    """
    periods = series.course.periods
    return [
        f"The limits begin anew with {_short(periods[place])}. {begun.words}"
        for place, begun in series.beginnings.items()
        if begun.cut != Cut.REBASE
    ]


def _limits_words(limits: Limits, unit: Unit, decimals: int) -> str:
    """ "Mean 72.3%, limits 57.2% to 92%." Limits of a percentage within 0 and 100, as they are drawn."""
    figures = SeriesFigures(unit, decimals)
    lower, upper = limits.lower, limits.upper
    if unit == Unit.PERCENT:
        lower, upper = max(lower, Fraction(0)), min(upper, Fraction(100))
    return f"Mean {figures.full(limits.mean)}, limits {figures.full(lower)} to {figures.full(upper)}."


def _shown(row: Indicator, series: SpcSeries) -> str:
    """ "1. Attendance: 24 quarters, Q1 2010–11 to Q4 2015–16, re-based from Q1 2014–15."."""
    periods, count = series.course.periods, sum(segment.count for segment in series.analysis.segments)
    noun = "date" if series.course.kind == PeriodKind.DAY else series.course.kind.word.lower()
    firsts = [_short(periods[place]) for place, begun in series.beginnings.items() if begun.cut == Cut.REBASE]
    rebased = f", re-based from {' and '.join(firsts)}" if firsts else ""
    span = f"{_short(periods[0])} to {_short(periods[-1])}"
    return f"{row.full_name}: {count_words(count, noun)}, {span}{rebased}."


def _short(period: Period) -> str:
    """Name of a period on an axis: "Q1 2016–17", "Apr 2016", "2015–16"."""
    match period.kind.value:
        case "quarter":
            return period.short_words
        case "month":
            return words_for_date(period.starts_on, "month")
        case "day":
            return words_for_date(period.starts_on)
        case "calendar_year":
            return str(period.starts_on.year)
    return f"{period.starts_on.year}–{period.ends_on.year % 100:02}"


def _line(rebase: Rebase) -> RebaseLine:
    return RebaseLine(
        rebase,
        Period.parse(rebase.period).words,
        f"{rebase.by_name}, {words_for_date(rebase.recorded_on)}",
    )


def _marks(series: SpcSeries) -> dict[str, str]:
    """Special cause of each figure that has one, by the period as readings write it."""
    analysis = series.analysis
    return {
        period.token: mark_words(flag, analysis.polarity)
        for period, flag in zip(series.course.periods, analysis.flags, strict=True)
        if flag
    }
