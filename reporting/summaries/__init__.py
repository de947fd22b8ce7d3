"""Summary of a board's quarter, shown on a page or frozen in a pack.

`gather` and `facts` read it from the database, `shapes` defines its fields, and `changes` compares two of them.
`dashboard` adds what is only shown on a page and never frozen, `exceptions` reads what a meeting goes through.
`packs.document` writes and reads it as JSON.
"""

from .changes import ChangeLine, changes_between
from .dashboard import Dashboard
from .exceptions import Exceptions, exceptions_in
from .facts import BoardAhead, board_facts, boards_ahead
from .gather import board_dashboard, board_summary
from .months import Bunching
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
    "BoardAhead",
    "BoardSummary",
    "Bunching",
    "ChangeLine",
    "Dashboard",
    "DeliverableLine",
    "DueLine",
    "Exceptions",
    "IndicatorLine",
    "RecipientLine",
    "StrandLine",
    "StrategyLine",
    "board_dashboard",
    "board_facts",
    "board_summary",
    "boards_ahead",
    "changes_between",
    "exceptions_in",
]
