"""Find wording of a title that a person should look at: what tidying a plan by hand would change.

In words, with the table that the tests run: docs/rules/import.md. Nothing is changed without an answer. Where the right
text is plain, it is proposed.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

Terms = Mapping[tuple[str, str], str]
"""Terms of a file such as "Learning Difficulties and Disability", by their first and last words."""

_SMALL = "a an the of by to for in on at and or with from within via per as"


@dataclass(frozen=True, slots=True)
class _Sign:
    """A pattern, the words for what it finds ("{}" is that), and what to put in its place if that is plain."""

    pattern: re.Pattern[str]
    says: str
    right: str | None = None


_SIGNS = (
    _Sign(re.compile(r"\b(\w{2,}) (?=\1\b)", re.I), "“{}” stands twice", ""),
    _Sign(re.compile(r"(?<=\w)[;,)](?=[A-Za-z]{2})"), "a space is missing after “{}”", r"\g<0> "),
    _Sign(re.compile(r"(?<=[0-9])(?=(?:years?|months?|weeks?|days?|hours?|pupils?|children)\b)"),
          "a space is missing after a number", " "),
    _Sign(re.compile(r"(?<=[0-9]) \+(?= )"), "a space stands before “+”", "+"),
    _Sign(re.compile(r"\s+(?=[.,;:](?:\s|$))"), "a space stands before a stop", ""),
    _Sign(re.compile(r"(?<!\.)\.(?= \()"), "a full stop stands before a bracket", ""),
    _Sign(re.compile(r"(?<=\bis )in (?=\w+ed\b)|(?<=\bare )in (?=\w+ed\b)"), "“in” is left over", ""),
    _Sign(re.compile(r"^To (?=[a-z])"), "it begins with “To”"),
    _Sign(re.compile(r"\b(with|of|to|for|in) [A-Z]\w+ \1\b"), "“{}” has the same word twice"),
    _Sign(re.compile(r"(?:^|[.’'”] ?)(?:The )?[A-Z]\w+ (?:(?!and\b|of\b|for\b|in\b|to\b|with\b)\w+ ){0,2}"
                     r"\w{2,}[^\Wsui\d_]s (?:is|has|was|includes|sets|does)\b"), "“{}” mixes one and several"),
    _Sign(re.compile(r"\b[A-Z]{2,}s includes\b"), "“{}” mixes one and several"),
    _Sign(re.compile(r"\ba (?:[a-z]+al|new|single|local) (?!series|news|means|species)[a-z]{3,}[^\Wsui\d_]s\b"),
          "“{}” mixes one and several"),
    _Sign(re.compile(r"\b\w{3,}ed, \w{3,}ed(?=[.;]?$)"), "the list “{}” has no “and”"),
    _Sign(re.compile(r"\b\w{3,}ed (?:explored|evaluated|implemented|reviewed|published|monitored|agreed)\b"),
          "a word is missing in “{}”"),
    _Sign(re.compile(r"[a-z)\]’'”] [–—-] [a-z]"), "an aside hangs on a dash"),
    _Sign(re.compile(r"\bi+v?\) .*\bi+v?\) "), "it numbers its parts, which may be points of detail"),
    _Sign(re.compile(r"\([^()]*;[^()]*\)"), "a list stands in brackets, whose items may be points of detail"),
    _Sign(re.compile(r"(?<=[a-z] )(?P<it>[A-Z][a-z]{3,}) (?:provided|produced)\b"),
          "“{}” may begin a new sentence"),
    _Sign(re.compile(r"\b(?:new|further|additional|existing|other)[.;]?$"), "it ends in “{}”"),
    _Sign(re.compile(r"\b(?:team|service|group|board|panel|centre) of (?:[A-Z]\w+ ?){3,}"),
          "“{}” can be read in two ways"),
    _Sign(re.compile(r"[.;] [^•.]+[.:]? •"), "a sentence stands between the title and its points"),
    _Sign(re.compile(r":\s+[A-Z][^•:]{60,}$"), "a list without bullets follows a colon"),
)  # fmt: skip
_AFTER_SMALL = re.compile(rf"\b(?:{'|'.join(_SMALL.split())}) $", re.IGNORECASE)
_TERM = re.compile(r"\b([A-Z][a-z]+) ([A-Z][a-z]+) and ([A-Z][a-z]+)\b")
_SHORT_TERM = re.compile(r"\b([A-Z][a-z]+) and ([A-Z][a-z]+)\b")


def terms_of(texts: Iterable[str]) -> Terms:
    """Terms of three names that a file uses, so that one that lost a word is noticed."""
    return {(found[1], found[3]): found[0] for text in texts for found in _TERM.finditer(text)}


def to_check(text: str, terms: Terms) -> list[str]:
    """What a person should look at in a title, as words that follow "In “the title”"."""
    said = [sign.says.format(found) for sign in _SIGNS if (found := _first(sign, text)) is not None]
    for short in _SHORT_TERM.finditer(text):
        whole = terms.get((short[1], short[2]))
        if whole and whole not in text:
            said.append(f"“{short[0]}” is “{whole}” elsewhere in the file")
    return list(dict.fromkeys(said))


def _first(sign: _Sign, text: str) -> str | None:
    for found in sign.pattern.finditer(text):
        named = found.groupdict().get("it")
        if named and _AFTER_SMALL.search(text[: found.start("it")]) and "new sentence" in sign.says:
            continue
        return (named or found[0]).strip(" .;’'”")
    return None


def corrected(text: str) -> str:
    """The text with what is plainly wrong put right: doubled words, spaces, stray stops."""
    for sign in _SIGNS:
        if sign.right is not None:
            text = sign.pattern.sub(sign.right, text)
    return text
