"""Forms for packs."""

from __future__ import annotations

from typing import Any

from django import forms

from boards.models import Board
from strategies.models import ReportingPeriod

from ..actions import Settlement


class PackForm(forms.Form):
    """Board and quarter of the pack to build."""

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
    """A person's decision about an email that failed or may not have arrived."""

    outcome = forms.ChoiceField(choices=[(each.value, each.value) for each in Settlement])
