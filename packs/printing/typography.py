"""Places in a pack's text where a line must not break: in a date, quarter or count, and before a short last word."""

from __future__ import annotations

import re

from core.periods import MONTHS

NO_BREAK = "\u00a0"
LONGEST_PAIR = 16
"""Letters of the last two words of a paragraph that are kept together. Longer pairs may not fit a narrow column."""

_MONTH = "|".join((*MONTHS, *(month[:3] for month in MONTHS)))
_TOGETHER = (
    re.compile(rf"\b\d{{1,2}} (?:{_MONTH})\b(?: (?=\d{{4}}\b))?"),
    re.compile(rf"\b(?:{_MONTH}) (?=\d{{4}}\b)"),
    re.compile(r"\b(?:Q[1-4]|[Ee]dition|Quarter|Strand|Section) (?=[\w–])"),
    re.compile(r"\b\d+ (?=(?:red|amber|green|complete|days?|weeks?|months?|quarters?)\b)"),
)
_LAST_SPACE = re.compile(r"\s+(?=<br>|</(?:p|li|td|th|h[1-6]|caption)>)")
_TEXT = re.compile(r">[^<>]+(?=<)")
_LAST_WORDS = re.compile(r"((?:[^<>\s]+\s+){2}[^<>\s]+) ([^<>\s]+)(?=</(?:p|li|td|th|h[1-6]|caption)>)")


def keep_together(html: str) -> str:
    """The same HTML with no-break spaces, and without spaces at the end of a paragraph or cell. Tags stay the same.

    Where such a space does not fit on the line, WeasyPrint breaks the line after its first word.
    """
    html = _LAST_WORDS.sub(_last_pair, _LAST_SPACE.sub("", html))
    return _TEXT.sub(_unbroken, html)


def _last_pair(found: re.Match[str]) -> str:
    before, last = found[1], found[2]
    pair = len(before.split()[-1]) + len(last)
    return f"{before}{NO_BREAK if pair <= LONGEST_PAIR else ' '}{last}"


def _unbroken(found: re.Match[str]) -> str:
    text = found[0]
    for pattern in _TOGETHER:
        text = pattern.sub(lambda pair: pair[0].replace(" ", NO_BREAK), text)
    return text
