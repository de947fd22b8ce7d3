"""The main points of a pack in plain English: drafted by rule, or as a person has written them."""

from __future__ import annotations

from core.rag import Rag
from reporting.summaries import BoardSummary

from ..document import PlainItem, PlainSummary, Words
from ..models import PackWords
from ..plain_rules import PlainFacts, Point, draft, read_text


def drafted(summary: BoardSummary) -> list[Point]:
    """Points that the rule drafts from the summary (no query)."""
    rated = [line for line in summary.indicators if {line.rag, line.confidence_rag} != {Rag.NOT_RATED}]
    return list(
        draft(
            PlainFacts(
                noun=summary.noun,
                counts=summary.counts,
                better=len(summary.better) if summary.previous_quarter else 0,
                worse=len(summary.worse) if summary.previous_quarter else 0,
                overdue=len(summary.overdue),
                doubted=len(summary.disagreements),
                silent=len(summary.silent),
                off_target=len(summary.indicators_off_target),
                targeted=len(rated),
            )
        )
    )


def plain_summary(summary: BoardSummary, words: PackWords | None) -> PlainSummary:
    """What the pack says: a person's words if there are any, otherwise those of the rule."""
    rule = drafted(summary)
    points, _ = read_text(words.plain, rule) if words and words.plain else (rule, [])
    said = tuple(PlainItem(point.words, point.families, point.part) for point in points)
    edited = bool(words and words.plain) and points != rule
    return PlainSummary(said, edited_by=words.plain_by if words and edited else "")


def words_of(words: PackWords | None) -> Words:
    """The covering note and the easy-read words, as paragraphs."""
    if words is None:
        return Words()
    return Words(
        covering_note=_paragraphs(words.covering_note),
        covering_by=words.covering_by,
        easy_read=_paragraphs(words.easy_read),
        easy_read_by=words.easy_read_by,
    )


def _paragraphs(text: str) -> tuple[str, ...]:
    return tuple(line.strip() for line in text.splitlines() if line.strip())
