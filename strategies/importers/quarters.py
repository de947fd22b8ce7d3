"""Add the quarters for which a council reports on a strategy."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from core.periods import Quarter, quarters_between

from ..models import ReportingPeriod
from ..quarter_rules import default_cut_off


def add_quarters(first: Quarter, last: Quarter) -> None:
    """Add the quarters from `first` to `last` that the council does not have yet, with the default cut-off."""
    known = set(ReportingPeriod.objects.values_list("label", flat=True))
    create_quarters(quarter for quarter in quarters_between(first, last) if quarter.label not in known)


def create_quarters(quarters: Iterable[Quarter]) -> None:
    """Create quarters with the default cut-off. One that somebody else has just created stays as it is."""
    ReportingPeriod.objects.bulk_create(
        (
            ReportingPeriod(
                label=quarter.label,
                starts_on=quarter.starts_on,
                ends_on=quarter.ends_on,
                cut_off_on=default_cut_off(quarter),
            )
            for quarter in quarters
        ),
        ignore_conflicts=True,
    )


def add_first_quarters(today: date) -> None:
    """Add the quarters of this and the next financial year, for a new council."""
    year = Quarter.of(today).year
    add_quarters(Quarter(year, 1), Quarter(year + 1, 4))
