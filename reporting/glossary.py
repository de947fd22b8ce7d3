"""Abbreviations in a council's plan, and what they mean there.

Meanings from the council come first: its organisations and boards, then what the plan spells out in its own text
("Personal Outcomes Evaluation Tool (POET)"). The general list comes last.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from .vocabulary import MEANINGS

ABBREVIATION = re.compile(r"\b[A-Z](?:[A-Za-z]{0,9}[A-Z]|&[A-Z])[a-z]{0,2}\b")
"""Words with a capital at the front and another further on: SEND, SENCo, EHCPs, DfE, C&L."""
IN_BRACKETS = re.compile(r"\(([A-Za-z&]{2,12})\)")
WORD = re.compile(r"[A-Za-z'’-]+")
SMALL_WORDS = {"a", "an", "and", "for", "in", "of", "on", "or", "the", "to", "with"}
LONGEST_UNEXPLAINED = 4
"""Longer words in capitals are mostly names or emphasis."""
NOT_ABBREVIATIONS = {"II", "III", "IV", "OBE", "MBE", "TBC"}


@dataclass(frozen=True, slots=True)
class Term:
    """An abbreviation and what it means."""

    short: str
    meaning: str


@dataclass(frozen=True, slots=True)
class Abbreviations:
    """A plan's abbreviations in alphabetical order. Those in `unexplained` have no known meaning."""

    known: tuple[Term, ...]
    unexplained: tuple[str, ...]


def abbreviations(
    texts: Iterable[str],
    *,
    own: Mapping[str, str] | None = None,
    hinted: Mapping[str, str] | None = None,
    others: Iterable[str] = (),
) -> Abbreviations:
    """Find the abbreviations in the texts. All of the council's `own` are included, whether they occur or not.

    `hinted` are meanings to fall back on. `others` are letters with another meaning, such as people's initials: they
    are never reported as unexplained.
    """
    text = "\n".join(texts)
    meanings = _meanings(text, own or {}, hinted or {})
    used = {_singular(found, meanings) for found in ABBREVIATION.findall(text)}
    keys = {_key(short) for short in [*used, *(own or {})]}
    foreign = {_key(short) for short in [*others, *NOT_ABBREVIATIONS]}
    unexplained = {
        short
        for short in used
        if len(short) <= LONGEST_UNEXPLAINED and _key(short) not in meanings and _key(short) not in foreign
    }
    return Abbreviations(
        tuple(sorted((meanings[key] for key in keys if key in meanings), key=lambda term: _key(term.short))),
        tuple(sorted(unexplained, key=_key)),
    )


def _meanings(text: str, own: Mapping[str, str], hinted: Mapping[str, str]) -> dict[str, Term]:
    """Meanings by key. Later sources win: hints, the general list, what the text spells out, the council's own."""
    meanings = {
        _key(short): Term(short, meaning)
        for source in (hinted, MEANINGS)
        for short, meaning in source.items()
    }
    explained = [*spelled_out(text), *(Term(short, meaning) for short, meaning in own.items())]
    for term in explained:
        if not _already_explains(meanings.get(_key(term.short)), term):
            meanings[_key(term.short)] = term
    return meanings


def spelled_out(text: str) -> Iterable[Term]:
    """Find terms that a text explains: words before brackets whose first letters spell what is in the brackets."""
    for line in text.splitlines():
        for match in IN_BRACKETS.finditer(line):
            letters = [letter for letter in match[1].removesuffix("s") if letter.isupper()]
            if len(letters) < 2:
                continue
            begins = _spelling(letters, list(WORD.finditer(line, 0, match.start())))
            if begins is not None:
                meaning = line[begins : match.start()].strip(" ,.;:")
                yield Term(match[1].removesuffix("s"), meaning[0].upper() + meaning[1:])


def _spelling(letters: list[str], words: list[re.Match[str]]) -> int | None:
    """Find where the words that spell the letters begin, reading from the end.

    Small words are skipped, and so is one last word. Returns None if the words do not spell the letters.
    """
    for last in (len(words), len(words) - 1):
        place = last
        for letter in reversed(letters):
            place -= 1
            while place >= 0 and words[place][0] in SMALL_WORDS:
                place -= 1
            if place < 0 or words[place][0][0].upper() != letter:
                break
        else:
            return words[place].start()
    return None


def initials_of(name: str) -> str:
    """Initials of a name: "ISP" for "Inclusion Support Panel". Plans often use them for a board without saying so."""
    return "".join(word[0] for word in WORD.findall(name) if word[0].isupper())


def _already_explains(known: Term | None, term: Term) -> bool:
    """True if the known meaning begins with the same words. It may explain more, so it is kept."""
    return known is not None and known.meaning.lower().startswith(term.meaning.lower().removesuffix("s"))


def _key(short: str) -> str:
    return short.upper()


def _singular(short: str, meanings: Mapping[str, Term]) -> str:
    """Abbreviation without a plural "s": "EHCP" for "EHCPs". CAMHS keeps its last letter."""
    return short.removesuffix("s") if _key(short) not in meanings else short
