"""Say what an indicator is expected to do: add, change, close and remove trajectories and scenarios."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date
from decimal import Decimal
from typing import Any
from uuid import UUID

from core.periods import words_for_date
from core.refusals import ChangeRefused
from councils.actors import Actor, require
from councils.permissions import Permission
from councils.tenancy import recorded

from ..models import Indicator, Trajectory, TrajectoryPoint
from ..rules import Unit

LEVELS = ("do_nothing", "with_plan")
MOST_MONTHS = 120


@dataclass(frozen=True)
class Words:
    """What is said of a trajectory, apart from its levels."""

    name: str
    baseline_value: Decimal
    baseline_on: date
    baseline_method: str
    period_kind: str
    tolerance: Decimal = Decimal(0)
    assumptions: str = ""

    @property
    def columns(self) -> dict[str, Any]:
        return {
            name: value.strip() if isinstance(value, str) else value for name, value in asdict(self).items()
        }


@dataclass(frozen=True)
class Shift:
    """By how many months effects show later in a scenario. `effects` are public ids, all if it is empty."""

    months: int = 0
    effects: Sequence[UUID] = ()


@dataclass(frozen=True)
class PointRow:
    """Levels of a day as they are to be. `key` is the row's public id, None for a new one."""

    key: UUID | None
    expected_on: date
    do_nothing: Decimal | None = None
    with_plan: Decimal | None = None
    label: str = ""

    @property
    def columns(self) -> dict[str, Any]:
        return {name: getattr(self, name) for name in ("expected_on", *LEVELS)} | {
            "label": self.label.strip()
        }


def add_trajectory(
    *, indicator: Indicator, words: Words, points: Sequence[PointRow], by: Actor
) -> Trajectory:
    """Add a trajectory. The first one of an indicator is its main one. Raises ChangeRefused.

    A problem of a point is at its number and column: "2.expected_on".
    """
    require(by, Permission.PLAN_CHANGE)
    with recorded("trajectory.added", actor=by.reference):
        others = _others(indicator)
        _check(indicator, words, points, others)
        is_main = not any(each.is_main for each in others)
        added = Trajectory.objects.create(indicator=indicator, is_main=is_main, **words.columns)
        TrajectoryPoint.objects.bulk_create(
            TrajectoryPoint(trajectory=added, **point.columns) for point in points
        )
    return added


def add_scenario(
    *, main: Trajectory, name: str, shift: Shift, assumptions: str = "", by: Actor
) -> Trajectory:
    """Add a scenario with the baseline and the do-nothing levels of the main trajectory. Raises ChangeRefused.

    Levels with the plan are not copied, because the scenario is about another course of the plan.
    """
    require(by, Permission.PLAN_CHANGE)
    with recorded("trajectory.added", actor=by.reference):
        others = _others(main.indicator)
        _check_name(name, others)
        _check_shift(shift)
        added = Trajectory.objects.create(
            indicator=main.indicator,
            name=name.strip(),
            assumptions=assumptions.strip(),
            shift_months=shift.months,
            shifted_effects=list(shift.effects),
            **{
                column: getattr(main, column)
                for column in (
                    *("baseline_value", "baseline_on", "baseline_method"),
                    *("period_kind", "tolerance"),
                )
            },
        )
        levels = TrajectoryPoint.objects.filter(trajectory=main, do_nothing__isnull=False)
        TrajectoryPoint.objects.bulk_create(
            TrajectoryPoint(trajectory=added, expected_on=each.expected_on, do_nothing=each.do_nothing)
            for each in levels
        )
    return added


def change_trajectory(
    *,
    trajectory: Trajectory,
    words: Words,
    points: Sequence[PointRow],
    removed: Collection[UUID] = (),
    shift: Shift | None = None,
    becomes_main: bool = False,
    by: Actor,
) -> bool:
    """Change a trajectory and its levels, and return whether anything is different now. Raises ChangeRefused.

    Points that are neither among `points` nor `removed` stay. `becomes_main`: the former main one becomes a scenario.
    """
    require(by, Permission.PLAN_CHANGE)
    with recorded("trajectory.changed", actor=by.reference):
        others = [each for each in _others(trajectory.indicator) if each.pk != trajectory.pk]
        stored = {each.public_id: each for each in TrajectoryPoint.objects.filter(trajectory=trajectory)}
        named = {row.key for row in points} | set(removed)
        staying = [
            PointRow(key, each.expected_on, each.do_nothing, each.with_plan, each.label)
            for key, each in stored.items()
            if key not in named
        ]
        _check(trajectory.indicator, words, [*points, *staying], others)
        shift = shift or Shift(trajectory.shift_months, tuple(trajectory.shifted_effects))
        _check_shift(shift)
        is_main = trajectory.is_main or becomes_main
        if is_main and shift.months:
            raise ChangeRefused(
                {"shift_months": "Enter 0. The main trajectory takes effects on their own days."}
            )
        if is_main and not trajectory.is_main:
            Trajectory.objects.filter(pk__in=[each.pk for each in others if each.is_main]).update(
                is_main=False
            )
        values = words.columns | {
            "is_main": is_main,
            "shift_months": shift.months,
            "shifted_effects": list(shift.effects),
        }
        differs = _set(trajectory, values)
        if differs:
            trajectory.save(update_fields=list(values))
        return _write(trajectory, stored, points, removed) or differs


