"""Forms for the rows of each list of a plan, and lines pasted into them."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any, ClassVar

from django import forms
from django.core.exceptions import ValidationError
from django.http import QueryDict

from core.ui.edit_rows import MAX_ROWS, DayField, RowForm
from core.ui.editing import as_sent

from ..actions import ListRow
from ..models import Approval, CoverRole, FrameworkCell
from ..plan_lists import line_of
from .fields import LinesField

Choices = Mapping[str, Sequence[tuple[str, Any]]]
NARROW = {"class": "govuk-input--width-5"}
_CODE_AND_TITLE = re.compile(r"(?P<code>\S{1,10}?)(?:\s*\t\s*|\s*:\s+|\s+[-–—]\s+|\s+)(?P<title>\S.*)")
_NUMBER_AND_TEXT = re.compile(r"(?P<number>\S*[0-9]\S*)\s+(?P<text>\S.*)")


class PlanRow(RowForm):
    """One row of a list.

    A cell that was not touched keeps what is stored, also if someone else has changed it since the page was opened.
    `pasted` are the columns of a pasted line, separated by tabs. A line without a tab fills only the last one. The
    attribute `title` is the row's name, as in every row form. Templates use `called`, because a template finds a form
    field of the name `title` first.
    """

    pasted: ClassVar[tuple[str, ...]] = ()
    paste_help: ClassVar[str] = ""

    def __init__(self, *args: Any, choices: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, offered in choices.items():
            if name in self.fields:
                self.fields[name].choices = offered  # type: ignore[attr-defined]

    @property
    def called(self) -> str:
        """The row's name: "Priority 2"."""
        return self.title

    @classmethod
    def shown_of(cls, row: Any) -> dict[str, Any]:
        """What the form shows of a stored row, as it is cleaned."""
        names = [name for name in cls.base_fields if name not in ("seen", "place", "remove")]
        return {name: _shown(getattr(row, name)) for name in names}

    @classmethod
    def split(cls, line: str) -> Sequence[str]:
        """The cells of a pasted line."""
        cells = [cell.strip() for cell in line.split("\t")]
        return cells if len(cells) > 1 else [*[""] * (len(cls.pasted) - 1), line.strip()]

    @property
    def compared(self) -> Mapping[str, Any]:
        """Cells that must not be overwritten unseen: of a row that stays, those in which something was typed."""
        compared = super().compared
        if self.is_removed:
            return compared
        return {name: value for name, value in compared.items() if not self._is_untouched(name)}

    def _is_untouched(self, name: str) -> bool:
        return name in self.opened_with and as_sent(self.cleaned_data.get(name)) == self.opened_with[name]

    def settled(self) -> dict[str, Any]:
        """The cells to save: what was typed, and what is stored where nothing was."""
        names = [name for name in self.fields if name not in ("seen", "place", "remove")]
        return {
            name: self.shown[name] if self._is_untouched(name) else self.cleaned_data[name] for name in names
        }

    def columns(self, cells: dict[str, Any], found: Mapping[str, Any]) -> dict[str, Any]:
        """The row's columns from its cells. `found` has the rows that choices stand for."""
        return cells

    def lines(self, cells: dict[str, Any]) -> list[tuple[str, ...]]:
        """The rows below this one."""
        return []

    def list_row(self, found: Mapping[str, Any]) -> ListRow:
        """The row as the action takes it."""
        if not self.is_bound:
            return ListRow(self.key, None)
        cells = self.settled()
        return ListRow(self.key, self.columns(cells, found), self.lines(cells))


class StrandRow(PlanRow):
    code = forms.CharField(label="Code", max_length=10, widget=forms.TextInput(attrs=NARROW))
    title = forms.CharField(label="Title", max_length=300)  # type: ignore[assignment]

    pasted = ("code", "title")
    paste_help = "One a line: the code, then a space, a tab or a dash, then the title"

    @classmethod
    def split(cls, line: str) -> Sequence[str]:
        match = _CODE_AND_TITLE.fullmatch(line.strip())
        return (match["code"], match["title"]) if match else ("", line.strip())


class PriorityRow(StrandRow):
    pass


class PrintedPriorityRow(PlanRow):
    chapter = forms.CharField(label="Chapter", max_length=100)
    code = forms.CharField(label="Code", max_length=10, widget=forms.TextInput(attrs=NARROW))
    text = forms.CharField(label="Text", widget=forms.Textarea(attrs={"rows": 2}))
    means = forms.ChoiceField(label="Means the priority", required=False)

    pasted = ("chapter", "code", "text")
    paste_help = "One a line: chapter, code and text, with a tab between them"

    def columns(self, cells: dict[str, Any], found: Mapping[str, Any]) -> dict[str, Any]:
        return cells | {"means": found.get(cells["means"])}


