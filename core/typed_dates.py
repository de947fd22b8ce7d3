"""Read a date that a person has typed in one field: "14 July 2016", "14 Jul 16", "14/07/2016", "2016-07-14"."""

from __future__ import annotations

import re
from datetime import date

from .periods import EARLIEST_YEAR, LATEST_YEAR, MONTHS, words_for_date

_WEEKDAY = r"(?:(?:mon|tues|wednes|thurs|fri|satur|sun)day|mon|tues?|wed|thu(?:rs)?|fri|sat|sun),? +"
_FORMS = (
    re.compile(
        rf"(?:{_WEEKDAY})?(?P<day>\d{{1,2}})(?:st|nd|rd|th)? +(?P<month>[a-z]{{3,9}}),? +(?P<year>\d{{4}}|\d\d)"
    ),
    re.compile(r"(?P<day>\d{1,2})[/.](?P<month>\d{1,2})[/.](?P<year>\d{4}|\d\d)"),
    re.compile(r"(?P<year>\d{4})-(?P<month>\d{1,2})-(?P<day>\d{1,2})"),
)


def typed_date(text: str) -> date:
    """The day that the text names. Raises ValueError with a sentence that says what to write."""
    words = " ".join(text.lower().split())
    found = next((match for form in _FORMS if (match := form.fullmatch(words))), None)
    month = _month(found["month"]) if found else 0
    if not found or not month:
        raise ValueError(f"“{text.strip()}” is not a date. Write it like 14 July 2016 or 14/07/2016")
    year = int(found["year"]) + (2000 if len(found["year"]) == 2 else 0)
    if not EARLIEST_YEAR <= year <= LATEST_YEAR:
        raise ValueError(f"{year} is out of range. Use a year from {EARLIEST_YEAR} to {LATEST_YEAR}")
    try:
        return date(year, month, int(found["day"]))
    except ValueError:
        raise ValueError(f"“{text.strip()}” is not a real date. Check the day and the month") from None


def day_examples(day: date) -> str:
    """Two ways to write a day: "14 July 2016 or 14/07/2016"."""
    return f"{words_for_date(day)} or {day:%d/%m/%Y}"


def _month(typed: str) -> int:
    """1 to 12 from "7", "07", "Jul", "Sept" or "July", or 0 if it is not a month."""
    if typed.isdigit():
        return int(typed) if 1 <= int(typed) <= 12 else 0
    return next((i for i, name in enumerate(MONTHS, 1) if name.lower().startswith(typed)), 0)
