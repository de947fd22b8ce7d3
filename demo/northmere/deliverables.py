"""Deliverables of the fictional council, with a rating for each quarter of their track."""

from __future__ import annotations

from typing import Any

from core.periods import Precision
from core.rag import Rag
from councils.models import Person
from deliverables.models import Assignment, Deliverable, DuePoint, ProgressUpdate
from strategies.models import ReportingPeriod, Strand

from ..samples import noon
from .clock import Clock

AUTHOR = "Demo officer"
RAG_BY_LETTER = {"R": Rag.RED, "A": Rag.AMBER, "G": Rag.GREEN, "C": Rag.COMPLETE}
WORDS = {
    Rag.RED: (
        "Work has stopped for now.",
        "The lead post is vacant.",
        "Recruit again with the partner trust; interim cover from next month.",
    ),
    Rag.AMBER: (
        "Work continues, later than planned.",
        "Agreement with partners is taking longer than planned.",
        "Two meetings are booked to agree the open points.",
    ),
    Rag.GREEN: ("On track. The next step is booked.", "", ""),
    Rag.COMPLETE: ("Done and in use.", "", ""),
}


def add_deliverable(
    strand: Strand, position: int, printed: dict[str, Any], people: dict[str, Person], clock: Clock
) -> None:
    deliverable = Deliverable.objects.create(
        strategy=strand.strategy,
        strand=strand,
        number=str(position),
        position=position,
        title=printed["title"],
    )
    leading = Assignment.Role.JOINT if len(printed["leads"]) > 1 else Assignment.Role.LEAD
    named = [(initials, leading) for initials in printed["leads"]]
    named += [(initials, Assignment.Role.REPORTING) for initials in printed.get("reports_to", [])]
    for place, (initials, role) in enumerate(named, start=1):
        Assignment.objects.create(
            deliverable=deliverable,
            person=people[initials],
            role=role,
            state=Assignment.State.IDENTIFIED,
            position=place,
        )
    if "due" in printed:
        _due_point(deliverable, printed, clock)
    _updates(deliverable, printed["track"], clock)


def _due_point(deliverable: Deliverable, printed: dict[str, Any], clock: Clock) -> None:
    due_on = clock.month_end(printed["due"])
    done = printed["track"].find("C")
    DuePoint.objects.create(
        deliverable=deliverable,
        position=1,
        due_on=due_on,
        precision=Precision.MONTH,
        original_due_on=clock.month_end(printed["due"] - printed.get("slipped", 0)),
        done_on=clock.updated_on(clock.quarters[done]) if done >= 0 else None,
    )


def _updates(deliverable: Deliverable, track: str, clock: Clock) -> None:
    periods = {period.label: period for period in ReportingPeriod.objects.all()}
    for quarter, letter in zip(clock.quarters, track, strict=True):
        if letter not in RAG_BY_LETTER:
            continue
        rag = RAG_BY_LETTER[letter]
        narrative, reason, path_to_green = WORDS[rag]
        updated_on = clock.updated_on(quarter)
        ProgressUpdate.objects.create(
            deliverable=deliverable,
            period=periods[quarter.label],
            quarter_starts_on=quarter.starts_on,
            rag=rag,
            narrative=narrative,
            reason=reason,
            path_to_green=path_to_green,
            forecast_on=quarter.next.next.ends_on if reason else None,
            recorded_on=updated_on,
            recorded_at=noon(updated_on),
            by_name=AUTHOR,
            sample=True,
        )
