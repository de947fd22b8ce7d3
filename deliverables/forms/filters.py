"""Form to filter and sort the list of deliverables."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django import forms
from django.forms.boundfield import BoundField
from django.http import QueryDict

from core.periods import Quarter
from core.rag import Direction, Rag
from strategies.selected_quarter import SelectedQuarter

from ..listing import Choices
from ..rules.listing import NOBODY, ListQuery, Sort
from .filter_fields import DIRECTIONS, YesField, choice, dues, month, orders, ratings

WORDS_LIMIT = 200
RATINGS = ("rag", "schedule")
TICKS = ("silent", "disagrees", "slipped")


@dataclass(frozen=True, slots=True)
class Filter:
    """One active filter: parameter, value and words."""

    name: str
    value: str
    words: str


class FilterForm(forms.Form):
    """Filters, quarter and sort order of the list.

    An invalid value gets an error and is ignored. The other filters still apply.
    """

    q = forms.CharField(
        label="Search titles, leads and updates",
        required=False,
        max_length=WORDS_LIMIT,
        error_messages={"max_length": f"Search must be {WORDS_LIMIT} characters or fewer"},
        widget=forms.TextInput(attrs={"type": "search", "autocomplete": "off"}),
    )
    quarter = choice("Quarter", "quarter")
    rag = ratings("Stated RAG", "stated RAG")
    schedule = ratings("Schedule RAG", "schedule RAG")
    silent = YesField(label="No update this quarter", required=False)
    disagrees = YesField(label="Stated and schedule RAG disagree", required=False)
    slipped = YesField(label="A date has slipped", required=False)
    strategy = choice("Plan", "plan")
    strand = choice("Strand", "strand")
    board = choice("Overseen by", "board", empty="Any board")
    lead = choice("Lead", "lead", empty="Anyone")
    organisation = choice("Organisation", "organisation")
    due = choice("Due", "due date", empty="Any time")
    direction = choice("Direction", "direction", empty="Any")
    sort = choice("Sort by", "order")

    def __init__(
        self, data: QueryDict, *, selected: SelectedQuarter, boards: Mapping[str, str], choices: Choices
    ) -> None:
        query = _without_blanks(data)
        self.asks_for_quarter = "quarter" in query
        query["quarter"] = selected.period.label
        if lead := query.get("lead"):
            query["lead"] = choices.lead_called(lead)
        super().__init__(query)
        self._name("strand", choices.part)
        self._offer("strategy", choices.strategies)
        self._offer("strand", choices.strands)
        self._offer("board", boards)
        self._offer("lead", {NOBODY: "No lead named"} | choices.leads)
        self._offer("organisation", choices.organisations)
        self._offer("due", dues(Quarter.of(selected.as_at)) | choices.months | month(query.get("due") or ""))
        self._offer("direction", DIRECTIONS)
        self._field("quarter").choices = [(each.label, each.quarter.short_words) for each in selected.choices]
        self._field("sort").choices = list(orders())
        self.is_valid()

    def _field(self, name: str) -> Any:
        return self.fields[name]

    def _name(self, name: str, noun: str) -> None:
        """Label a field with the plan's own word."""
        self.fields[name] = choice(noun, noun.lower())

    def _offer(self, name: str, choices: Mapping[str, str]) -> None:
        """Add choices after the empty choice."""
        self._field(name).choices = [*self._field(name).choices, *choices.items()]

    def clean(self) -> dict[str, Any]:
        """If some of several RAG ratings are invalid, keep the valid ones."""
        cleaned = super().clean() or {}
        for name in self.errors.keys() & set(RATINGS):
            cleaned[name] = [value for value in self[name].data if value in list(Rag)]
        return cleaned

    # For templates/components/filter_panel.html

    ticks_legend = "Only show"

    @property
    def in_sight(self) -> list[BoundField]:
        return [self[name] for name in ("q", "quarter", "sort")]

    @property
    def boxes(self) -> list[BoundField]:
        return [self[name] for name in RATINGS]

    @property
    def ticks(self) -> list[BoundField]:
        return [self[name] for name in TICKS]

    @property
    def folded(self) -> list[BoundField]:
        """Fields with something to choose. Plans and strands only if there are several."""
        least = {"strategy": 3, "strand": 3}
        names = ("strategy", "strand", "lead", "due", "organisation", "board", "direction")
        chosen = {name for name in names if len(self._field(name).choices) >= least.get(name, 2)}
        return [self[name] for name in names if name in chosen or name in self.errors]

    @property
    def query(self) -> ListQuery:
        cleaned = self.cleaned_data
        return ListQuery(
            rag=tuple(Rag(value) for value in cleaned["rag"]),
            schedule=tuple(Rag(value) for value in cleaned["schedule"]),
            direction=Direction(cleaned["direction"]) if cleaned.get("direction") else None,
            words=cleaned.get("q", ""),
            **{name: cleaned.get(name, False) for name in TICKS},
            **{name: cleaned.get(name, "") for name in ("strategy", "strand", "due", "lead", "organisation")},
        )

    @property
    def order(self) -> tuple[Sort, bool]:
        """Sort order, and whether it is reversed."""
        order = self.cleaned_data.get("sort") or Sort.PLAN
        return Sort(order.removeprefix("-")), order.startswith("-")

    @property
    def active_filters(self) -> list[Filter]:
        """Active filters, one for each value. Quarter and sort order are not filters."""
        return list(self._active_filters())

    def _active_filters(self) -> Iterator[Filter]:
        for name in self.fields:
            value = self.cleaned_data.get(name)
            if not value or name in ("quarter", "sort"):
                continue
            label = self._field(name).label
            if value is True:
                yield Filter(name, "yes", label)
            elif name == "q":
                yield Filter(name, value, f"Search: {value}")
            else:
                words, colon = dict(self._field(name).choices), "" if name == "strand" else ":"
                for each in value if isinstance(value, list) else [value]:
                    yield Filter(name, each, f"{label}{colon} {words[each]}")

    def parameters(self, without: Filter | None = None) -> dict[str, list[str]]:
        """Query parameters of this list: filters except `without`, sort order, and quarter if the query had it."""
        query: dict[str, list[str]] = {}
        for each in self.active_filters:
            if each != without:
                query.setdefault(each.name, []).append(each.value)
        for name in ("sort", "quarter"):
            if (value := self.cleaned_data.get(name)) and (name != "quarter" or self.asks_for_quarter):
                query[name] = [value]
        return query


def _without_blanks(data: QueryDict) -> QueryDict:
    """Copy of the query without empty values."""
    filled = QueryDict(mutable=True)
    for name, values in data.lists():
        if kept := [value.strip() for value in values if value.strip()]:
            filled.setlist(name, kept)
    return filled
