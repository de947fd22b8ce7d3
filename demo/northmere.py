"""Fictional council, with a plan and three years of quarters up to the day when it is loaded."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from boards.models import Board, BoardLink, Meeting, Seat
from core.periods import Precision, Quarter, months_later
from core.rag import Rag
from councils.importers import read_toml
from councils.models import Council, Organisation, Person
from councils.tenancy import council_context, recorded
from deliverables.models import Assignment, Deliverable, DuePoint, ProgressUpdate
from indicators.models import (
    ConfidenceRating,
    ExpectedEffect,
    Indicator,
    Reading,
    TableColumn,
    Target,
    Trajectory,
    TrajectoryPoint,
)
from strategies.importers.quarters import add_quarters
from strategies.models import Oversight, ReportingPeriod, Strand, Strategy

from .accounts import ACTOR
from .branding import give_branding
from .samples import add_recipients, noon

SLUG = "northmere"
QUARTERS = 12
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


@dataclass(frozen=True, slots=True)
class Clock:
    """The day of loading, the quarter of that day, and the quarters of the plan's RAG tracks."""

    today: date

    @property
    def present(self) -> Quarter:
        return Quarter.of(self.today)

    @property
    def quarters(self) -> list[Quarter]:
        quarters = [self.present]
        for _ in range(QUARTERS):
            quarters.insert(0, quarters[0].previous)
        return quarters

    def month_end(self, months: int) -> date:
        """Last day of the month that is this many months after the end of the present quarter."""
        return months_later(self.present.ends_on, months, last_day_too=True)


def load_northmere() -> Council:
    """Create the fictional council if it is missing. An existing one is not changed."""
    plan = read_toml(settings.BASE_DIR / "fixtures" / SLUG / "plan.toml")
    with transaction.atomic():
        council, is_new = Council.objects.get_or_create(slug=SLUG, defaults={"name": plan["name"]})
        if is_new:
            with council_context(council.id, actor=ACTOR), recorded("strategy.loaded", actor=ACTOR):
                _load(plan, Clock(timezone.localdate()))
                add_recipients(council)
            council = give_branding(council)
    return council


def _load(plan: dict[str, Any], clock: Clock) -> None:
    add_quarters(clock.quarters[0], clock.present.next.next.next.next)
    for period in ReportingPeriod.objects.filter(cut_off_on__lt=clock.today):
        ReportingPeriod.objects.filter(id=period.id).update(closed_at=noon(period.cut_off_on))
    strategy = Strategy.objects.create(
        slug="send-and-inclusion-strategy",
        title=plan["strategy"],
        kind=Strategy.Kind.STRATEGY,
        summary=plan["summary"],
        starts_on=clock.quarters[0].starts_on,
        ends_on=clock.present.next.next.next.next.ends_on,
    )
    people = _people(plan["people"])
    strands = [
        Strand.objects.create(strategy=strategy, code=entry["code"], title=entry["title"], position=position)
        for position, entry in enumerate(plan["strands"], start=1)
    ]
    _boards(plan["boards"], strategy, {strand.code: strand for strand in strands}, people)
    _meetings(clock)
    for strand, entry in zip(strands, plan["strands"], strict=True):
        for position, printed in enumerate(entry["deliverables"], start=1):
            _deliverable(strand, position, printed, people, clock)
    _indicators(strategy, plan["indicators"], clock)


def _people(names: dict[str, str]) -> dict[str, Person]:
    partnership = Organisation.objects.create(name="Northmere SEND Partnership (fictional)")
    return {
        initials: Person.objects.create(
            initials=initials, name=name, organisation=partnership, state=Person.State.IDENTIFIED
        )
        for initials, name in names.items()
    }


def _boards(
    entries: list[dict[str, Any]], strategy: Strategy, strands: dict[str, Strand], people: dict[str, Person]
) -> None:
    boards: dict[str, Board] = {}
    for position, entry in enumerate(entries, start=1):
        board = boards[entry["slug"]] = Board.objects.create(
            slug=entry["slug"], name=entry["name"], kind=entry["kind"], position=position
        )
        if entry.get("parent"):
            BoardLink.objects.create(child=board, parent=boards[entry["parent"]])
        if entry.get("oversees_all"):
            Oversight.objects.create(board=board, strategy=strategy)
        for code in entry.get("oversees", []):
            Oversight.objects.create(board=board, strategy=strategy, strand=strands[code])
        for seat, (role, initials) in enumerate(entry.get("seats", []), start=1):
            Seat.objects.create(
                board=board,
                role=role,
                holder=people.get(initials),
                state=Seat.State.NAMED if initials else Seat.State.VACANT,
                position=seat,
            )


def _meetings(clock: Clock) -> None:
    """Create meetings of the main board, four weeks after the end of each quarter, when its pack is ready."""
    board = Board.objects.get(slug="send-partnership-board")
    Meeting.objects.bulk_create(
        Meeting(board=board, held_on=quarter.ends_on + timedelta(weeks=4), place="Civic Hall (fictional)")
        for quarter in clock.quarters
    )


def _deliverable(
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
        done_on=_updated_on(clock.quarters[done], clock) if done >= 0 else None,
    )


def _updates(deliverable: Deliverable, track: str, clock: Clock) -> None:
    periods = {period.label: period for period in ReportingPeriod.objects.all()}
    for quarter, letter in zip(clock.quarters, track, strict=True):
        if letter not in RAG_BY_LETTER:
            continue
        rag = RAG_BY_LETTER[letter]
        narrative, reason, path_to_green = WORDS[rag]
        updated_on = _updated_on(quarter, clock)
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


