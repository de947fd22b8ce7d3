"""The form in which people tick what something is linked to, with a filter that keeps what was ticked."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any

from django import forms
from django.http import QueryDict

from core.ui.ticks import Box, FilteredTicksForm
from deliverables.models import Deliverable
from indicators.models import Indicator
from strategies.models import Strand

from ..actions import LinkedTo
from ..models import InspectionArea

Row = Strand | Deliverable | Indicator | InspectionArea


@dataclass(frozen=True)
class Group:
    """Things of one kind that may be ticked. `field` is their name in `LinkedTo`."""

    title: str
    field: str
    rows: Sequence[Row]


@dataclass(frozen=True, slots=True)
class ShownGroup:
    """The boxes of a group that the filter leaves."""

    title: str
    boxes: tuple[Box, ...]


class TicksFilterForm(forms.Form):
    """Which things are shown to tick: those with these words, or only those ticked."""

    words = forms.CharField(label="Title or number", required=False, max_length=100)
    ticked = forms.BooleanField(label="Only ticked", required=False)

    def __init__(self, data: QueryDict | None) -> None:
        super().__init__(data)
        if data is not None:
            self.full_clean()

    def shows(self, label: str, *, ticked: bool) -> bool:
        asked = getattr(self, "cleaned_data", {})
        words = asked.get("words", "").casefold()
        return (not words or words in label.casefold()) and (ticked or not asked.get("ticked"))


class TicksForm(FilteredTicksForm):
    """Ticks for things of several kinds. Those that the filter hides keep their ticks.

    `ticked_now` are the public ids of what is ticked now.
    """

    ticks = "items"
    items = forms.MultipleChoiceField(
        required=False,
        label="Linked to",
        error_messages={"invalid_choice": "Something that you ticked is gone. Check the list and save again"},
    )

    def __init__(
        self,
        data: QueryDict | None,
        *,
        groups: Sequence[Group],
        ticked_now: Collection[str],
        **kwargs: Any,
    ) -> None:
        super().__init__(data, shown={"items": sorted(ticked_now)}, **kwargs)
        self.groups = groups
        self.labels = {str(row.public_id): label_of(row) for group in groups for row in group.rows}
        self.may_be_ticked = self.labels.keys()
        field: Any = self.fields["items"]
        field.choices = list(self.labels.items())

    @property
    def linked(self) -> LinkedTo:
        chosen = {*self.cleaned_data["items"]}
        ticked: dict[str, Any] = {
            group.field: [row for row in group.rows if str(row.public_id) in chosen] for group in self.groups
        }
        return LinkedTo(**ticked)

    def sort_boxes(self, filters: TicksFilterForm) -> tuple[list[ShownGroup], list[str]]:
        """The boxes that the filter leaves, by group, and the ticks that it hides."""
        ticked = self.ticked
        groups, hidden = [], []
        for group in self.groups:
            boxes = []
            for row in group.rows:
                key = str(row.public_id)
                if filters.shows(self.labels[key], ticked=key in ticked):
                    boxes.append(Box(key, self.labels[key], key in ticked))
                elif key in ticked:
                    hidden.append(key)
            if boxes:
                groups.append(ShownGroup(group.title, tuple(boxes)))
        return groups, hidden


def label_of(row: Row) -> str:
    """Name of a thing to tick."""
    if isinstance(row, Strand):
        return f"{row.code}: {row.title}"
    if isinstance(row, Indicator):
        return row.full_name
    if isinstance(row, Deliverable) and row.is_dropped:
        return f"{row.name} (dropped)"
    return row.name
