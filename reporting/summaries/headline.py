"""Headline of a dashboard: whether the plan is on track, in one sentence.

In words, with the truth tables that the tests run: docs/rules/dashboard.md.
"""

from __future__ import annotations

from core.overall_rag import RagCounts
from core.rag import Rag
from core.words import count_words, list_words, plural

from .shapes import NEEDS_ATTENTION


def headline(counts: RagCounts, *, overdue: int, noun: str) -> str:
    """Answer to "are we on track?". `overdue` counts deliverables with an open date in the past."""
    if not counts.total:
        return f"No {plural(noun)} yet."
    if counts.not_rated == counts.total:
        return _not_rated(counts.total, overdue, noun)
    for rag, answer in ((Rag.RED, "Off track"), (Rag.AMBER, "At risk")):
        if counts.by_rag[rag]:
            return f"{answer}: {_not_on_track(counts, overdue, noun)}."
    if overdue:
        return f"Stated as on track, but {_of(overdue, counts.total, noun)} overdue."
    return _on_track(counts, noun)


def _not_rated(total: int, overdue: int, noun: str) -> str:
    none = f"the only {noun} has no" if total == 1 else f"none of the {total} {plural(noun)} has a"
    also = f" {overdue} {_are(overdue)} overdue." if overdue else ""
    return f"Not rated: {none} RAG rating.{also}"


def _not_on_track(counts: RagCounts, overdue: int, noun: str) -> str:
    """Counts in words: "2 of 37 deliverables are red, 7 are amber and 4 are overdue"."""
    found = [(counts.by_rag[rag], rag.word.lower()) for rag in NEEDS_ATTENTION] + [(overdue, "overdue")]
    (first, word), *others = ((count, word) for count, word in found if count)
    rest = [f"{count} {_are(count)} {word}" for count, word in others]
    return list_words([f"{_of(first, counts.total, noun)} {word}", *rest])


def _on_track(counts: RagCounts, noun: str) -> str:
    states = [rag for rag in (Rag.GREEN, Rag.COMPLETE) if counts.by_rag[rag]]
    state = " or ".join(rag.word.lower() for rag in states)
    if counts.not_rated:
        rated = _of(counts.total - counts.not_rated, counts.total, noun)
        return f"On track so far: {rated} {state} and {counts.not_rated} {_are(counts.not_rated)} not rated."
    every = f"the only {noun} is" if counts.total == 1 else f"all {counts.total} {plural(noun)} are"
    return f"{'Complete' if states == [Rag.COMPLETE] else 'On track'}: {every} {state}."


def _of(count: int, total: int, noun: str) -> str:
    """Start of a sentence: "2 of 37 deliverables are"."""
    return f"{count} of {count_words(total, noun)} {_are(count)}"


def _are(count: int) -> str:
    return "is" if count == 1 else "are"
