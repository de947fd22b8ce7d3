"""What a pack says about made-up updates and figures: once for all, or beside each where others are real."""

from __future__ import annotations

from dataclasses import dataclass

from core.words import list_words
from reporting.summaries import BoardSummary


@dataclass(frozen=True, slots=True)
class Samples:
    """`notice` is said once, "" if nothing is made up. `mark_updates` and `mark_figures` ask for a mark beside each."""

    notice: str
    mark_updates: bool
    mark_figures: bool


def samples(summary: BoardSummary) -> Samples:
    updates = [line.sample for line in summary.deliverables if line.rated_on]
    figures = [line.sample for line in summary.indicators if line.holds_something]
    mark_updates, mark_figures = (any(each) and not all(each) for each in (updates, figures))
    all_made_up = [
        word for word, each in (("updates", updates), ("figures", figures)) if any(each) and all(each)
    ]
    sentences = []
    if all_made_up:
        sentences.append(f"All {list_words(all_made_up)} in this pack are samples.")
    if mark_updates or mark_figures:
        marked = [word for word, marks in (("Updates", mark_updates), ("figures", mark_figures)) if marks]
        sentences.append(f"{list_words(marked).capitalize()} marked “sample” are samples.")
    if sentences:
        sentences.append("Samples are made up for training and are not about a real council.")
    return Samples(" ".join(sentences), mark_updates, mark_figures)
