"""Import the strands of a published plan: priorities, achievements, planned actions, outcomes and measures."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from councils.importers import Entry, made, read_table, read_toml

from ..models import Achievement, Measure, Outcome, PlannedAction, PrintedPriority, Priority, Strand, Strategy

PART_II = "Part II"


def read_strands(folder: Path) -> list[Entry]:
    """Read `strands.toml`: the strands in order."""
    return read_toml(folder / "strands.toml").entries("strands")


def load_strands(strategy: Strategy, printed: list[Entry]) -> dict[str, Strand]:
    """Add the strands with the lists that their chapters print. Return the strands by code."""
    strands = Strand.objects.bulk_create(
        made(
            Strand,
            entry,
            strategy=strategy,
            code=entry["code"],
            title=entry["title"],
            aliases=[alias["text"] for alias in entry.entries("aliases", optional=True)],
            long_term_plan=entry["long_term_plan"],
            position=position,
        )
        for position, entry in enumerate(printed, 1)
    )
    strands_and_entries = list(zip(strands, printed, strict=True))
    priorities = Priority.objects.bulk_create(
        made(Priority, item, strand=strand, position=position, **item)
        for strand, position, item in _items(strands_and_entries, "priorities")
    )
    by_code = {priority.code: priority for priority in priorities}
    PrintedPriority.objects.bulk_create(
        made(
            PrintedPriority,
            item,
            strand=strand,
            chapter=PART_II,
            code=item["code"],
            text=item["text"],
            means=by_code.get(item.get("means", "")),
            position=position,
        )
        for strand, position, item in _items(strands_and_entries, "printed_priorities")
    )
    Achievement.objects.bulk_create(
        made(Achievement, item, strand=strand, position=position, **item)
        for strand, position, item in _items(strands_and_entries, "achievements")
    )
    PlannedAction.objects.bulk_create(
        made(PlannedAction, item, strand=strand, position=position, **item)
        for strand, position, item in _items(strands_and_entries, "planned_actions")
    )
    return {strand.code: strand for strand in strands}


def load_outcomes(folder: Path, strands: dict[str, Strand]) -> dict[tuple[str, int], Outcome]:
    """Add the strands' outcomes with their measures. Return the outcomes by strand code and position."""
    rows = read_table(folder / "outcomes.csv")
    outcomes = Outcome.objects.bulk_create(
        made(
            Outcome,
            row,
            strand=row.known("strand", strands),
            title=row["title"],
            is_query=row["is_query"] == "yes",
            source_text=row["printed"],
            position=row.whole_number("position"),
        )
        for row in rows
    )
    by_place = {
        (row["strand"], row.whole_number("position")): outcome
        for row, outcome in zip(rows, outcomes, strict=True)
    }
    Measure.objects.bulk_create(
        made(
            Measure,
            row,
            outcome=_outcome_of(row, by_place),
            text=row["title"],
            position=row.whole_number("position"),
        )
        for row in read_table(folder / "measures.csv")
    )
    return by_place


def _outcome_of(row: Entry, outcomes: dict[tuple[str, int], Outcome]) -> Outcome:
    own = {str(place): outcome for (strand, place), outcome in outcomes.items() if strand == row["strand"]}
    return row.known("outcome", own)


def _items(strands: list[tuple[Strand, Entry]], name: str) -> Iterator[tuple[Strand, int, Entry]]:
    for strand, entry in strands:
        for position, item in enumerate(entry.entries(name, optional=True), 1):
            yield strand, position, item
