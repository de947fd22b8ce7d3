"""The risk register as a CSV file."""

from __future__ import annotations

from collections.abc import Iterable

from core.tables import Cell, Column, csv_file

from .summaries import RiskLine

COLUMNS = [
    Column(title)
    for title in (
        *("Number", "Title", "Status", "Cause", "Event", "Effect"),
        *("Inherent likelihood", "Inherent impact", "Inherent score"),
        *("Current likelihood", "Current impact", "Current score", "Current band"),
        *("Target likelihood", "Target impact", "Target score"),
        *("Mitigation", "Owner", "Review date", "Threatens"),
    )
]


def register_csv(lines: Iterable[RiskLine], *, names: bool) -> bytes:
    """One row for each risk. Without `names`, owners are shown by their initials."""
    return csv_file(COLUMNS, [_row(line, names) for line in lines])


def _row(line: RiskLine, names: bool) -> list[Cell]:
    risk = line.risk
    return [
        *(risk.number, risk.title, risk.get_status_display(), risk.cause, risk.event, risk.effect),
        *(risk.inherent_likelihood, risk.inherent_impact, risk.inherent.number),
        *(risk.current_likelihood, risk.current_impact, risk.current.number, risk.current.band.word),
        *(risk.target_likelihood, risk.target_impact, risk.target.number if risk.target else None),
        *(risk.mitigation, risk.owner_words(names=names), risk.review_on),
        "; ".join(each.name for each in line.deliverables),
    ]
