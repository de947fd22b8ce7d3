"""Parse the lead and by-when cells of a published plan.

The text of plans is often damaged. The parsers accept what real plans contain: joint leads with any separator,
letters of another alphabet that look Latin, several dates in one cell. If a cell cannot be read, the error quotes
it. Nothing is guessed.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

from core.periods import EARLIEST_YEAR, LATEST_YEAR, MONTHS, Precision, due_day

LOOKALIKES = str.maketrans(
    "АВЕЅІЈКМНОРСТУХасеіјкмнорѕтухв" + "ΑΒΕΖΗΙΚΜΝΟΡΤΥΧ",
    "ABESIJKMHOPCTYXaceijkmhopstyxb" + "ABEZHIKMNOPTYX",
)
"""Cyrillic and Greek letters that look like Latin ones. Small к, м, н, т and в look like small capitals."""

TO_CONFIRM = {"tbc", "tba"}
IDENTIFIED_LATER, TO_BE_CONFIRMED = "to_identify", "to_confirm"

_LEAD = re.compile(
    r"(?P<name>[A-Z][a-z]?[A-Z][A-Za-z]{0,2}|[a-z]{2,3})(?P<garbled>\.)?(?:\s*\((?P<qualifier>[^()]+)\))?"
)
_BETWEEN_LEADS = re.compile(r"[\s/;,&]*")
_MONTHS = {
    name[:length].lower(): number for number, name in enumerate(MONTHS, 1) for length in (3, 4, len(name))
}
_A_MONTH = "|".join(sorted(_MONTHS, key=len, reverse=True))
_WORD = rf"(?!(?:{_A_MONTH})[0-9\s])(?![ivx]+\))[a-z]+"
_DUE_POINT = re.compile(
    rf"""(?P<label>[ivx]+\))?\s*
    (?:(?P<numeric>(?P<d>[0-9]{{1,2}})[/.](?P<m>[0-9]{{1,2}})[/.])
      |(?:(?P<day>[0-9]{{1,2}})(?:(?:st|nd|rd|th)?\s+|-))?(?P<month>{_A_MONTH})(?:\s*|-))?
    (?P<year>[0-9]{{4}}|[0-9]{{2}})(?![0-9])
    (?:\s*\((?P<bracketed>[^()]+)\)|\s+(?P<unbracketed>{_WORD}(?:\s+{_WORD})*))?""",
    re.VERBOSE | re.IGNORECASE,
)
_NO_DATE_YET = re.compile(r"(?:tbc|tba|to be (?:confirmed|agreed|announced))\.?", re.IGNORECASE)
_BETWEEN_DUE_POINTS = re.compile(r"[\s;,]*")


class CellError(ValueError):
    """The cell cannot be read. The message quotes it and says what to write."""


@dataclass(frozen=True, slots=True)
class LeadSlot:
    """One person in a lead or reporting cell, by initials, or a vacancy to resolve (`initials` is None)."""

    initials: str | None
    qualifier: str = ""
    state: str = IDENTIFIED_LATER


@dataclass(frozen=True, slots=True)
class PrintedDuePoint:
    """One dated part of a by-when cell. `source_text` is the part as printed."""

    label: str
    due_on: date
    precision: Precision
    source_text: str
    qualifier: str = ""


def fold_lookalikes(text: str) -> str:
    """Replace lookalike letters by Latin ones, so that initials printed in two alphabets are one person."""
    return text.translate(LOOKALIKES)


def read_leads(cell: str) -> list[LeadSlot]:
    """Parse a lead or reporting cell: each person once, in printed order.

    `HP/LB`, `HP CU`, `JD; HP`, `MC;KB` and `LT/RD` in a list are two people each. `TG (C&I)` has a qualifier.
    `tbc` and garbled initials (`OI.`) are vacancies to resolve. Raises CellError for anything else.
    """
    text = fold_lookalikes(cell)
    slots: list[LeadSlot] = []
    at = _skip(_BETWEEN_LEADS, text, 0)
    while at < len(text):
        match = _LEAD.match(text, at)
        end = match.end() if match else at
        after = _skip(_BETWEEN_LEADS, text, end)
        if match is None or (after == end < len(text)):
            raise CellError(
                f"Cannot read the lead in '{cell}'. Write initials separated by / or ;, or write tbc."
            )
        slots.append(_slot(match))
        at = after
    return list(dict.fromkeys(slots))


def read_due_points(cell: str) -> list[PrintedDuePoint]:
    """Parse the dated parts of a by-when cell, in printed order. An empty cell has none, and `to be confirmed` too.

    `Dec16`, `March 2016`, `30 September 2016`, `30/09/2016`, `30.9.2016` and `2017` are precise to the month, day or
    year, and due on its last day. A label (`i)`) or qualifier (`launch`, `(launch level 1)`) belongs to the part next
    to it. Raises CellError for anything else.
    """
    text = cell.strip()
    if _NO_DATE_YET.fullmatch(text):
        return []
    points: list[PrintedDuePoint] = []
    at = 0
    while at < len(text):
        match = _DUE_POINT.match(text, at)
        point = _due_point(match) if match else None
        if match is None or point is None:
            raise CellError(
                f"Cannot read the due date in '{cell}'. Write a month like Sep 2016 or a day like 30 Sep 2016."
            )
        points.append(point)
        at = _skip(_BETWEEN_DUE_POINTS, text, match.end())
    return points


def _slot(match: re.Match[str]) -> LeadSlot:
    name, qualifier = match["name"], (match["qualifier"] or "").strip()
    if match["garbled"]:
        return LeadSlot(None, f"printed {match['name']}.", TO_BE_CONFIRMED)
    if name.lower() in TO_CONFIRM:
        return LeadSlot(None, qualifier, TO_BE_CONFIRMED)
    return LeadSlot(name.upper() if name.islower() else name, qualifier)


def _due_point(match: re.Match[str]) -> PrintedDuePoint | None:
    month = _MONTHS.get(match["month"].lower()) if match["month"] else None
    day = match["day"]
    if match["numeric"]:
        day, month = match["d"], int(match["m"])
        if not 1 <= month <= 12:
            return None
    if (match["month"] and month is None) or (month is None and len(match["year"]) == 2):
        return None
    year = int(match["year"]) + (2000 if len(match["year"]) == 2 else 0)
    if not EARLIEST_YEAR <= year <= LATEST_YEAR:
        return None
    if month is None:
        due_on, precision = date(year, 12, 31), Precision.YEAR
    elif day is None:
        due_on, precision = due_day(year, month), Precision.MONTH
    else:
        if not 1 <= int(day) <= due_day(year, month).day:
            return None
        due_on, precision = date(year, month, int(day)), Precision.DAY
    return PrintedDuePoint(
        label=match["label"] or "",
        due_on=due_on,
        precision=precision,
        source_text=match[0].strip(),
        qualifier=(match["bracketed"] or match["unbracketed"] or "").strip(),
    )


def _skip(between: re.Pattern[str], text: str, at: int) -> int:
    match = between.match(text, at)
    return match.end() if match else at
