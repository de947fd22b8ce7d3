"""Values of a closed quarter stay as they are. Other periods are never closed."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any
from uuid import UUID

from django.db import models

from core.periods import Period, PeriodKind
from councils.tenancy import current_council_id
from strategies.models import ReportingPeriod

from .indicator import NamedByIndicator


def why_figures_stay(periods: Iterable[Period]) -> dict[Period, str]:
    """Why figures of those of these periods that are closed quarters may not change (1 query if any is a quarter)."""
    quarters = {each.token: each for each in periods if each.kind == PeriodKind.QUARTER}
    if not quarters:
        return {}
    closed = ReportingPeriod.objects.filter(label__in=quarters, closed_at__isnull=False)
    return {quarters[label]: _sentence(quarters[label]) for label in closed.values_list("label", flat=True)}


def _sentence(period: Period) -> str:
    closed = f"{period.short_words} is closed, so its figures stay as they are"
    return f"{closed}. An administrator or approver can reopen it on the page “Quarters”."


class OfPeriod(NamedByIndicator):
    """Abstract model for what is said of an indicator for a period. That of a closed quarter stays."""

    period = models.CharField(max_length=12)

    class Meta:
        abstract = True

    @classmethod
    def why_they_stay(cls, rows: Mapping[UUID, Mapping[str, Any]]) -> Mapping[UUID, str]:
        """A change that corrected a row does not say its period, so that is read from the row (2 queries)."""
        tokens = {key: str(columns["period"]) for key, columns in rows.items() if "period" in columns}
        if unknown := rows.keys() - tokens.keys():
            found = cls._base_manager.filter(council_id=current_council_id(), public_id__in=unknown)
            tokens |= dict(found.values_list("public_id", "period"))
        periods = {key: Period.parse(token) for key, token in tokens.items()}
        stay = why_figures_stay(periods.values())
        return {key: stay[period] for key, period in periods.items() if period in stay}
