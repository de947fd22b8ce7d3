"""Form that starts a plan from a template: title and period, and each row with its words and a tick to leave it out."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from django import forms
from django.core.validators import MaxLengthValidator
from django.forms.boundfield import BoundField

from boards.models import Board
from core.ui.editing import EditForm
from core.ui.forms import GovDateField
from core.words import list_words, plural
from councils.models import Organisation
from indicators.models import Indicator
from indicators.rules import Polarity, Unit
from strategies.actions.plans import Cover

from .known import Known
from .rules import WHOLE_PLAN, WORDS, PlanTemplate, narrowed, row_name

LONGEST = {
    "outcomes": 500,
    "indicators": 500,
    "boards": 200,
    "organisations": 200,
    "levels": 60,
    "criteria": 200,
}
LONGEST_OTHER = 300
HEADINGS = {
    "principles": "Principles",
    "key_outcomes": "Key outcomes",
    "strands": "",
    "indicators": "Indicators",
    "boards": "Boards",
    "organisations": "Organisations",
    "levels": "Scale of the assessment",
    "criteria": "Criteria of the assessment",
}
OWN_NAME = "Use the name of your own partner. One that your council already has is used, and not added again."
HINTS = {
    "strands": "If you leave one out, its outcomes go with it.",
    "key_outcomes": "If you leave one out, its indicators go with it.",
    "indicators": "They come without targets and figures. You set these when the plan is there.",
    "boards": "A board that your council already has under this name is used, and not added again.",
    "organisations": OWN_NAME,
    "levels": "From the lowest word to the highest. A plan is judged in these words, on each of the criteria.",
    "criteria": "You can change them later on the page Assessment of the plan.",
}


@dataclass(frozen=True)
class RowFields:
    """A row of the template on the page. `about` says what it is, and `known` what is in the council already."""

    label: str
    about: str
    known: str
    words: BoundField
    leave: BoundField


@dataclass(frozen=True)
class Section:
    heading: str
    hint: str
    rows: list[RowFields]


class StartForm(EditForm):
    """`parts` are those that the member may add: all, or not boards, for example."""

    title = forms.CharField(label="Title of your plan", max_length=300)
    starts_on = GovDateField(label="Start of the plan", required=False)
    ends_on = GovDateField(label="End of the plan", required=False)
    strand_noun = forms.CharField(
        label="What the plan calls a main part",
        max_length=30,
        widget=forms.TextInput(attrs={"class": "govuk-input--width-10"}),
    )
    deliverable_noun = forms.CharField(
        label="What the plan calls a thing to be done by a date",
        max_length=30,
        widget=forms.TextInput(attrs={"class": "govuk-input--width-10"}),
    )

    def __init__(
        self, *args: Any, template: PlanTemplate, known: Known, parts: Sequence[str], **kwargs: Any
    ) -> None:
        self.template, self.known = template, known
        self.parts = [part for part in WORDS if part in parts]
        initial = {name: getattr(template, name) for name in ("title", "strand_noun", "deliverable_noun")}
        super().__init__(*args, initial=initial, **kwargs)
        for part, row in self._rows():
            name = row_name(part, row)
            label = self._label(part, row)
            self.fields[f"words-{name}"] = forms.CharField(
                label=f"Words of {label}",
                required=False,
                initial=getattr(row, WORDS[part]),
                widget=forms.Textarea(attrs={"rows": 2, "class": "template-row__words"}),
                validators=[
                    MaxLengthValidator(
                        LONGEST.get(part, LONGEST_OTHER),
                        f"{label} must be %(limit_value)d characters or fewer",
                    )
                ],
            )
            self.fields[f"leave-{name}"] = forms.BooleanField(label="Leave out", required=False)

    def _rows(self) -> Iterator[tuple[str, Any]]:
        for part in self.parts:
            for row in getattr(self.template, part):
                yield part, row

    def clean_strand_noun(self) -> str:
        return _noun(self.cleaned_data["strand_noun"])

    def clean_deliverable_noun(self) -> str:
        return _noun(self.cleaned_data["deliverable_noun"])

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        for part, row in self._rows():
            name = row_name(part, row)
            typed = cleaned.get(f"words-{name}")
            if typed is not None and not typed.strip() and not cleaned.get(f"leave-{name}"):
                label = self._label(part, row)
                self.add_error(f"words-{name}", f"{label}: enter the words, or tick “Leave out”")
        return cleaned

    @property
    def chosen(self) -> PlanTemplate:
        """What is left of the template, in the words that were typed, without parts that the member may not add."""
        names = [row_name(part, row) for part, row in self._rows()]
        left_out = {name for name in names if self.cleaned_data[f"leave-{name}"]}
        others = [part for part in WORDS if part not in self.parts]
        left_out |= {row_name(part, row) for part in others for row in getattr(self.template, part)}
        words = {name: " ".join(self.cleaned_data[f"words-{name}"].split()) for name in names}
        return narrowed(self.template, words=words, left_out=left_out)

    def cover(self) -> Cover:
        said = self.cleaned_data
        return Cover(
            title=said["title"],
            kind=self.template.kind,
            summary=self.template.summary,
            starts_on=said["starts_on"],
            ends_on=said["ends_on"],
            contributors="\n".join(each.name for each in self.chosen.organisations),
            strand_noun=said["strand_noun"],
            deliverable_noun=said["deliverable_noun"],
        )

    @property
    def sections(self) -> list[Section]:
        """The rows by part, outcomes below their strand."""
        found = []
        for part, heading in HEADINGS.items():
            rows = (
                [self._fields(part, row) for row in getattr(self.template, part)]
                if part in self.parts
                else []
            )
            if part == "strands":
                heading = f"{plural(self.template.strand_noun)} and outcomes"
                rows = []
                for strand in self.template.strands:
                    rows.append(self._fields(part, strand))
                    rows += [self._fields("outcomes", each) for each in strand.outcomes]
            if rows:
                found.append(Section(heading, HINTS.get(part, ""), rows))
        return found

    def _fields(self, part: str, row: Any) -> RowFields:
        name = row_name(part, row)
        return RowFields(
            self._label(part, row),
            self._about(part, row),
            self._known(part, row),
            self[f"words-{name}"],
            self[f"leave-{name}"],
        )

    def _label(self, part: str, row: Any) -> str:
        match part:
            case "strands":
                return f"{self.template.strand_noun} {row.code}"
            case "outcomes":
                strand = next(each for each in self.template.strands if row in each.outcomes)
                return f"Outcome {strand.outcomes.index(row) + 1} of {strand.code}"
            case "key_outcomes":
                return f"Key outcome {row.number}"
            case "indicators":
                return f"Indicator {row.label}"
            case "levels":
                return f"Step {self.template.levels.index(row) + 1} of the scale"
            case "criteria":
                return f"Criterion {self.template.criteria.index(row) + 1}"
        number = getattr(self.template, part).index(row) + 1
        return f"{HEADINGS[part].removesuffix('s')} {number}"

    def _about(self, part: str, row: Any) -> str:
        match part:
            case "outcomes":
                return f"Shown by: {'; '.join(row.measures)}" if row.measures else ""
            case "indicators":
                basis = Indicator.Basis(row.basis).label
                said = (
                    Unit(row.unit).word,
                    Polarity(row.polarity).word,
                    basis,
                    "headline" if row.headline else "",
                )
                return ", ".join(
                    each if place == 0 else each.lower() for place, each in enumerate(said) if each
                )
            case "boards":
                return self._about_board(row)
            case "criteria":
                return str(row.text)
            case "organisations":
                return str(Organisation.Kind(row.kind).label)
        return ""

    def _about_board(self, row: Any) -> str:
        codes = {each.key: each.code for each in self.template.strands}
        said = [f"{Board.Kind(row.kind).label}. {row.purpose}"]
        above = next((each.name for each in self.template.boards if each.key == row.reports_to), "")
        if above:
            said.append(f"Reports to {above}.")
        if WHOLE_PLAN in row.oversees:
            said.append("Oversees the whole plan.")
        elif row.oversees:
            said.append(f"Oversees {list_words([codes[key] for key in row.oversees])}.")
        return " ".join(said)

    def _known(self, part: str, row: Any) -> str:
        found: object = None
        if part == "boards":
            found = self.known.board(row.name)
        elif part == "organisations":
            found = self.known.organisation(row.name)
        return f"Your council already has {found}. It is used." if found else ""


def _noun(typed: str) -> str:
    """The noun with a capital, as headings show it."""
    noun = " ".join(typed.split())
    return noun[:1].upper() + noun[1:]
