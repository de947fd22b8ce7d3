"""What was measured, as a table for people and as JSON for programs."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

import orjson

from .goals import GOALS

SKIPPED = "skipped"
TEXTBOOK = "textbook REST framework"


@dataclass(frozen=True)
class Result:
    """One subject. Times are medians in milliseconds. `figures` are counts and sizes, some of them with a goal.

    `skipped` says why there is no reference to compare with; what was measured of ours is shown all the same.
    """

    name: str
    ours_ms: float | None = None
    reference: str | None = None
    reference_ms: float | None = None
    textbook_ms: float | None = None
    figures: Mapping[str, float] = field(default_factory=dict)
    skipped: str = ""

    @property
    def ratio(self) -> float | None:
        return _ratio(self.ours_ms, self.reference_ms)

    @property
    def textbook_ratio(self) -> float | None:
        return _ratio(self.ours_ms, self.textbook_ms)

    @property
    def met(self) -> bool | str | None:
        """Whether all of the subject's goals are met; "skipped" without its reference; None if it has no goal."""
        if self.skipped:
            return SKIPPED
        verdicts = [
            measured <= goal for measured, goal in self._judged() if measured is not None and goal is not None
        ]
        return all(verdicts) if verdicts else None

    def _judged(self) -> Iterable[tuple[float | None, float | None]]:
        goal = GOALS[self.name]
        yield self.ratio, goal.ratio
        yield self.textbook_ratio, goal.textbook
        yield from ((self.figures.get(figure), most) for figure, most in goal.figures.items())

    def as_dict(self) -> dict[str, Any]:
        goal = GOALS[self.name]
        shown: dict[str, Any] = {
            "ours_ms": _rounded(self.ours_ms),
            "reference": SKIPPED if self.skipped else self.reference,
            "reference_ms": _rounded(self.reference_ms),
            "ratio": _rounded(self.ratio),
            "goal": goal.ratio,
            "met": self.met,
        }
        if self.skipped:
            shown["why"] = self.skipped
        if self.textbook_ms is not None:
            shown["textbook_ms"] = _rounded(self.textbook_ms)
            shown["textbook_ratio"] = _rounded(self.textbook_ratio)
            shown["textbook_goal"] = goal.textbook
        if self.figures:
            shown["figures"] = {name: _rounded(value) for name, value in self.figures.items()}
            shown["figure_goals"] = dict(goal.figures)
        return shown


def as_json(results: Iterable[Result]) -> str:
    """One JSON object on one line: subjects by name."""
    return orjson.dumps({result.name: result.as_dict() for result in results}).decode()


HEAD = ("subject", "ours ms", "reference", "ms", "ratio", "goal", "met", "beside that")


def as_row(result: Result) -> tuple[str, ...]:
    """Cells of the table, in the order of `HEAD`."""
    goal = GOALS[result.name]
    words: dict[bool | str | None, str] = {True: "yes", False: "NO", None: ""}
    return (
        result.name,
        _number(result.ours_ms),
        result.reference or "",
        _number(result.reference_ms),
        _number(result.ratio),
        _number(goal.ratio),
        words.get(result.met, SKIPPED),
        "; ".join(_beside(result)),
    )


def _beside(result: Result) -> Iterable[str]:
    goal = GOALS[result.name]
    if result.skipped:
        yield result.skipped
    if result.textbook_ratio is not None:
        yield (
            f"{_number(result.textbook_ratio)} of {TEXTBOOK} ({_number(result.textbook_ms)} ms)"
            + (f", goal {_number(goal.textbook)}" if goal.textbook else "")
        )
    for name, value in result.figures.items():
        most = f", goal {_number(goal.figures[name])}" if name in goal.figures else ""
        yield f"{name} {_number(value)}{most}"


def line(cells: Iterable[str]) -> str:
    """Cells of one line of the table, in columns."""
    widths = (22, 9, 34, 9, 7, 6, 8, 0)
    right = (1, 3, 4, 5)
    return "  ".join(
        cell.rjust(width) if place in right else cell.ljust(width)
        for place, (cell, width) in enumerate(zip(cells, widths, strict=True))
    ).rstrip()


def _ratio(ours: float | None, reference: float | None) -> float | None:
    return None if ours is None or not reference else ours / reference


def _rounded(value: float | None) -> float | None:
    return None if value is None else round(value, 3)


def _number(value: float | None) -> str:
    """At most three digits that say something: "1234", "56.7", "0.25"."""
    if value is None:
        return ""
    return f"{value:.0f}" if value >= 100 or value == int(value) else f"{value:.3g}"
