"""Overall RAG of a strand, a board's part or a plan: the worst of its parts, with the counts.

For the rule in words and its truth table, see docs/rules/parent-rag.md.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from .rag import Rag, Verdict
from .words import count_words, list_words, plural


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
        counted: Counter[Rag] = Counter()
        for rag, count in Counter(rags).items():
            counted[Rag(rag)] += count
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

    @property
    def rated_words(self) -> str:
        """ "2 of 12 rated", to say beside a rating that not every part has part in. Empty if all or none are rated."""
        rated = self.total - self.not_rated
        return f"{rated} of {self.total} rated" if rated and self.not_rated else ""

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
