"""Whether things are on track, in one sentence, and what comes first where not everything is shown.

In words, with the truth tables that the tests run: docs/rules/dashboard.md.
"""

from __future__ import annotations

from collections.abc import Iterable

from sendplan.rag import Rag, RagCounts

from .shapes import NEEDS_ATTENTION, DeliverableLine


def headline(counts: RagCounts, *, overdue: int, noun: str) -> str:
    """The answer to "are we on track?". `overdue` counts deliverables with an open date in the past."""
    if not counts.total:
        return "There is nothing to judge yet."
    if counts.not_rated == counts.total:
        return f"Nobody can tell yet: none of {counts.total} {noun}s is rated{_and_overdue(overdue)}."
    for rag, answer in ((Rag.RED, "Not on track"), (Rag.AMBER, "At risk")):
        if counts.by_rag[rag]:
            return f"{answer}: {_troubled(counts, noun)}{_and_overdue(overdue)}."
    if overdue:
        return f"Said to be on track, but {_of(overdue, counts.total, noun)} overdue."
    return _well(counts, noun)


def _troubled(counts: RagCounts, noun: str) -> str:
    (rag, count), *others = ((rag, counts.by_rag[rag]) for rag in NEEDS_ATTENTION if counts.by_rag[rag])
    also = "".join(f" and {number} {other.word.lower()}" for other, number in others)
    return f"{_of(count, counts.total, noun)} {rag.word.lower()}{also}"


def _well(counts: RagCounts, noun: str) -> str:
    said = [rag for rag in (Rag.GREEN, Rag.COMPLETE) if counts.by_rag[rag]]
    state = " or ".join(rag.word.lower() for rag in said)
    if counts.not_rated:
        rated = _of(counts.total - counts.not_rated, counts.total, noun)
        return (
            f"On track as far as anybody has said: {rated} {state},"
            f" and {counts.not_rated} {_are(counts.not_rated)} not rated."
        )
    every = f"the only {noun} is" if counts.total == 1 else f"all {counts.total} {noun}s are"
    return f"{'Done' if said == [Rag.COMPLETE] else 'On track'}: {every} {state}."


def _and_overdue(overdue: int) -> str:
    return f", and {overdue} {_are(overdue)} overdue" if overdue else ""


def _of(count: int, total: int, noun: str) -> str:
    """ "2 of 37 deliverables are"."""
    return f"{count} of {total} {noun}{'' if total == 1 else 's'} {_are(count)}"


def _are(count: int) -> str:
    return "is" if count == 1 else "are"


def worst_first(lines: Iterable[DeliverableLine]) -> list[DeliverableLine]:
    """By what was stated, then by what the dates say; otherwise as they come."""
    return sorted(lines, key=lambda line: (line.rag.rank, _warns(line.schedule_rag)))


def _warns(schedule: Rag) -> int:
    return min(schedule.rank, len(NEEDS_ATTENTION))
