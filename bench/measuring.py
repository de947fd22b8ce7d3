"""Measure by turns, so that a busy machine slows what is compared alike."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass
from statistics import median

Act = Callable[[], object]


def nothing() -> None:
    """Prepare nothing."""


@dataclass(frozen=True)
class Effort:
    """How long to measure: at least `fewest` rounds, then until `seconds` are over, but at most `most` rounds.

    Before that, every act runs `warm_ups` times, to fill caches.
    """

    seconds: float
    fewest: int
    most: int
    warm_ups: int = 2


FULL = Effort(seconds=10, fewest=7, most=60)
QUICK = Effort(seconds=2, fewest=3, most=15)


def by_turns(*acts: Act, effort: Effort, prepare: Act = nothing) -> list[float]:
    """Median milliseconds of each act, in the acts' order. `prepare` runs before each of them and is not measured."""
    for act in acts * effort.warm_ups:
        prepare()
        act()
    times: list[list[float]] = [[] for _ in acts]
    started = time.perf_counter()
    for turn in range(effort.most):
        if turn >= effort.fewest and time.perf_counter() - started > effort.seconds:
            break
        for act, own in zip(acts, times, strict=True):
            prepare()
            own.append(milliseconds(act))
    return [median(own) for own in times]


def milliseconds(act: Act) -> float:
    """Run the act once, and return how long it took."""
    began = time.perf_counter()
    act()
    return (time.perf_counter() - began) * 1000
