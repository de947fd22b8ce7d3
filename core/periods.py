"""Quarters, the periods of readings and targets, and dates known to the day, month or year.

A quarter here is a quarter of the financial year: quarter 1 is April to June.
"""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache, total_ordering

from .words import WordedEnum

MONTHS = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)
EARLIEST_YEAR, LATEST_YEAR = 1900, 2199

# A list asks for the same few dates for each of its rows, so the answers are kept.
_kept = lru_cache(maxsize=4_096)


class Precision(WordedEnum):
    """How exactly a published date is known."""

    DAY = "day"
    MONTH = "month"
    YEAR = "year"


@_kept
def due_day(year: int, month: int) -> date:
    """Last day of the month: the due date of something "due in June 2016"."""
    return date(year, month, monthrange(year, month)[1])


def months_later(day: date, months: int, *, last_day_too: bool = False) -> date:
    """Same day of the month, `months` later, or the last day if that month is shorter.

    With `last_day_too`, the last day of a month gives the last day of the later month.
    """
    years, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    last = due_day(years, month + 1)
    keeps_last = last_day_too and day == due_day(day.year, day.month)
    return last if keeps_last else last.replace(day=min(day.day, last.day))


def words_for_date(day: date, precision: Precision | str = Precision.DAY) -> str:
    """ "30 September 2016", "Sep 2016" or "2016"."""
    if precision == Precision.YEAR:
        return str(day.year)
    month = MONTHS[day.month - 1]
    return f"{month[:3]} {day.year}" if precision == Precision.MONTH else f"{day.day} {month} {day.year}"


