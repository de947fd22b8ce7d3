"""What the page of an indicator says about its trajectories: both lines, the workings, the figures, the scenarios."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from core.periods import Period, words_for_date
from core.words import count_words, list_words

from ..columns import facts_of
from ..expectations import effects_on, trajectory_facts
from ..models import Indicator, Reading, Trajectory
from ..rules import ReadingFacts, Unit, difference_words, value_words
from ..rules.impact import Compared, ImpactVerdict, apart, compared, impact_of
from ..rules.trajectory import (
    EffectFacts,
    Mark,
    Point,
    Step,
    TrajectoryFacts,
    level_on,
    not_counted,
    shifted,
    step_on,
    steps,
)

Gapped = tuple[date, Decimal | None]


@dataclass(frozen=True)
class Course:
    """One trajectory with the effects as they count in it."""

    trajectory: Trajectory
    facts: TrajectoryFacts
    effects: tuple[EffectFacts, ...]

    @property
    def steps(self) -> list[Step]:
        return steps(self.facts, self.effects)

    @property
    def shift_words(self) -> str:
        """ "B3 and C1 show 12 months later", or "" in a trajectory that shifts nothing."""
        months = self.trajectory.shift_months
        if not months:
            return ""
        only = set(self.trajectory.shifted_effects)
        named = [each.name for each in self.effects if each.id in only]
        who = f"{list_words(named)} {'shows' if len(named) == 1 else 'show'}" if named else "All effects show"
        return f"{who} {count_words(abs(months), 'month')} {'later' if months > 0 else 'earlier'}"


@dataclass(frozen=True)
class DayRow:
    """A row of the table next to the chart: figures and levels of a day in words, "" where nothing is known."""

    day: date
    label: str
    actual: str
    do_nothing: str
    with_plan: str
    adds_up_to: str
    difference: str


@dataclass(frozen=True)
class ScenarioRow:
    """A day, and what the effects add up to in each trajectory, the main one first."""

    day: date
    levels: tuple[str, ...]


@dataclass(frozen=True)
class Expected:
    """Trajectories of one indicator. `actual` are its figures in time order, None where there is a gap."""

    unit: Unit
    main: Course
    scenarios: tuple[Course, ...]
    figures: Compared
    actual: tuple[Gapped, ...]
    verdict: ImpactVerdict
    as_at: date

    @property
    def courses(self) -> tuple[Course, ...]:
        return (self.main, *self.scenarios)

    @property
    def not_counted(self) -> list[str]:
        return not_counted(self.main.effects)

    @property
    def today(self) -> Step | None:
        """The position on the day of judgement, if it is between the baseline and the last level."""
        step = step_on(self.main.facts, self.main.effects, self.as_at)
        return step if step.do_nothing is not None or step.with_plan is not None else None

    @property
    def rows(self) -> list[DayRow]:
        """Days with a level or a figure, in time order."""
        known = dict(self.figures.marks)
        labels = {point.on: point.label for point in self.main.facts.points}
        days = sorted({self.main.facts.baseline[0], *labels, *known})
        found = []
        for day in days:
            step = step_on(self.main.facts, self.main.effects, day)
            found.append(
                DayRow(
                    day=day,
                    label="Baseline" if day == self.main.facts.baseline[0] else labels.get(day, ""),
                    actual=self._words(known.get(day)),
                    do_nothing=self._words(step.do_nothing),
                    with_plan=self._words(step.with_plan),
                    adds_up_to=self._words(step.adds_up_to),
                    difference=_signed(step.difference, self.unit),
                )
            )
        return found

    @property
    def scenario_rows(self) -> list[ScenarioRow]:
        """What effects add up to on each stated day, side by side. Empty if there is only one trajectory."""
        if not self.scenarios:
            return []
        days = sorted({point.on for course in self.courses for point in course.facts.points})
        return [
            ScenarioRow(
                day,
                tuple(
                    self._words(step_on(course.facts, course.effects, day).adds_up_to)
                    for course in self.courses
                ),
            )
            for day in days
        ]

    @property
    def latest_words(self) -> str:
        """The latest figure against both lines, in a sentence."""
        reading = self.figures.latest
        return self._against(reading) if reading else "There is no figure to compare with these levels yet."

    def _against(self, reading: ReadingFacts) -> str:
        assert reading.value is not None
        lines = {
            "expected from doing nothing": self.main.facts.do_nothing,
            "stated with the plan": self.main.facts.with_plan,
        }
        levels = {name: level_on(line, reading.ends_on, self.unit) for name, line in lines.items()}
        said = [
            f"{apart(reading.value, level, self.unit)} the {value_words(level, self.unit)} {name}"
            for name, level in levels.items()
            if level is not None
        ]
        actual = value_words(reading.value, self.unit)
        period = Period.parse(reading.period).short_words
        if not said:
            return f"Latest figure: {actual} for {period}. No level is stated for its day."
        return f"Latest figure: {actual} for {period}. It is {list_words(said)}."

    @property
    def at_close(self) -> str:
        """What was expected for the day of close, and the last figure by then, or "" if it is not closed."""
        closed_on = self.main.trajectory.closed_on
        if closed_on is None:
            return ""
        step = step_on(self.main.facts, self.main.effects, closed_on)
        levels = {
            "from doing nothing": step.do_nothing,
            "with the plan": step.with_plan,
            "from adding up the effects": step.adds_up_to,
        }
        said = [f"{self._words(level)} {name}" for name, level in levels.items() if level is not None]
        day = words_for_date(closed_on)
        expected = f"Expected for {day}: {list_words(said)}." if said else f"No level was stated for {day}."
        by_then = [each for each in self.figures.readings if each.ends_on <= closed_on]
        if not by_then or by_then[-1].value is None:
            return f"{expected} There is no figure."
        return f"{expected} Actual: {self._words(by_then[-1].value)} for {Period.parse(by_then[-1].period).words}."

    def _words(self, value: Decimal | None) -> str:
        return "" if value is None else value_words(value, self.unit)


def expected_of(indicator: Indicator, *, as_at: date) -> Expected | None:
    """Trajectories of an indicator, or None without one (1 query, 4 more if it has some)."""
    found = list(Trajectory.objects.filter(indicator=indicator).prefetch_related("points"))
    if not found:
        return None
    unit, effects = Unit(indicator.unit), effects_on(indicator.pk, as_at=as_at)
    main, *scenarios = (_course(each, unit, effects) for each in found)
    readings = [
        facts_of(each) for each in Reading.objects.filter(indicator=indicator).order_by("ends_on", "id")
    ]
    figures = compared(readings, main.facts.kind, as_at)
    return Expected(
        unit=unit,
        main=main,
        scenarios=tuple(scenarios),
        figures=figures,
        actual=tuple(_with_gaps(readings, figures)),
        verdict=impact_of(main.facts, main.effects, figures, as_at),
        as_at=as_at,
    )


def _course(trajectory: Trajectory, unit: Unit, effects: Sequence[EffectFacts]) -> Course:
    points = [
        Point(each.expected_on, each.do_nothing, each.with_plan, each.label)
        for each in trajectory.points.all()
    ]
    baseline: Mark = (trajectory.baseline_on, trajectory.baseline_value)
    facts = trajectory_facts(unit, baseline, trajectory.period_kind, trajectory.tolerance, points)
    moved = shifted(effects, trajectory.shift_months, frozenset(trajectory.shifted_effects))
    return Course(trajectory, facts, tuple(moved))


def _with_gaps(readings: Iterable[ReadingFacts], figures: Compared) -> list[Gapped]:
    """Figures that can be compared, and None for a day between them whose figure is missing."""
    values = dict(figures.marks)
    missing = [(each.ends_on, None) for each in readings if each.value is None and each.ends_on not in values]
    return sorted([*values.items(), *missing], key=lambda mark: mark[0])


def _signed(difference: Decimal | None, unit: Unit) -> str:
    if difference is None:
        return ""
    if not difference:
        return "None"
    return f"{difference_words(abs(difference), unit)} {'more' if difference > 0 else 'less'}"
