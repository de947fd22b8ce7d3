"""The code and the title of a new strand, from the title of a section as a file prints it."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from itertools import count

_PRINTED = re.compile(
    r"(?:(?:section|strand|part|priority|theme|area|workstream|chapter)\s+)?"
    r"(?P<code>[A-Z]|[0-9]{1,2}(?:\.[0-9]{1,2})?)\s*[:.)–-]\s*(?P<title>\S.*)",
    re.IGNORECASE,
)


def printed_code(section: str) -> tuple[str, str]:
    """Code and title: ("A", "Inclusion") for "Section A: Inclusion". The code is "" if none is printed."""
    text = " ".join(section.split())
    match = _PRINTED.fullmatch(text)
    return (match["code"].upper(), match["title"]) if match else ("", text)


def codes_for(sections: Sequence[str], taken: Collection[str]) -> list[tuple[str, str]]:
    """Code and title of new strands.

    One without a printed code, or whose code is taken, gets the next code that is free: a letter where the strands so
    far have letters, else a number.
    """
    used = {code.upper() for code in taken}
    pairs = []
    letters = bool(used) and all(re.fullmatch(r"[A-Z]", code) for code in used)
    printed = {code for code, _ in map(printed_code, sections) if code}
    for section in sections:
        code, title = printed_code(section)
        if not code or code in used:
            code = _next(used | printed, letters)
        used.add(code)
        pairs.append((code, title))
    return pairs


def _next(used: Collection[str], letters: bool) -> str:
    if letters:
        free = next((chr(at) for at in range(ord("A"), ord("Z") + 1) if chr(at) not in used), "")
        if free:
            return free
    return next(str(number) for number in count(1) if str(number) not in used)
