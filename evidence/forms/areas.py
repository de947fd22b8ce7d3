"""Form of an area that an inspection has named."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from django import forms

from boards.models import Board
from core.ui.editing import EditForm
from core.ui.forms import Checkboxes, GovDateField, Radios
from councils.models import Organisation

from ..models import AreaBoard, AreaPartner, InspectionArea


class AreaForm(EditForm):
    """An area as published, who is accountable for it, and which boards follow it."""

    kind = forms.ChoiceField(
        label="Kind",
        choices=InspectionArea.Kind.choices,
        initial=InspectionArea.Kind.IMPROVEMENT,
        widget=Radios(),
    )
    number = forms.CharField(
        label="Number (optional)",
        required=False,
        max_length=20,
        help_text="As printed in the report",
        widget=forms.TextInput(attrs={"class": "govuk-input--width-5"}),
    )
    text = forms.CharField(
        label="Text as published", max_length=5000, widget=forms.Textarea(attrs={"rows": "6"})
    )
    source = forms.CharField(
        label="Source (optional)",
        required=False,
        max_length=300,
        help_text="Title of the inspection report",
    )
    source_on = GovDateField(label="Date of the source (optional)", required=False)
    lead = forms.ChoiceField(
        label="Lead partner",
        required=False,
        help_text="The organisation that leads among those accountable",
    )
    partners = forms.MultipleChoiceField(
        label="Other accountable partners", required=False, widget=Checkboxes(small=True)
    )
    boards = forms.MultipleChoiceField(
        label="Boards that follow it", required=False, widget=Checkboxes(small=True)
    )

    def __init__(
        self,
        *args: Any,
        organisations: Sequence[Organisation],
        boards: Sequence[Board],
        today: date,
        area: InspectionArea | None = None,
        partners_now: Sequence[AreaPartner] = (),
        boards_now: Sequence[AreaBoard] = (),
        **kwargs: Any,
    ) -> None:
        shown = _shown(area, partners_now, boards_now) if area else None
        super().__init__(*args, shown=shown, **kwargs)
        self.organisations = {str(each.public_id): each for each in organisations}
        self.boards_by_id = {str(each.public_id): each for each in boards}
        names = [(key, each.known_as(today)) for key, each in self.organisations.items()]
        choices: dict[str, Any] = {
            "lead": [("", "None named"), *names],
            "partners": names,
            "boards": [(key, each.name) for key, each in self.boards_by_id.items()],
        }
        for name, given in choices.items():
            field: Any = self.fields[name]
            field.choices = given

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        if cleaned.get("lead") and cleaned["lead"] in cleaned.get("partners", []):
            cleaned["partners"] = [key for key in cleaned["partners"] if key != cleaned["lead"]]
        return cleaned

    @property
    def said(self) -> dict[str, Any]:
        said = super().said
        return said | {
            "lead": self.organisations.get(said["lead"]),
            "partners": [self.organisations[key] for key in said["partners"]],
            "boards": [self.boards_by_id[key] for key in said["boards"]],
        }


def _shown(
    area: InspectionArea, partners: Sequence[AreaPartner], boards: Sequence[AreaBoard]
) -> dict[str, Any]:
    own = {name: getattr(area, name) for name in ("kind", "number", "text", "source", "source_on")}
    return own | {
        "lead": next((str(each.organisation.public_id) for each in partners if each.is_lead), ""),
        "partners": [str(each.organisation.public_id) for each in partners if not each.is_lead],
        "boards": [str(each.board.public_id) for each in boards],
    }
