"""What an assessment says: all criteria together, how a judgement moved, and the next step on the scale.

In words, with the tables that the tests run: docs/rules/assessments.md.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import date
from typing import Protocol, TypeVar

FEWEST_LEVELS = 2
SUGGESTED_SCALE = (
    "Requirements not met",
    "Requirements partly met",
    "Requirements met",
    "Exceeds requirements",
)
"""Words to begin a scale with, from the lowest to the highest. A plan has its own."""


class Judged(Protocol):
    @property
    def judged_on(self) -> date: ...
    @property
    def pk(self) -> int: ...


J = TypeVar("J", bound=Judged)


def latest_first(judgements: Iterable[J]) -> list[J]:
    """Judgements of one criterion, the latest first. Of those of one day, the one that was recorded last counts."""
    return sorted(judgements, key=lambda each: (each.judged_on, each.pk), reverse=True)


def overall_words(levels: Sequence[str], ratings: Sequence[str | None]) -> str:
    """All criteria together in words, the lowest first, never averaged. None is a criterion that is not judged yet."""
    number = len(ratings)
    if not number:
        return "No criteria yet"
    counted = Counter(ratings)
    unjudged = counted.pop(None, 0)
    if not counted:
        return f"{criteria_words(number)}, {'not' if number == 1 else 'none'} judged yet"
    if not unjudged and len(counted) == 1:
        [word] = counted
        return f"{criteria_words(number)}: {word}" if number == 1 else f"All {criteria_words(number)}: {word}"
    said = [f"{counted[level]} {level}" for level in levels if counted[level]]
    if unjudged:
        said.append(f"{unjudged} not judged yet")
    return f"{criteria_words(number)}: {', '.join(said)}"


def lowest(levels: Sequence[str], ratings: Iterable[str | None]) -> str:
    """The lowest word that a criterion has, "" if none is judged."""
    found = set(ratings)
    return next((level for level in levels if level in found), "")


def moved_words(levels: Sequence[str], rating: str, before: str | None) -> str:
    """How a judgement compares with the one before it: "Up from …", "Down from …", "Same as before", "" without one."""
    if before is None:
        return ""
    if rating == before:
        return "Same as before"
    return f"{'Up' if levels.index(rating) > levels.index(before) else 'Down'} from {before}"


def next_level(levels: Sequence[str], rating: str) -> str:
    """The next step up, "" at the top of the scale."""
    place = levels.index(rating) + 1
    return levels[place] if place < len(levels) else ""


def criteria_words(number: int) -> str:
    return f"{number} {'criterion' if number == 1 else 'criteria'}"
