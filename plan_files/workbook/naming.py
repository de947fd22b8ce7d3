"""How cells name people, posts, organisations, outcomes and boards: by words where these mean one row, else by its id.

Words are compared without capitals and spaces, as on other pages. The id stands in square brackets: [0196…].
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from strategies.importers.cells import CellError, read_leads

from .book import Row
from .cells import CellProblem
from .sheets import ORGANISATION, POST

VACANCY = "tbc"
_BETWEEN = re.compile(r"[;\n](?![^(]*\))")
_WITH_QUALIFIER = re.compile(r"(?P<words>.+?)\s*\((?P<qualifier>[^()]+)\)", re.DOTALL)
_BY_ID = re.compile(r"\[(?P<id>[^\[\]]+)\]")
_NOT_A_NAME = re.compile(r"[;()\[\]\n]")


def folded(text: str) -> str:
    """Words without what does not tell two apart: capitals, spaces, and the full stop at their end."""
    return " ".join(text.split()).rstrip(".").casefold()


def words_by_id(named: Iterable[tuple[str, str]]) -> dict[str, str]:
    """Words for each id. Words that two rows share, or that would not be read as one name, give way to the id."""
    pairs = list(named)
    counted = Counter(folded(words) for _, words in pairs)
    return {
        key: words if counted[folded(words)] == 1 and _is_plain(words) else f"[{key}]" for key, words in pairs
    }


def _is_plain(words: str) -> bool:
    return bool(folded(words)) and not _NOT_A_NAME.search(words) and folded(words) != VACANCY


def ids_by_words(words: Mapping[str, str]) -> dict[str, str]:
    """The id that each of these words means, and each id in brackets."""
    return {folded(text): key for key, text in words.items()} | {folded(f"[{key}]"): key for key in words}


@dataclass(frozen=True, slots=True)
class Named:
    """One person or post in a cell. `id` is a row of the sheet People; without it, `initials` that nobody has yet.

    With neither, a vacancy.
    """

    id: str = ""
    initials: str = ""
    qualifier: str = ""


@dataclass
class PeopleNames:
    """People and posts of the sheet People by the words that cells use. `words` are those that the export uses."""

    words: dict[str, str]
    organisations: dict[str, str]
    posts: frozenset[str]
    by_words: dict[str, str] = field(default_factory=dict)

    @classmethod
    def of(cls, rows: Sequence[Row]) -> PeopleNames:
        holders = [row for row in rows if row["row_kind"] != ORGANISATION]
        words = words_by_id((row.id, row["initials"] or row["name"]) for row in holders)
        organisations = {row["name"]: row.id for row in rows if row["row_kind"] == ORGANISATION}
        posts = frozenset(row.id for row in rows if row["row_kind"] == POST)
        names = cls(words, organisations, posts)
        for row in holders:
            label = f"{row['name']} ({row['initials']})" if row["name"] and row["initials"] else ""
            for text in filter(None, (row["name"], label)):
                names.by_words.setdefault(folded(text), row.id)
        names.by_words |= ids_by_words(words)
        return names

    def one(self, cell: str) -> Named | None:
        """The person or post that a cell names, or None if it is empty. Raises CellProblem."""
        found = self.read(cell)
        if len(found) > 1:
            raise CellProblem(f"“{cell}” names several. Name one")
        if found and not found[0].id and not found[0].initials:
            return None
        return found[0] if found else None

    def read(self, cell: str) -> list[Named]:
        """Everyone whom a cell names, in order. Raises CellProblem."""
        if not cell.strip():
            return []
        parts = [cell] if self._known(cell) else [part for part in _BETWEEN.split(cell) if part.strip()]
        found: list[Named] = []
        for part in parts:
            known = self._known(part)
            found += [known] if known else self._initials(part)
        return list(dict.fromkeys(found))

    def _known(self, part: str) -> Named | None:
        if found := self.by_words.get(folded(part)):
            return Named(found)
        match = _WITH_QUALIFIER.fullmatch(part.strip())
        if not match:
            return Named() if folded(part) == VACANCY else None
        qualifier = match["qualifier"].strip()
        if folded(match["words"]) == VACANCY:
            return Named(qualifier=qualifier)
        found = self.by_words.get(folded(match["words"]))
        return Named(found, qualifier=qualifier) if found else None

    def _initials(self, part: str) -> list[Named]:
        try:
            slots = read_leads(part)
        except CellError:
            raise CellProblem(
                f"“{' '.join(part.split())}” is not a person or post on the sheet People. Write initials, a full "
                "name or the title of a post as there, or tbc"
            ) from None
        return [
            Named(self.by_words.get(folded(slot.initials), ""), "", slot.qualifier)
            if slot.initials and folded(slot.initials) in self.by_words
            else Named("", slot.initials or "", slot.qualifier)
            for slot in slots
        ]


def named_words(words: str, qualifier: str) -> str:
    return f"{words} ({qualifier})" if qualifier else words


def people_cell(named: Iterable[tuple[str, str]]) -> str:
    """Words and qualifiers as one cell: "JK; Director of Education (SEND); tbc"."""
    return "; ".join(named_words(words or VACANCY, qualifier) for words, qualifier in named)
