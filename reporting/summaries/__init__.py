"""One summary of a board's quarter, live on a page or frozen in a pack.

`gather` reads it from the database, `shapes` says what it holds, `document` writes and reads it as JSON, and `changes`
compares two of them.
"""

from .changes import ChangeLine, changes_between
from .document import FORMAT, PackDocument, read_document, write_document
from .gather import LastPack, board_facts, board_summary
from .shapes import (
    BoardSummary,
    DeliverableLine,
    DueLine,
    IndicatorLine,
    RecipientLine,
    StrandLine,
    StrategyLine,
)

__all__ = [
    "FORMAT",
    "BoardSummary",
    "ChangeLine",
    "DeliverableLine",
    "DueLine",
    "IndicatorLine",
    "LastPack",
    "PackDocument",
    "RecipientLine",
    "StrandLine",
    "StrategyLine",
    "board_facts",
    "board_summary",
    "changes_between",
    "read_document",
    "write_document",
]
