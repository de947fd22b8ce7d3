"""Reads for "My work": what a person leads, what they still have to update, and whom they wait for."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from core.periods import Quarter, words_for_date
from core.words import list_words
from councils.models import Person
from strategies.models import ReportingPeriod

from .approval import proposed_for
from .models import Assignment, Deliverable, ProposedUpdate
from .rules.approval import ProposalState
from .rules.work import WorkGroup, is_up_to_date, left_words, no_change_refusal, work_group, work_order
from .summaries import DeliverableState, facts, judged_rows

FIGURES = {
    WorkGroup.OVERDUE: "overdue",
    WorkGroup.DUE: "due this quarter",
    WorkGroup.SILENT: "no update this quarter",
    WorkGroup.WAITING: "waiting for others",
}
"""Labels of the counts at the top of the page. A group that is empty has no count."""


@dataclass(frozen=True)
class WorkItem:
    """One deliverable on a person's page. `group` is None if it has just left the page.

    `mark` says why it needs no more updates, `waits_for` who leads it, and `can_repeat` whether to offer
    "no change this quarter". `proposed` is an update for the quarter that has not been approved.
    """

    state: DeliverableState
    group: WorkGroup | None
    mark: str
    waits_for: str
    can_repeat: bool
    proposed: ProposedUpdate | None = None

    @property
    def waits_for_approval(self) -> bool:
        """Whether an update has been sent, so that the approver is waited for."""
        return self.proposed is not None and self.proposed.status == ProposalState.WAITING

    @property
    def waits_for_person(self) -> bool:
        """Whether an update has been returned, or kept as a draft, so that somebody has to go on with it."""
        return self.proposed is not None and not self.waits_for_approval

    @property
    def is_left(self) -> bool:
        """Whether it still needs an update of the person."""
        return self.waits_for_person or (self.state.stated.is_silent and not self.waits_for_approval)

    @property
    def disagrees(self) -> bool:
        return self.state.disagreement is not None

    @property
    def is_up_to_date(self) -> bool:
        if self.waits_for_approval:
            return True
        done = is_up_to_date(is_silent=self.state.stated.is_silent, disagrees=self.disagrees)
        return done and not self.waits_for_person


@dataclass(frozen=True)
class WorkSection:
    """A group that is not empty: items that need the person (`open`), and items that are up to date (`done`)."""

    group: WorkGroup
    words: str
    open: tuple[WorkItem, ...]
    done: tuple[WorkItem, ...]

    @property
    def anchor(self) -> str:
        """Id of the section, which its count links to."""
        return self.group.name.lower()

    @property
    def figure(self) -> str:
        return FIGURES.get(self.group, "")

    @property
    def count(self) -> int:
        return len(self.open) + len(self.done)


@dataclass(frozen=True)
class MyWork:
    """What a person leads and waits for, each in its most urgent group.

    `total` counts the deliverables that they lead. `left` counts those without an update for the quarter that are
    not complete.
    """

    sections: tuple[WorkSection, ...]
    total: int
    left: int
    left_words: str
    has_sample: bool

    def item_of(self, deliverable: Deliverable) -> WorkItem | None:
        """The deliverable as the page shows it; None when it is not on the page."""
        items = (item for section in self.sections for item in (*section.open, *section.done))
        return next((item for item in items if item.state.deliverable == deliverable), None)


def my_work(person: Person, *, period: ReportingPeriod, today: date) -> MyWork:
    """Read a person's work as at today, with late updates (4 queries). Plans that begin later are not in it."""
    rows = Deliverable.objects.naming(person.id).begun_by(period.quarter).named_with_parts()
    states = judged_rows(rows, period=period, today=today, as_at=today)
    proposed = proposed_for([state.deliverable.pk for state in states], period=period)
    items = [
        work_item(
            state, person=person, period=period, today=today, proposed=proposed.get(state.deliverable.pk)
        )
        for state in states
    ]
    shown = [item for item in items if item.group is not None]
    led = [item for item in shown if item.group != WorkGroup.WAITING]
    left = sum(item.is_left for item in led)
    return MyWork(
        sections=tuple(
            _section(group, of_group, period, today)
            for group in WorkGroup
            if (of_group := [item for item in shown if item.group == group])
        ),
        total=len(led),
        left=left,
        left_words=left_words(
            left,
            len(led),
            quarter=period.quarter,
            cut_off=period.cut_off_on,
            today=today,
            closed=period.closed_at is not None,
        ),
        has_sample=any(item.state.current_update and item.state.current_update.sample for item in shown),
    )


def work_item(
    state: DeliverableState,
    *,
    person: Person | None,
    period: ReportingPeriod,
    today: date,
    proposed: ProposedUpdate | None,
) -> WorkItem:
    """A deliverable on a person's page. `person` is None for a user who is not linked to a person."""
    leading = [each for each in state.leads if each.role in Assignment.LEADING]
    leads = person is not None and any(_is_held_by(person, each) for each in leading)
    still_open = [point for point in map(facts, state.due_points) if not point.is_done(today)]
    group = work_group(
        leads=leads,
        schedule=state.schedule.rag,
        next_due=min((point.last_day for point in still_open), default=None),
        is_silent=state.stated.is_silent,
        today=today,
    )
    refusal = no_change_refusal(
        state.stated,
        forecast_on=state.current_update.forecast_on if state.current_update else None,
        quarter=period.quarter,
        closed=period.closed_at is not None,
        today=today,
    )
    return WorkItem(
        state=state,
        group=group,
        mark="" if proposed is not None and proposed.status != ProposalState.WAITING else _mark(state),
        waits_for=_names(leading) if group == WorkGroup.WAITING else "",
        can_repeat=leads and not refusal and proposed is None,
        proposed=proposed,
    )


def _is_held_by(person: Person, assignment: Assignment) -> bool:
    if assignment.post is not None:
        return bool(assignment.post.holder_id == person.id)
    return bool(assignment.person_id == person.id)


def _names(leading: list[Assignment]) -> str:
    """Names of leads in words, such as "JD and HP", without vacancies."""
    holders = [_name(each) for each in leading if each.person or each.post]
    return list_words(holders) or "a lead to be named"


def _name(assignment: Assignment) -> str:
    return str(assignment.person.label if assignment.person else assignment.post.title)


def _mark(state: DeliverableState) -> str:
    """Why a deliverable needs no more updates this quarter. Empty if it still needs one."""
    if state.current_update is None or state.stated.is_silent or state.stated.since is None:
        return ""
    if state.stated.silent_for == 0:
        return f"Updated {words_for_date(state.current_update.recorded_on)}"
    return f"Complete since {state.stated.since.short_words}"


def _section(group: WorkGroup, items: list[WorkItem], period: ReportingPeriod, today: date) -> WorkSection:
    quarter_end = words_for_date(Quarter.of(today).ends_on)
    name = period.quarter.short_words
    words = {
        WorkGroup.DUE: f"At least one part is due by {quarter_end}.",
        WorkGroup.SILENT: f"No update for {name} yet.",
        WorkGroup.WAITING: f"No update for {name} yet. Others lead these, and report to you or have you as alternate.",
    }
    items.sort(key=lambda item: work_order(item.state.stated.rag, disagrees=item.disagrees))
    return WorkSection(
        group=group,
        words=words.get(group, ""),
        open=tuple(item for item in items if not item.is_up_to_date),
        done=tuple(item for item in items if item.is_up_to_date),
    )
