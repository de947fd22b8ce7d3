"""Draft a pack's main points in plain English, and read what a person made of them: docs/rules/plain-summary.md."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from core.overall_rag import RagCounts
from core.words import count_words, list_words, plural

FAMILIES = "For families:"
"""Begins the line that says what a point means for families."""
EMPTY_LINE = re.compile(r"\n[ \t]*\n\s*")


@dataclass(frozen=True, slots=True)
class PlainFacts:
    """What the points count. `better` and `worse` are 0 without an earlier quarter.

    `targeted` indicators have a target and a figure or forecast for it.
    """

    noun: str
    counts: RagCounts
    better: int = 0
    worse: int = 0
    overdue: int = 0
    doubted: int = 0
    silent: int = 0
    off_target: int = 0
    targeted: int = 0


@dataclass(frozen=True, slots=True)
class Point:
    """What is so, what it means for families, and the id of the part of the pack that lists it."""

    words: str
    families: str
    part: str = ""


def draft(facts: PlainFacts) -> Iterator[Point]:
    """The points that there are to make, in the order in which they are read."""
    yield _counted(facts)
    if facts.better or facts.worse:
        moved = [
            f"{count:,} {'has' if count == 1 else 'have'} got {word}"
            for count, word in ((facts.better, "better"), (facts.worse, "worse"))
            if count
        ]
        yield Point(
            f"Since last quarter, {list_words(moved)}.",
            "Some changes may come later than you were told."
            if facts.worse
            else "More of the plan is on course than three months ago.",
            "summary",
        )
    if facts.overdue:
        yield Point(
            f"{count_words(facts.overdue, facts.noun)} {'is' if facts.overdue == 1 else 'are'} past "
            f"{_its(facts.overdue)} date.",
            "What was to be there by now may not be. The board can say when it will be.",
            "attention",
        )
    if facts.doubted:
        yield Point(
            f"{count_words(facts.doubted, facts.noun)} {'is' if facts.doubted == 1 else 'are'} rated better than "
            f"{_its(facts.doubted)} dates suggest.",
            "The board is asked to find out which is right.",
            "doubted",
        )
    if facts.silent:
        has = "has" if facts.silent == 1 else "have"
        yield Point(
            f"{count_words(facts.silent, facts.noun)} {has} no update this quarter.",
            "Nobody has said lately how far this is.",
            "silent",
        )
    if facts.targeted:
        yield _measured(facts)


def _counted(facts: PlainFacts) -> Point:
    counts, total = facts.counts, facts.counts.total
    nouns = plural(facts.noun)
    if not total:
        return Point(f"This board does not follow any {nouns} yet.", "There is nothing to report so far.")
    said = [
        (counts.complete, "complete"),
        (counts.green, "on track"),
        (counts.amber, "at risk"),
        (counts.red, "off track"),
    ]
    parts = [f"{count:,} {'is' if count == 1 else 'are'} {words}" for count, words in said if count]
    if not parts:
        words = f"None of the {total:,} {nouns} has a rating yet." if total > 1 else ""
        words = words or f"The only {facts.noun} has no rating yet."
        return Point(words, "Nobody can say yet how the plan is going.", "all")
    if counts.not_rated:
        parts.append(f"{counts.not_rated:,} {'has' if counts.not_rated == 1 else 'have'} no rating yet")
    families = (
        "What is complete should now be there for you. If it is not, tell the council."
        if counts.complete
        else "Nothing that the plan promises is complete yet."
    )
    if total == 1:
        return Point(f"The only {facts.noun} {parts[0].split(' ', 1)[1]}.", families, "all")
    return Point(f"Of {total:,} {nouns}, {list_words(parts)}.", families, "all")


def _measured(facts: PlainFacts) -> Point:
    off, targeted = facts.off_target, facts.targeted
    ending = "with a target"
    if not off:
        words = (
            f"None of the {targeted:,} indicators {ending} misses it."
            if targeted > 1
            else f"The only indicator {ending} meets it."
        )
        return Point(words, "The figures are where the plan wants them to be.", "indicators")
    misses = (
        "misses it, or is not expected to meet it" if off == 1 else "miss it, or are not expected to meet it"
    )
    words = (
        f"{off:,} of {targeted:,} indicators {ending} {misses}."
        if targeted > 1
        else f"The only indicator {ending} {misses}."
    )
    return Point(words, "There, the plan has not yet made the difference that it promised.", "off-target")


def _its(count: int) -> str:
    return "its" if count == 1 else "their"


def as_text(points: Sequence[Point]) -> str:
    """The points as a person edits them: paragraphs, each with its line for families."""
    return "\n\n".join(f"{point.words}\n{FAMILIES} {point.families}" for point in points)


def read_text(text: str, drafted: Sequence[Point]) -> tuple[list[Point], list[str]]:
    """Points that a person wrote, and a sentence for each paragraph that is not one. Links of unchanged words stay."""
    parts = {point.words: point.part for point in drafted}
    points, problems = [], []
    for number, paragraph in enumerate(filter(None, EMPTY_LINE.split(text.replace("\r\n", "\n").strip())), 1):
        words, families = _split(paragraph)
        if not words:
            problems.append(f"Paragraph {number} begins with “{FAMILIES}”. Write first what it is about")
        elif not families:
            problems.append(
                f"Paragraph {number} does not say what it means for families. "
                f"End it with a line that begins with “{FAMILIES}”"
            )
        else:
            points.append(Point(words, families, parts.get(words, "")))
    return points, problems


def _split(paragraph: str) -> tuple[str, str]:
    """A paragraph's words, and those for families."""
    lines = [line.strip() for line in paragraph.split("\n")]
    at = next((at for at, line in enumerate(lines) if line.startswith(FAMILIES)), len(lines))
    families = " ".join(lines[at:]).removeprefix(FAMILIES)
    return " ".join(lines[:at]).strip(), families.strip()