class OutcomeRow(PlanRow):
    title = forms.CharField(  # type: ignore[assignment]
        label="Outcome", widget=forms.Textarea(attrs={"rows": 3})
    )
    measures = LinesField(label="Measures of impact, one a line", longest=300)
    is_query = forms.BooleanField(label="Open question, not an outcome yet", required=False)

    pasted = ("title",)
    paste_help = "One outcome a line"

    @classmethod
    def shown_of(cls, row: Any) -> dict[str, Any]:
        measures = "\n".join(line_of(each, ("text",)) for each in row.measures.all())
        return {"title": row.title, "measures": measures, "is_query": row.is_query}

    def columns(self, cells: dict[str, Any], found: Mapping[str, Any]) -> dict[str, Any]:
        return {"title": cells["title"], "is_query": cells["is_query"]}

    def lines(self, cells: dict[str, Any]) -> list[tuple[str, ...]]:
        return [(line,) for line in cells["measures"].splitlines()]


class HeadedRow(PlanRow):
    """A planned action or an achievement."""

    heading = forms.CharField(label="Sub-heading", required=False, max_length=200)
    text = forms.CharField(label="Text", widget=forms.Textarea(attrs={"rows": 2}))

    pasted = ("heading", "text")
    paste_help = "One a line. A sub-heading may come first, with a tab after it"


class KeyOutcomeRow(PlanRow):
    number = forms.CharField(
        label="Number", required=False, max_length=10, widget=forms.TextInput(attrs=NARROW)
    )
    title = forms.CharField(label="Title", max_length=300)  # type: ignore[assignment]
    improvements = LinesField(
        label="Improvement statements, one a line", longest=311, help_text="Number first, such as 1.1", rows=5
    )

    pasted = ("number", "title")
    paste_help = "One a line. A number may come first, with a tab after it"

    @classmethod
    def shown_of(cls, row: Any) -> dict[str, Any]:
        improvements = "\n".join(line_of(each, ("number", "text")) for each in row.improvements.all())
        return {"number": row.number, "title": row.title, "improvements": improvements}

    def clean_improvements(self) -> str:
        lines = str(self.cleaned_data["improvements"])
        for number, line in enumerate(lines.splitlines(), 1):
            match = _NUMBER_AND_TEXT.fullmatch(line)
            if not match or len(match["number"]) > 10:
                raise ValidationError(f"Line {number} must begin with its number, such as 1.1, and a space")
            if len(match["text"]) > 300:
                raise ValidationError(f"Line {number} must be 300 characters or fewer")
        return lines

    def columns(self, cells: dict[str, Any], found: Mapping[str, Any]) -> dict[str, Any]:
        return {"number": cells["number"], "title": cells["title"]}

    def lines(self, cells: dict[str, Any]) -> list[tuple[str, ...]]:
        matches = map(_NUMBER_AND_TEXT.fullmatch, cells["improvements"].splitlines())
        return [(match["number"], match["text"]) for match in matches if match]


class ReferenceRow(PlanRow):
    text = forms.CharField(label="Text", max_length=300)

    pasted = ("text",)
    paste_help = "One a line"


class FrameworkRow(PlanRow):
    kind = forms.ChoiceField(
        label="Kind",
        choices=[("", "Choose a kind"), *FrameworkCell.Kind.choices],
        error_messages={"required": "Choose a kind"},
    )
    need = forms.CharField(
        label="Need",
        required=False,
        max_length=60,
        widget=forms.TextInput(attrs={"class": "govuk-input--width-10"}),
    )
    questions = LinesField(label="Questions, one a line", longest=300, required=True)

    def columns(self, cells: dict[str, Any], found: Mapping[str, Any]) -> dict[str, Any]:
        return cells | {"questions": cells["questions"].splitlines()}


class SuccessRow(PlanRow):
    in_errors = {"horizon": "the time"}
    theme = forms.CharField(label="Theme", max_length=200)
    question = forms.CharField(label="Question", max_length=200)
    items = LinesField(label="Answers, one a line", longest=300)
    horizon = forms.CharField(label="When", required=False, max_length=200)

    def columns(self, cells: dict[str, Any], found: Mapping[str, Any]) -> dict[str, Any]:
        return cells | {"items": cells["items"].splitlines()}


class VersionRow(PlanRow):
    label = forms.CharField(label="Version", max_length=60)

    pasted = ("label",)
    paste_help = "One a line, the oldest first"


