"""What a calendar shows, and what it leaves out of words.

In words, with the tables that the tests run: docs/rules/calendars.md.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from core.words import WordedEnum

KEEP = timedelta(days=365)
"""How long a calendar keeps a meeting, and the days before it, after they have passed."""

_EMAIL = re.compile(r"[^\s<>@,;:()]+@[^\s<>@,;:()]+\.[^\s<>@,;:()]+")
_TELEPHONE = re.compile(r"(?:\+|\(?0)\d[\d \t().-]{6,}\d")
_FEWEST_DIGITS = 10


class Kind(WordedEnum):
    """What a calendar is about."""

    MINE = "mine"
    BOARD = "board"
    STRATEGY = "strategy"
    RETURNS = "returns"


class What(WordedEnum):
    """What happens on a day."""

    DUE_DATE = "due_date"
    RETURN = "return"
    MEETING = "meeting"
    PAPERS = "papers"
    CUT_OFF = "cut_off"


OWED = (What.DUE_DATE, What.RETURN)
"""What stays in a calendar until it is done, however late it is."""


@dataclass(frozen=True, slots=True)
class CalendarDay:
    """Something that happens on a whole day. `key` is its row, `rows` are all rows that its words come from.

    `path` is its page, and `done` says that nobody has to act on it any more.
    """

    what: What
    key: UUID
    on: date
    title: str
    path: str
    rows: tuple[UUID, ...]
    words: str = ""
    place: str = ""
    done: bool = False

    @property
    def uid(self) -> str:
        """The same for ever, so that a calendar moves an entry and does not add another."""
        return f"{self.what}-{self.key}@sendplan"


def is_shown(what: What, on: date, *, done: bool, today: date) -> bool:
    """Whether a calendar shows something on this day."""
    return not done if what in OWED else not done and on >= today - KEEP


def without_contacts(text: str) -> str:
    """The text without email addresses and telephone numbers, which may not leave by an address without sign-in."""
    return _TELEPHONE.sub(_if_short, _EMAIL.sub("(email address left out)", text))


def _if_short(found: re.Match[str]) -> str:
    digits = sum(each.isdigit() for each in found[0])
    return found[0] if digits < _FEWEST_DIGITS else "(telephone number left out)"
