"""When an import can no longer be undone: a quarter has been closed since, and closed quarters stay as they were."""

from __future__ import annotations

from collections.abc import Sequence

from core.words import list_words
from councils.models import Change
from strategies.models import ReportingPeriod

from .log_phrases import IMPORTED, WORKBOOK_IMPORTED


def why_it_stays(changes: Sequence[Change]) -> str:
    """Why an import stays, as a sentence, or "" if it can be undone or the act is no import (at most 1 query)."""
    if not changes or changes[0].verb not in (IMPORTED, WORKBOOK_IMPORTED):
        return ""
    closed = ReportingPeriod.objects.filter(closed_at__gte=changes[0].at).in_order()
    words = [each.quarter.short_words for each in closed]
    if not words:
        return ""
    has = "has" if len(words) == 1 else "have"
    return f"{list_words(words)} {has} been closed since, so nothing was undone."
