"""The days of the fictional council, all counted from the day on which it is loaded."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from core.periods import Quarter, months_later

QUARTERS = 12


@dataclass(frozen=True, slots=True)
class Clock:
    """The day of loading, the quarter of that day, and the quarters of the plan's RAG tracks."""

    today: date

    @property
    def present(self) -> Quarter:
        return Quarter.of(self.today)

    @property
    def quarters(self) -> list[Quarter]:
        quarters = [self.present]
        for _ in range(QUARTERS):
            quarters.insert(0, quarters[0].previous)
        return quarters

    def month_end(self, months: int) -> date:
        """Last day of the month that is this many months after the end of the present quarter."""
        return months_later(self.present.ends_on, months, last_day_too=True)

    def quarter(self, place: int) -> Quarter:
        """A quarter by its place after the first one of the plan, which may be ahead."""
        quarter = self.quarters[0]
        for _ in range(place):
            quarter = quarter.next
        return quarter

    def updated_on(self, quarter: Quarter) -> date:
        """Day of an update: ten days before the quarter ends, or today if that is earlier."""
        return min(quarter.ends_on - timedelta(days=10), self.today)
