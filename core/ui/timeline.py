"""Entries of the timeline component."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from ..rag import Rag


@dataclass(frozen=True)
class TimelineEntry:
    """One event: what happened, who did it and on which day.

    `rag` and `rated` (what is rated: "Stated") are shown next to the title, `aside` after the day. `lines` are the
    text, each with a label ("" for none).
    """

    title: str
    who: str
    on: date
    rag: Rag | None = None
    rated: str = ""
    sample: bool = False
    aside: str = ""
    lines: tuple[tuple[str, str], ...] = ()
