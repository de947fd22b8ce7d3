"""Changes between two summaries of the same board, in sentences."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from core.periods import words_for_date
from core.words import list_words

from .ancestors import ancestors
from .shapes import BoardSummary, DeliverableLine, DueLine, IndicatorLine


@dataclass(frozen=True, slots=True)
class ChangeLine:
    """One change: the reference and title of what changed, and a sentence about it."""

    reference: str
    title: str
    sentence: str


def changes_between(before: BoardSummary, after: BoardSummary) -> tuple[ChangeLine, ...]:
    """Changes from `before` to `after`: deliverables in plan order, then indicators."""
    return (*_deliverable_changes(before, after), *_indicator_changes(before, after))


def _deliverable_changes(before: BoardSummary, after: BoardSummary) -> Iterator[ChangeLine]:
    old = {line.id: line for line in before.deliverables}
    for line in after.deliverables:
        sentences = _deliverable_sentences(old[line.id], line) if line.id in old else ["New in this pack."]
        for sentence in sentences:
            yield ChangeLine(line.reference, line.title, sentence)
    kept = {line.id for line in after.deliverables}
    for line in before.deliverables:
        if line.id not in kept:
            yield ChangeLine(line.reference, line.title, "No longer in this pack.")


def _deliverable_sentences(old: DeliverableLine, new: DeliverableLine) -> Iterator[str]:
    if old.rag != new.rag:
        yield f"Now {new.rag.word.lower()}, previously {old.rag.word.lower()}."
    if old.title != new.title:
        yield f"Previous title: “{old.title}”."
    if old.forecast_on != new.forecast_on and new.forecast_on:
        was = f", previously {words_for_date(old.forecast_on)}" if old.forecast_on else ""
        yield f"Forecast now {words_for_date(new.forecast_on)}{was}."
    if _dates(old.due) != _dates(new.due):
        yield f"Now due {new.due_words}; previously {old.due_words}."
    elif done := [
        point for point, was in zip(new.due, old.due, strict=True) if point.done_on and not was.done_on
    ]:
        yield f"Done: {list_words([point.words for point in done])}."
    if old.leads != new.leads:
        yield f"Lead now {_people(new.leads)}, previously {_people(old.leads)}."
    if old.schedule_rag != new.schedule_rag and old.rag == new.rag:
        yield f"Schedule RAG now {new.schedule_rag.word.lower()}, previously {old.schedule_rag.word.lower()}."


def _dates(due: tuple[DueLine, ...]) -> list[tuple[str, str]]:
    return [(point.label, words_for_date(point.due_on, point.precision)) for point in due]


def _people(labels: tuple[str, ...]) -> str:
    return list_words(labels) or "nobody"


def _indicator_changes(before: BoardSummary, after: BoardSummary) -> Iterator[ChangeLine]:
    old = {line.id: line for line in before.indicators}
    above = ancestors(after.indicators)
    for line in after.indicators:
        title = ": ".join(row.title for row in (*above[line.id], line) if row.title)
        for sentence in _indicator_sentences(old.get(line.id), line):
            yield ChangeLine(line.label, title, sentence)


def _indicator_sentences(old: IndicatorLine | None, new: IndicatorLine) -> Iterator[str]:
    if new.value_period and (old is None or (old.value, old.value_period) != (new.value, new.value_period)):
        yield f"{new.value} for {new.value_period}."
    if old is None:
        return
    for period, value in new.targets.items():
        # A target that appears because its period is now the next one is not a change.
        if not old.targets:
            yield f"Target {value} for {period}."
        elif old.targets.get(period, value) != value:
            yield f"Target {value} for {period}, previously {old.targets[period]}."
    if old.rag != new.rag:
        yield f"Indicator RAG now {new.rag.word.lower()}, previously {old.rag.word.lower()}."
    if old.confidence_rag != new.confidence_rag:
        yield f"Confidence RAG now {new.confidence_rag.word.lower()}, previously {old.confidence_rag.word.lower()}."
