"""RAG ratings (red, amber, green, complete, not rated): words, colours and shapes, and the rating of a parent.

No meaning depends on colour only: every rating has a word, a shape, a border and, in print, a pattern.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from typing import NamedTuple

from .contrast import contrast_ratio
from .words import WordedEnum, count_words, list_words, plural

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
        return list(Rag).index(self)

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


def worst_of(rags: Iterable[Rag]) -> Rag:
    """Worst rating of the parts. Unrated parts are ignored.

    The result is complete only if every part is: an unrated part may not be done.
    """
    parts = set(rags)
    rated = parts - {Rag.NOT_RATED}
    if not rated or (rated == {Rag.COMPLETE} and rated != parts):
        return Rag.NOT_RATED
    return min(rated, key=lambda rag: rag.rank)


@dataclass(frozen=True, slots=True)
class RagCounts:
    """Number of parts with each RAG rating, in a strand, a strategy or what a board oversees."""

    red: int = 0
    amber: int = 0
    green: int = 0
    complete: int = 0
    not_rated: int = 0

    @classmethod
    def of(cls, rags: Iterable[Rag | str]) -> RagCounts:
        """Count ratings, given as members or as stored words."""
        counted = Counter(Rag(rag) for rag in rags)
        return cls(*(counted[rag] for rag in Rag))

    @property
    def by_rag(self) -> dict[Rag, int]:
        """Every rating with its count, worst first, zeros included."""
        counts = (self.red, self.amber, self.green, self.complete, self.not_rated)
        return dict(zip(Rag, counts, strict=True))

    @property
    def total(self) -> int:
        return sum(self.by_rag.values())

    @property
    def words(self) -> str:
        """ "2 red, 1 amber, 4 green, 1 complete and 3 not rated of 11", without ratings that have no parts."""
        if not self.total:
            return "nothing to rate"
        return f"{list_words(self._parts)} of {self.total}"

    def verdict(self, noun: str = "deliverable") -> Verdict:
        """Rating of the parent, which is the worst of its parts, with a sentence that gives the counts."""
        rag = worst_of(rag for rag, count in self.by_rag.items() if count)
        if not self.total:
            return Verdict(rag, f"Overall not rated: no {plural(noun)} yet.")
        if rag == Rag.NOT_RATED:
            return Verdict(rag, self._why_not_rated(noun))
        if self.by_rag[rag] == self.total:
            every = f"the only {noun} is" if self.total == 1 else f"all {self.total} {plural(noun)} are"
            return Verdict(rag, f"Overall {rag.word.lower()}: {every} {rag.word.lower()}.")
        return Verdict(rag, f"Overall {rag.word.lower()}: {list_words(self._parts)}.")

    @property
    def _parts(self) -> list[str]:
        return [f"{count} {rag.word.lower()}" for rag, count in self.by_rag.items() if count]

    def _why_not_rated(self, noun: str) -> str:
        if self.not_rated == self.total:
            none = (
                f"the only {noun} has no RAG rating"
                if self.total == 1
                else f"none of the {self.total} {plural(noun)} has a RAG rating"
            )
            return f"Overall not rated: {none}."
        done = f"{count_words(self.complete, noun)} {'is' if self.complete == 1 else 'are'} complete"
        return f"Overall not rated: {done} but {self.not_rated} {'is' if self.not_rated == 1 else 'are'} not rated."
