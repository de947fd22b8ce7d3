"""The section of each row: which one of the plan a printed heading means, and that of rows without a heading."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace

from plan_files.rules.asking import Asked, about, quoted
from plan_files.rules.doubts import Choice, DoubtKind, text_written
from plan_files.rules.drafts import Draft
from plan_files.rules.keys import fold, likeness, same_numbers, without_continued

_CODE = re.compile(
    r"(?:(?:section|strand|priority|theme|area|objective|aim|goal|workstream|pillar|part)\s+(?P<code>[A-Z]|[0-9]{1,2})"
    r"|(?P<bare>[A-Z]|[0-9]{1,2}))\s*(?:[:.)–-]\s*|\s+(?=[A-Z]))(?P<title>.*)",
    re.IGNORECASE | re.DOTALL,
)
GENERAL = "Deliverables"
ALIKE = 0.85
ALIKE_WITH_CODE = 0.45


def code_and_title(heading: str) -> tuple[str, str]:
    """ "Strand A: Inclusion" is ("A", "Inclusion"), "Whole System" is ("", "Whole System")."""
    match = _CODE.fullmatch(heading.strip())
    if match is None or not match["title"].strip():
        return "", heading.strip()
    return (match["code"] or match["bare"] or "").upper(), match["title"].strip()


def with_sections(drafts: Sequence[Draft], known: Sequence[str], asked: Asked) -> list[Draft]:
    """The rows, each in its section. `known` are the titles of the plan's sections."""
    rows_of: dict[str, list[str]] = {}
    for draft in drafts:
        rows_of.setdefault(draft.section, []).append(draft.key)
    without = _section_without_heading(rows_of[""], known, asked) if "" in rows_of else ""
    printed = [draft.section or without for draft in drafts]
    settled = _settled(printed, rows_of, known, asked)
    return [
        replace(draft, section=settled.get(section, section))
        for draft, section in zip(drafts, printed, strict=True)
    ]


def _section_without_heading(rows: Sequence[str], known: Sequence[str], asked: Asked) -> str:
    """Ask for the section of the rows that neither a heading nor a column gives one."""
    choices = [Choice(f"section:{section}", section) for section in known]
    general = Choice("general", f"A section called “{GENERAL}”")
    answer = asked.ask(
        DoubtKind.NO_SECTION,
        rows,
        about="file",
        subject="",
        sentence="No heading or column says which section these rows belong to.",
        choices=[*choices, general] if len(known) == 1 else [general, *choices],
        write="Section",
    )
    if answer == "general":
        return GENERAL
    return text_written(answer) or answer.removeprefix("section:")


def _settled(
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
    return likeness(first[1], second[1]) >= ALIKE and same_numbers(first[1], second[1])


def _shares_words(one: str, other: str) -> bool:
    words = [{word[:6] for word in re.findall(r"[a-z]{4,}", text.lower())} for text in (one, other)]
    return len(words[0] & words[1]) * 2 >= min(map(len, words)) > 0
