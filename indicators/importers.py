"""Load the indicator tables of a published plan: rows and column headings."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from pathlib import Path

from councils.importers import Entry, made, read_table, read_toml
from strategies.models import KeyOutcome, Strategy

from .models import Indicator, TableColumn

COPIED = (
    *("set", "group", "label", "corrected_label", "title"),
    *("kind", "unit", "breakdown", "comparator", "basis"),
)
OPTIONAL = (
    *("breakdown_code", "source", "decimals", "next_value_due_on", "default_tolerance"),
    *("is_contextual", "is_headline", "ended_on"),
)
"""Columns that a file may leave out or leave empty. Yes is written as 1."""


@dataclass(frozen=True, slots=True)
class PrintedIndicators:
    """Rows of `indicators.csv` and columns of `indicator_table.toml`. Both are empty for a plan without indicators."""

    rows: list[Entry]
    columns: list[Entry]
    feedback_sources: Entry


def read_indicators(folder: Path) -> PrintedIndicators:
    """Read the plan's rows in printed order, the table's columns, and the sources of feedback by `ref`."""
    rows = read_table(folder / "indicators.csv")
    path = folder / "indicator_table.toml"
    above = read_toml(path) if rows else Entry({}, path.name)
    return PrintedIndicators(
        rows, above.entries("columns", optional=True), above.entry("feedback_sources", optional=True)
    )


def load_indicators(strategy: Strategy, table: PrintedIndicators) -> None:
    """Create the rows, level by level so that each finds its parent, and the table's columns for both sets."""
    key_outcomes = {row.number: row for row in KeyOutcome.objects.filter(strategy=strategy)}
    levels: dict[int, list[Entry]] = defaultdict(list)
    for row in table.rows:
        levels[row.whole_number("depth")].append(row)
    added: dict[str, Indicator] = {}
    for _, rows in sorted(levels.items()):
        indicators = Indicator.objects.bulk_create(
            made(
                Indicator,
                row,
                strategy=strategy,
                key_outcome=key_outcomes.get(row["key_outcome"]),
                position=row.whole_number("position"),
                parent=added.get(row["parent"]),
                depth=row.whole_number("depth"),
                polarity=row["polarity"] or None,
                feedback_sources=table.feedback_sources.texts(row["ref"], optional=True),
                **{field: row[field] for field in COPIED},
                **{field: row[field] for field in OPTIONAL if row.get(field)},
            )
            for row in rows
        )
        added |= {row["ref"]: indicator for row, indicator in zip(rows, indicators, strict=True)}
    TableColumn.objects.bulk_create(
        made(TableColumn, column, strategy=strategy, set=set_, position=position, **column)
        for set_ in Indicator.Set
        for position, column in enumerate(table.columns, 1)
    )
