"""What is said of budget lines and their totals. In words: docs/rules/budget-lines.md. Pure functions."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from core.words import count_words

Amount = Decimal | None
YEAR = re.compile(r"(20[0-9]{2})-([0-9]{2})")
PENNY = Decimal("0.01")


def pounds(amount: Decimal) -> str:
    """ "£12,000.50", "−£20.00"."""
    return f"{'−' if amount < 0 else ''}£{abs(amount).quantize(PENNY):,}"


def financial_year_of(day: date) -> str:
    """ "2016-17" for a day from 1 April 2016 to 31 March 2017."""
    start = day.year if day.month >= 4 else day.year - 1
    return f"{start}-{(start + 1) % 100:02}"


def ends_before(financial_year: str, day: date | None) -> bool:
    """Whether the year "2016-17" has ended before this day. Before no day at all, none has."""
    return day is not None and date(int(financial_year[:4]) + 1, 3, 31) < day


def is_financial_year(words: str) -> bool:
    """Whether this is a year such as "2016-17"."""
    match = YEAR.fullmatch(words)
    return match is not None and (int(match[1]) + 1) % 100 == int(match[2])


def financial_year_typed(words: str) -> str:
    """ "2016-17" from "2016-17", "2016/17" or "2016–2017". "" if it is no such year."""
    plain = re.sub(r"\s*[/–—-]\s*", "-", words.strip())
    plain = re.sub(r"^(20[0-9]{2})-20([0-9]{2})$", r"\1-\2", plain)
    return plain if is_financial_year(plain) else ""


@dataclass(frozen=True, slots=True)
class Amounts:
    """The amounts of one line, None where they are missing."""

    planned: Amount = None
    spent: Amount = None
    forecast: Amount = None
    saving: Amount = None

    @property
    def difference(self) -> Amount:
        """Forecast less planned, None if one is missing."""
        if self.planned is None or self.forecast is None:
            return None
        return self.forecast - self.planned

    @property
    def difference_words(self) -> str:
        if self.planned is None:
            return "No planned amount"
        return "No forecast" if self.difference is None else plan_words(self.difference)

    @property
    def is_overspent(self) -> bool:
        return self.planned is not None and self.spent is not None and self.spent > self.planned


def plan_words(difference: Decimal) -> str:
    """ "£20.00 over plan", "£20.00 under plan", "On plan"."""
    if difference == 0:
        return "On plan"
    return f"{pounds(abs(difference))} {'over' if difference > 0 else 'under'} plan"


@dataclass(frozen=True, slots=True)
class Total:
    """Amounts of the lines of one financial year."""

    lines: Sequence[Amounts]

    def words_of(self, name: str) -> str:
        """Sum of one amount in words: "£300.00", "£300.00, 1 line without", or "None"."""
        known = self.known(name)
        if not known:
            return "None"
        without = len(self.lines) - len(known)
        total = pounds(sum(known, Decimal(0)))
        return f"{total}, {count_words(without, 'line')} without" if without else total

    @property
    def planned_words(self) -> str:
        return self.words_of("planned")

    @property
    def spent_words(self) -> str:
        return self.words_of("spent")

    @property
    def forecast_words(self) -> str:
        return self.words_of("forecast")

    @property
    def saving_words(self) -> str:
        return self.words_of("saving")

    def sum_of(self, name: str) -> Amount:
        """Sum of what is known of one amount, None if nothing is."""
        known = self.known(name)
        return sum(known, Decimal(0)) if known else None

    def known(self, name: str) -> list[Decimal]:
        return [amount for line in self.lines if (amount := getattr(line, name)) is not None]

    @property
    def difference(self) -> Amount:
        """Forecast less planned of the lines that have both, None if none has."""
        both = self.known("difference")
        return sum(both, Decimal(0)) if both else None

    @property
    def difference_words(self) -> str:
        both = self.known("difference")
        if self.difference is None:
            return "No line has both"
        words = plan_words(self.difference)
        if len(both) == len(self.lines):
            return words
        return f"{words}, of {len(both)} of {count_words(len(self.lines), 'line')}"
