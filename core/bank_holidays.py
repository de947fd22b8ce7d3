"""Bank holidays in England.

Source: Banking and Financial Dealings Act 1971, Schedule 1, and the royal proclamations published on
https://www.gov.uk/bank-holidays. The yearly holidays are computed. Days that a proclamation moved or added
are listed below: add a line for each new one.
"""

from __future__ import annotations

from datetime import date, timedelta
from functools import cache

from dateutil.easter import easter

MOVED = {
    date(2012, 5, 28): date(2012, 6, 4),  # Spring holiday, for the Diamond Jubilee
    date(2020, 5, 4): date(2020, 5, 8),  # Early May holiday, for the 75th anniversary of VE Day
    date(2022, 5, 30): date(2022, 6, 2),  # Spring holiday, for the Platinum Jubilee
}
ONE_OFF = frozenset(
    {
        date(2011, 4, 29),  # Wedding of Prince William
        date(2012, 6, 5),  # Diamond Jubilee
        date(2022, 6, 3),  # Platinum Jubilee
        date(2022, 9, 19),  # State funeral of Queen Elizabeth II
        date(2023, 5, 8),  # Coronation of King Charles III
    }
)


@cache
def bank_holidays(year: int) -> frozenset[date]:
    """Bank holidays in England in one calendar year. All fall on weekdays."""
    easter_sunday = easter(year)
    days = {
        easter_sunday - timedelta(days=2),
        easter_sunday + timedelta(days=1),
        _first_monday(year, 5),
        _last_monday(year, 5),
        _last_monday(year, 8),
    }
    days = {MOVED.get(day, day) for day in days} | {day for day in ONE_OFF if day.year == year}
    return frozenset(days | _with_substitutes(date(year, 1, 1), date(year, 12, 25), date(year, 12, 26)))


def _with_substitutes(*fixed: date) -> set[date]:
    """Fixed holidays, each one on a weekend moved to the next weekday that is not already a holiday."""
    taken = {day for day in fixed if day.weekday() < 5}
    for day in (day for day in fixed if day.weekday() >= 5):
        while day.weekday() >= 5 or day in taken:
            day += timedelta(days=1)
        taken.add(day)
    return taken


def _first_monday(year: int, month: int) -> date:
    first = date(year, month, 1)
    return first + timedelta(days=-first.weekday() % 7)


def _last_monday(year: int, month: int) -> date:
    return _first_monday(year, month + 1) - timedelta(days=7)