class CoverRow(PlanRow):
    role = forms.ChoiceField(
        label="Role",
        choices=[("", "Choose a role"), *CoverRole.Role.choices],
        error_messages={"required": "Choose a role"},
    )
    holder = forms.ChoiceField(
        label="Board or person", error_messages={"required": "Choose a board or a person"}
    )
    post = forms.ChoiceField(label="Post", required=False)

    @classmethod
    def shown_of(cls, row: Any) -> dict[str, Any]:
        holder = row.board or row.person
        return {"role": row.role, "holder": str(holder.public_id), "post": _shown(row.post)}

    def columns(self, cells: dict[str, Any], found: Mapping[str, Any]) -> dict[str, Any]:
        holder = found[cells["holder"]]
        is_board = holder._meta.model_name == "board"
        return {
            "role": cells["role"],
            "board": holder if is_board else None,
            "person": None if is_board else holder,
            "post": found.get(cells["post"]),
        }


class ApprovalRow(PlanRow):
    in_errors = {"approver": "the words as printed", "approved_on": "the date it was approved"}
    version = forms.ChoiceField(label="Version", error_messages={"required": "Choose a version"})
    by = forms.ChoiceField(
        label="Approved by", error_messages={"required": "Choose who approved it, or a stage"}
    )
    approver = forms.CharField(
        label="As printed",
        required=False,
        max_length=200,
        help_text="Empty: the name in the list, initials of a person",
    )
    approved_on = DayField(label="On")

    @classmethod
    def shown_of(cls, row: Any) -> dict[str, Any]:
        linked = row.board or row.organisation or row.post or row.person
        return {
            "version": str(row.version.public_id),
            "by": str(linked.public_id) if linked else row.kind,
            "approver": row.approver,
            "approved_on": row.approved_on,
        }

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        if cleaned.get("by") in Approval.Kind.values and not cleaned.get("approver"):
            self.add_error("approver", "Enter who approved it, or the stage, as printed")
        return cleaned

    def columns(self, cells: dict[str, Any], found: Mapping[str, Any]) -> dict[str, Any]:
        linked: Any = found.get(cells["by"])
        kind = linked._meta.model_name if linked else cells["by"]
        links = {name: linked if name == kind else None for name in Approval.Kind.values if name != "stage"}
        printed = cells["approver"] or (linked.initials or "Person" if kind == "person" else str(linked))
        return {
            "version": found[cells["version"]],
            "kind": kind,
            "approver": printed,
            "approved_on": cells["approved_on"],
            **links,
        }


FORMS: dict[str, type[PlanRow]] = {
    "strands": StrandRow,
    "cover": CoverRow,
    "key-outcomes": KeyOutcomeRow,
    "principles": ReferenceRow,
    "laws": ReferenceRow,
    "initiatives": ReferenceRow,
    "linked-strategies": ReferenceRow,
    "framework": FrameworkRow,
    "success": SuccessRow,
    "versions": VersionRow,
    "approvals": ApprovalRow,
    "priorities": PriorityRow,
    "printed-priorities": PrintedPriorityRow,
    "outcomes": OutcomeRow,
    "planned-actions": HeadedRow,
    "achievements": HeadedRow,
}
"""The form of a row of each list."""


def pasted_into(data: QueryDict | None, form: type[PlanRow]) -> QueryDict | None:
    """The data with each pasted line as a new row. Empty new rows that were sent are filled first."""
    if data is None or not str(data.get("pasted", "")).strip():
        return data
    lines = [line for line in str(data["pasted"]).splitlines() if line.strip()]
    sent = {name.removesuffix("-seen") for name in data if re.fullmatch(r"new-[0-9]{1,3}-seen", name)}
    filled = {
        prefix
        for prefix in sent
        if any(
            str(value).strip()
            for name, value in data.items()
            if name.startswith(f"{prefix}-") and name != f"{prefix}-seen"
        )
    }
    free = [f"new-{number}" for number in range(MAX_ROWS) if f"new-{number}" not in filled]
    together = data.copy()
    for prefix, line in zip(free, lines, strict=False):
        together[f"{prefix}-seen"] = ""
        for name, cell in zip(form.pasted, form.split(line), strict=False):
            together[f"{prefix}-{name}"] = cell
    together["pasted"] = "\n".join(lines[len(free) :])
    return together


def _shown(value: Any) -> Any:
    """A column as its cell shows it: lists as lines, other rows by their public id."""
    if isinstance(value, list):
        return "\n".join(value)
    public_id = getattr(value, "public_id", None)
    return "" if value is None else str(public_id) if public_id is not None else value
