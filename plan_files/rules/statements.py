"""Whether a printed status becomes a progress update. For the rule and its truth table, see docs/rules/import.md."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from core.rag import Rag

NEEDS_MORE = "needs a reason, a path to green and a forecast date"
HAS_ONE = "has an update for this quarter already"
_PATH = re.compile(r"\b(?:path|next\s+steps?|recover\w*|mitigat\w*|remedial|corrective)\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class PrintedStatus:
    """What a row prints of its status. `rag` is what the plan's key makes of it, "" if it is held only as printed.

    `path` is what the row says in a column about how it gets back on track. `has_update`: whether somebody has
    recorded an update for the quarter.
    """

    printed: str
    rag: str
    progress: str = ""
    path: str = ""
    forecast_on: date | None = None
    has_update: bool = False


@dataclass(frozen=True, slots=True)
class Said:
    """The update that a printed status becomes, or `why_not` as words that follow the name of its deliverable."""

    rag: Rag | None = None
    narrative: str = ""
    reason: str = ""
    path_to_green: str = ""
    forecast_on: date | None = None
    why_not: str = ""


def said_by(status: PrintedStatus, file: str) -> Said | None:
    """The update, or why there is none. None if the key does not take the printed words for stated RAG at all."""
    if not status.printed or not status.rag:
        return None
    if status.has_update:
        return Said(why_not=HAS_ONE)
    rag = Rag(status.rag)
    if rag in (Rag.RED, Rag.AMBER):
        if not (status.progress and status.path and status.forecast_on):
            return Said(why_not=f"is {rag.word.lower()} and {NEEDS_MORE}")
        narrative = _imported(status.printed, file)
        return Said(rag, narrative, status.progress, status.path, status.forecast_on)
    words = "\n".join(filter(None, (status.progress, _imported(status.printed, file))))
    return Said(rag, words, forecast_on=status.forecast_on if rag is Rag.GREEN else None)


def _imported(printed: str, file: str) -> str:
    return f"Imported from {file}, where the status is “{printed}”."


def is_about_the_path(title: str) -> bool:
    """Whether a column of this title says how something gets back on track: "Next steps", "Recovery actions"."""
    return bool(_PATH.search(title))


def path_of(cells: Iterable[str], titles: Iterable[str]) -> str:
    """What a row says about how it gets back on track, from its cells and the titles of their columns."""
    found = (cell for cell, title in zip(cells, titles, strict=False) if cell and is_about_the_path(title))
    return "\n".join(found)
