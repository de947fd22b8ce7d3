"""A pack's items, indicators and changes as tables, for CSV and Excel. Every cell is what the pack prints."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from core.tables import Cell, Column, Sheet, csv_file, xlsx_book
from reporting.summaries import BoardSummary

from ..document import PackDocument

ITEMS = (
    *(Column("Strand", 24), Column("No.", 8), Column("Title", 50), Column("Leads", 24), Column("Due", 24)),
    *(Column("Stated RAG"), Column("Schedule RAG"), Column("Why the schedule RAG", 30)),
    *(Column("Rated better than dates suggest", 30), Column("What happened", 40), Column("Reason", 40)),
    *(
        Column("Path to green", 40),
        Column("Forecast"),
        Column("Rated by", 20),
        Column("Rated on"),
        Column("Id", 38),
    ),
)
INDICATORS = (
    *(Column("Table", 24), Column("Indicator", 50), Column("Latest"), Column("For", 20), Column("Target")),
    *(
        Column("Target for", 20),
        Column("Next target"),
        Column("Next target for", 20),
        Column("Indicator RAG"),
    ),
    *(Column("Why the indicator RAG", 30), Column("Confidence RAG"), Column("Id", 38)),
)
CHANGES = (Column("No.", 8), Column("What", 50), Column("Change", 60))


def items_csv(document: PackDocument) -> bytes:
    return csv_file(ITEMS, _items(document.summary))


def indicators_csv(document: PackDocument) -> bytes:
    return csv_file(INDICATORS, _indicators(document.summary))


def pack_xlsx(document: PackDocument) -> bytes:
    """A sheet for items, one for indicators and one for what changed."""
    changes = ((line.reference, line.title, line.sentence) for line in document.changes)
    return xlsx_book(
        [
            Sheet("Items", ITEMS, _items(document.summary)),
            Sheet("Indicators", INDICATORS, _indicators(document.summary)),
            Sheet("Changes", CHANGES, changes),
        ],
        made_at=document.frozen_at,
    )


def _items(summary: BoardSummary) -> Iterable[Sequence[Cell]]:
    for line in summary.deliverables:
        yield (
            *(line.strand_name, line.reference, line.title, ", ".join(line.leads), line.due_words),
            *(line.rag.word, line.schedule_rag.word, line.schedule_reason, line.disagreement),
            *(line.narrative, line.reason, line.path_to_green, line.forecast_on),
            *(line.rated_by, line.rated_on, line.id),
        )


def _indicators(summary: BoardSummary) -> Iterable[Sequence[Cell]]:
    for line in summary.indicators:
        if line.holds_values:
            yield (
                *(
                    line.heading,
                    line.full_name,
                    line.value,
                    line.value_period,
                    line.target,
                    line.target_period,
                ),
                *(line.next_target, line.next_target_period, line.rag.word, line.rag_reason),
                *(line.confidence_rag.word, line.id),
            )
