"""Form to add a deliverable, or to change one: its text, who answers for it, its people and its due dates."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any

from django import forms

from core.ui.editing import Clash, EditForm
from councils.models import Organisation, Person
from strategies.importers.cells import CellError
from strategies.models import Outcome, Strand

from ..actions.rows import TypedRow, due_needs_reason, due_problem
from ..cells import (
    LONGEST_NUMBER,
    LONGEST_PART,
    LONGEST_TITLE,
    Due,
    due_examples,
    due_words,
    read_due,
    read_number,
    slot_words,
)
from ..models import Assignment, Deliverable
from ..plan_names import LONGEST_QUALIFIER, PlanNames, Slot, slot_of
from .bulk import reason_field

SPARE_ROWS = 3
MOST_ROWS = 40
NEW_OUTCOME = "new"


def shown(deliverable: Deliverable) -> dict[str, Any]:
    """A deliverable's values by the form's fields. It has been loaded with its parts."""
    values: dict[str, Any] = {
        "number": deliverable.number,
        "title": deliverable.title,
        "detail": "\n".join(deliverable.detail),
        "outcome": str(deliverable.outcome.public_id) if deliverable.outcome else "",
        "accountable": str(deliverable.accountable.public_id) if deliverable.accountable else "",
        "accountable_person": (
            str(deliverable.accountable_person.public_id) if deliverable.accountable_person else ""
        ),
        "refers_to": deliverable.refers_to,
    }
    for place, each in enumerate(deliverable.assignments.all()):
        slot = slot_of(each)
        values |= {
            f"role_{place}": each.role,
            f"who_{place}": slot_words(Slot(slot.person, slot.post, slot.initials)),
            f"qualifier_{place}": slot.qualifier,
        }
    for place, point in enumerate(deliverable.due_points.all()):
        values |= {
            f"label_{place}": point.label,
            f"when_{place}": due_words("", point.due_on, point.precision),
        }
    return values


class DeliverableForm(EditForm):
    """One deliverable. People and due dates are rows of fields, with empty ones at the end to add more."""

    in_errors = {"refers_to": "what it refers to"}
    number = forms.CharField(
        label="Number",
        required=False,
        max_length=LONGEST_NUMBER,
        help_text="As the plan prints it. It can be empty.",
        widget=forms.TextInput(attrs={"class": "govuk-input--width-5"}),
    )
    title = forms.CharField(
        label="Title",
        max_length=LONGEST_TITLE,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": "Enter a title"},
    )
    detail = forms.CharField(
        label="Details",
        required=False,
        help_text="A line for each point.",
        widget=forms.Textarea(attrs={"rows": 4}),
    )
    outcome = forms.ChoiceField(label="Outcome", required=False)
    new_outcome = forms.CharField(
        label="New outcome", required=False, widget=forms.Textarea(attrs={"rows": 2})
    )
    accountable = forms.ChoiceField(label="Accountable organisation", required=False)
    accountable_person = forms.ChoiceField(
        label="Accountable person",
        required=False,
        help_text="Who answers for it, next to the lead who delivers it.",
    )
    refers_to = forms.CharField(
        label="Refers to", required=False, max_length=300, help_text="Another plan that has the details."
    )
    reason = reason_field(
        "Reason (needed if a date that was set changes)",
        help_text="Boards will see this reason.",
    )

    def __init__(
        self,
        *args: Any,
        deliverable: Deliverable | None,
        strand: Strand,
        names: PlanNames,
        today: date,
        outcomes: Iterable[Outcome],
        organisations: Iterable[Organisation],
        people: Iterable[Person],
        **kwargs: Any,
    ) -> None:
        self.deliverable, self.strand, self.names = deliverable, strand, names
        self.due_examples = due_examples(today)
        self.today = today
        self.no_date_words = ""
        values = shown(deliverable) if deliverable else {}
        super().__init__(*args, shown=values or None, **kwargs)
        self.outcomes = {str(each.public_id): each for each in outcomes}
        self.organisations = {str(each.public_id): each for each in organisations}
        self.people = {str(each.public_id): each for each in people}
        self._choose("outcome", [*_pairs(self.outcomes), (NEW_OUTCOME, "A new outcome (type it below)")])
        self._choose("accountable", _pairs(self.organisations))
        self._choose("accountable_person", _pairs(self.people))
        self.people_rows = self._add_rows(values, ("role", "who", "qualifier"))
        self.due_rows = self._add_rows(values, ("label", "when"))
        if deliverable is None:
            del self.fields["reason"]

    def _choose(self, name: str, choices: Sequence[tuple[str, str]]) -> None:
        field: Any = self.fields[name]
        field.choices = [("", "None"), *choices]

    def _add_rows(self, values: Mapping[str, Any], names: Sequence[str]) -> list[list[str]]:
        """Fields of as many rows as there are, or were sent, and some spare ones. Returns their names by row."""
        last = names[-1] if names[0] != "role" else "who"
        there = sum(name.startswith(f"{last}_") for name in values)
        sent = sum(name.startswith(f"{last}_") for name in self.data) if self.is_bound else 0
        rows = []
        for place in range(min(max(there + SPARE_ROWS, sent), MOST_ROWS)):
            row = [f"{name}_{place}" for name in names]
            for name, key in zip(names, row, strict=True):
                self.fields[key] = _ROW_FIELDS[name](place + 1)
            rows.append(row)
        return rows

    @property
    def people_fields(self) -> list[list[Any]]:
        return [[self[name] for name in row] for row in self.people_rows]

    @property
    def due_fields(self) -> list[list[Any]]:
        return [[self[name] for name in row] for row in self.due_rows]

    @property
    def plain_fields(self) -> list[Any]:
        """Fields above the rows of people and dates."""
        return [self[name] for name in type(self).base_fields if name not in ("reason", "seen")]

    @property
    def clashes(self) -> list[Clash]:
        """Also people and dates that someone else has added or removed since the form was opened."""
        found = super().clashes
        for name in self.shown.keys() ^ self.opened_with.keys() if self.is_bound and self.opened_with else ():
            saved, typed = str(self.shown.get(name, "")), str(self.cleaned_data.get(name, "")).strip()
            if name.startswith(("who_", "when_")) and name in self.fields and saved != typed:
                found.append(Clash(str(self[name].label), saved, typed))
        return found

    def clean_number(self) -> str:
        """Without the strand's code, as on the grid: "6" for "B6" in strand B."""
        return read_number(self.cleaned_data["number"].strip(), self.strand.code)

    def clean(self) -> dict[str, Any]:
        typed: dict[str, Any] = super().clean() or {}
        if typed.get("outcome") == NEW_OUTCOME and not typed.get("new_outcome", "").strip():
            self.add_error("new_outcome", "Enter the new outcome")
        if typed.get("outcome") != NEW_OUTCOME and typed.get("new_outcome", "").strip():
            self.add_error("outcome", "Select “A new outcome”, or remove the text of the new one")
        self.slots = {role: self._slots(typed, role) for role in Assignment.Role.values}
        joint = Assignment.Role.JOINT
        if self.slots[joint] and not self.slots[Assignment.Role.LEAD]:
            self.add_error(
                None, "Give a lead next to the joint leads. If nobody leads it yet, enter tbc as lead"
            )
        self.due = self._due(typed)
        if self.deliverable and not self.errors:
            if why := due_problem(self.deliverable, self.due):
                self.add_error(self.due_rows[0][1], why)
            elif due_needs_reason(self.row) and not typed.get("reason", "").strip():
                self.add_error("reason", "Enter the reason for the new date")
        return typed

    def _slots(self, typed: Mapping[str, Any], role: str) -> list[Slot]:
        slots = []
        for role_name, who, qualifier in self.people_rows:
            cell = typed.get(who, "").strip()
            if not cell or typed.get(role_name) != role:
                continue
            try:
                found = self.names.read_people(cell)
            except CellError as problem:
                self.add_error(who, str(problem))
                continue
            own = typed.get(qualifier, "").strip()
            slots += [Slot(each.person, each.post, each.initials, own or each.qualifier) for each in found]
        return slots

    def _due(self, typed: Mapping[str, Any]) -> list[Due]:
        due = []
        for label, when in self.due_rows:
            cell = typed.get(when, "").strip()
            if not cell and typed.get(label, "").strip():
                self.add_error(when, "Enter the date of this part, or remove its label")
            if not cell:
                continue
            try:
                dates = read_due(cell, self.today)
            except CellError as problem:
                self.add_error(when, str(problem))
                continue
            if not dates:
                self.no_date_words = cell
            own = typed.get(label, "").strip()
            due += [Due(own or each.label, each.due_on, each.precision, each.source_text) for each in dates]
        return due

    @property
    def row(self) -> TypedRow:
        """What was typed as the action takes it. Only valid data has one."""
        typed = self.cleaned_data
        chosen = typed.get("outcome", "")
        known = self.outcomes.get(chosen)
        organisation = self.organisations.get(typed.get("accountable", ""))
        person = self.people.get(typed.get("accountable_person", ""))
        role = Assignment.Role
        return TypedRow(
            strand=self.strand,
            deliverable=self.deliverable,
            columns={
                "number": typed.get("number", "").strip(),
                "title": " ".join(typed.get("title", "").split()),
                "detail": [
                    " ".join(line.split()) for line in typed.get("detail", "").splitlines() if line.strip()
                ],
                "refers_to": typed.get("refers_to", "").strip(),
                "accountable_id": organisation.pk if organisation else None,
                "accountable_person_id": person.pk if person else None,
            },
            outcome=typed.get("new_outcome", "") if chosen == NEW_OUTCOME else known.title if known else "",
            due=self.due,
            leads=[*self.slots[role.LEAD], *self.slots[role.JOINT]],
            alternates=self.slots[role.ALTERNATE],
            reports=self.slots[role.REPORTING],
            printed={} if self.deliverable else self._printed(),
        )

    def _printed(self) -> dict[str, str]:
        """Cells as a plan would print them, for a new deliverable."""
        role = Assignment.Role
        leads = [*self.slots[role.LEAD], *self.slots[role.JOINT]]
        cells = {
            "number": self.cleaned_data.get("number", "").strip(),
            "by_when": " ".join(filter(None, (each.source_text for each in self.due))) or self.no_date_words,
            "lead": "/".join(map(slot_words, leads)),
            "reporting": "; ".join(map(slot_words, self.slots[role.REPORTING])),
        }
        return {name: cell for name, cell in cells.items() if cell}


def _pairs(rows: Mapping[str, Any]) -> list[tuple[str, str]]:
    return [(key, str(each)) for key, each in rows.items()]


def _role(row: int) -> forms.Field:
    roles, lead = Assignment.Role.choices, Assignment.Role.LEAD
    return forms.ChoiceField(label=f"Role, row {row}", required=False, choices=roles, initial=lead)


def _text(words: str, longest: int) -> Any:
    def field(row: int) -> forms.Field:
        return forms.CharField(label=f"{words}, row {row}", required=False, max_length=longest)

    return field


_ROW_FIELDS: dict[str, Any] = {
    "role": _role,
    "who": _text("Who", 200),
    "qualifier": _text("Area", LONGEST_QUALIFIER),
    "label": _text("Part", LONGEST_PART),
    "when": _text("Date", LONGEST_PART),
}
