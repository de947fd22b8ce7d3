"""The parts of a pack that have something to say, in their order, each with its template."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from ..document import PackDocument
from ..numbering import part_number
from ..parts import BEFORE_PARTS, Part
from .attention import Attention

MORE = "more"
"""What the page for the board's attention has no room for. It follows that page."""
MORE_HEADING = "More for the board’s attention"
NOTE = "covering-note"
"""What the chair, or whoever presents the pack, wrote. It follows the summary."""
OWN_PAGE = (Part.SUMMARY.value, Part.PLAIN.value, Part.ATTENTION.value)
"""Parts after which a new page begins. The last two begin on one, too."""


@dataclass(frozen=True, slots=True)
class ShownPart:
    """A part with its heading, and its number in it. `key` is its id on the page, `new_page` asks for a new page before
    it in print.
    """

    key: str
    heading: str
    new_page: bool

    @property
    def template(self) -> str:
        return f"packs/paper/parts/{self.key}.html"


def shown_parts(document: PackDocument, attention: Attention) -> tuple[ShownPart, ...]:
    """Parts to print, without those that are empty."""
    said = list(_said(document, attention))
    return tuple(
        ShownPart(
            key,
            _numbered(document.paper, at + 1, heading),
            new_page=bool(at) and _begins_page(key, said[at - 1][0]),
        )
        for at, (key, heading) in enumerate(said)
    )


def _numbered(paper: int, place: int, heading: str) -> str:
    return f"{part_number(paper, place)} {heading}".strip()


def _begins_page(key: str, before: str) -> bool:
    """A covering note shares its page with the plain English that follows it."""
    return before in OWN_PAGE or (key in OWN_PAGE and before != NOTE) or key == Part.ATTENTION


def _said(document: PackDocument, attention: Attention) -> Iterator[tuple[str, str]]:
    for part in document.parts or BEFORE_PARTS:
        if SAYS.get(part, _always)(document):
            yield part.value, _heading(part, document)
        if part == Part.SUMMARY and document.words.covering_note:
            yield NOTE, "Covering note"
        if part == Part.ATTENTION and (attention.other_doubted or attention.other_exceptions):
            yield MORE, MORE_HEADING


def _heading(part: Part, document: PackDocument) -> str:
    summary = document.summary
    if part == Part.EVERYTHING:
        return f"Appendix: every {summary.noun}"
    if part == Part.STRANDS:
        return f"Progress by {summary.strands[0].noun.lower()}"
    return part.word


def _always(document: PackDocument) -> bool:
    return True


def _to_resolve(document: PackDocument) -> bool:
    summary = document.summary
    return bool(summary.unowned or summary.slipped or summary.silent)


SAYS: dict[Part, Callable[[PackDocument], bool]] = {
    Part.PLAIN: lambda document: bool(document.plain and document.plain.items),
    Part.CHANGES: lambda document: bool(document.changes),
    Part.DECISIONS: lambda document: bool(document.decisions),
    Part.STRANDS: lambda document: bool(document.summary.strands),
    Part.RISKS: lambda document: bool(document.risks),
    Part.RESOLVE: _to_resolve,
    Part.GLOSSARY: lambda document: bool(document.terms),
}
"""Whether a part has something to say. The others always have."""


def ids_on_page(parts: tuple[ShownPart, ...], document: PackDocument, attention: Attention) -> frozenset[str]:
    """Ids that a link of the plain summary can lead to."""
    keys = {part.key for part in parts}
    within: dict[str, dict[str, Any]] = {
        Part.ATTENTION.value: {
            "doubted": attention.doubted,
            "exceptions": attention.exceptions,
            "off-target": attention.off_target,
        },
        Part.RESOLVE.value: {
            "unowned": document.summary.unowned,
            "slipped": document.summary.slipped,
            "silent": document.summary.silent,
        },
    }
    return frozenset(
        keys | {anchor for key in keys & within.keys() for anchor, rows in within[key].items() if rows}
    )
