"""The form of the single deliverables that a board oversees, with a filter that keeps what was ticked."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any

from django import forms
from django.http import QueryDict

from core.ui.editing import EditForm
from strategies.models import Strand, Strategy

from ..models import Deliverable
from .filter_fields import YesField

SHOW = "show"
"""Step of the form that filters and saves nothing."""


@dataclass(frozen=True, slots=True)
class Box:
    """One deliverable to tick."""

    key: str
    label: str
    ticked: bool


@dataclass(frozen=True, slots=True)
class BoxGroup:
    """The deliverables of one strand that the filter leaves. `overseen`: the board oversees the strand already."""

    strategy: Strategy
    strand: Strand
    overseen: bool
    boxes: tuple[Box, ...]

    @property
    def title(self) -> str:
        return f"{self.strategy.strand_noun} {self.strand}"


class OversightFilterForm(forms.Form):
    """Which deliverables are shown to tick: those with these words, of this strand, or only those ticked."""

    words = forms.CharField(label="Title or number", required=False)
    strand = forms.ChoiceField(required=False)
    ticked = YesField(label="Only ticked", required=False)

    def __init__(self, data: QueryDict | None, *, strands: Sequence[Strand], noun: str) -> None:
        super().__init__(data)
        field: Any = self.fields["strand"]
        field.label = noun
        field.choices = [("", "All"), *((str(each.public_id), str(each)) for each in strands)]
        if data is not None:
            self.full_clean()

    def shows(self, row: Deliverable, *, ticked: bool) -> bool:
        """Whether the row passes. A filter that is not valid leaves everything."""
        asked = getattr(self, "cleaned_data", {})
        words = asked.get("words", "").casefold()
        strand = asked.get("strand", "")
        return (
            (not words or words in row.name.casefold())
            and (not strand or strand == str(row.strand.public_id))
            and (ticked or not asked.get("ticked"))
        )


class SingleOversightForm(EditForm):
    """Ticks for all deliverables. Those that the filter hides keep their ticks."""

    deliverables = forms.MultipleChoiceField(
        required=False,
        error_messages={
            "invalid_choice": "Something that you ticked is no longer in the plan. Check the list and save again"
        },
    )

    def __init__(
        self,
        data: QueryDict | None,
        *,
        rows: Sequence[Deliverable],
        overseen: Collection[int],
        noun: str,
        **kwargs: Any,
    ) -> None:
        super().__init__(data, **kwargs)
        self.rows = {str(each.public_id): each for each in rows}
        self.overseen = overseen
        field: Any = self.fields["deliverables"]
        field.label = noun
        field.choices = [(key, row.name) for key, row in self.rows.items()]

    @property
    def only_filters(self) -> bool:
        """Whether the form was sent to filter what it shows, not to save."""
        return self.is_bound and self.data.get("step") == SHOW

    @property
    def may_save(self) -> bool:
        return not self.only_filters and super().may_save

    @property
    def status(self) -> int:
        return 200 if self.only_filters and not (self.errors or self.clashes) else super().status

    @property
    def ticked(self) -> set[str]:
        """Public ids of those that are ticked, saved or not."""
        if self.is_bound:
            data: Any = self.data
            return {*data.getlist("deliverables")} & self.rows.keys()
        return {*self.shown["deliverables"]}

    @property
    def chosen(self) -> list[Deliverable]:
        return [self.rows[key] for key in self.said["deliverables"]]

    def sort_boxes(self, filters: OversightFilterForm) -> tuple[list[BoxGroup], list[str]]:
        """The boxes that the filter leaves, by strand in the plan's order, and the ticks that it hides."""
        ticked = self.ticked
        boxes: dict[Strand, list[Box]] = {}
        hidden = []
        for key, row in self.rows.items():
            if filters.shows(row, ticked=key in ticked):
                label = f"{row.name} (dropped)" if row.is_dropped else row.name
                boxes.setdefault(row.strand, []).append(Box(key, label, key in ticked))
            elif key in ticked:
                hidden.append(key)
        groups = [
            BoxGroup(strand.strategy, strand, strand.pk in self.overseen, tuple(of_strand))
            for strand, of_strand in boxes.items()
        ]
        return groups, hidden
