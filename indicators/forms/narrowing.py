"""Form to narrow the indicator tables to the rows that need attention, by key outcome and by owner."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django import forms
from django.forms.boundfield import BoundField
from django.http import QueryDict

from core.periods import Quarter
from deliverables.forms.filter_fields import choice

from ..pages.listing import Choices, Narrowing
from ..rules.attention import Attention

NAMES = ("show", "outcome", "owner")


@dataclass(frozen=True, slots=True)
class Filter:
    """One active filter: parameter and words."""

    name: str
    words: str


class NarrowingForm(forms.Form):
    """Filters of the indicator tables. An invalid value gets an error and is ignored. The other filters still apply.

    `quarter` is the one for which figures may be missing.
    """

    show = choice("Show", "filter", empty="All rows")
    outcome = choice("Key outcome", "key outcome")
    owner = choice("Owner", "owner", empty="Anyone")

    def __init__(self, data: QueryDict, *, choices: Choices, quarter: Quarter) -> None:
        super().__init__({name: value.strip() for name in NAMES if (value := data.get(name, "")).strip()})
        words = {each.value: each.word for each in Attention}
        self._offer("show", words | {Attention.NO_FIGURE: f"No figure for {quarter.short_words}"})
        self._offer("outcome", choices.outcomes)
        self._offer("owner", choices.owners)
        self.is_valid()

    def _field(self, name: str) -> Any:
        return self.fields[name]

    def _offer(self, name: str, choices: dict[str, str]) -> None:
        self._field(name).choices = [*self._field(name).choices, *choices.items()]

    @property
    def in_sight(self) -> list[BoundField]:
        """For templates/components/filter_panel.html: fields with something to choose, or with an error."""
        return [self[name] for name in NAMES if len(self._field(name).choices) > 1 or name in self.errors]

    @property
    def narrowing(self) -> Narrowing:
        cleaned = self.cleaned_data
        return Narrowing(
            attention=Attention(cleaned["show"]) if cleaned.get("show") else None,
            outcome=cleaned.get("outcome", ""),
            owner=cleaned.get("owner", ""),
        )

    @property
    def active_filters(self) -> list[Filter]:
        return list(self._active_filters())

    def _active_filters(self) -> Iterator[Filter]:
        for name in NAMES:
            if value := self.cleaned_data.get(name):
                words = dict(self._field(name).choices)[value]
                yield Filter(name, words if name == "show" else f"{self._field(name).label}: {words}")

    def parameters(self, without: Filter | None = None) -> dict[str, str]:
        """Query parameters of this list: filters except `without`."""
        return {each.name: self.cleaned_data[each.name] for each in self.active_filters if each != without}
