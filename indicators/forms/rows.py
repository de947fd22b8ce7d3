"""Forms for rows of the indicator tables: one row, or several typed or pasted a line each."""

from __future__ import annotations

from typing import Any

from django import forms

from core.ui.editing import EditForm
from core.ui.forms import GovDateField, Radios

from ..actions import Place, RowWords
from ..models import Indicator
from ..models.indicator import MOST_DECIMALS
from ..places import Places, owners, rows_to_choose
from ..rules import Polarity, Unit
from .values import figure_field, plain

POLARITY_HINT = (
    "Nothing is rated red, amber or green until this is set. Closer to zero is for a gap that should close, "
    "whichever group is ahead"
)
WIDE = {"class": "govuk-!-width-full"}
SHORT = {"class": "govuk-input--width-10"}


class IndicatorForm(EditForm):
    """One row of a table."""

    in_errors = {"comparator": "the words for what it is compared with"}
    place = forms.ChoiceField(
        label="Place in the table",
        help_text="Under a key outcome of the main table, in the secondary table, or below another row",
        error_messages={"invalid_choice": "Choose a place from the list. It may have been removed"},
    )
    label = forms.CharField(
        label="Label as printed", required=False, max_length=20, widget=forms.TextInput(attrs=SHORT)
    )
    corrected_label = forms.CharField(
        label="Correct label",
        required=False,
        max_length=20,
        help_text="Only if the printed label is a misprint",
        widget=forms.TextInput(attrs=SHORT),
    )
    title = forms.CharField(label="Title", required=False, max_length=500)
    group = forms.CharField(
        label="Heading above the row",
        required=False,
        max_length=100,
        help_text="A sub-heading of the table, such as Attainment. Sub-rows have that of the row above",
    )
    kind = forms.ChoiceField(
        label="Kind",
        choices=Indicator.Kind.choices,
        widget=Radios(
            hints={
                "qualitative": "In words, such as what a survey says",
                "derived": "Worked out from other rows, such as a gap",
                "heading": "Has sub-rows and no figures of its own",
            }
        ),
    )
    unit = forms.ChoiceField(label="Unit", choices=Unit.choices())
    polarity = forms.ChoiceField(
        label="Which direction is good",
        required=False,
        choices=[("", "Not set"), *Polarity.choices()],
        help_text=POLARITY_HINT,
        widget=Radios,
    )
    owner = forms.ChoiceField(
        label="Owner", required=False, help_text="The person or post that answers for the figure"
    )
    basis = forms.ChoiceField(
        label="Measured by",
        required=False,
        choices=[("", "Not stated"), *Indicator.Basis.choices],
        help_text="Figures by quarter are asked for each quarter. Not stated means that the table’s columns decide",
    )
    next_value_due_on = GovDateField(
        label="Next value due", required=False, help_text="When the next figure is published or known"
    )
    source = forms.CharField(
        label="Source", required=False, max_length=300, help_text="Where its figures come from"
    )
    decimals = forms.IntegerField(
        label="Decimals",
        required=False,
        min_value=0,
        max_value=MOST_DECIMALS,
        help_text="Figures are shown with as many. Leave it empty to show them as typed",
        widget=forms.TextInput(attrs={"class": "govuk-input--width-2", "inputmode": "numeric"}),
        error_messages=dict.fromkeys(
            ("invalid", "min_value", "max_value"), f"Enter a whole number from 0 to {MOST_DECIMALS}"
        ),
    )
    is_contextual = forms.BooleanField(label="For context only: it has no targets", required=False)
    default_tolerance = figure_field(
        "Tolerance of targets",
        "By how much a target may be missed and still be amber, if the target does not say",
    )
    is_headline = forms.BooleanField(label="Headline: it comes first in its table", required=False)
    breakdown = forms.CharField(
        label="Breakdown", required=False, max_length=100, help_text="Such as girls, or a need"
    )
    breakdown_code = forms.CharField(
        label="Breakdown in DfE files",
        required=False,
        max_length=100,
        help_text="The value of the breakdown in published statistics, if they name it differently",
    )
    comparator = forms.CharField(
        label="Compared with", required=False, max_length=100, help_text="For a gap: who the others are"
    )
    feedback_sources = forms.CharField(
        label="Feedback sources",
        required=False,
        help_text="One a line, for a row in words",
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    ended_on = GovDateField(label="Ended on", required=False, help_text="If it is no longer measured")
    replaced_by = forms.ChoiceField(
        label="Replaced by", required=False, help_text="The row that measures it from then on"
    )

    def __init__(self, *args: Any, places: Places, row: Indicator | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.places, self.owners = places, owners()
        self.rows = rows_to_choose("No other row", without=row)
        for name, known in (("place", places), ("owner", self.owners), ("replaced_by", self.rows)):
            self.fields[name].choices = known.choices  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any] | None:
        cleaned = super().clean()
        said = self.cleaned_data
        if said.get("unit") == Unit.TEXT and said.get("kind") == Indicator.Kind.QUANTITATIVE:
            self.add_error("kind", "A row in words is qualitative. Choose that kind, or another unit")
        return cleaned

    def clean_feedback_sources(self) -> list[str]:
        lines = [line.strip() for line in self.cleaned_data["feedback_sources"].splitlines()]
        if any(len(line) > 200 for line in lines):
            raise forms.ValidationError("Write at most 200 characters on a line")
        return [line for line in lines if line]

    @property
    def row(self) -> dict[str, Any]:
        """Arguments of an action, with the place and the owner as objects."""
        said = self.said
        return said | {
            "place": self.places.of[said["place"]],
            "owner": self.owners.of.get(said["owner"]),
            "replaced_by": self.rows.of.get(said["replaced_by"]),
        }

    @staticmethod
    def shown_of(row: Indicator) -> dict[str, Any]:
        """What the form shows of a row."""
        from_row = (
            *("label", "corrected_label", "title", "group", "kind", "unit", "basis", "breakdown"),
            *("breakdown_code", "comparator", "ended_on", "source", "decimals", "next_value_due_on"),
            *("is_contextual", "is_headline"),
        )
        return {name: getattr(row, name) for name in from_row} | {
            "place": Places.key_of(Place.of(row)),
            "replaced_by": str(row.replaced_by.public_id) if row.replaced_by else "",
            "default_tolerance": plain(row.default_tolerance),
            "polarity": row.polarity or "",
            "owner": owners().key_of(row.owner),
            "feedback_sources": "\n".join(row.feedback_sources),
        }


class NewIndicatorForm(IndicatorForm):
    """A row to add."""

    @property
    def words(self) -> RowWords:
        return RowWords(self.cleaned_data["label"], self.cleaned_data["title"])

    @property
    def alike(self) -> dict[str, Any]:
        """What is said besides label and title."""
        return {name: value for name, value in self.row.items() if name not in ("label", "title")}


class SeveralForm(EditForm):
    """Several rows of one place, a line each."""

    place = IndicatorForm.base_fields["place"]
    unit = IndicatorForm.base_fields["unit"]
    polarity = IndicatorForm.base_fields["polarity"]
    basis = IndicatorForm.base_fields["basis"]
    rows = forms.CharField(
        label="Rows",
        help_text="One a line: the label, a tab, the title. You can paste two columns of a spreadsheet. "
        "A line without a tab is a title without a label",
        widget=forms.Textarea(attrs={"rows": 10}),
        error_messages={"required": "Enter at least one row"},
    )

    def __init__(self, *args: Any, places: Places, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.places = places
        self.fields["place"].choices = places.choices  # type: ignore[attr-defined]

    def clean_rows(self) -> list[RowWords]:
        """Label and title of each line. Raises ValidationError that names the lines that are wrong."""
        rows, problems = [], []
        for number, line in enumerate(self.cleaned_data["rows"].splitlines(), 1):
            if not line.strip():
                continue
            label, tab, title = line.partition("\t")
            label, title = (label.strip(), title.strip()) if tab else ("", line.strip())
            if len(label) > 20:
                problems.append(f"Line {number}: the label has more than 20 characters. Shorten it")
            elif len(title) > 500:
                problems.append(f"Line {number}: the title has more than 500 characters. Shorten it")
            elif "\t" in title:
                problems.append(
                    f"Line {number}: there is more than one tab. Write the label, one tab and the title"
                )
            rows.append(RowWords(label, title))
        if problems:
            raise forms.ValidationError(problems)
        return rows

    @property
    def place_chosen(self) -> Place:
        return self.places.of[self.cleaned_data["place"]]