@dataclass(frozen=True, order=True, slots=True)
class Quarter:
    """Quarter of a financial year. `year` is the year in which the financial year starts."""

    year: int
    number: int

    def __post_init__(self) -> None:
        _check_year(self.year)
        if self.number not in (1, 2, 3, 4):
            raise ValueError(f"Quarter {self.number} does not exist. A financial year has quarters 1 to 4.")

    @classmethod
    @_kept
    def parse(cls, label: str) -> Quarter:
        """Read "2016-17-Q1". Raises ValueError with a sentence that says what is wrong."""
        match = re.fullmatch(r"([0-9]{4}-[0-9]{2})-Q([0-9])", label)
        if match is None:
            raise ValueError(f"'{label}' is not a quarter. Write a quarter like 2016-17-Q1.")
        return cls(_first_of_two_years(match[1]), int(match[2]))

    @classmethod
    @_kept
    def of(cls, day: date) -> Quarter:
        """The quarter that contains a day."""
        return cls(day.year - (day.month < 4), (day.month - 4) % 12 // 3 + 1)

    @property
    def label(self) -> str:
        """ "2016-17-Q1", as in addresses, the API and commands."""
        return f"{self.year}-{(self.year + 1) % 100:02}-Q{self.number}"

    @property
    def starts_on(self) -> date:
        return date(self.year, self.number * 3 + 1, 1) if self.number < 4 else date(self.year + 1, 1, 1)

    @property
    def ends_on(self) -> date:
        return due_day(self.starts_on.year, self.starts_on.month + 2)

    @property
    def next(self) -> Quarter:
        return Quarter(self.year, self.number + 1) if self.number < 4 else Quarter(self.year + 1, 1)

    @property
    def previous(self) -> Quarter:
        return Quarter(self.year, self.number - 1) if self.number > 1 else Quarter(self.year - 1, 4)

    @property
    def words(self) -> str:
        """ "Quarter 1 2016–17 (April to June 2016)"."""
        return f"Quarter {self.number} {_two_years(self.year)} ({self.months})"

    @property
    def months(self) -> str:
        """ "April to June 2016", for readers who do not count in financial years."""
        return _span(self.starts_on, self.ends_on)

    @property
    def short_words(self) -> str:
        """ "Q1 2016–17", for use where the page already shows the months."""
        return f"Q{self.number} {_two_years(self.year)}"

    def quarters_since(self, earlier: Quarter) -> int:
        """Number of quarters from `earlier` to this one, negative if this one is first."""
        return (self.year - earlier.year) * 4 + self.number - earlier.number

    def __str__(self) -> str:
        return self.label


def quarters_between(start: Quarter, end: Quarter) -> Iterator[Quarter]:
    """Every quarter from `start` to `end`, both included."""
    quarter = start
    while quarter <= end:
        yield quarter
        quarter = quarter.next


class PeriodKind(WordedEnum):
    """The kind of period that a figure covers. `DAY` is a census date."""

    QUARTER = "quarter"
    MONTH = "month"
    FINANCIAL_YEAR = "financial_year"
    ACADEMIC_YEAR = "academic_year"
    CALENDAR_YEAR = "calendar_year"
    DAY = "day"


YEAR_STARTS_IN = {
    PeriodKind.FINANCIAL_YEAR: 4,
    PeriodKind.ACADEMIC_YEAR: 9,
    PeriodKind.CALENDAR_YEAR: 1,
}
YEAR_CODES = {
    "FY": PeriodKind.FINANCIAL_YEAR,
    "AY": PeriodKind.ACADEMIC_YEAR,
    "CY": PeriodKind.CALENDAR_YEAR,
}


@total_ordering
@dataclass(frozen=True, slots=True)
class Period:
    """Period or census day that a reading or a target covers.

    Periods of different kinds sort by end date, so that the columns of a table are in time order.
    """

    kind: PeriodKind
    starts_on: date

    @classmethod
    @_kept
    def parse(cls, token: str) -> Period:
        """Read `2015-16-Q1`, `2015-04`, `FY2015-16`, `AY2015-16`, `CY2015` or `2013-03-31`.

        Raises ValueError with a sentence that says what is wrong.
        """
        if re.fullmatch(r"[0-9]{4}-[0-9]{2}-Q[0-9]", token):
            return cls(PeriodKind.QUARTER, Quarter.parse(token).starts_on)
        if match := re.fullmatch(r"CY([0-9]{4})|(FY|AY)([0-9]{4}-[0-9]{2})", token):
            year = int(match[1]) if match[1] else _first_of_two_years(match[3])
            kind = YEAR_CODES[token[:2]]
            return cls(kind, date(_check_year(year), YEAR_STARTS_IN[kind], 1))
        if match := re.fullmatch(r"([0-9]{4})-(0[1-9]|1[0-2])", token):
            return cls(PeriodKind.MONTH, date(_check_year(int(match[1])), int(match[2]), 1))
        if re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", token):
            return cls(PeriodKind.DAY, _census_day(token))
        raise ValueError(
            f"'{token}' is not a period. Write a quarter like 2015-16-Q1, a month like 2015-04, a year like FY2015-16 "
            "(financial), AY2015-16 (academic) or CY2015 (calendar), or a date like 2013-03-31."
        )

    @property
    def token(self) -> str:
        """This period as the API, imports and the database write it."""
        year = self.starts_on.year
        match self.kind:
            case PeriodKind.QUARTER:
                return Quarter.of(self.starts_on).label
            case PeriodKind.MONTH:
                return self.starts_on.isoformat()[:7]
            case PeriodKind.DAY:
                return self.starts_on.isoformat()
            case PeriodKind.CALENDAR_YEAR:
                return f"CY{year}"
            case PeriodKind.FINANCIAL_YEAR | PeriodKind.ACADEMIC_YEAR:
                code = "FY" if self.kind == PeriodKind.FINANCIAL_YEAR else "AY"
                return f"{code}{year}-{(year + 1) % 100:02}"

    @property
    def ends_on(self) -> date:
        match self.kind:
            case PeriodKind.QUARTER:
                return Quarter.of(self.starts_on).ends_on
            case PeriodKind.MONTH:
                return due_day(self.starts_on.year, self.starts_on.month)
            case PeriodKind.DAY:
                return self.starts_on
            case _:
                return self.starts_on.replace(year=self.starts_on.year + 1) - timedelta(days=1)

    @property
    def words(self) -> str:
        """ "Academic year 2015–16 (September 2015 to August 2016)", "31 March 2013"."""
        year = self.starts_on.year
        match self.kind:
            case PeriodKind.QUARTER:
                return Quarter.of(self.starts_on).words
            case PeriodKind.MONTH:
                return f"{MONTHS[self.starts_on.month - 1]} {year}"
            case PeriodKind.DAY:
                return words_for_date(self.starts_on)
            case PeriodKind.CALENDAR_YEAR:
                return f"Calendar year {year}"
            case _:
                return f"{self.kind.word} {_two_years(year)} ({_span(self.starts_on, self.ends_on)})"

    @property
    def short_words(self) -> str:
        """ "Q1 2016–17" for a quarter, for use where the page already shows the months. Other periods as `words`."""
        return Quarter.of(self.starts_on).short_words if self.kind == PeriodKind.QUARTER else self.words

    def __lt__(self, other: Period) -> bool:
        return (self.ends_on, self.starts_on, self.kind) < (other.ends_on, other.starts_on, other.kind)

    def __str__(self) -> str:
        return self.token


def working_days_after(day: date, count: int, holidays: Collection[date]) -> date:
    """The working day that is `count` working days after a day. Weekends and `holidays` do not count."""
    while count > 0:
        day += timedelta(days=1)
        count -= day.weekday() < 5 and day not in holidays
    return day


def working_days_before(day: date, count: int, holidays: Collection[date]) -> date:
    """The working day that is `count` working days before a day. Weekends and `holidays` do not count."""
    while count > 0:
        day -= timedelta(days=1)
        count -= day.weekday() < 5 and day not in holidays
    return day


def _check_year(year: int) -> int:
    if not EARLIEST_YEAR <= year <= LATEST_YEAR:
        raise ValueError(f"{year} is out of range. Use a year from {EARLIEST_YEAR} to {LATEST_YEAR}.")
    return year


def _first_of_two_years(text: str) -> int:
    """2016 for "2016-17". Raises ValueError if the second year does not follow the first."""
    year = int(text[:4])
    follows = f"{(year + 1) % 100:02}"
    if text[5:] != follows:
        raise ValueError(f"The years in '{text}' do not follow each other. Write {year}-{follows}.")
    return year


def _census_day(token: str) -> date:
    try:
        day = date.fromisoformat(token)
    except ValueError:
        raise ValueError(f"'{token}' is not a real date. Write a date like 2013-03-31.") from None
    _check_year(day.year)
    return day


def _two_years(year: int) -> str:
    return f"{year}–{(year + 1) % 100:02}"


def _span(first: date, last: date) -> str:
    """ "April to June 2016", or with both years when they differ."""
    first_year = "" if first.year == last.year else f" {first.year}"
    return f"{MONTHS[first.month - 1]}{first_year} to {MONTHS[last.month - 1]} {last.year}"
