"""Which section of the plan a printed heading means."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from plan_files.rules.asking import Asked, about, quoted
from plan_files.rules.doubts import Choice, DoubtKind
from plan_files.rules.keys import fold, likeness, without_continued

_CODE = re.compile(
    r"(?:(?:section|strand|priority|theme|area|objective|aim|goal|workstream|pillar|part)\s+(?P<code>[A-Z]|[0-9]{1,2})"
    r"|(?P<bare>[A-Z]|[0-9]{1,2}))\s*(?:[:.)–-]\s*|\s+(?=[A-Z]))(?P<title>.*)",
    re.IGNORECASE | re.DOTALL,
)
ALIKE = 0.85
ALIKE_WITH_CODE = 0.45


def code_and_title(heading: str) -> tuple[str, str]:
    """ "Strand A: Inclusion" is ("A", "Inclusion"), "Whole System" is ("", "Whole System")."""
    match = _CODE.fullmatch(heading.strip())
    if match is None or not match["title"].strip():
        return "", heading.strip()
    return (match["code"] or match["bare"] or "").upper(), match["title"].strip()


def settled_sections(
    printed: Sequence[str], rows_of: dict[str, list[str]], known: Iterable[str], asked: Asked
) -> dict[str, str]:
    """The section that each printed heading means: one of the plan's, an earlier spelling in the file, or a new one."""
    settled: dict[str, str] = {}
    sections = list(known)
    for heading in dict.fromkeys(printed):
        if not heading:
            continue
        same = next((section for section in sections if _same(heading, section)), "")
        if same:
            settled[heading] = same
            continue
        similar = next((section for section in sections if _alike(heading, section)), "")
        if similar:
            answer = asked.ask(
                DoubtKind.SECTION_SPELT,
                rows_of.get(heading, []),
                about=about(fold(heading)),
                subject=heading,
                sentence=f"{quoted(heading)} may be the section {quoted(similar)}.",
                choices=[
                    Choice("same", f"It is {quoted(similar)}"),
                    Choice("own", f"{quoted(heading)} is a section of its own"),
                ],
            )
            settled[heading] = similar if answer == "same" else heading
        else:
            settled[heading] = heading
        if settled[heading] == heading:
            sections.append(heading)
    return settled


def _same(one: str, other: str) -> bool:
    """The same heading but for case, punctuation, "(continued)" and, if only one has it, its code."""
    first, second = code_and_title(without_continued(one)), code_and_title(without_continued(other))
    if first[0] and second[0] and first[0] != second[0]:
        return False
    return fold(first[1]) == fold(second[1])


def _alike(one: str, other: str) -> bool:
    first, second = code_and_title(without_continued(one)), code_and_title(without_continued(other))
    if first[0] and second[0]:
        return first[0] == second[0] and (
            likeness(first[1], second[1]) >= ALIKE_WITH_CODE or _shares_words(first[1], second[1])
        )
    return likeness(first[1], second[1]) >= ALIKE


def _shares_words(one: str, other: str) -> bool:
    words = [{word[:6] for word in re.findall(r"[a-z]{4,}", text.lower())} for text in (one, other)]
    return len(words[0] & words[1]) * 2 >= min(map(len, words)) > 0
