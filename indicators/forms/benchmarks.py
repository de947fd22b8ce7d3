"""Forms for statistics files, what their columns measure, and lists of statistical neighbours."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from django import forms

from core.ui.edit_rows import RowForm
from core.ui.editing import EditForm, RefusableForm
from core.ui.forms import GovDateField

from ..actions.benchmarks import MappingSaid
from ..models import BenchmarkMapping, Indicator, NeighbourList
from ..models.benchmarks import breakdown_words
from ..pages.benchmark_review import Proposal
from ..rules.dfe import Outline

CSV = {"accept": ".csv,text/csv"}
CHOOSE = ("", "Choose")


class FileForm(RefusableForm):
    """A statistics file with its release."""

    in_errors = {"published_on": "the date it was published"}
    file = forms.FileField(
        label="Statistics file",
        help_text="A CSV from “Explore education statistics”, up to 20 MB",
        widget=forms.FileInput(attrs=CSV),
        error_messages={"required": "Choose the CSV file", "empty": "The file is empty. Choose another one"},
    )
    metadata = forms.FileField(
        label="Its metadata",
        required=False,
        help_text="The .meta.csv, if it came with one. It says the unit of each column",
        widget=forms.FileInput(attrs=CSV),
        error_messages={"empty": "The file is empty. Leave it out, or choose another one"},
    )
    title = forms.CharField(
        label="Publication", max_length=200, help_text="Such as Education, health and care plans"
    )
    release = forms.CharField(
        label="Release",
        max_length=60,
        help_text="Such as 2025",
        widget=forms.TextInput(attrs={"class": "govuk-input--width-10"}),
    )
    published_on = GovDateField(label="Published on", help_text="Such as 26 6 2025")


class MappingForm(RowForm):
    """One column in one breakdown, and the indicator that it measures."""

    indicator = forms.ChoiceField(label="Indicator")
    column = forms.ChoiceField(label="Column of figures")
    breakdown = forms.ChoiceField(label="Breakdown")

    def __init__(self, *args: Any, offers: Offers, **kwargs: Any) -> None:
        self.offers = offers
        super().__init__(*args, **kwargs)
        self.fields.pop("place", None)
        for name in ("indicator", "column", "breakdown"):
            choices: list[Any] = [CHOOSE, *getattr(offers, f"{name}s")]
            saved = str(self.shown.get(name, ""))
            if saved and saved not in {key for key, _ in choices}:
                words = saved if name == "column" else breakdown_words(json.loads(saved).values())
                choices.append((saved, f"{words} (not in this file)"))
            self.fields[name].choices = choices  # type: ignore[attr-defined]

    @property
    def is_left_empty(self) -> bool:
        """A new row without an indicator is not wanted, also where a column was proposed."""
        return self.key is None and not self.data.get(self.add_prefix("indicator"), "").strip()

    @property
    def compared(self) -> Mapping[str, Any]:
        return {name: value for name, value in self.shown.items() if name not in ("place", "remove")}

    def mapping(self) -> MappingSaid:
        said = self.cleaned_data
        return MappingSaid(
            key=self.key,
            indicator=self.offers.found[said["indicator"]],
            column=said["column"],
            breakdown=json.loads(said["breakdown"]),
        )


class Offers:
    """What can be chosen: indicators, the file's columns of figures and its breakdowns."""

    def __init__(self, outline: Outline, indicators: Sequence[Indicator]) -> None:
        self.outline = outline
        self.found: dict[str, Indicator] = {str(row.public_id): row for row in indicators}
        self.indicators = [(key, row.full_name) for key, row in self.found.items()]
        self.columns = [
            (column.name, column.name if column.label == column.name else f"{column.label} ({column.name})")
            for column in outline.columns
        ]
        self.breakdowns = [(self.key_of(values), breakdown_words(values)) for values in outline.breakdowns]

    def key_of(self, values: Sequence[str]) -> str:
        return breakdown_key(dict(zip(self.outline.filters, values, strict=True)))

    def initial(self, proposal: Proposal) -> dict[str, str]:
        """What a new row shows of a proposal."""
        return {
            "indicator": str(proposal.indicator.public_id),
            "column": proposal.column,
            "breakdown": self.key_of(proposal.breakdown),
        }


def breakdown_key(breakdown: Mapping[str, str]) -> str:
    return json.dumps(breakdown, sort_keys=True, ensure_ascii=False)


def shown_mappings(mappings: Sequence[BenchmarkMapping]) -> dict[UUID, dict[str, Any]]:
    """Saved mappings as rows of the form."""
    return {
        row.public_id: {
            "indicator": str(row.indicator.public_id),
            "column": row.column,
            "breakdown": breakdown_key(row.breakdown),
        }
        for row in mappings
    }


class NeighboursForm(EditForm):
    """A list of statistical neighbours and the days on which it is in force."""

    name = forms.CharField(
        label="Name", max_length=200, help_text="Such as DfE statistical neighbours, May 2025"
    )
    valid_from = GovDateField(label="First day", help_text="Such as 1 5 2025")
    valid_until = GovDateField(
        label="Last day", required=False, help_text="Leave it empty while the list is in force"
    )
    councils = forms.CharField(
        label="Councils",
        help_text="One on each line, the most like yours first: 1, 852, Southampton, Very close. Or paste the "
        "Department for Education’s whole file, with its first line: your own lines are taken from it",
        widget=forms.Textarea(attrs={"rows": 12}),
    )

    @staticmethod
    def shown_of(found: NeighbourList | None) -> dict[str, Any]:
        if found is None:
            return {"name": "", "valid_from": None, "valid_until": None, "councils": ""}
        lines = "\n".join(row.near.line for row in found.neighbours.all())
        return {
            "name": found.name,
            "valid_from": found.valid_from,
            "valid_until": found.valid_until,
            "councils": lines,
        }
