"""What happened, in order: the entries that the timeline component shows."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from ..rag import Rag


@dataclass(frozen=True)
class TimelineEntry:
    """One thing that happened, who did it and on which day.

    `rag` with `rated` (what is rated: "Stated") stands beside the title, `aside` after the day. `lines` are what was
    said, each with its label ("" for none).
    """

    title: str
    who: str
    on: date
    rag: Rag | None = None
    rated: str = ""
    sample: bool = False
    aside: str = ""
    lines: tuple[tuple[str, str], ...] = ()
