"""How a row of the file differs from the deliverable as it is now."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from deliverables.cells import due_words, leading, reporting, slot_words
from deliverables.models import Deliverable
from deliverables.plan_names import folded, slot_of

from ..rules.fields import Field
from ..rules.review import ImportedRow
from .values import PRINTED


@dataclass(frozen=True)
class Difference:
    """One cell of a deliverable that the import changes, in words."""

    label: str
    was: str
    becomes: str


LABELS = {"number": "Number", "title": "Title", "detail": "Details", "refers_to": "Refers to"}


def differences_of(
    row: ImportedRow, base: ImportedRow | None, deliverable: Deliverable, values: Mapping[str, Any]
) -> tuple[dict[str, Any], tuple[Difference, ...]]:
    """What of the row is different in the plan, and was not the same in the file that was imported before.

    What an officer changed here since then stays. A column that the file does not have changes nothing, and an empty
    cell only if the file before had something there.
    """
    people, has = list(deliverable.assignments.all()), set(row.columns)
    columns = {}
    differences = []

    def differs(label: str, was: str, becomes: str) -> None:
        differences.append(Difference(label, was, becomes))

    def in_file(*names: str) -> bool:
        if base is None:
            return any(getattr(row, name) for name in names)
        return any(getattr(base, name) != getattr(row, name) for name in names)

    for name, needed in (("number", Field.NUMBER), ("title", None), ("detail", None), ("refers_to", None)):
        new, old = values["columns"][name], getattr(deliverable, name)
        said = in_file(name, "measures") if name == "detail" else in_file(name)
        if new != old and said and (needed is None or needed in has):
            columns[name] = new
            differs(LABELS[name], _words(old), _words(new))
    accountable = values["columns"].get("accountable_id")
    if accountable and accountable != deliverable.accountable_id and in_file("organisation"):
        columns["accountable_id"] = accountable
        differs("Accountable organisation", str(deliverable.accountable or ""), row.organisation)
    kept: dict[str, Any] = {}
    old_outcome = deliverable.outcome.title if deliverable.outcome else ""
    if Field.OUTCOME in has and in_file("outcome") and folded(row.outcome) != folded(old_outcome):
        kept["outcome"] = row.outcome
        differs("Outcome", old_outcome, row.outcome)
    now = [(each.label, each.due_on, str(each.precision)) for each in deliverable.due_points.all()]
    due = [(each.label, each.due_on, each.precision.value) for each in values["due"]]
    if Field.BY_WHEN in has and in_file("due_points") and now != due:
        kept["due"] = values["due"]
        differs("By when", _due_words(now), _due_words(due))
    for name, attribute, needed, label, held in (
        ("leads", "leads", Field.LEAD, "Lead", leading(people)),
        ("reports", "reporting", Field.REPORTING, "Reporting to", reporting(people)),
    ):
        slots = [slot_of(each) for each in held]
        if needed in has and in_file(attribute) and [s.key for s in slots] != [s.key for s in values[name]]:
            kept[name] = values[name]
            differs(label, "; ".join(map(slot_words, slots)), "; ".join(map(slot_words, values[name])))
    printed = _printed(deliverable, values["printed"], base, row)
    if printed != deliverable.source_text:
        columns["source_text"] = printed
        differences += [
            Difference(
                f"{_label(name)} as printed", deliverable.source_text.get(name, ""), printed.get(name, "")
            )
            for name in {**deliverable.source_text, **printed}
            if deliverable.source_text.get(name, "") != printed.get(name, "")
        ]
    if columns:
        kept["columns"] = columns
    return kept, tuple(differences)


def _printed(
    deliverable: Deliverable, new: Mapping[str, str], base: ImportedRow | None, row: ImportedRow
) -> dict[str, str]:
    """The cells as printed, with those that this file prints differently from the one before."""
    printed = dict(deliverable.source_text)
    for name in (*PRINTED, "reporting", "complete"):
        attribute = "reporting_printed" if name == "reporting" else name
        if base is not None and getattr(base, attribute) == getattr(row, attribute):
            continue
        if name in new:
            printed[name] = new[name]
        elif base is not None:
            printed.pop(name, None)
    return printed


def _label(name: str) -> str:
    return name.replace("_", " ").capitalize()


def _words(value: Any) -> str:
    return "; ".join(value) if isinstance(value, list) else str(value)


def _due_words(points: Sequence[tuple[str, Any, str]]) -> str:
    return "; ".join(due_words(*each) for each in points)
