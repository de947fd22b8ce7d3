"""Write counts, time spans and stored words for readers."""

from __future__ import annotations

from collections.abc import Sequence
from enum import StrEnum


class WordedEnum(StrEnum):
    """Enum that is stored as a short lower-case word and shown as `.word`."""

    @property
    def word(self) -> str:
        """The word that readers see: "Not rated" for `not_rated`."""
        return self.value.replace("_", " ").capitalize()

    @classmethod
    def choices(cls) -> list[tuple[str, str]]:
        """Django choices for a model or form field: each stored value and the word shown."""
        return [(member.value, member.word) for member in cls]


def plural(noun: str) -> str:
    """ "parts", "API keys", "activities", "processes", "people". A phrase such as "reporting to" stays as it is."""
    if noun.lower().endswith(" to"):
        return noun
    if noun.lower().endswith("person"):
        return f"{noun[:-4]}ople"
    if noun.lower().endswith("y") and noun[-2:-1].lower() not in ("a", "e", "i", "o", "u"):
        return f"{noun[:-1]}ies"
    return f"{noun}es" if noun.lower().endswith(("s", "x", "ch", "sh")) else f"{noun}s"


def count_words(count: int, noun: str, nouns: str = "") -> str:
    """ "1 part", "3 parts", "2,000 parts". `nouns` is the plural where `plural` cannot know it: "criteria"."""
    return f"{count:,} {noun if count == 1 else nouns or plural(noun)}"


def with_article(noun: str) -> str:
    """ "an action", "a milestone"."""
    return f"{'an' if noun[:1].lower() in ('a', 'e', 'i', 'o') else 'a'} {noun}"


def list_words(items: Sequence[str]) -> str:
    """ "a", "a and b", "a, b and c"."""
    if len(items) < 2:
        return "".join(items)
    return f"{', '.join(items[:-1])} and {items[-1]}"


def sentence(text: str) -> str:
    """What somebody wrote, with a full stop unless it ends with a sign of its own, so that a sentence can follow."""
    written = text.rstrip()
    ends = written.rstrip("\"'”’)]")
    return written if not ends or ends[-1] in ".!?…:;" else f"{written}."
