"""An edition as CSV: what is delivered, the headline indicators, and what was said and done."""

from __future__ import annotations

from collections.abc import Iterator

from core.tables import Column, csv_file

from .document import Progress

ITEMS = ("Plan", "Strand", "Outcome", "Number", "Title", "Status", "Beside the status", "Due", "Lead")
FIGURES = (
    "Plan",
    "Indicator",
    "Latest figure",
    "Period",
    "Target",
    "Target for",
    "Against target",
    "Direction",
)
SAID = ("Heading", "Who said it", "You said", "We did", "Quarter", "By which it was done")


def progress_csv(progress: Progress) -> bytes:
    """A row for each deliverable."""
    return csv_file([Column(title) for title in ITEMS], _items(progress))


def indicators_csv(progress: Progress) -> bytes:
    """A row for each headline indicator."""
    return csv_file([Column(title) for title in FIGURES], _figures(progress))


def said_csv(progress: Progress) -> bytes:
    """A row for each entry of "You said, we did"."""
    return csv_file([Column(title) for title in SAID], _said(progress))


def _items(progress: Progress) -> Iterator[tuple[str, ...]]:
    for plan in progress.plans:
        for strand in plan.strands:
            for part in strand.outcomes:
                for item in part.items:
                    due = "; ".join(each.words for each in item.dates)
                    yield (
                        *(plan.title, strand.name, part.outcome, item.reference, item.title),
                        *(item.word, item.note, due, item.lead),
                    )


def _figures(progress: Progress) -> Iterator[tuple[str, ...]]:
    for plan in progress.plans:
        for each in plan.figures:
            yield (
                *(plan.title, each.name, each.value, each.period),
                *(each.target, each.target_period, each.against_target, each.direction),
            )


def _said(progress: Progress) -> Iterator[tuple[str, ...]]:
    for each in progress.said:
        done_by = "; ".join(f"{item.reference} {item.title}: {item.word}".strip() for item in each.items)
        yield (each.title, each.who, each.you_said, each.we_did, each.months, done_by)
