"""Which periods make a series: one kind of period, in time order, with a place for each missing one."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from core.periods import Period, months_later

MONTHS_OF = {"month": 1, "quarter": 3, "calendar_year": 12, "financial_year": 12, "academic_year": 12}
"""Months from one period to the next, by the kind's value. A census day has no next one."""
OFTEN = ("quarter", "month")
"""Kinds whose series may have limits. Series by year and by census day never do."""


@dataclass(frozen=True, slots=True)
class Course:
    """Places of a series in time order. `periods` has None for a place whose period has no reading at all.

    `starts_on` has the first day of each place, also of those.
    """

    kind: str
    starts_on: tuple[date, ...]
    periods: tuple[Period | None, ...]

    @property
    def is_annual(self) -> bool:
        return self.kind not in OFTEN

    def place_of(self, day: date) -> int | None:
        """First place that starts on the day or later: where a re-base from that day begins."""
        return next((place for place, start in enumerate(self.starts_on) if start >= day), None)


def course_of(periods: Iterable[Period]) -> Course | None:
    """Series of the kind of period with the latest one, quarters and months before all others. None without any.

    Quarters and months come first because only they can have limits: a year's figure that ends on the same day or later
    must not hide them. `periods` are those that have a reading, in any order.
    """
    known = sorted(set(periods))
    often = [period for period in known if period.kind.value in OFTEN]
    if not known:
        return None
    kind = (often or known)[-1].kind
    own = [period for period in known if period.kind == kind]
    step = MONTHS_OF.get(kind.value)
    if step is None:
        return Course(kind.value, tuple(period.starts_on for period in own), tuple(own))
    starts = _starts(own, step)
    by_start = {period.starts_on: period for period in own}
    return Course(kind.value, tuple(starts), tuple(by_start.get(start) for start in starts))


def _starts(periods: Sequence[Period], step: int) -> list[date]:
    """First day of every period from the first to the last, those without a reading included."""
    first, last = periods[0].starts_on, periods[-1].starts_on
    months = (last.year - first.year) * 12 + last.month - first.month
    return [months_later(first, at) for at in range(0, months + 1, step)]
