"""Which periods make a series: one kind of period, in time order, with a place for each missing one."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from core.periods import Period, PeriodKind, months_later

MONTHS_OF = {"month": 1, "quarter": 3, "calendar_year": 12, "financial_year": 12, "academic_year": 12}
"""Months from one period to the next, by the kind's value. A single day has no next one."""
OFTEN = ("quarter", "month")
"""Kinds whose series may have limits. Series by year and of single days never do."""


@dataclass(frozen=True, slots=True)
class Course:
    """Periods of a series in time order: each from the first to the last, those without a figure included."""

    periods: tuple[Period, ...]

    @property
    def kind(self) -> PeriodKind:
        return self.periods[0].kind

    @property
    def is_annual(self) -> bool:
        """Whether it never has limits: its periods are years, or single days."""
        return self.kind.value not in OFTEN

    def place_of(self, day: date) -> int | None:
        """Place of the first period that starts on the day or later: where a re-base from that day begins."""
        return next((place for place, period in enumerate(self.periods) if period.starts_on >= day), None)

    def place_after(self, day: date) -> int | None:
        """Place of the first period that ends on the day or later: where figures after a break from that day begin."""
        return next((place for place, period in enumerate(self.periods) if period.ends_on >= day), None)


def course_of(periods: Iterable[Period]) -> Course | None:
    """Series of the kind of period with the latest one, quarters and months before all others. None without any.

    Quarters and months come first because only they can have limits: a year's figure that ends on the same day or later
    must not hide them. `periods` are those that have a figure, in any order.
    """
    known = sorted(set(periods))
    often = [period for period in known if period.kind.value in OFTEN]
    if not known:
        return None
    kind = (often or known)[-1].kind
    own = [period for period in known if period.kind == kind]
    step = MONTHS_OF.get(kind.value)
    return Course(tuple(own) if step is None else tuple(_all_between(own[0], own[-1], step)))


def _all_between(first: Period, last: Period, step: int) -> Sequence[Period]:
    """Every period of their kind from the first to the last, both included."""
    months = (last.starts_on.year - first.starts_on.year) * 12 + last.starts_on.month - first.starts_on.month
    return [Period(first.kind, months_later(first.starts_on, at)) for at in range(0, months + 1, step)]
