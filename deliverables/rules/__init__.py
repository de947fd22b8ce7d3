"""Rules for deliverables: pure functions that take facts and return a verdict with its reason.

`ratings`, exported here, has stated and schedule RAG. `listing` has filters and sorting, `work` has "My work", and
`changes` has moves and undo. For the rules in words and the truth tables that the tests run, see docs/rules/.
"""

from .ratings import (
    FORECAST_YEARS_PAST_THE_END,
    NEEDS_EXPLAINING,
    SOON_DAYS,
    DuePointFacts,
    StatedRag,
    UpdateFacts,
    check_complete,
    check_update,
    direction,
    direction_words,
    disagreement,
    open_due_points,
    schedule_rag,
    slippage,
    slippage_words,
    stated_rag,
)

__all__ = [
    "FORECAST_YEARS_PAST_THE_END",
    "NEEDS_EXPLAINING",
    "SOON_DAYS",
    "DuePointFacts",
    "StatedRag",
    "UpdateFacts",
    "check_complete",
    "check_update",
    "direction",
    "direction_words",
    "disagreement",
    "open_due_points",
    "schedule_rag",
    "slippage",
    "slippage_words",
    "stated_rag",
]