def close_trajectory(*, trajectory: Trajectory, closed_on: date | None, outcome: str, by: Actor) -> None:
    """Write what came of it on the day of close. Without a day and words it is open again. Raises ChangeRefused."""
    require(by, Permission.PLAN_CHANGE)
    outcome = outcome.strip()
    if closed_on and not outcome:
        raise ChangeRefused({"outcome": "Enter what came of it, to stand next to what was expected."})
    if outcome and not closed_on:
        raise ChangeRefused({"closed_on": "Enter the day of the close."})
    if closed_on and closed_on < trajectory.baseline_on:
        start = words_for_date(trajectory.baseline_on)
        raise ChangeRefused({"closed_on": f"Enter a day after the baseline’s, {start}."})
    verb = "trajectory.closed" if closed_on else "trajectory.reopened"
    with recorded(verb, actor=by.reference):
        trajectory.closed_on, trajectory.outcome = closed_on, outcome
        trajectory.save(update_fields=["closed_on", "outcome"])


def remove_trajectory(*, trajectory: Trajectory, reason: str = "", by: Actor) -> None:
    """Remove a trajectory with its levels. The main one goes last. Raises ChangeRefused."""
    require(by, Permission.PLAN_CHANGE)
    with recorded("trajectory.removed", actor=by.reference, reason=reason.strip()):
        others = [each for each in _others(trajectory.indicator) if each.pk != trajectory.pk]
        if trajectory.is_main and others:
            raise ChangeRefused("Make a scenario the main trajectory first, or remove the scenarios.")
        trajectory.delete()


def _others(indicator: Indicator) -> list[Trajectory]:
    """Trajectories of the indicator. Others who would change them wait (2 queries)."""
    Indicator.objects.select_for_update().get(pk=indicator.pk)
    return list(Trajectory.objects.filter(indicator=indicator))


def _set(row: Any, values: Mapping[str, Any]) -> bool:
    """Give a stored row these values, and say whether one is different."""
    differs = any(getattr(row, name) != value for name, value in values.items())
    for name, value in values.items():
        setattr(row, name, value)
    return differs


def _write(
    trajectory: Trajectory,
    stored: Mapping[UUID, TrajectoryPoint],
    points: Sequence[PointRow],
    removed: Collection[UUID],
) -> bool:
    """Write the levels, each kind of change in one statement."""
    gone = [stored[key].pk for key in removed if key in stored]
    known = [(stored[row.key], row) for row in points if row.key and row.key in stored]
    changed = [point for point, row in known if _set(point, row.columns)]
    added = [TrajectoryPoint(trajectory=trajectory, **row.columns) for row in points if row.key not in stored]
    if gone:
        TrajectoryPoint.objects.filter(pk__in=gone).delete()
    if changed:
        TrajectoryPoint.objects.bulk_update(changed, ["expected_on", *LEVELS, "label"])
    if added:
        TrajectoryPoint.objects.bulk_create(added)
    return bool(gone or changed or added)


def _check(
    indicator: Indicator, words: Words, points: Sequence[PointRow], others: Sequence[Trajectory]
) -> None:
    """Raise ChangeRefused with a sentence for all that is wrong."""
    if not indicator.holds_figures:
        raise ChangeRefused(f"{indicator.name} holds no figures, so nothing can be expected of them.")
    _check_name(words.name, others)
    problems: dict[str, str] = {}
    if not words.baseline_method.strip():
        problems["baseline_method"] = (
            "Enter how the baseline was found, such as the figure of the last census."
        )
    if words.tolerance < 0:
        problems["tolerance"] = "Enter 0 or more: the movement that still counts as none."
    if _is_impossible(words.baseline_value, indicator):
        problems["baseline_value"] = "Enter a percentage from 0 to 100."
    days: set[date] = set()
    for number, point in enumerate(points):
        problems |= {f"{number}.{name}": said for name, said in _problems(point, words, indicator).items()}
        if point.expected_on in days:
            problems[f"{number}.expected_on"] = (
                f"{words_for_date(point.expected_on)} has levels already. Use one row for a day."
            )
        days.add(point.expected_on)
    if problems:
        raise ChangeRefused(problems)


def _problems(point: PointRow, words: Words, indicator: Indicator) -> dict[str, str]:
    problems = {}
    if point.expected_on <= words.baseline_on:
        start = words_for_date(words.baseline_on)
        problems["expected_on"] = f"Enter a day after the baseline’s, {start}."
    if point.do_nothing is None and point.with_plan is None:
        problems["do_nothing"] = "Enter a level for doing nothing, with the plan, or both."
    for name in LEVELS:
        if _is_impossible(getattr(point, name), indicator):
            problems[name] = "Enter a percentage from 0 to 100."
    return problems


def _is_impossible(level: Decimal | None, indicator: Indicator) -> bool:
    return level is not None and indicator.unit == Unit.PERCENT and not 0 <= level <= 100


def _check_name(name: str, others: Sequence[Trajectory]) -> None:
    if not name.strip():
        raise ChangeRefused({"name": "Enter a name, such as Plan 2016 to 2019."})
    if any(each.name == name.strip() for each in others):
        raise ChangeRefused({"name": f"There is a trajectory called {name.strip()} already."})


def _check_shift(shift: Shift) -> None:
    if not -MOST_MONTHS <= shift.months <= MOST_MONTHS:
        raise ChangeRefused(
            {"shift_months": f"Enter a number of months from -{MOST_MONTHS} to {MOST_MONTHS}."}
        )
