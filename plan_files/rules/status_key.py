"""What the words and colours of a plan's status column mean. A person decides once for each word."""

from __future__ import annotations

import re
from collections.abc import Iterable

from core.rag import Rag
from plan_files.rules.review import StatusMeaning

_PERCENT = re.compile(r"(?P<number>[0-9]{1,3})(?:\.[0-9]+)?\s?%?")
_WITH_SIGN = re.compile(r"[0-9]{1,3}(?:\.[0-9]+)?\s?%")

PROPOSED = {
    "red": Rag.RED,
    "r": Rag.RED,
    "amber": Rag.AMBER,
    "a": Rag.AMBER,
    "yellow": Rag.AMBER,
    "green": Rag.GREEN,
    "g": Rag.GREEN,
    "complete": Rag.COMPLETE,
    "completed": Rag.COMPLETE,
}
"""RAG proposed for a printed word. Every other word is held only as printed, "blue" too: councils mean different things
by it, and words such as "delayed" speak of dates and not of what a person judges."""


def folded(word: str) -> str:
    """A printed word as keys compare it."""
    return " ".join(word.lower().strip(" .()").split())


def proposed_meaning(word: str) -> str:
    """The RAG proposed for a printed word, "" for "held only as printed"."""
    return PROPOSED.get(folded(word), "")


def meaning_in(key: Iterable[StatusMeaning], word: str) -> StatusMeaning | None:
    """What a plan's key says of a printed word, None if the word is not in it."""
    return next((meaning for meaning in key if folded(meaning.printed) == folded(word)), None)


def percent_complete(text: str) -> int | None:
    """A percentage complete from 0 to 100: "50%", "50", "0.5" of a spreadsheet. None if it is none."""
    bare = text.strip()
    if re.fullmatch(r"0?\.[0-9]+|1\.0+", bare):
        return round(float(bare) * 100)
    match = _PERCENT.fullmatch(bare)
    if match is None or int(match["number"]) > 100:
        return None
    return int(match["number"])


def is_percentage(text: str) -> bool:
    """Whether a status cell holds a percentage, which is never turned into RAG."""
    return bool(_WITH_SIGN.fullmatch(text.strip()))
