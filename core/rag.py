"""RAG ratings (red, amber, green, complete, not rated): words, colours and shapes, and the rating of a parent.

No meaning depends on colour only: every rating has a word, a shape, a border and, in print, a pattern.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

from .contrast import contrast_ratio
from .words import WordedEnum

INK = "#0b0c0c"
WHITE = "#ffffff"


class Look(NamedTuple):
    """Colours and shape of one rating. `solid` fills bars, `outline` is their 1 px edge ("" for none)."""

    shape: str
    text: str
    fill: str
    solid: str
    outline: str
    pattern: str


class Rag(WordedEnum):
    """RAG rating, worst first."""

    RED = "red"
    AMBER = "amber"
    GREEN = "green"
    COMPLETE = "complete"
    NOT_RATED = "not_rated"

    @property
    def rank(self) -> int:
        """0 for the worst. Sort by this, never by the stored word."""
        return RANKS[self]

    @property
    def shape(self) -> str:
        """ "diamond", "triangle", "circle", "tick" or "ring" (an empty circle)."""
        return LOOKS[self].shape

    @property
    def text(self) -> str:
        """The colour of the word and the border, on `fill` or on white."""
        return LOOKS[self].text

    @property
    def fill(self) -> str:
        return LOOKS[self].fill

    @property
    def solid(self) -> str:
        return LOOKS[self].solid

    @property
    def outline(self) -> str:
        return LOOKS[self].outline

    @property
    def pattern(self) -> str:
        """In print: "solid", "hatch", "dots", "cross-hatch" or "empty"."""
        return LOOKS[self].pattern

    @property
    def text_on_solid(self) -> str:
        """INK or WHITE: the one with the higher contrast on `solid`."""
        return max(INK, WHITE, key=lambda colour: contrast_ratio(colour, self.solid))


RANKS = {rag: rank for rank, rag in enumerate(Rag)}

LOOKS = {
    Rag.RED: Look("diamond", "#651b1b", "#f4d7d7", "#982828", "", "solid"),
    Rag.AMBER: Look("triangle", "#7a3c1c", "#ffee80", "#ffb000", INK, "hatch"),
    Rag.GREEN: Look("circle", "#083d29", "#cfe4dc", "#2aa876", "", "dots"),
    Rag.COMPLETE: Look("tick", "#0f385c", "#d2e2f1", "#12436d", "", "cross-hatch"),
    Rag.NOT_RATED: Look("ring", INK, "#cecece", "#cecece", INK, "empty"),
}


class Direction(WordedEnum):
    """Change of a RAG rating since the previous period."""

    BETTER = "better"
    SAME = "same"
    WORSE = "worse"
    NEW = "new"
    NO_LONGER_RATED = "no_longer_rated"


@dataclass(frozen=True, slots=True)
class Verdict:
    """RAG rating with the reason for it in words."""

    rag: Rag
    reason: str
