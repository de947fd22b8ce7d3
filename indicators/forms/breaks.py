"""Form for a break in the series of an indicator."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms

from ..models import Indicator, SeriesBreak
from .values import YEARS_AHEAD, YEARS_BACK, PeriodForm


class BreakForm(PeriodForm):
    """From which period on figures are measured in another way."""

    in_errors = {"day": "the day"}
    note = forms.CharField(
        label="What changed",
        required=False,
        help_text="Such as the definition, who is counted, or where the figures come from",
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def __init__(
        self, *args: Any, indicator: Indicator, known: list[str], today: date, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.offer(today.year - YEARS_BACK, today.year + YEARS_AHEAD, known, indicator)
        self.fields["period"].label = "First period measured in the new way"

    @staticmethod
    def shown_of(found: SeriesBreak) -> dict[str, Any]:
        return {"period": found.period, "note": found.note}
