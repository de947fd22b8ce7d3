"""Kinds of bulk change: lead, due date, RAG rating and "no change"."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Collection, Mapping, Sequence
from functools import cached_property
from typing import Any, ClassVar
from uuid import UUID

from django.http import QueryDict

from core.periods import words_for_date
from core.rag import Rag
from core.words import count_words
from councils.actors import CouncilRequest
from councils.models import Person, Post
from councils.permissions import Permission
from strategies.selected_quarter import SelectedQuarter

from ..actions import (
    Saved,
    change_leads,
    move_due_dates,
    new_dates,
    new_ratings,
    rate_several,
    repeat_several,
)
from ..approval import needing_approval
from ..bulk_preview import Impact, impact_of_lead, impact_of_move, impact_of_no_change, impact_of_rating
from ..forms import DueForm, LeadForm, NoChangeForm, RatingForm
from ..models import Deliverable, ProposedUpdate
from ..summaries import DeliverableState, deliverable_states

Seen = Mapping[UUID, int]
Rows = list[tuple[str, str]]


class BulkChange(ABC):
    """One kind of change to the chosen deliverables.

    `title` is the start of the heading ("Change the lead of 4 milestones"). `fields` is the template of its fields,
    "" if there are none. `changing` and `staying` are headings of the preview.
    """

    permission: ClassVar[Permission]
    title: ClassVar[str]
    fields: ClassVar[str] = ""
    changing: ClassVar[str] = "What changes"
    staying: ClassVar[str] = "What does not change"

    def __init__(
        self, request: CouncilRequest, chosen: Collection[UUID], selected: SelectedQuarter, *, saving: bool
    ) -> None:
        """`saving` says that the step needs no `states`, unless the save turns out to be stale."""
        self.request, self.chosen, self.selected = request, chosen, selected
        self.deliverables = self._read() if saving else [state.deliverable for state in self.states]

    @cached_property
    def states(self) -> list[DeliverableState]:
        """The chosen deliverables as at today, in plan order (4 queries)."""
        queryset = Deliverable.objects.filter(public_id__in=self.chosen)
        today = self.request.today
        return deliverable_states(queryset, period=self.selected.period, today=today, as_at=today)

    def _read(self) -> list[Deliverable]:
        """The chosen deliverables alone, in plan order (1 query)."""
        queryset = Deliverable.objects.filter(public_id__in=self.chosen).in_plan_order()
        return list(queryset.select_related("strategy", "strand"))

    @abstractmethod
    def form(self, data: QueryDict | None) -> Any:
        """The form for the change, bound to `data` if given."""

    @abstractmethod
    def impact(self, form: Any) -> Impact:
        """Preview what a valid form would do to each deliverable."""

    @abstractmethod
    def rows(self, form: Any) -> Rows:
        """Labels and values of a valid form, to check before saving."""

    @abstractmethod
    def refuse(self, form: Any) -> None:
        """Raise ChangeRefused if a valid form cannot be saved. Reads only what has been loaded, and writes nothing."""

    @abstractmethod
    def save(self, form: Any, seen: Seen) -> list[Deliverable]:
        """Save the change. Return the deliverables that changed. Raises ChangeRefused or StaleDeliverables."""

    @abstractmethod
    def saved(self, form: Any, changed: Sequence[Deliverable]) -> str:
        """Text of the banner after saving."""

    def words(self, deliverables: Sequence[Deliverable]) -> str:
        """Words such as "A1" or "4 milestones"."""
        if len(deliverables) == 1:
            return deliverables[0].short_name
        return count_words(len(deliverables), self.deliverables[0].strategy.deliverable_noun.lower())

    @property
    def in_locking_order(self) -> list[Deliverable]:
        """The deliverables in the order in which the actions check them, so that refusals are the same."""
        return sorted(self.deliverables, key=lambda each: each.pk)

    @property
    def heading(self) -> str:
        return f"{self.title} of {self.words(self.deliverables)}"


class LeadChange(BulkChange):
    permission = Permission.PLAN_CHANGE
    title = "Change the lead"
    fields = "deliverables/_change_lead.html"

    def form(self, data: QueryDict | None) -> LeadForm:
        people = Person.objects.present().order_by("name", "initials", "id")
        return LeadForm(data, people=people, posts=Post.objects.order_by("title"))

    def impact(self, form: LeadForm) -> Impact:
        return impact_of_lead(self.states, form.holder)

    def rows(self, form: LeadForm) -> Rows:
        return [("New lead", str(form.holder)), ("Reason", form.cleaned_data["reason"])]

    def refuse(self, form: LeadForm) -> None:
        """Anybody on the form can lead."""

    def save(self, form: LeadForm, seen: Seen) -> list[Deliverable]:
        return change_leads(
            deliverables=self.deliverables,
            lead=form.holder,
            reason=form.cleaned_data["reason"],
            by=self.request.actor,
            expected_versions=seen,
        )

    def saved(self, form: LeadForm, changed: Sequence[Deliverable]) -> str:
        return f"Lead of {self.words(changed)} changed to {form.holder}."


class DueChange(BulkChange):
    permission = Permission.PLAN_CHANGE
    title = "Move the due date"
    fields = "deliverables/_change_due.html"

    def form(self, data: QueryDict | None) -> DueForm:
        if len(self.deliverables) > 1:
            return DueForm(data, parts=(), today=self.request.today)
        [deliverable] = self.deliverables
        still_open = [point for point in deliverable.due_points.all() if point.done_on is None]
        chose_already = data is not None and "parts" in data
        parts = still_open if len(still_open) > 1 or chose_already else ()
        return DueForm(data, parts=parts, today=self.request.today)

    def impact(self, form: DueForm) -> Impact:
        return impact_of_move(self.states, form.move, only=form.only, today=self.request.today)

    def rows(self, form: DueForm) -> Rows:
        to, months = form.move.to, form.move.months
        when = ("New due date", words_for_date(to)) if to else ("Later by", count_words(months, "month"))
        return [when, ("Reason", form.cleaned_data["reason"])]

    def refuse(self, form: DueForm) -> None:
        new_dates(self.in_locking_order, form.move, only=form.only)

    def save(self, form: DueForm, seen: Seen) -> list[Deliverable]:
        return move_due_dates(
            deliverables=self.deliverables,
            move=form.move,
            reason=form.cleaned_data["reason"],
            by=self.request.actor,
            only=form.only,
            expected_versions=seen,
        )

    def saved(self, form: DueForm, changed: Sequence[Deliverable]) -> str:
        return f"Due date of {self.words(changed)} moved {form.move.words}."


class UpdateChange(BulkChange):
    """A change that records an update of each, or sends it for approval where it needs one."""

    permission = Permission.PROGRESS_RECORD
    sent: Sequence[Deliverable] = ()

    def noted(self, impact: Impact) -> Impact:
        """The preview, with a remark on those whose updates need approval (1 query, and 1 if a board asks for it)."""
        needing = needing_approval(line.state.deliverable for line in impact.changing)
        return impact.remarked(needing, "Needs approval before it counts.")

    def sorted_out(self, updates: Sequence[Saved]) -> list[Deliverable]:
        """The deliverables of what was saved. `sent` are those whose updates were sent for approval."""
        self.sent = [each.deliverable for each in updates if isinstance(each, ProposedUpdate)]
        return [each.deliverable for each in updates]

    def saved(self, form: Any, changed: Sequence[Deliverable]) -> str:
        waiting = {each.pk for each in self.sent}
        direct = [each for each in changed if each.pk not in waiting]
        words = [self.recorded(form, direct)] if direct else []
        if self.sent:
            words.append(f"{self.words(self.sent)} sent for approval. They count once they are approved.")
        return " ".join(words)

    @abstractmethod
    def recorded(self, form: Any, changed: Sequence[Deliverable]) -> str:
        """What was recorded without approval, as a sentence."""


class RatingChange(UpdateChange):
    title = "Change the RAG rating"
    fields = "deliverables/_change_rating.html"

    def form(self, data: QueryDict | None) -> RatingForm:
        return RatingForm(
            data,
            initial={"quarter": self.selected.period.label},
            strategies={each.strategy for each in self.deliverables},
            periods=self.selected.choices,
        )

    def impact(self, form: RatingForm) -> Impact:
        rag = Rag(form.cleaned_data["rag"])
        return self.noted(impact_of_rating(self.states, rag, today=self.request.today))

    def rows(self, form: RatingForm) -> Rows:
        arguments = form.said()
        forecast = arguments["forecast_on"]
        return [
            ("Rating", Rag(arguments["rag"]).word),
            ("Quarter", arguments["period"].quarter.words),
            ("Update", arguments["narrative"]),
            ("Reason", arguments["reason"]),
            ("Path to green", arguments["path_to_green"]),
            ("Forecast", words_for_date(forecast) if forecast else ""),
        ]

    def refuse(self, form: RatingForm) -> None:
        new_ratings(deliverables=self.in_locking_order, **self._said(form))

    def save(self, form: RatingForm, seen: Seen) -> list[Deliverable]:
        updates = rate_several(deliverables=self.deliverables, expected_versions=seen, **self._said(form))
        return self.sorted_out(updates)

    def _said(self, form: RatingForm) -> dict[str, Any]:
        request = self.request
        return form.said() | {"by": request.actor, "today": request.today, "now": request.now}

    def recorded(self, form: RatingForm, changed: Sequence[Deliverable]) -> str:
        return f"{self.words(changed)} set to {Rag(form.cleaned_data['rag']).word}."


class NoChange(UpdateChange):
    """ "No change this quarter" for those that may have it. There is nothing to fill in, only to check."""

    title = "No change this quarter"
    changing = "What is recorded"
    staying = "What is not recorded"

    def form(self, data: QueryDict | None) -> NoChangeForm:
        return NoChangeForm(data)

    def impact(self, form: NoChangeForm) -> Impact:
        return self.noted(impact_of_no_change(self.states, **self._said()))

    def rows(self, form: NoChangeForm) -> Rows:
        return [("Quarter", self.selected.quarter.words)]

    def refuse(self, form: NoChangeForm) -> None:
        """Those that may not have it stay as they are."""

    def save(self, form: NoChangeForm, seen: Seen) -> list[Deliverable]:
        updates = repeat_several(deliverables=self.deliverables, expected_versions=seen, **self._said())
        return self.sorted_out(updates)

    def recorded(self, form: NoChangeForm, changed: Sequence[Deliverable]) -> str:
        return f"No change recorded for {self.words(changed)}."

    @property
    def heading(self) -> str:
        return f"{self.title} for {self.words(self.deliverables)}"

    def _said(self) -> dict[str, Any]:
        request = self.request
        return {
            "period": self.selected.period,
            "by": request.actor,
            "today": request.today,
            "now": request.now,
        }


KINDS: Mapping[str, type[BulkChange]] = {
    "lead": LeadChange,
    "due": DueChange,
    "rating": RatingChange,
    "unchanged": NoChange,
}
