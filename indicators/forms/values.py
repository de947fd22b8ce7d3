"""Forms for a value, a target, a confidence rating, and to remove one of them."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms

from core.periods import Period, PeriodKind, Quarter
from core.rag import Rag
from core.ui.editing import EditForm
from core.ui.forms import GovDateField, Radios

from ..actions.values import Said
from ..models import Indicator, Reading, Target
from ..rules import MissingCode, Unit

FIGURE = {"class": "govuk-input--width-10", "inputmode": "decimal", "autocomplete": "off"}
YEARS_BACK, YEARS_AHEAD = 4, 5
NUMBER = {"invalid": "Enter a number, such as 45.1"}


class FigureField(forms.DecimalField):
    """A figure, also typed as in a spreadsheet: "70%" or "1,250"."""

    def to_python(self, value: Any) -> Any:
        if isinstance(value, str):
            value = value.replace(",", "").strip().removesuffix("%")
        return super().to_python(value)


def figure_field(label: str, help_text: str = "", decimals: int = 4) -> forms.DecimalField:
    return FigureField(
        label=label,
        required=False,
        max_digits=14,
        decimal_places=decimals,
        help_text=help_text,
        widget=forms.TextInput(attrs=FIGURE),
        error_messages=NUMBER,
    )


class PeriodForm(EditForm):
    """Base of forms that are about a period. `day` is for a census date."""

    period = forms.ChoiceField(label="Period", required=False)
    day = GovDateField(
        label="Or a day", required=False, help_text="For a census or a year-end, such as 31 3 2017"
    )

    def offer(self, first: int, last: int, known: list[str]) -> None:
        """Offer the quarters and years that start in these years, and the periods that the indicator already knows."""
        self.fields["period"].choices = [  # type: ignore[attr-defined]
            ("", "Choose a period, or enter a day"),
            *([("Known already", _named(known))] if known else []),
            *_choices(first, last, set(known)),
        ]

    def clean(self) -> dict[str, Any] | None:
        cleaned = super().clean()
        said: dict[str, Any] = self.cleaned_data
        if bool(said.get("period")) == bool(said.get("day")) and not self.errors:
            self.add_error(
                "period", "Choose a period or enter a day, not both." if said["day"] else "Choose a period."
            )
        return cleaned

    @property
    def chosen(self) -> Period:
        """The period that was chosen. A day that was entered is a period of its own."""
        return period_of(self.cleaned_data["period"] or self.cleaned_data["day"])


def period_of(said: str | date) -> Period:
    return Period.parse(said if isinstance(said, str) else said.isoformat())


def posted_period(data: Any) -> Period | None:
    """The period that a form was posted for, if it is one."""
    parts = [data.get(f"day_{part}", "").strip().zfill(2) for part in ("year", "month", "day")]
    try:
        return Period.parse(data.get("period", "") or "-".join(parts))
    except ValueError:
        return None


def _named(tokens: list[str]) -> list[tuple[str, str]]:
    return [(token, Period.parse(token).words) for token in tokens]


def _choices(first: int, last: int, known: set[str]) -> list[tuple[str, list[tuple[str, str]]]]:
    years = range(last, first - 1, -1)
    groups = {
        "Quarters": [Quarter(year, number).label for year in years for number in (4, 3, 2, 1)],
        "Financial years": [Period(PeriodKind.FINANCIAL_YEAR, date(year, 4, 1)).token for year in years],
        "Academic years": [Period(PeriodKind.ACADEMIC_YEAR, date(year, 9, 1)).token for year in years],
        "Calendar years": [Period(PeriodKind.CALENDAR_YEAR, date(year, 1, 1)).token for year in years],
    }
    return [
        (name, _named([token for token in tokens if token not in known])) for name, tokens in groups.items()
    ]


class ReadingForm(PeriodForm):
    """One value: a figure, its parts, a code for why it is missing, or words."""

    value = figure_field("Figure")
    numerator = figure_field(
        "How many", "The numerator, such as 33 of 40. Leave it empty if it is not known", 2
    )
    denominator = figure_field("Out of how many", "The denominator", 2)
    missing_code = forms.ChoiceField(
        label="Or why there is no figure",
        required=False,
        choices=[("", "There is a figure"), *((code.value, code.word) for code in MissingCode)],
    )
    text = forms.CharField(
        label="What the sources say", required=False, widget=forms.Textarea(attrs={"rows": 4})
    )
    provisional = forms.BooleanField(label="The figure is provisional", required=False)
    note = forms.CharField(
        label="Note",
        required=False,
        help_text="Where the figure comes from, or what to know when reading it",
        widget=forms.Textarea(attrs={"rows": 2}),
    )

    def __init__(
        self, *args: Any, indicator: Indicator, known: list[str], today: date, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.offer(today.year - YEARS_BACK, today.year, known)
        unit = Unit(indicator.unit)
        self.fields["value"].label = f"Figure ({unit.word.lower()})"
        if unit == Unit.PERCENT:
            self.fields["value"].help_text = "Leave it empty to have it worked out from the two numbers below"
        for name in (
            ("value", "numerator", "denominator", "provisional") if not indicator.holds_figures else ("text",)
        ):
            del self.fields[name]

    @property
    def reading(self) -> Said:
        said = self.said
        return Said(**{name: said[name] for name in Said.__dataclass_fields__ if name in said})

    @staticmethod
    def shown_of(reading: Reading | None, indicator: Indicator) -> dict[str, Any]:
        """What the form shows of a value, or of none."""
        figures = {"value": None, "numerator": None, "denominator": None, "provisional": False}
        blank = {"missing_code": "", "note": ""} | (figures if indicator.holds_figures else {"text": ""})
        return {name: plain(getattr(reading, name, empty)) for name, empty in blank.items()}


class TargetForm(PeriodForm):
    """A target for the end of a period."""

    value = figure_field("Target", "Leave it empty if it is not set yet")
    tolerance = figure_field(
        "Tolerance", "By how much the target may be missed and still be amber, in the same unit"
    )
    label = forms.CharField(label="Name in the plan", required=False, max_length=40, help_text="Such as Yr 2")
    borrowed_from = forms.CharField(
        label="Borrowed from a benchmark",
        required=False,
        max_length=100,
        help_text="Whose figure this target was taken from, such as England 2016. Leave it empty for your own target",
    )

    def __init__(
        self, *args: Any, indicator: Indicator, known: list[str], today: date, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.offer(today.year - 1, today.year + YEARS_AHEAD, known)
        self.fields["value"].label = f"Target ({Unit(indicator.unit).word.lower()})"

    @staticmethod
    def shown_of(target: Target | None) -> dict[str, Any]:
        blank = {"value": None, "tolerance": None, "label": "", "borrowed_from": ""}
        return {name: plain(getattr(target, name, empty)) for name, empty in blank.items()}


class ConfidenceForm(EditForm):
    """A forecast of whether a target will be met."""

    rag = forms.ChoiceField(
        label="Will the target be met?",
        choices=[(rag.value, rag.word) for rag in (Rag.GREEN, Rag.AMBER, Rag.RED)],
        widget=Radios(hints={"green": "Yes", "amber": "At risk", "red": "No"}),
    )
    reason = forms.CharField(
        label="Reason",
        required=False,
        help_text="Amber and red need one",
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class RemoveForm(EditForm):
    """Confirms that something is removed."""

    reason = forms.CharField(label="Why", required=False, help_text="Kept in the change log")


def plain(value: Any) -> Any:
    """A decimal without the zeros at its end, as a person types it."""
    return format(value.normalize(), "f") if hasattr(value, "normalize") else value
