"""Forms for what a board's packs hold, and for the words of one pack."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from typing import Any, ClassVar

from django import forms

from core.ui.editing import EditForm
from core.ui.forms import Radios
from core.words import list_words

from ..naming import Naming
from ..parts import FIRST, LAST, Part
from ..plain_rules import Point, read_text
from ..ways import SendsBy

OPTIONAL = [part for part in Part if part not in FIRST + LAST]
LONGEST = 4000


class ContentsForm(EditForm):
    """A place for each part, empty for one that is left out, how packs name people, and how they are sent.

    Who `may_waive` it says whether packs need approval.
    """

    def __init__(
        self,
        *args: Any,
        chosen: Sequence[Part],
        naming: str,
        sends_by: str,
        ways: Sequence[SendsBy],
        needs_approval: bool,
        may_waive: bool,
        **kwargs: Any,
    ) -> None:
        places = {part: place for place, part in enumerate((p for p in chosen if p in OPTIONAL), 1)}
        shown: dict[str, Any] = {part.value: places.get(part) for part in OPTIONAL}
        shown |= {"naming": naming, "sends_by": sends_by}
        if may_waive:
            shown["needs_approval"] = needs_approval
        super().__init__(*args, shown=shown, **kwargs)
        for part in sorted(OPTIONAL, key=lambda part: places.get(part, len(OPTIONAL) + 1)):
            self.fields[part.value] = forms.IntegerField(
                label=part.word,
                help_text=part.explained,
                required=False,
                min_value=1,
                max_value=len(OPTIONAL),
                widget=forms.NumberInput(attrs={"class": "govuk-input--width-2"}),
                error_messages=dict.fromkeys(
                    ("invalid", "min_value", "max_value"),
                    f"The place of “{part.word}” must be a whole number from 1 to {len(OPTIONAL)}",
                ),
            )
        self.fields["naming"] = forms.ChoiceField(
            label="How do packs show people?",
            choices=Naming.choices(),
            widget=Radios(hints={each.value: each.explained for each in Naming}),
            error_messages={"required": "Select how packs show people"},
        )
        self.fields["sends_by"] = forms.ChoiceField(
            label="How are packs sent?",
            choices=[(way.value, way.word) for way in ways],
            widget=Radios(hints={way.value: way.explained for way in ways}),
            error_messages={"required": "Select how packs are sent"},
        )
        if may_waive:
            self.fields["needs_approval"] = forms.BooleanField(
                label="Packs of this board need approval before they are released", required=False
            )

    @property
    def parts(self) -> list[Part]:
        """The chosen parts in their order."""
        said = self.cleaned_data
        places = [(said[part.value], part) for part in OPTIONAL if said.get(part.value)]
        return [part for _, part in sorted(places, key=lambda each: each[0])]

    def clean(self) -> dict[str, Any]:
        said: dict[str, Any] = super().clean() or self.cleaned_data
        at_place = defaultdict(list)
        for part in OPTIONAL:
            if place := said.get(part.value):
                at_place[place].append(part)
        for place, parts in at_place.items():
            if len(parts) > 1:
                names = list_words([f"“{part.word}”" for part in parts])
                self.add_error(parts[-1].value, f"{names} have the same place, {place}. Give each its own")
        return said


class WordsForm(EditForm):
    """What people write for one pack. `drafted` are the points of the rule."""

    in_errors: ClassVar = {"plain": "the words in plain English", "easy_read": "the easy-read words"}

    covering_note = forms.CharField(
        label="Covering note",
        help_text="From the chair, or whoever presents the pack. It is printed on the first page. This is optional.",
        required=False,
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 5}),
    )
    plain = forms.CharField(
        label="In plain English",
        help_text="Drafted from the figures of this quarter. Leave an empty line between two points, and end each "
        "with a line that begins with “For families:”. Delete everything to have it drafted again.",
        required=False,
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 16}),
    )
    easy_read = forms.CharField(
        label="Easy read",
        help_text="Very short sentences, one on each line, written by a person. Leave this empty for none.",
        required=False,
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 6}),
    )

    def __init__(self, *args: Any, drafted: Sequence[Point], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._drafted = drafted

    def clean_plain(self) -> str:
        text: str = self.cleaned_data["plain"]
        points, problems = read_text(text, self._drafted)
        if problems:
            raise forms.ValidationError(problems)
        return "" if points == list(self._drafted) else text.replace("\r\n", "\n").strip()
