"""Form to choose the quarter that a dashboard shows."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms

from core.periods import words_for_date
from strategies.models import ReportingPeriod
from strategies.quarter_rules import judgement_day


class QuarterForm(forms.Form):
    """Quarter that a dashboard shows. Each choice also gives the day that the quarter is judged as at."""

    quarter = forms.ChoiceField(label="Quarter")

    def __init__(self, *args: Any, periods: tuple[ReportingPeriod, ...], today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        quarter: Any = self.fields["quarter"]
        quarter.choices = [
            (
                period.label,
                f"{period.quarter.short_words}, as at {words_for_date(judgement_day(today, period.cut_off_on))}",
            )
            for period in periods
        ]