def _updated_on(quarter: Quarter, clock: Clock) -> date:
    """Day of an update: ten days before the quarter ends, or today if that is earlier."""
    return min(quarter.ends_on - timedelta(days=10), clock.today)


def _indicators(strategy: Strategy, entries: list[dict[str, Any]], clock: Clock) -> None:
    deliverables = {each.reference: each for each in Deliverable.objects.select_related("strand")}
    past = clock.quarters[:-1]
    year_end = date(past[-1].ends_on.year + (past[-1].ends_on.month > 3), 3, 31)
    for position, quarter in enumerate(past[-4:], start=1):
        TableColumn.objects.create(
            strategy=strategy,
            set=Indicator.Set.SECONDARY,
            kind=TableColumn.Kind.QUARTER,
            label=quarter.short_words,
            period=quarter.label,
            position=position,
        )
    TableColumn.objects.create(
        strategy=strategy,
        set=Indicator.Set.SECONDARY,
        kind=TableColumn.Kind.TARGET,
        label=f"Target {year_end:%B %Y}",
        period=year_end.isoformat(),
        has_confidence_rag=True,
        position=5,
    )
    for position, entry in enumerate(entries, start=1):
        indicator = Indicator.objects.create(
            strategy=strategy,
            set=Indicator.Set.SECONDARY,
            position=position,
            label=str(position),
            title=entry["title"],
            kind=Indicator.Kind.QUANTITATIVE,
            unit=entry["unit"],
            polarity=entry["polarity"],
            basis=Indicator.Basis.QUARTER,
        )
        Reading.objects.bulk_create(
            Reading(
                indicator=indicator,
                period=quarter.label,
                ends_on=quarter.ends_on,
                value=value,
                sample=True,
            )
            for quarter, value in _figures(past, entry)
        )
        if "target" in entry:
            _target(indicator, entry, year_end, clock)
        ExpectedEffect.objects.bulk_create(
            ExpectedEffect(
                deliverable=deliverables[effect["deliverable"]],
                indicator=indicator,
                direction=effect["direction"],
                size=effect.get("size"),
                horizon_on=_quarter(clock, effect["shows"]).ends_on if "shows" in effect else None,
                confidence=effect.get("confidence", ""),
                evidence=effect.get("evidence", ""),
                note=effect.get("note", ""),
            )
            for effect in entry.get("moved_by", [])
        )
        if "trajectory" in entry:
            _trajectories(indicator, entry, clock)


def _figures(past: Sequence[Quarter], entry: dict[str, Any]) -> list[tuple[Quarter, float]]:
    """Figures by quarter, those `before` the plan included: with 13 or more, usual variation has icons."""
    figures = list(zip(past, entry["values"], strict=True))
    quarter = past[0]
    for value in reversed(entry.get("before", [])):
        quarter = quarter.previous
        figures.insert(0, (quarter, value))
    return figures


def _quarter(clock: Clock, place: int) -> Quarter:
    """A quarter by its place after the first one of the plan, which may be ahead."""
    quarter = clock.quarters[0]
    for _ in range(place):
        quarter = quarter.next
    return quarter


def _trajectories(indicator: Indicator, entry: dict[str, Any], clock: Clock) -> None:
    """The main trajectory of an indicator, and a scenario in which its effects show later."""
    said = entry["trajectory"]
    same = {
        "indicator": indicator,
        "baseline_value": entry["values"][said["start"]],
        "baseline_on": _quarter(clock, said["start"]).ends_on,
        "baseline_method": said["method"],
        "tolerance": said["tolerance"],
    }
    made = [
        Trajectory(**same, name="Expected course", is_main=True, assumptions=said["assumptions"]),
        *(
            Trajectory(
                **same, name=each["name"], shift_months=each["months"], assumptions=each["assumptions"]
            )
            for each in [said.get("scenario")]
            if each
        ),
    ]
    TrajectoryPoint.objects.bulk_create(
        TrajectoryPoint(
            trajectory=trajectory,
            expected_on=_quarter(clock, point["quarter"]).ends_on,
            do_nothing=point["nothing"],
            with_plan=point["plan"] if trajectory.is_main else None,
            label=point.get("label", "") if trajectory.is_main else "",
        )
        for trajectory in Trajectory.objects.bulk_create(made)
        for point in said["points"]
    )


def _target(indicator: Indicator, entry: dict[str, Any], year_end: date, clock: Clock) -> None:
    target = Target.objects.create(
        indicator=indicator,
        period=year_end.isoformat(),
        ends_on=year_end,
        label=f"Target {year_end:%B %Y}",
        value=entry["target"],
        tolerance=abs(entry["target"]) // 10,
        sample=True,
    )
    gap = abs(entry["target"] - entry["values"][-1]) / abs(entry["target"])
    rag = Rag.GREEN if gap < 0.06 else Rag.AMBER if gap < 0.2 else Rag.RED
    ConfidenceRating.objects.create(
        target=target,
        rag=rag,
        reason="" if rag == Rag.GREEN else "At this rate the target will be missed.",
        recorded_on=_updated_on(clock.quarters[-2], clock),
        recorded_at=noon(_updated_on(clock.quarters[-2], clock)),
        by_name=AUTHOR,
        sample=True,
    )
