"""A row of the file as the arguments of the actions."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from councils.models import Post
from deliverables.cells import Due, read_number
from deliverables.plan_names import Slot
from strategies.importers.cells import CellError, PrintedDuePoint

from ..rules.review import ImportedRow, ReadLead
from .known import Known

PRINTED = ("number", "by_when", "lead", "start", "forecast", "status", "progress", "notes", "organisation")


def values_of(row: ImportedRow, code: str, known: Known) -> dict[str, Any]:
    """The row as the arguments of a TypedRow. `printed` has the cells as the file prints them."""
    try:
        number = read_number(" ".join(row.number.split()), code)
    except CellError:
        number = row.number
    measures = [] if row.outcome else [f"Measure of impact: {each}" for each in row.measures]
    organisation = known.organisations.get(row.organisation_id)
    columns: dict[str, Any] = {
        "number": number,
        "title": row.title,
        "detail": [*row.detail, *measures],
        "refers_to": row.refers_to,
    }
    if organisation is not None:
        columns["accountable_id"] = organisation.pk
    printed = {name: " ".join(getattr(row, name).split()) for name in PRINTED}
    printed["reporting"] = " ".join(row.reporting_printed.split())
    printed["complete"] = "" if row.complete is None else f"{row.complete}%"
    return {
        "columns": columns,
        "outcome": row.outcome,
        "due": [_due(each) for each in row.due_points],
        "leads": slots_of(row.leads, known),
        "reports": slots_of(row.reporting, known),
        "printed": {name: text for name, text in printed.items() if text},
    }


def _due(point: PrintedDuePoint) -> Due:
    label = " ".join(filter(None, (point.label, point.qualifier)))
    return Due(label, point.due_on, point.precision, point.source_text)


def slots_of(leads: Iterable[ReadLead], known: Known) -> list[Slot]:
    """Places of people as the actions take them, each once. A new person without initials stands there by name."""
    slots = [_slot(each, known) for each in leads]
    return list({slot.key: slot for slot in slots}.values())


def _slot(lead: ReadLead, known: Known) -> Slot:
    found = known.people.get(lead.person)
    if isinstance(found, Post):
        return Slot(post=found, qualifier=lead.qualifier)
    if found is not None:
        return Slot(found.merged_into or found, qualifier=lead.qualifier)
    return Slot(initials=lead.initials or lead.name, qualifier=lead.qualifier)


LONGEST = {"title": 500, "number": 20, "refers_to": 300}

LONGEST_PART, LONGEST_QUALIFIER = 100, 60


def problem_of(values: Mapping[str, Any]) -> str:
    """Why a row cannot be stored, as a sentence. "" if it can."""
    columns = values["columns"]
    if not columns["title"].strip():
        return "This row has no title. Settle the doubt about it, or leave its table out."
    for name, longest in LONGEST.items():
        if len(columns[name]) > longest:
            words = name.replace("_", " ")
            return (
                f"Its {words} has {len(columns[name])} characters, and may have {longest}. Check the columns."
            )
    if any(max(len(each.label), len(each.source_text)) > LONGEST_PART for each in values["due"]):
        return f"A date with its words has more than {LONGEST_PART} characters. Check the columns."
    slots = [*values["leads"], *values["reports"]]
    if any(len(each.qualifier) > LONGEST_QUALIFIER for each in slots):
        return f"The words beside a lead have more than {LONGEST_QUALIFIER} characters. Check the columns."
    return ""
