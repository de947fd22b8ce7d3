"""Forms for rows of the indicator tables: one row, or several typed or pasted a line each."""

from __future__ import annotations

from typing import Any

from django import forms

from core.ui.editing import EditForm
from core.ui.forms import GovDateField, Radios

from ..actions import Place, RowWords
from ..models import Indicator
from ..places import Places, owners
from ..rules import Polarity, Unit

POLARITY_HINT = "Nothing is rated red, amber or green until this is set"
WIDE = {"class": "govuk-!-width-full"}
SHORT = {"class": "govuk-input--width-10"}


class IndicatorForm(EditForm):
    """One row of a table."""

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
                "derived": "A gap or another difference of two figures",
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
    breakdown = forms.CharField(
        label="Breakdown", required=False, max_length=100, help_text="Such as girls, or a need"
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

    def __init__(self, *args: Any, places: Places, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.places, self.owners = places, owners()
        self.fields["place"].choices = places.choices  # type: ignore[attr-defined]
        self.fields["owner"].choices = self.owners.choices  # type: ignore[attr-defined]

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
        return said | {"place": self.places.of[said["place"]], "owner": self.owners.of.get(said["owner"])}

    @staticmethod
    def shown_of(row: Indicator) -> dict[str, Any]:
        """What the form shows of a row."""
        from_row = ("label", "corrected_label", "title", "group", "kind", "unit", "basis", "breakdown")
        return {name: getattr(row, name) for name in (*from_row, "comparator", "ended_on")} | {
            "place": Places.key_of(Place.of(row)),
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
