"""Form for an interest that somebody declared."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms

from core.ui.editing import EditForm
from core.ui.forms import Radios

from ..models import Attendance, Guest, Interest
from ..rules import interest_problems


class InterestForm(EditForm):
    """Who declared an interest, about which item, and what was done. `present` are those who were there, in words."""

    who = forms.ChoiceField(label="Who declared it?")
    about = forms.CharField(label="About which item?", max_length=300)
    interest = forms.CharField(label="What is the interest?", widget=forms.Textarea(attrs={"rows": "3"}))
    done = forms.ChoiceField(label="What was done?", choices=Interest.Done.choices, widget=Radios())
    in_errors = {
        "who": "who declared it",
        "about": "the item",
        "interest": "what the interest is",
        "done": "what was done",
    }

    def __init__(self, *args: Any, present: Sequence[tuple[Attendance | Guest, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.by_id = {str(each.public_id): each for each, _ in present}
        self.fields["who"].choices = [  # type: ignore[attr-defined]
            ("", "Select"),
            *((str(each.public_id), words) for each, words in present),
        ]
        missing = interest_problems(was_there=False, about="", interest="", done=False)
        for name, words in missing.items():
            self.fields[name].error_messages["required"] = words

    @property
    def said(self) -> dict[str, Any]:
        return super().said | {"who": self.by_id.get(self.cleaned_data["who"])}
