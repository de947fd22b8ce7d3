"""What people fill in about packs."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms

from boards.models import Board
from sendplan.periods import words_for_date
from strategies.models import ReportingPeriod
from strategies.rules import judgement_day

from .actions import Settlement


class QuarterForm(forms.Form):
    """Which quarter a dashboard shows, and as at which day it would judge each."""

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


class PackForm(forms.Form):
    """Which board's pack to build, and for which quarter."""

    board: forms.ModelChoiceField[Board] = forms.ModelChoiceField(
        queryset=None,
        label="Board",
        empty_label="Choose a board",
        to_field_name="slug",
        error_messages={
            "required": "Choose a board",
            "invalid_choice": "Choose a board from the list",
        },
    )
    quarter: forms.ModelChoiceField[ReportingPeriod] = forms.ModelChoiceField(
        queryset=None,
        label="Quarter",
        empty_label="Choose a quarter",
        to_field_name="label",
        error_messages={
            "required": "Choose a quarter",
            "invalid_choice": "Choose a quarter from the list",
        },
    )

    def __init__(self, *args: Any, boards: Any, periods: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["board"].queryset = boards  # type: ignore[attr-defined]
        self.fields["quarter"].queryset = periods  # type: ignore[attr-defined]
        self.fields["quarter"].label_from_instance = _quarter_words  # type: ignore[attr-defined]


def _quarter_words(period: ReportingPeriod) -> str:
    return period.quarter.words


class SettleForm(forms.Form):
    """What a person says of a mail whose fate nobody knows."""

    outcome = forms.ChoiceField(choices=[(each.value, each.value) for each in Settlement])
