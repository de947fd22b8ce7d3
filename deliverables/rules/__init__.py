"""Judgement on deliverables: plain facts in, a verdict and the reason a person would give out.

`ratings`, offered here, is what was said beside what the dates say; `listing` says what fits a filter, `work`
what is due from one person, and `changes` what can be moved and undone. In words, with the truth tables that the
tests run: docs/rules/.
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
