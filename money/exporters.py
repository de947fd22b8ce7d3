"""The budget lines of a plan as a CSV file."""

from __future__ import annotations

from collections.abc import Iterable

from core.tables import Cell, Column, csv_file

from .summaries import MoneyLine, Year

COLUMNS = [
    Column(title)
    for title in (
        *("Financial year", "Code", "Name", "Planned (£)", "Spent (£)", "Spent to", "Forecast (£)"),
        *("Difference", "Saving expected (£)", "Pays for", "Note"),
    )
]


def money_csv(years: Iterable[Year]) -> bytes:
    """One row for each line, without totals."""
    return csv_file(COLUMNS, [_row(each) for year in years for each in year.lines])


def _row(each: MoneyLine) -> list[Cell]:
    line, amounts = each.line, each.amounts
    return [
        *(line.financial_year, line.code, line.name, line.planned, line.spent, line.spent_on, line.forecast),
        *(amounts.difference_words, line.saving),
        "; ".join(row.name for row in each.deliverables),
        line.note,
    ]
