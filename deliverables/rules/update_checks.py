"""Checks of a progress update, with the text of each error.

For the rules in words and the truth tables that the tests run, see docs/rules/stated.md.
"""

from __future__ import annotations

from datetime import date

from core.periods import Quarter, months_later, words_for_date
from core.rag import Rag

FORECAST_YEARS_PAST_THE_END = 5
NEEDS_EXPLAINING = (Rag.RED, Rag.AMBER)


def check_update(
    *,
    rag: Rag,
    reason: str,
    path_to_green: str,
    forecast_on: date | None,
    quarter: Quarter,
    strategy_ends_on: date | None,
) -> dict[str, str]:
    """Validate an update. Return a sentence for each wrong field, or an empty dict."""
    problems = {}
    if rag in NEEDS_EXPLAINING:
        state = rag.word.lower()
        if not reason.strip():
            problems["reason"] = f"Enter the reason it is {state}"
        if not path_to_green.strip():
            problems["path_to_green"] = "Enter the path to green"
        if forecast_on is None:
            problems["forecast_on"] = "Enter the forecast date"
    if forecast_on is not None and (problem := _forecast_problem(forecast_on, quarter, strategy_ends_on)):
        problems["forecast_on"] = problem
    return problems


def check_complete(*, rag: Rag, narrative: str, open_parts: int) -> dict[str, str]:
    """Validate "complete": it needs every part done, or a narrative.

    `open_parts` is how many parts are still open after the update.
    """
    if rag != Rag.COMPLETE or not open_parts or narrative.strip():
        return {}
    return {"narrative": "Tick every part that is done, or enter why this is complete with a part still open"}


def _forecast_problem(forecast_on: date, quarter: Quarter, strategy_ends_on: date | None) -> str:
    if forecast_on < quarter.starts_on:
        begins = words_for_date(quarter.starts_on)
        return f"Enter a forecast date on or after {begins}, when {quarter.short_words} begins"
    if strategy_ends_on is None:
        return ""
    latest = months_later(strategy_ends_on, 12 * FORECAST_YEARS_PAST_THE_END)
    if forecast_on <= latest:
        return ""
    return f"Enter a forecast date on or before {words_for_date(latest)}, five years after the strategy ends"
