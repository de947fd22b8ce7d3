"""Read a closed quarter of the plan as the public may see it."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from core.words import plural
from councils.models import Council, Organisation, Post
from deliverables.models import Assignment, Deliverable
from deliverables.rules import slippage
from deliverables.summaries import DeliverableState, deliverable_states, facts
from reporting.summaries.gather import due_line
from reporting.summaries.shapes import StrategyLine, noun_of
from strategies.models import Outcome, ReportingPeriod, Strand, Strategy
from strategies.selected_quarter import SelectedQuarter

from .document import DueDate, Item, OutcomePart, PlanPart, Progress, StatusCount, StrandPart
from .figures import FigureOfPlan, figures_of
from .rules import (
    STATUS_OF,
    Change,
    Lead,
    Status,
    beside_status,
    change_of,
    changes_in_words,
    counts_in_words,
    lead_words,
)
from .said import said_in


@dataclass(frozen=True, slots=True)
class WhoIsWho:
    """Titles of the posts that people hold, by the person's internal id, and what organisations are called now."""

    held: Mapping[int | None, Sequence[str]]
    organisations: Mapping[int | None, str]


def progress_of(
    council: Council,
    selected: SelectedQuarter,
    *,
    strategies: Sequence[Strategy],
    introduction: str,
    edition: int,
    today: date,
) -> Progress:
    """The quarter of these plans in the public's words (13 queries). All plans count in the quarter."""
    previous = compared_with(selected)
    rows = Deliverable.objects.filter(strategy__in=strategies)
    states = deliverable_states(rows, period=selected.period, today=today, previous=previous)
    who = _who_is_who(states, selected.as_at)
    items = {state.deliverable.pk: _item(state, who, selected.as_at) for state in states}
    figures = figures_of(strategies, council, as_at=selected.as_at, quarter=selected.quarter)
    noun = noun_of([StrategyLine(each.slug, each.title, each.deliverable_noun) for each in strategies])
    counts = _counts(items.values())
    return Progress(
        council=council.name,
        council_slug=council.slug,
        quarter=selected.quarter.label,
        months=selected.quarter.months,
        edition=edition,
        published_on=today,
        as_at=selected.as_at,
        introduction=tuple(line.strip() for line in introduction.splitlines() if line.strip()),
        noun=noun,
        nouns=plural(noun),
        summary=counts_in_words(counts, noun) if items else "",
        counts=tuple(StatusCount(status, status.word, status.explained, count) for status, count in counts),
        since=previous.quarter.months if previous else "",
        changes=changes_in_words(_changes(states), noun) if previous else "",
        plans=_plans(strategies, states, items, figures),
        small_numbers_hidden=council.hides_small_numbers,
        training=council.pinned_today is not None,
        sample=any(state.current_update and state.current_update.sample for state in states)
        or any(each.sample for each in figures),
        said=said_in(items),
    )


def compared_with(selected: SelectedQuarter) -> ReportingPeriod | None:
    """The quarter directly before, if it is closed. An open one is not published by a count of changes either."""
    before = selected.previous
    if before is None or before.closed_at is None or before.quarter != selected.quarter.previous:
        return None
    return before


def _who_is_who(states: Iterable[DeliverableState], as_at: date) -> WhoIsWho:
    """Posts of those who lead, and all organisations (2 queries)."""
    people = {each.person_id for state in states for each in state.leads if each.person_id}
    held: dict[int | None, list[str]] = defaultdict(list)
    for holder, title in (
        Post.objects.filter(holder__in=people).order_by("title").values_list("holder", "title")
    ):
        held[holder].append(title)
    every = Organisation.objects.select_related("successor")
    return WhoIsWho(held, {each.pk: each.known_as(as_at) for each in every})


def _lead(assignment: Assignment, who: WhoIsWho) -> Lead:
    post, person = assignment.post, assignment.person
    return Lead(
        post=post.title if post else "",
        is_person=person is not None,
        holds=tuple(who.held.get(assignment.person_id, ())),
        organisation=who.organisations.get(person.organisation_id, "") if person else "",
    )


def _item(state: DeliverableState, who: WhoIsWho, as_at: date) -> Item:
    row, status = state.deliverable, STATUS_OF[state.stated.rag]
    dates = [facts(point) for point in state.due_points]
    still_open = [point for point in dates if not point.is_done(as_at)]
    leads = [_lead(each, who) for each in state.leads if each.role in Assignment.LEADING]
    lines = [due_line(point, as_at) for point in state.due_points]
    return Item(
        reference=row.reference if row.number else "",
        title=row.title,
        status=status,
        word=status.word,
        note=beside_status(
            state.stated,
            state.schedule.rag,
            open_dates=len(still_open),
            moved=any(slippage(point) > 0 for point in still_open),
        ),
        dates=tuple(DueDate(line.words, line.due_on, line.precision.value, line.done_on) for line in lines),
        lead=lead_words(leads, who.organisations.get(row.accountable_id, "")),
    )


def _counts(items: Iterable[Item]) -> list[tuple[Status, int]]:
    counted = Counter(item.status for item in items)
    return [(status, counted[status]) for status in Status]


def _changes(states: Iterable[DeliverableState]) -> list[tuple[Change, int]]:
    counted = Counter(
        change_of(STATUS_OF[state.stated_before], STATUS_OF[state.stated.rag])
        for state in states
        if state.stated_before
    )
    return [(change, counted[change]) for change in Change]


def _plans(
    strategies: Sequence[Strategy],
    states: Sequence[DeliverableState],
    items: Mapping[int, Item],
    figures: Sequence[FigureOfPlan],
) -> tuple[PlanPart, ...]:
    """Each plan with its strands, and their outcomes as the plan prints them (2 queries)."""
    strands: dict[int, list[Strand]] = defaultdict(list)
    rows = Strand.objects.filter(strategy__in=strategies).prefetch_related("outcomes")
    for strand in rows.order_by("position", "id"):
        strands[strand.strategy_id].append(strand)
    below: dict[int, list[Deliverable]] = defaultdict(list)
    for state in states:
        below[state.deliverable.strand_id].append(state.deliverable)
    return tuple(
        PlanPart(
            title=strategy.title,
            strands=tuple(_strand(strategy, each, below[each.pk], items) for each in strands[strategy.pk]),
            figures=tuple(each.figure for each in figures if each.strategy_id == strategy.pk),
        )
        for strategy in strategies
    )


def _strand(
    strategy: Strategy, strand: Strand, rows: Sequence[Deliverable], items: Mapping[int, Item]
) -> StrandPart:
    under: dict[int | None, list[Item]] = defaultdict(list)
    # What an editor has asked is no outcome: what stands under it stands under none.
    outcomes: list[Outcome] = [each for each in strand.outcomes.all() if not each.is_query]
    shown = {each.pk for each in outcomes}
    for row in rows:
        under[row.outcome_id if row.outcome_id in shown else None].append(items[row.pk])
    parts = [OutcomePart(each.title, tuple(under[each.pk])) for each in outcomes]
    if under[None]:
        parts.append(OutcomePart("", tuple(under[None])))
    counts = _counts(items[row.pk] for row in rows)
    noun = strategy.deliverable_noun.lower()
    return StrandPart(
        name=f"{strategy.strand_noun} {strand.code}: {strand.title}",
        summary=counts_in_words(counts, noun) if rows else "",
        outcomes=tuple(parts),
    )
