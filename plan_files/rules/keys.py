"""Compare texts as readers do, without case, punctuation, spaces and letters of other alphabets. Make keys of them."""

from __future__ import annotations

import hashlib
import re
from difflib import SequenceMatcher
from functools import lru_cache

from strategies.importers.cells import fold_lookalikes

_NOT_A_LETTER = re.compile(r"[^a-z0-9]+")
_CONTINUED = re.compile(r"\s*[-–—(]*\s*\b(?:cont(?:inued|'d|d)?|cont\.)\s*\)?\s*$", re.IGNORECASE)
KEY_LENGTH = 16


@lru_cache(maxsize=8_192)
def fold(text: str) -> str:
    """Letters and digits only, in lower case."""
    return _NOT_A_LETTER.sub("", fold_lookalikes(text).lower().replace("&", "and"))


def words_of(text: str) -> list[str]:
    """The words of a text in lower case."""
    return _NOT_A_LETTER.sub(" ", fold_lookalikes(text).lower().replace("&", " and ")).split()


def likeness(one: str, other: str) -> float:
    """How alike two texts are, from 0 to 1."""
    first, second = fold(one), fold(other)
    if not first or not second:
        return 0.0
    if first == second:
        return 1.0
    matcher = SequenceMatcher(None, first, second, autojunk=False)
    return matcher.ratio() if matcher.real_quick_ratio() > 0.6 and matcher.quick_ratio() > 0.6 else 0.0


def without_continued(heading: str) -> str:
    """A heading without "(continued)" behind it."""
    return _CONTINUED.sub("", heading).strip()


def short_hash(*parts: str) -> str:
    """A stable id for these texts."""
    return hashlib.sha256("\x1f".join(parts).encode()).hexdigest()[:KEY_LENGTH]


def row_key(section: str, number: str, title: str) -> str:
    """The stable id of a row without an id of its own."""
    return short_hash(fold(without_continued(section)), fold(number), fold(title))
