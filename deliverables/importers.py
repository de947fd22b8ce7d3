"""Import the deliverables of a published plan, with their cells as printed and as parsed."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from councils.importers import Directory, Entry, made, read_table
from strategies.importers.cells import CellError, LeadSlot, PrintedDuePoint, read_due_points, read_leads
from strategies.models import Outcome, Strand, Strategy

from .models import Assignment, Deliverable, DuePoint

BETWEEN_BULLETS = " | "
PRINTED_CELLS = ("number", "by_when", "lead", "reporting")


@dataclass(frozen=True, slots=True)
class DeliverableRow:
    """One row of `deliverables.csv`. `printed` has its cells as printed. `outcome` is a position in the strand."""

    entry: Entry
    strand: str
    position: int
    number: str
    outcome: int | None
    title: str
    detail: tuple[str, ...]
    refers_to: str
    printed: dict[str, str]
    leads: tuple[LeadSlot, ...]
    reporting: tuple[LeadSlot, ...]
    due_points: tuple[PrintedDuePoint, ...]


def read_deliverables(folder: Path) -> list[DeliverableRow]:
    """Read `deliverables.csv`, in printed order. Raises PlanProblem, which quotes the cell that cannot be read."""
    return [_read(row) for row in read_table(folder / "deliverables.csv")]


def _read(row: Entry) -> DeliverableRow:
    try:
        return DeliverableRow(
            entry=row,
            strand=row["strand"],
            position=row.whole_number("position"),
            number=row["number"],
            outcome=row.whole_number("outcome") if row["outcome"] else None,
            title=row["title"],
            detail=tuple(filter(None, row["detail"].split(BETWEEN_BULLETS))),
            refers_to=row["refers_to"],
            printed={name: row[name] for name in PRINTED_CELLS if row[name]},
            leads=tuple(read_leads(row["lead"])),
            reporting=tuple(read_leads(row["reporting"])),
            due_points=tuple(read_due_points(row["by_when"])),
        )
    except CellError as problem:
        raise row.problem(str(problem)) from None


def load_deliverables(
    strategy: Strategy,
    rows: list[DeliverableRow],
    strands: dict[str, Strand],
    outcomes: dict[tuple[str, int], Outcome],
    directory: Directory,
) -> None:
    """Add the deliverables with their due points and assignments."""
    added = Deliverable.objects.bulk_create(
        made(
            Deliverable,
            row.entry,
            strategy=strategy,
            strand=row.entry.known("strand", strands),
            outcome=_outcome_of(row, outcomes),
            number=row.number,
            position=row.position,
            title=row.title,
            detail=list(row.detail),
            refers_to=row.refers_to,
            source_text=row.printed,
        )
        for row in rows
    )
    deliverables_and_rows = list(zip(added, rows, strict=True))
    DuePoint.objects.bulk_create(
        DuePoint(
            deliverable=deliverable,
            position=position,
            label=" ".join(filter(None, (point.label, point.qualifier))),
            due_on=point.due_on,
            original_due_on=point.due_on,
            precision=point.precision.value,
            source_text=point.source_text,
        )
        for deliverable, row in deliverables_and_rows
        for position, point in enumerate(row.due_points, 1)
    )
    Assignment.objects.bulk_create(
        assignment
        for deliverable, row in deliverables_and_rows
        for assignment in _assignments(deliverable, row, directory)
    )


def _outcome_of(row: DeliverableRow, outcomes: dict[tuple[str, int], Outcome]) -> Outcome | None:
    if row.outcome is None:
        return None
    own = {place: outcome for (strand, place), outcome in outcomes.items() if strand == row.strand}
    return row.entry.among(row.outcome, own, "outcome")


def _assignments(deliverable: Deliverable, row: DeliverableRow, directory: Directory) -> Iterable[Assignment]:
    """Assignments of a row: the first lead printed is lead, the others are joint leads, then reporting to."""
    slots = [(Assignment.Role.JOINT, slot) for slot in row.leads]
    slots[:1] = [(Assignment.Role.LEAD, slot) for slot in row.leads[:1]]
    slots += [(Assignment.Role.REPORTING, slot) for slot in row.reporting]
    for position, (role, slot) in enumerate(slots, 1):
        key = "reporting" if role == Assignment.Role.REPORTING else "lead"
        person = row.entry.among(slot.initials, directory.people, key) if slot.initials else None
        yield Assignment(
            deliverable=deliverable,
            role=role,
            person=person,
            state=person.state if person else slot.state,
            qualifier=slot.qualifier,
            position=position,
        )
