"""Preview what a change would do to each of several deliverables, for the person who confirms it."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any
from uuid import UUID

from core.periods import words_for_date
from core.rag import Rag
from core.words import count_words, list_words
from councils.actors import Actor
from strategies.models import ReportingPeriod

from .actions import Lead, ProgressRefused, leads_already, new_no_change
from .models import Assignment, DuePoint
from .rules import DuePointFacts, disagreement, open_due_points, schedule_rag
from .rules.due_dates import Move, moved_due
from .summaries import DeliverableState, facts


@dataclass(frozen=True)
class Line:
    """One deliverable before and after a change: in words, or as RAG ratings (`rated`).

    `warnings` are possible surprises, `remarks` are for information. `unchanged` says why it does not change.
    """

    state: DeliverableState
    before: str = ""
    after: str = ""
    rated: tuple[Rag, Rag] | None = None
    warnings: tuple[str, ...] = ()
    remarks: tuple[str, ...] = ()
    unchanged: str = ""


@dataclass(frozen=True)
class Impact:
    """The lines of deliverables that change, those with most warnings first, and of those that do not change.

    `noun` is what is saved for each.
    """

    changing: tuple[Line, ...]
    staying: tuple[Line, ...]
    noun: str = "change"

    @classmethod
    def of(cls, lines: Iterable[Line], *, noun: str = "change") -> Impact:
        ordered = sorted(lines, key=lambda line: -len(line.warnings))
        return cls(
            changing=tuple(line for line in ordered if not line.unchanged),
            staying=tuple(line for line in ordered if line.unchanged),
            noun=noun,
        )

    def remarked(self, deliverables: Collection[int], remark: str) -> Impact:
        """The same with a remark on the changing lines of these deliverables (ids)."""
        lines = (
            replace(line, remarks=(*line.remarks, remark))
            if line.state.deliverable.pk in deliverables
            else line
            for line in self.changing
        )
        return replace(self, changing=tuple(lines))

    @property
    def save_words(self) -> str:
        """Text of the button, such as "Save 1 change" or "Save 4 changes"."""
        return f"Save {count_words(len(self.changing), self.noun)}"


def impact_of_lead(states: Iterable[DeliverableState], lead: Lead) -> Impact:
    """Preview a change of lead to a person or post."""
    return Impact.of(_lead_line(state, lead) for state in states)


def _lead_line(state: DeliverableState, lead: Lead) -> Line:
    before = _lead_words(state)
    if leads_already(state.leads, lead):
        return Line(state, before, unchanged=f"{holder_words(lead)} already leads this.")
    joint_leads = [
        each for each in _with_role(state, Assignment.Role.JOINT) if lead not in (each.person, each.post)
    ]
    warnings = _complete_warning(state)
    if any(lead in (each.person, each.post) for each in state.reporting_to):
        warnings += ("It also reports to the new lead.",)
    remarks = (f"Joint lead does not change: {people_words(joint_leads)}.",) if joint_leads else ()
    return Line(state, before, holder_words(lead), warnings=warnings, remarks=remarks)


def _lead_words(state: DeliverableState) -> str:
    """Current lead in words, such as "HG", or "TB and EW, jointly" if there are only joint leads."""
    joint = people_words(_with_role(state, Assignment.Role.JOINT))
    together = f"{joint}, jointly" if joint else "No lead named"
    return people_words(_with_role(state, Assignment.Role.LEAD)) or together


def impact_of_move(
    states: Iterable[DeliverableState], move: Move, *, only: Collection[UUID], today: date
) -> Impact:
    """Preview a move of open due points. `only` limits it to these public ids, if any."""
    return Impact.of(_move_line(state, move, only, today) for state in states)


def _move_line(state: DeliverableState, move: Move, only: Collection[UUID], today: date) -> Line:
    still_open = [point for point in state.due_points if point.done_on is None]
    chosen = [point for point in still_open if not only or point.public_id in only]
    moving = [(point, new_due) for point in chosen if (new_due := moved_due(facts(point), move))]
    before = list_words([_due_words(point) for point in still_open])
    if not moving:
        return Line(state, before or "No date", unchanged=_unchanged_reason(state, still_open))
    after = dict(moving)
    warnings = _complete_warning(state)
    if earlier := [point for point, (day, _) in moving if day < facts(point).last_day]:
        which = f": {list_words([_due_words(point) for point in earlier])}" if len(chosen) > 1 else ""
        warnings += (f"Earlier than the current date{which}.",)
    if any(day < today for _, (day, _) in moving):
        warnings += ("Overdue immediately: the new date has passed.",)
    if len(chosen) > 1 and move.to:
        warnings += (f"All {len(chosen)} open parts will be due on the same day.",)
    return Line(
        state,
        before,
        list_words([_due_words(point, after.get(point)) for point in still_open]),
        warnings=warnings,
        remarks=_done_words(state),
    )


def _unchanged_reason(state: DeliverableState, still_open: Sequence[DuePoint]) -> str:
    if not state.due_points:
        return "The plan has no date to move."
    return "This is already its due date." if still_open else "All parts are done."


def _done_words(state: DeliverableState) -> tuple[str, ...]:
    done = sum(point.done_on is not None for point in state.due_points)
    if not done:
        return ()
    return (
        f"{count_words(done, 'part')} {'is' if done == 1 else 'are'} done and {'stays' if done == 1 else 'stay'}.",
    )


def _due_words(point: DuePoint, new_due: tuple[date, str] | None = None) -> str:
    due = words_for_date(*(new_due or (point.due_on, point.precision)))
    return f"{point.label}: {due}" if point.label else due


def impact_of_rating(states: Iterable[DeliverableState], rag: Rag, *, today: date) -> Impact:
    """Preview the same stated RAG for all."""
    return Impact.of(_rating_line(state, rag, today) for state in states)


def _rating_line(state: DeliverableState, rag: Rag, today: date) -> Line:
    points = [facts(point) for point in state.due_points]
    warnings = _complete_warning(state) if rag != Rag.COMPLETE else ()
    if new_disagreement := _new_disagreement(points, rag, today):
        warnings += (new_disagreement,)
    remarks: tuple[str, ...] = ()
    if state.current_update and state.stated.silent_for == 0:
        update_words = f"{state.current_update.by_name} on {words_for_date(state.current_update.recorded_on)}"
        remarks = (f"Already updated this quarter by {update_words}.",)
    return Line(state, rated=(state.stated.rag, rag), warnings=warnings, remarks=remarks)


def impact_of_no_change(
    states: Iterable[DeliverableState], *, period: ReportingPeriod, by: Actor, today: date, now: datetime
) -> Impact:
    """Preview "no change" in a quarter."""
    lines = (_no_change_line(state, period=period, by=by, today=today, now=now) for state in states)
    return Impact.of(lines, noun="update")


def _no_change_line(state: DeliverableState, **asked: Any) -> Line:
    try:
        update = new_no_change(state, **asked)
    except ProgressRefused as refused:
        return Line(state, state.stated.rag.word, unchanged=f"{refused}.")
    rag = Rag(update.rag)
    remarks = (f"Its forecast is still {words_for_date(update.forecast_on)}.",) if update.forecast_on else ()
    return Line(state, rated=(rag, rag), remarks=remarks)


def _new_disagreement(points: Sequence[DuePointFacts], rag: Rag, today: date) -> str | None:
    schedule = schedule_rag(points, today=today, updated_this_quarter=True)
    return disagreement(rag, schedule, open_due_points(points, today))


def _complete_warning(state: DeliverableState) -> tuple[str, ...]:
    return ("Currently stated complete.",) if state.stated.rag == Rag.COMPLETE else ()


def _with_role(state: DeliverableState, role: str) -> list[Assignment]:
    return [each for each in state.leads if each.role == role]


def people_words(people: Iterable[Assignment]) -> str:
    """Names joined in words, such as "Jay Kay (JK) and HG". Empty for nobody."""
    holders = (each.person or each.post for each in people)
    names = [holder_words(holder) if holder else "To be confirmed" for holder in holders]
    return list_words(names)


def holder_words(holder: Lead) -> str:
    """A person's name and initials, or a post's title."""
    return str(holder)
