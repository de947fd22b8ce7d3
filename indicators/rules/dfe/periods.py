"""Periods of statistics files: `time_period` and `time_identifier`, such as 202324 and "Academic year"."""

from __future__ import annotations

import re
from functools import lru_cache

from core.periods import Period

YEARS = {"academic year": "AY", "financial year": "FY"}
KNOWN = "an academic year, a financial year, a calendar year or a quarter of a financial year"


@lru_cache(maxsize=1_024)
def period_of(time_period: str, time_identifier: str) -> Period:
    """The period. Raises ValueError with words that fit after "Row 14, ".

    A year of two years is written as 202324 or 2023/24, a calendar year as 2024. Terms, weeks and single months are
    periods for which no indicator has values.
    """
    said = " ".join(time_identifier.split()).casefold()
    written = time_period.strip()
    try:
        if said == "calendar year" and re.fullmatch(r"[0-9]{4}", written):
            return Period.parse(f"CY{written}")
        years = re.fullmatch(r"([0-9]{4})[-/]?([0-9]{2})", written)
        if years and said in YEARS:
            return Period.parse(f"{YEARS[said]}{years[1]}-{years[2]}")
        quarter = re.fullmatch(r"financial year q([1-4])", said)
        if years and quarter:
            return Period.parse(f"{years[1]}-{years[2]}-Q{quarter[1]}")
    except ValueError as wrong:
        raise ValueError(f"column time_period: {str(wrong).rstrip('.')}") from None
    if said in (*YEARS, "calendar year") or re.fullmatch(r"financial year q[1-4]", said):
        example = "2024" if said == "calendar year" else "202324"
        raise ValueError(
            f"column time_period: “{written[:40]}” does not fit “{time_identifier.strip()}”, "
            f"which is written like {example}"
        )
    raise ValueError(
        f"column time_identifier: “{time_identifier.strip()[:40]}” is not a period that indicators have. "
        f"It must be {KNOWN}"
    )
