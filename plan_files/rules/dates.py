"""Read the dates of a by-when cell, and propose one for words that name no day or month."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from core.periods import MONTHS, words_for_date
from strategies.importers.cells import CellError, PrintedDuePoint, read_due_points

_TO_BE_CONFIRMED = re.compile(r"(?:tbc|tba|to be (?:confirmed|agreed|announced|decided))\.?", re.IGNORECASE)
_BEFORE = re.compile(
    r"^(?:(?:by|due|on|in|until|before|no later than|the|end of|the end of|end|by end|by the end of|by end of"
    r"|early|mid|late|during|target|beginning of|start of)[\s:-]+)+",
    re.IGNORECASE,
)
_APOSTROPHE_YEAR = re.compile(r"['’](?=[0-9]{2}\b)")
_POINT_AFTER_MONTH = re.compile(
    rf"\b({'|'.join(name[:3] for name in MONTHS)}|Sept)\.(?=\s?\d)", re.IGNORECASE
)
_WEEKDAY = re.compile(
    r"\b(?:mon|tues?|wed(?:nes)?|thu(?:rs)?|fri|sat(?:ur)?|sun)(?:day)?\b,?\s+(?=[0-9])", re.IGNORECASE
)
_A_MONTH = "|".join([*MONTHS, *(name[:3] for name in MONTHS), "Sept"])
_A_DATE = re.compile(
    rf"(?:\b[0-9]{{1,2}}(?:st|nd|rd|th)?\s+)?\b(?:{_A_MONTH})\b[\s-]*(?:20)?[0-9]{{2}}\b"
    r"|\b[0-9]{1,2}[/.][0-9]{1,2}[/.](?:20)?[0-9]{2}\b",
    re.IGNORECASE,
)
_ISO = re.compile(r"^((?:19|20)[0-9]{2})-([01][0-9])-([0-3][0-9])(?:[T ]00:00(?::00)?)?$")
_TWO_YEARS = r"(?P<year>(?:19|20)?[0-9]{2})\s*[/–-]\s*(?P<next>(?:20)?[0-9]{2})"
_TERM = re.compile(
    rf"(?:(?:by|end of|the|end|in|during)\s+)*(?P<term>spring|summer|autumn|winter|easter|christmas)"
    rf"(?:\s+(?:half\s+)?term)?(?:\s+[12])?[\s,]*(?:{_TWO_YEARS}|(?P<one>(?:19|20)[0-9]{{2}}|[0-9]{{2}}))\.?",
    re.IGNORECASE,
)
_QUARTER = re.compile(
    rf"(?:(?:by|end of|the|end|in)\s+)*(?:q|qtr|quarter)\s?(?P<quarter>[1-4])[\s,(of-]*"
    rf"(?:{_TWO_YEARS}|(?P<one>20[0-9]{{2}}))\)?\.?",
    re.IGNORECASE,
)
_SCHOOL_YEAR = re.compile(
    rf"(?:(?:by|end of|the|end|in|during)\s+)*(?P<kind>academic|school|financial|ay|fy)?\s*(?:year)?\s*{_TWO_YEARS}"
    r"(?:\s+(?P<after>academic|school|financial)\s+year)?",
    re.IGNORECASE,
)
_THEN = re.compile(r"\s*[;,]?\s+then\s+", re.IGNORECASE)
TERM_ENDS = {"spring": 4, "easter": 4, "summer": 7, "autumn": 12, "winter": 12, "christmas": 12}


@dataclass(frozen=True, slots=True)
class ReadDates:
    """What a by-when cell says. `proposal` is a date to write if the cell cannot be read, with `because` in words."""

    points: tuple[PrintedDuePoint, ...] = ()
    to_be_confirmed: bool = False
    unreadable: bool = False
    proposal: str = ""
    because: str = ""

    @property
    def in_order(self) -> bool:
        """Whether the dates come one after the other, as printed."""
        days = [point.due_on for point in self.points]
        return days == sorted(days)


@lru_cache(maxsize=4_096)
def read_dates(cell: str) -> ReadDates:
    """The dated parts of a cell. Words around a date ("by end of") are no date and are left out."""
    text = _THEN.sub("; ", " ".join(cell.split()))
    if not text or text in ("-", "–", "—"):
        return ReadDates()
    if _TO_BE_CONFIRMED.fullmatch(text):
        return ReadDates(to_be_confirmed=True)
    iso = _ISO.match(text)
    if iso:
        text = f"{iso[3]}/{iso[2]}/{iso[1]}"
    plain = _WEEKDAY.sub("", _POINT_AFTER_MONTH.sub(r"\1", _APOSTROPHE_YEAR.sub(" ", text))).rstrip(".")
    for attempt in dict.fromkeys((text, plain, _BEFORE.sub("", plain), _plain_parts(plain))):
        try:
            return ReadDates(points=tuple(read_due_points(attempt)))
        except CellError:
            continue
    proposal, because = _proposal(text)
    return ReadDates(unreadable=True, proposal=proposal, because=because)


def _plain_parts(text: str) -> str:
    """Several dates with words between them: "by Oct 15 and by Dec 15"."""
    return "; ".join(
        _BEFORE.sub("", part.strip()) for part in re.split(r"\s*(?:;|,|\band\b|&|\bthen\b)\s*", text)
    )


def _proposal(text: str) -> tuple[str, str]:
    if term := _TERM.fullmatch(text):
        name = term["term"].lower()
        month = TERM_ENDS[name]
        year = _full_year(term["one"]) if term["one"] else _full_year(term["year"]) + (month < 9)
        return f"{MONTHS[month - 1][:3]} {year}", f"the end of the {name} term"
    if quarter := _QUARTER.fullmatch(text):
        number = int(quarter["quarter"])
        first = _full_year(quarter["one"] or quarter["year"])
        month, year = number * 3 + 3, first
        if month > 12:
            month, year = 3, first + 1
        return f"{MONTHS[month - 1][:3]} {year}", f"the end of quarter {number} of a financial year"
    if years := _SCHOOL_YEAR.fullmatch(text):
        kind = (years["kind"] or years["after"] or "").lower()
        if kind in ("academic", "school", "ay"):
            return f"Aug {_full_year(years['year']) + 1}", "the end of the academic year"
        return f"Mar {_full_year(years['year']) + 1}", "the end of the financial year"
    named = [point for match in _A_DATE.finditer(text) for point in _points(match[0])]
    if not named:
        return "", ""
    last = max(named, key=lambda point: point.due_on)
    says = "the only date in these words" if len(named) == 1 else "the last date in these words"
    return words_for_date(last.due_on, last.precision), says


def _points(text: str) -> list[PrintedDuePoint]:
    try:
        return read_due_points(text)
    except CellError:
        return []


def _full_year(text: str) -> int:
    return int(text) + (2000 if len(text) == 2 else 0)


def outside(
    points: tuple[PrintedDuePoint, ...], starts_on: date | None, ends_on: date | None
) -> list[PrintedDuePoint]:
    """The dates before the plan's first day or after its last."""
    return [
        point
        for point in points
        if (starts_on is not None and point.due_on < starts_on)
        or (ends_on is not None and point.due_on > ends_on)
    ]
