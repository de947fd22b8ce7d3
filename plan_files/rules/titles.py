"""Split the text of a title cell into a title and points of detail; find what is probably misprinted in it."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable

from plan_files.rules.keys import words_of

LONG_TITLE_WORDS = 40
LONGEST_TITLE = 500
_ABBREVIATIONS = re.compile(
    r"\b(?:e\.g|i\.e|etc|vs|approx|incl|no|nos|dr|mr|mrs|ms|st|prof|cllr|inc|ref|re)$", re.I
)
_SENTENCE_END = re.compile(
    r"(?<=[a-z0-9)\]'’”\"])\s*[.?!](?:['’”\"](?=\s))?\s*(?=[A-Z‘“'\"(•])|(?<=[A-Z]{2})\.\s+(?=[A-Z])"
)
_SEE = re.compile(
    r"(?:please\s+)?(?:see|refer to|as per|covered (?:in|by)|included in|part of)\s+(?:also\s+)?(?:the\s+)?"
    r"(?P<what>.+)",
    re.IGNORECASE,
)
_ELSEWHERE = re.compile(
    r"\b(?:plan|strategy|appendix|programme|section|action|above|below|policy)\b", re.IGNORECASE
)
LONGEST_REFERENCE_WORDS = 10

_TOTAL = re.compile(r"(?:(?:grand|overall)\s+|sub[- ]?)?totals?\s*:?", re.IGNORECASE)
_FIRST = ("the", "and", "to", "of")
_LAST = ("the", "and", "for", "to", "of", "are", "is", "with", "by", "from", "that", "which")
"""Words that run together with the next and with the one before. "Forgets" and "withheld" are words of their own."""
_CASE_JOINED = re.compile(
    r"\b(?:[a-z]{4,}|[A-Z][a-z]{3,})(?=[A-Z]{2,})|\b[a-z]{4,}(?=[A-Z][a-z]{2,})|\b[A-Z]{3,}(?=[a-z]{4,})"
)
_I_PLACE = re.compile(r"\b(?:I|l|ln) place\b")
_LOOSE_HYPHEN = re.compile(r"(?<=[a-z])- (?=[a-z])(?!and\b|or\b)")
_END_OF_LIST = re.compile(r"[:,;]$|\b(?:and|or|the|of|to|a|an)$")


def split_title(text: str) -> tuple[str, list[str]]:
    """The first sentence is the title. Every other sentence, paragraph and bullet is a point of detail."""
    points: list[str] = []
    for line in text.split("\n"):
        for number, piece in enumerate(line.split("•")):
            piece = piece.strip()
            if not piece:
                continue
            if points and number == 0 and (piece[0].islower() or _continues(points[-1])):
                points[-1] = f"{points[-1]} {piece}"
            else:
                points.append(piece)
    sentences = [sentence for point in points for sentence in _sentences(point)]
    if not sentences:
        return "", []
    return sentences[0], sentences[1:]


def _continues(before: str) -> bool:
    return bool(re.search(r"(?:[-–,/&]|\b(?:and|or|the|of|to|for|with|a|in|on|by))$", before))


def _sentences(text: str) -> list[str]:
    found: list[str] = []
    start = 0
    for end in _SENTENCE_END.finditer(text):
        before = text[start : end.start()]
        if _ABBREVIATIONS.search(before) or before.count("(") > before.count(")"):
            continue
        found.append(before.strip() + end[0].strip().replace(".", ""))
        start = end.end()
    last = text[start:].strip()
    if found and last.startswith("(") and last.rstrip(". ").endswith(")"):
        found[-1] = f"{found[-1]} {last}"
    else:
        found.append(last)
    return [_without_stop(sentence) for sentence in found if sentence.strip(" .;")]


def _without_stop(sentence: str) -> str:
    return (
        sentence[:-1].rstrip()
        if sentence.endswith((".", ":", ";")) and not sentence.endswith("etc.")
        else sentence
    )


def refers_elsewhere(text: str) -> str:
    """The plan that a milestone only refers to: "LAC Action Plan" for "See LAC Action Plan", "" otherwise."""
    match = _SEE.fullmatch(text.strip().rstrip("."))
    if (
        match is None
        or len(match["what"].split()) > LONGEST_REFERENCE_WORDS
        or not _ELSEWHERE.search(match["what"])
    ):
        return ""
    return match["what"].strip()


def is_total(title: str) -> bool:
    """Whether a title stands before sums: "Total", "Sub-total", "Grand total"."""
    return bool(_TOTAL.fullmatch(title.strip()))


def vocabulary(texts: Iterable[str]) -> Counter[str]:
    """How often each word occurs in a file."""
    return Counter(word for text in texts for word in words_of(text))


def misprints(text: str, known: Counter[str]) -> tuple[list[str], str]:
    """What is probably misprinted, and the text with it corrected ("" if only a person can tell)."""
    found: list[str] = []
    corrected = text
    for match in _CASE_JOINED.finditer(text):
        whole = re.match(r"\w+", text[match.start() :])
        if whole and not _is_usual(whole[0], known):
            found.append(whole[0])
            corrected = corrected.replace(whole[0], f"{match[0]} {whole[0][len(match[0]) :]}")
    for word in re.findall(r"[A-Za-z]{6,}", text):
        apart = _apart(word, known)
        if apart:
            found.append(word)
            corrected = corrected.replace(word, apart)
    for pattern, right in ((_I_PLACE, "in place"), (_LOOSE_HYPHEN, "-")):
        for match in pattern.finditer(text):
            start = text.rfind(" ", 0, max(0, match.start() - 1)) + 1
            end = text.find(" ", match.end())
            found.append(text[start : end if end > 0 else len(text)])
        corrected = pattern.sub(right, corrected)
    return list(dict.fromkeys(found)), corrected if found and corrected != text else ""


def unfinished(text: str) -> str:
    """How a text breaks off, "" if it does not: a colon, a hyphen, an open bracket, a word that needs another."""
    bare = text.strip()
    if bare.count("(") > bare.count(")"):
        return "a bracket that does not close"
    if bare.endswith(":"):
        return "a colon and nothing after it"
    if bare.endswith(("-", "–")):
        return "a hyphen"
    last = _END_OF_LIST.search(bare)
    return f"“{last[0]}”" if last else ""


def _is_usual(word: str, known: Counter[str]) -> bool:
    return known[word.lower()] >= 3 or word in ("SENCo", "SENCos", "McDonald") or word.startswith("Mc")


def _apart(word: str, known: Counter[str]) -> str:
    """A word that is two or three words, taken apart: "toprovide" is "to provide". "" if it is one word."""
    lower = word.lower()
    if known[lower] > 2:
        return ""
    for joiner in _FIRST:
        rest = lower[len(joiner) :]
        if lower.startswith(joiner) and len(rest) >= 4 and known[rest] >= 2 and known[rest] > known[lower]:
            return f"{word[: len(joiner)]} {word[len(joiner) :]}"
    for joiner in _LAST:
        rest = lower[: -len(joiner)]
        if lower.endswith(joiner) and len(rest) >= 5 and known[rest] >= 2 and known[rest] > known[lower]:
            return f"{word[: -len(joiner)]} {word[-len(joiner) :]}"
        at = lower.find(joiner, 4)
        if at > 0:
            first, last = lower[:at], lower[at + len(joiner) :]
            if len(first) >= 5 and len(last) >= 5 and known[first] and known[last]:
                return f"{word[:at]} {joiner} {word[at + len(joiner) :]}"
    return ""
