"""Links between deliverables, and which are refused. In words: docs/rules/deliverable-links.md."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from core.words import WordedEnum


class LinkKind(WordedEnum):
    """What a link says."""

    SEE_ALSO = "see_also"
    DEPENDS_ON = "depends_on"
    UNDER = "delivered_under"

    @property
    def word_back(self) -> str:
        """The word on the page that the link leads to."""
        return _BACK[self]


_BACK = {LinkKind.SEE_ALSO: "See also", LinkKind.DEPENDS_ON: "Needed by", LinkKind.UNDER: "Delivers"}
_CIRCLES = {LinkKind.DEPENDS_ON: "is needed by", LinkKind.UNDER: "delivers"}


class LinkFacts(NamedTuple):
    """A link from one deliverable to another, by internal id."""

    start: int
    kind: LinkKind
    end: int


def link_problem(new: LinkFacts, links: Iterable[LinkFacts], names: tuple[str, str]) -> str:
    """Why a link cannot be added, as a sentence without its full stop. "" if it can.

    `links` are all links of the kind so far, `names` those of the two deliverables.
    """
    if new.start == new.end:
        return f"{names[0]} cannot be linked to itself"
    same_kind = [each for each in links if each.kind == new.kind]
    there = {(each.start, each.end) for each in same_kind}
    if (new.start, new.end) in there or (new.kind not in _CIRCLES and (new.end, new.start) in there):
        return "They are linked like this already"
    if new.kind in _CIRCLES and _leads_to(new.end, new.start, there):
        return f"This would go in a circle: {names[0]} {_CIRCLES[new.kind]} {names[1]} already"
    return ""


def _leads_to(start: int, end: int, links: set[tuple[int, int]]) -> bool:
    """Whether links lead from one to the other, in one or more steps."""
    seen, waiting = {start}, [start]
    while waiting:
        here = waiting.pop()
        for first, second in links:
            if first == here and second not in seen:
                seen.add(second)
                waiting.append(second)
    return end in seen
