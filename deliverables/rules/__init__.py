"""Rules for deliverables: pure functions that take facts and return a verdict with its reason.

`ratings` and `update_checks`, exported here, have stated and schedule RAG and the checks of an update. `listing` has
filters and sorting, `work` has "My work", and `undo` and `due_dates` have undo and moved dates. For the rules in words
and the truth tables that the tests run, see docs/rules/.
"""

from .ratings import (
    SOON_DAYS,
    DuePointFacts,
    StatedRag,
    UpdateFacts,
    direction,
    direction_words,
    disagreement,
    disagrees,
    open_due_points,
    schedule_rag,
    schedule_rating,
    slippage,
    slippage_words,
    stated_by,
    stated_rag,
)
from .update_checks import FORECAST_YEARS_PAST_THE_END, NEEDS_EXPLAINING, check_complete, check_update

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
    "disagrees",
    "open_due_points",
    "schedule_rag",
    "schedule_rating",
    "slippage",
    "slippage_words",
    "stated_by",
    "stated_rag",
]
