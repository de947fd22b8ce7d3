"""Forms for a value, a target, a confidence rating, and to remove one of them."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms

from core.periods import Period, PeriodKind, Quarter
from core.rag import Rag
from core.ui.editing import EditForm, as_sent
from core.ui.forms import Checkboxes, GovDateField, Radios

from ..actions.values import Said
from ..models import Indicator, Reading, Target
from ..rules import MissingCode, Unit
from ..rules.typed import why_doubted

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

    in_errors = {"day": "the day"}
    period = forms.ChoiceField(label="Period", required=False)
    day = GovDateField(
        label="Or a day", required=False, help_text="For a census or a year-end, such as 31 3 2017"
    )

    def offer(self, first: int, last: int, known: list[str], indicator: Indicator) -> None:
        """Offer the quarters and years that start in these years, and the periods that the indicator already knows.

        Months are offered for an indicator that is measured by month.
        """
        by_month = indicator.basis == Indicator.Basis.MONTH
        self.fields["period"].choices = [  # type: ignore[attr-defined]
            ("", "Choose a period, or enter a day"),
            *([("Known already", _named(known))] if known else []),
            *_choices(first, last, set(known), by_month=by_month),
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


def _choices(
    first: int, last: int, known: set[str], *, by_month: bool
) -> list[tuple[str, list[tuple[str, str]]]]:
    years = range(last, first - 1, -1)
    months = [date(year, month, 1) for year in years for month in range(12, 0, -1)] if by_month else []
    groups = {
        **({"Months": [Period(PeriodKind.MONTH, each).token for each in months]} if by_month else {}),
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
    source = forms.CharField(
        label="Source",
        required=False,
        max_length=300,
        help_text="Where this figure comes from, if the indicator’s own source does not say it",
    )
    sources = forms.MultipleChoiceField(label="Who said it", required=False, widget=Checkboxes)
    note = forms.CharField(
        label="Note",
        required=False,
        help_text="What to know when reading it",
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    sure = forms.BooleanField(label="This figure is right: save it", required=False)

    def __init__(
        self, *args: Any, indicator: Indicator, known: list[str], today: date, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.unit = Unit(indicator.unit)
        if not self.is_bound:
            del self.fields["sure"]
        self.offer(today.year - YEARS_BACK, today.year, known, indicator)
        unit = Unit(indicator.unit)
        self.fields["value"].label = f"Figure ({unit.word.lower()})"
        if unit == Unit.PERCENT:
            self.fields["value"].help_text = "Leave it empty to have it worked out from the two numbers below"
        known_sources = [*indicator.feedback_sources, *self.shown.get("sources", ())]
        self.fields["sources"].choices = [(each, each) for each in dict.fromkeys(known_sources)]  # type: ignore[attr-defined]
        figures = ("value", "numerator", "denominator", "provisional", "source")
        left_out = ("text", "sources") if indicator.holds_figures else figures
        for name in left_out if known_sources else (*left_out, "sources"):
            self.fields.pop(name, None)

    def clean(self) -> dict[str, Any] | None:
        """A figure that was typed anew and cannot be right as a rule is asked about once."""
        cleaned = super().clean()
        value = self.cleaned_data.get("value")
        is_new = as_sent(plain(value)) != as_sent(self.shown.get("value"))
        if why := why_doubted(value, self.unit) if is_new else "":
            if not self.cleaned_data.get("sure"):
                self.add_error("value", f"{why}. Correct it, or tick the box at the end if it is right")
        else:
            self.fields.pop("sure")
        return cleaned

    @property
    def reading(self) -> Said:
        said = self.said
        if "source" in said:
            said["sources"] = [said["source"]]
        return Said(**{name: said[name] for name in Said.__dataclass_fields__ if name in said})

    @staticmethod
    def shown_of(reading: Reading | None, indicator: Indicator) -> dict[str, Any]:
        """What the form shows of a value, or of none."""
        figures = {"value": None, "numerator": None, "denominator": None, "provisional": False}
        blank = {"missing_code": "", "note": ""} | (figures if indicator.holds_figures else {"text": ""})
        sources = list(reading.sources) if reading else []
        shown = {"source": "; ".join(sources)} if indicator.holds_figures else {"sources": sources}
        return shown | {name: plain(getattr(reading, name, empty)) for name, empty in blank.items()}


class TargetForm(PeriodForm):
    """A target for the end of a period."""

    in_errors = {**PeriodForm.in_errors, "borrowed_from": "the name of the benchmark"}
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
        self.offer(today.year - 1, today.year + YEARS_AHEAD, known, indicator)
        self.fields["value"].label = f"Target ({Unit(indicator.unit).word.lower()})"

    @staticmethod
    def shown_of(target: Target | None) -> dict[str, Any]:
        blank = {"value": None, "tolerance": None, "label": "", "borrowed_from": ""}
        return {name: plain(getattr(target, name, empty)) for name, empty in blank.items()}


class ConfidenceForm(EditForm):
    """A forecast of whether a target will be met."""

    in_errors = {"rag": "whether the target will be met"}
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
