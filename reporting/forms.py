"""Forms to choose the quarter that a dashboard shows, and to close one."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from hashlib import sha256
from typing import Any

from django import forms
from django.http import QueryDict

from core.periods import words_for_date
from core.ui.editing import EditForm
from strategies.models import ReportingPeriod
from strategies.quarter_forms import reason_field
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


class CloseForm(EditForm):
    """Confirm that a quarter is closed, with the reason for closing without what is missing, if anything is.

    The form carries a digest of what the page showed as missing. If that has changed, it has to be sent again.
    """

    reason = reason_field("Note (optional)", "Shown with the quarter and in the change log")
    missing = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, data: QueryDict | None = None, *, missing: Sequence[str], **kwargs: Any) -> None:
        now = sha256("\n".join(missing).encode()).hexdigest()
        self.is_outdated = data is not None and data.get("missing") != now
        if data is not None:
            data = data.copy()
            data["missing"] = now
        super().__init__(data, initial={"missing": now}, **kwargs)
        if missing:
            reason = self.fields["reason"]
            reason.label = "Why is it closed without these?"
            reason.required = True
            reason.error_messages["required"] = "Enter the reason for closing without what is missing"

    def clean(self) -> dict[str, Any] | None:
        if self.is_outdated:
            self.add_error(
                None,
                "What is missing has changed since you opened this page. Check it, then close the quarter",
            )
        return super().clean()

    @property
    def status(self) -> int:
        return 409 if self.is_outdated else super().status
