"""The form of the single deliverables that a board oversees, with a filter that keeps what was ticked."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any

from django import forms
from django.http import QueryDict

from core.ui.ticks import Box, FilteredTicksForm
from strategies.models import Strand, Strategy

from ..models import Deliverable
from .filter_fields import YesField


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


class SingleOversightForm(FilteredTicksForm):
    """Ticks for all deliverables. Those that the filter hides keep their ticks."""

    ticks = "deliverables"
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
        self.may_be_ticked = self.rows.keys()
        self.overseen = overseen
        field: Any = self.fields["deliverables"]
        field.label = noun
        field.choices = [(key, row.name) for key, row in self.rows.items()]

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
