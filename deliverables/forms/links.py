"""The form that links a deliverable to another one."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby
from typing import Any

from django import forms

from core.ui.editing import EditForm
from core.ui.forms import Radios

from ..models import Deliverable
from ..rules.links import LinkKind

HINTS = {
    LinkKind.SEE_ALSO.value: "Both are about the same thing",
    LinkKind.DEPENDS_ON.value: "This cannot be done before the other one",
    LinkKind.UNDER.value: "The other one does this work. Give its progress there",
}


class LinkForm(EditForm):
    """What a deliverable is linked to, how, and a note. `rows` are those to choose from, in plan order."""

    in_errors = {"kind": "how it is linked", "other": "which one it is linked to"}
    kind = forms.ChoiceField(
        label="How is it linked?", choices=LinkKind.choices(), widget=Radios(hints=HINTS)
    )
    other = forms.ChoiceField(label="To which one?")
    note = forms.CharField(label="Note (optional)", required=False, max_length=300)

    def __init__(self, *args: Any, rows: Sequence[Deliverable], noun: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.rows = {str(each.public_id): each for each in rows}
        field: Any = self.fields["other"]
        field.label = f"To which {noun.lower()}?"
        field.error_messages["required"] = "Select what it is linked to"
        field.choices = [("", "Select one")] + [
            (plan, [(str(each.public_id), each.name) for each in of_plan])
            for plan, of_plan in groupby(rows, key=lambda each: each.strategy.title)
        ]

    @property
    def said(self) -> dict[str, Any]:
        said = super().said
        return said | {"kind": LinkKind(said["kind"]), "other": self.rows[said["other"]]}
