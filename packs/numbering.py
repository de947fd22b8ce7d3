"""Numbers of what is sent to a board: one series for each quarter. In words: docs/rules/pack-numbers.md."""

from __future__ import annotations

from core.periods import Quarter

PACK_PAPER = 1
"""The quarterly pack is paper 1 of its board and quarter."""


def paper_words(board: str, quarter: Quarter, *, paper: int, edition: int) -> str:
    """What an edition is called: "SEND Board Q2 2026–27, paper 1, edition 2". 0 is a paper from before numbers."""
    number = f", paper {paper}" if paper else ""
    return f"{board} {quarter.short_words}{number}, edition {edition}"


def part_number(paper: int, place: int) -> str:
    """Number of a part inside a paper, from its place from 1: "1.3". "" in a paper from before numbers."""
    return f"{paper}.{place}" if paper else ""
