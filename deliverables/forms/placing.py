"""Forms to drop a deliverable, bring it back, move, merge or split it, and to order those of a strand."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any
from uuid import UUID

from django import forms

from core.ui.editing import EditForm
from core.ui.forms import Checkboxes
from strategies.models import Strand

from ..cells import read_number
from ..models import Deliverable
from ..summaries import part_words
from .bulk import reason_field


class DropForm(EditForm):
    """Form to drop a deliverable."""

    reason = reason_field(
        "Why is it dropped?",
        help_text="Boards will see this reason.",
        required="Enter the reason for dropping it",
    )


class BringBackForm(EditForm):
    """Form to bring a dropped deliverable back."""

    reason = reason_field("Why is it brought back?", required="Enter the reason for bringing it back")


class MoveForm(EditForm):
    """Form to move a deliverable to another strand."""

    strand = forms.ChoiceField()
    number = forms.CharField(
        label="Number there",
        required=False,
        max_length=20,
        widget=forms.TextInput(attrs={"class": "govuk-input--width-5"}),
    )
    reason = reason_field("Why does it move?", required="Enter the reason for moving it")

    def __init__(self, *args: Any, noun: str, strands: Iterable[Strand], **kwargs: Any) -> None:
        """`strands` are those that it can move to, `noun` the plan's word for one."""
        super().__init__(*args, **kwargs)
        self.strands = {str(each.public_id): each for each in strands}
        field: Any = self.fields["strand"]
        field.label = f"New {noun.lower()}"
        field.choices = [("", "Select"), *((key, str(each)) for key, each in self.strands.items())]
        field.error_messages["required"] = f"Select the new {noun.lower()}"

    @property
    def said(self) -> dict[str, Any]:
        strand = self.strands[self.cleaned_data["strand"]]
        number = read_number(self.cleaned_data["number"].strip(), strand.code)
        return super().said | {"strand": strand, "number": number}


class MergeForm(EditForm):
    """Form to merge a deliverable into another one, which stays."""

    into = forms.ChoiceField(label="Which one stays?", error_messages={"required": "Select which one stays"})
    takes = forms.MultipleChoiceField(
        label="What does it take over?",
        required=False,
        widget=Checkboxes(small=True),
        choices=[
            ("with_leads", "Leads, as joint leads"),
            ("with_due_points", "Due dates that are not done"),
            ("with_detail", "Title and details, added to its details"),
        ],
    )
    reason = reason_field("Why are they merged?", required="Enter the reason for merging them")

    def __init__(self, *args: Any, others: Iterable[Deliverable], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.others = {str(each.public_id): each for each in others}
        field: Any = self.fields["into"]
        field.choices = [("", "Select"), *((key, each.name) for key, each in self.others.items())]

    @property
    def said(self) -> dict[str, Any]:
        takes = dict.fromkeys(self.cleaned_data["takes"], True)
        return {
            "into": self.others[self.cleaned_data["into"]],
            "reason": self.cleaned_data["reason"],
            **takes,
        }


class SplitForm(EditForm):
    """Form to split a deliverable: what a second one takes over."""

    title = forms.CharField(
        label="Title of the second one",
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    number = forms.CharField(
        label="Number of the second one",
        required=False,
        max_length=20,
        widget=forms.TextInput(attrs={"class": "govuk-input--width-5"}),
    )
    points = forms.MultipleChoiceField(
        label="Due dates that move to it", required=False, widget=Checkboxes(small=True)
    )
    detail = forms.MultipleChoiceField(
        label="Details that move to it", required=False, widget=Checkboxes(small=True)
    )
    with_people = forms.BooleanField(label="The same leads and reporting", required=False, initial=True)
    reason = reason_field("Why is it split?", required="Enter the reason for splitting it")

    def __init__(self, *args: Any, deliverable: Deliverable, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.code = deliverable.strand.code
        choices = {
            "points": [(str(each.public_id), part_words(each)) for each in deliverable.due_points.all()],
            "detail": [(str(place), line) for place, line in enumerate(deliverable.detail)],
        }
        for name, own in choices.items():
            field: Any = self.fields[name]
            field.choices = own
            if not own:
                del self.fields[name]

    def clean_number(self) -> str:
        return read_number(self.cleaned_data["number"], self.code)

    @property
    def said(self) -> dict[str, Any]:
        said = super().said
        said["points"] = [UUID(each) for each in said.get("points", [])]
        said["detail"] = [int(each) for each in said.get("detail", [])]
        return said


class OrderForm(EditForm):
    """Form to order the deliverables of a strand: the new place of each one that moves."""

    reason = reason_field("Why does the order change?", required="Enter the reason for the new order")

    def __init__(self, *args: Any, deliverables: Sequence[Deliverable], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.deliverables = deliverables
        for place, each in enumerate(deliverables, 1):
            self.fields[f"place_{each.public_id}"] = forms.IntegerField(
                label=each.name,
                initial=place,
                min_value=1,
                max_value=len(deliverables),
                widget=forms.TextInput(attrs={"class": "govuk-input--width-2", "inputmode": "numeric"}),
                error_messages={
                    "required": f"Enter a place for {each.short_name}",
                    "invalid": f"The place of {each.short_name} must be a whole number",
                    "min_value": f"The place of {each.short_name} must be 1 or more",
                    "max_value": f"The place of {each.short_name} must be {len(deliverables)} or less",
                },
            )
        self.order_fields([*(name for name in self.fields if name != "reason"), "reason"])

    @property
    def places(self) -> list[Any]:
        return [self[f"place_{each.public_id}"] for each in self.deliverables]

    @property
    def order(self) -> list[Deliverable]:
        """Those that moved go to their new places, and the others keep their order around them."""
        wanted = [(self.cleaned_data[f"place_{each.public_id}"], each) for each in self.deliverables]
        order = [each for place, (new, each) in enumerate(wanted, 1) if new == place]
        movers = [(new, each) for place, (new, each) in enumerate(wanted, 1) if new != place]
        for new, each in sorted(movers, key=lambda mover: mover[0]):
            order.insert(new - 1, each)
        return order


class WhichStrandForm(EditForm):
    """Form to choose the strand of a new deliverable. It is sent in the address."""

    strand = forms.ChoiceField(label="Part of the plan")

    def __init__(self, *args: Any, strands: Sequence[Strand], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["strand"]
        field.choices = [
            (str(each.public_id), f"{each.strategy.title}, {each.strategy.strand_noun.lower()} {each}")
            for each in strands
        ]
        self.has_any = bool(strands)
