"""Parts that a pack can have, and their order. In words: docs/rules/pack-parts.md."""

from __future__ import annotations

from collections.abc import Iterable

from core.words import WordedEnum


class Part(WordedEnum):
    """A part of a pack. Its value is stored, its word is its heading."""

    SUMMARY = "summary"
    PLAIN = "plain"
    ATTENTION = "attention"
    CHANGES = "changes"
    DECISIONS = "decisions"
    STRANDS = "strands"
    INDICATORS = "indicators"
    RISKS = "risks"
    RESOLVE = "resolve"
    EVERYTHING = "all"
    RECIPIENTS = "recipients"
    GLOSSARY = "glossary"
    READING = "reading"

    @property
    def word(self) -> str:
        return HEADINGS[self]

    @property
    def explained(self) -> str:
        """What the part holds, for who chooses it."""
        return EXPLAINED[self]


HEADINGS = {
    Part.SUMMARY: "Summary",
    Part.PLAIN: "In plain English",
    Part.ATTENTION: "For the board’s attention",
    Part.CHANGES: "What changed since the last pack",
    Part.DECISIONS: "Decisions and actions",
    Part.STRANDS: "Progress part by part",
    Part.INDICATORS: "Indicators",
    Part.RISKS: "Risks",
    Part.RESOLVE: "Still to resolve",
    Part.EVERYTHING: "Everything in the plan",
    Part.RECIPIENTS: "Distribution list",
    Part.GLOSSARY: "Abbreviations",
    Part.READING: "How to read this pack",
}
EXPLAINED = {
    Part.SUMMARY: "One page: the overall RAG rating, counts, and the RAG ratings of each part of the plan.",
    Part.PLAIN: "The main points in short sentences, each with what it means for families.",
    Part.ATTENTION: "What is rated better than its dates suggest, red and amber items with their path to green, "
    "and indicators off target.",
    Part.CHANGES: "RAG ratings, dates, leads and figures that are not as they were in the board’s last pack.",
    Part.DECISIONS: "What boards below ask this one to decide, and what became of its own decisions and actions.",
    Part.STRANDS: "For each part of the plan: what was done, what comes next, and first and forecast dates.",
    Part.INDICATORS: "Figures with targets, trends, usual variation and other areas.",
    Part.RISKS: "Open risks on the council’s own scale, with their current and target scores.",
    Part.RESOLVE: "Items without a lead, with dates that have slipped, or without an update this quarter.",
    Part.EVERYTHING: "Every item with its latest update. Leave this out for a pack of exceptions only.",
    Part.RECIPIENTS: "Who gets this pack.",
    Part.GLOSSARY: "Abbreviations that this pack uses, with their meaning.",
    Part.READING: "How ratings are decided, and how to check a copy.",
}

FIRST, LAST = (Part.SUMMARY,), (Part.READING,)
"""Parts that every pack begins and ends with."""

STANDARD = (
    *FIRST,
    *(Part.PLAIN, Part.ATTENTION, Part.CHANGES, Part.DECISIONS, Part.INDICATORS, Part.RISKS),
    *(Part.RESOLVE, Part.EVERYTHING, Part.RECIPIENTS),
    *LAST,
)
"""Parts of the pack of a board that has chosen none."""

BEFORE_PARTS = (
    *(Part.SUMMARY, Part.ATTENTION, Part.CHANGES, Part.INDICATORS, Part.RESOLVE, Part.EVERYTHING),
    *(Part.RECIPIENTS, Part.READING),
)
"""Parts of a document from before there was a choice."""


def in_order(chosen: Iterable[Part]) -> tuple[Part, ...]:
    """The chosen parts in the order given, each once, between those that come first and last."""
    own = dict.fromkeys(part for part in chosen if part not in FIRST + LAST)
    return (*FIRST, *own, *LAST)
