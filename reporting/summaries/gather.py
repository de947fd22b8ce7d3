"""Read a board's quarter from the database. The number of queries does not depend on its size."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from datetime import date

from boards.models import Board
from core.overall_rag import RagCounts
from core.periods import Precision, Quarter
from core.rag import Rag
from councils.models import Council
from deliverables.judged import judged_deliverables
from deliverables.listing import Names
from deliverables.models import Assignment, DuePoint
from deliverables.rules import direction, direction_words
from deliverables.summaries import DeliverableState, deliverable_states, states_of
from deliverables.summaries import facts as due_facts
from indicators.small_numbers import NOTHING, Hidden
from strategies.models import Strand
from strategies.selected_quarter import SelectedQuarter

from .dashboard import Dashboard, pick
from .facts import NO_FACTS, BoardFacts
from .impact import impact_lines, impact_lists
from .indicators import indicator_lines, indicators_off_target
from .months import bunching
from .shapes import BoardSummary, DeliverableLine, DueLine, StrandLine, StrategyLine
from .slices import Slice, slice_of
from .workload import workloads


def assigned_by_name(assignment: Assignment) -> str:
    return assignment.words


def board_summary(
    council: Council,
    board: Board | None,
    selected: SelectedQuarter,
    *,
    today: date,
    facts: BoardFacts = NO_FACTS,
    hidden: Hidden = NOTHING,
    called: Callable[[Assignment], str] = assigned_by_name,
) -> BoardSummary:
    """Summary of the board's part of the plan in the quarter, or of the whole plan without a board.

    7 queries, at most 2 more with trajectories. `hidden` readings of indicators look as they do outside the council.
    `called` says in words who leads a deliverable or receives its progress.
    """
    part = slice_of(board, selected.quarter)
    before = selected.previous.quarter if selected.previous else None
    states = deliverable_states(
        part.deliverables(), period=selected.period, today=today, previous=selected.previous
    )
    ratings = [(state.deliverable.strand_id, state.stated.rag, state.stated_before) for state in states]
    return BoardSummary(
        council=council.name,
        council_slug=council.slug,
        board=board.name if board else "",
        board_slug=board.slug if board else "",
        quarter=selected.quarter,
        previous_quarter=before,
        as_at=selected.as_at,
        cut_off_on=selected.period.cut_off_on,
        pinned=council.pinned_today is not None,
        strategies=_strategies(part.strands),
        strands=_strand_lines(part, ratings, before),
        deliverables=tuple(deliverable_line(state, before, selected.as_at, called) for state in states),
        indicators=indicator_lines(
            part.indicators(), period=selected.period, as_at=selected.as_at, hidden=hidden
        ),
        next_meeting_on=facts.next_meeting_on,
        recipients=facts.recipients,
        impacts=impact_lines(part.indicators(), period=selected.period, as_at=selected.as_at, hidden=hidden),
    )


def board_dashboard(
    council: Council,
    board: Board | None,
    selected: SelectedQuarter,
    *,
    today: date,
    facts: BoardFacts = NO_FACTS,
) -> Dashboard:
    """Dashboard of the board's part of the plan in the quarter, or of the whole plan without a board (15 queries, 2
    more with trajectories).

    Judges every deliverable from columns, and loads only those that it shows.
    """
    part = slice_of(board, selected.quarter)
    before = selected.previous.quarter if selected.previous else None
    rows = judged_deliverables(
        period=selected.period,
        today=today,
        previous=selected.previous,
        overseen=part.overseen if board else None,
    )
    chosen = pick(rows)
    states = states_of(
        sorted({row.id for picked in chosen.every for row in picked}), selected=selected, today=today
    )
    lines = {key: deliverable_line(state, before, selected.as_at) for key, state in states.items()}
    shown = chosen.map(lambda row: lines[row.id])
    indicators = indicators_off_target(part.indicators(), period=selected.period, as_at=selected.as_at)
    return Dashboard(
        disagreements=shown.disagreements,
        exceptions=shown.exceptions,
        slipped=shown.slipped,
        silent=shown.silent,
        unowned=shown.unowned,
        worse=shown.worse,
        better=shown.better,
        council_slug=council.slug,
        board_slug=board.slug if board else "",
        quarter=selected.quarter,
        previous_quarter=before,
        as_at=selected.as_at,
        cut_off_on=selected.period.cut_off_on,
        strategies=_strategies(part.strands),
        strands=_strand_lines(
            part, [(row.strand_id, row.stated.rag, row.stated_before) for row in rows], before
        ),
        counts=RagCounts.of(row.stated.rag for row in rows),
        overdue=sum(row.schedule == Rag.RED for row in rows),
        indicators=indicators.total,
        indicators_off_target=indicators.off_target,
        impact=impact_lists(part.indicators(), period=selected.period, as_at=selected.as_at),
        has_sample=any(row.update and row.update.sample for row in rows) or indicators.has_sample,
        next_meeting_on=facts.next_meeting_on,
        recipients=facts.recipients,
        bunching=bunching((row.due_points for row in rows), as_at=selected.as_at),
        workloads=workloads(rows, Names.among(rows)),
    )


def _strategies(strands: Iterable[Strand]) -> tuple[StrategyLine, ...]:
    found = {strand.strategy_id: strand.strategy for strand in strands}
    return tuple(
        StrategyLine(strategy.slug, strategy.title, strategy.deliverable_noun) for strategy in found.values()
    )


Ratings = Iterable[tuple[int, Rag, Rag | None]]
"""Strand id, stated RAG, and stated RAG a quarter earlier, of each deliverable."""


def _strand_lines(part: Slice, ratings: Ratings, before: Quarter | None) -> tuple[StrandLine, ...]:
    by_strand: dict[int, list[tuple[Rag, Rag]]] = defaultdict(list)
    for strand_id, rag, was in ratings:
        by_strand[strand_id].append((rag, was or Rag.NOT_RATED))
    whole = set(part.overseen.strands)
    return tuple(
        _strand_line(strand, by_strand[strand.id], before, in_part=strand.id not in whole)
        for strand in part.strands
    )


def _strand_line(
    strand: Strand, ratings: Sequence[tuple[Rag, Rag]], before: Quarter | None, *, in_part: bool
) -> StrandLine:
    counts = RagCounts.of(rag for rag, _ in ratings)
    verdict = counts.verdict(strand.strategy.deliverable_noun.lower())
    was = RagCounts.of(was for _, was in ratings).verdict().rag
    return StrandLine(
        strategy=strand.strategy.slug,
        noun=strand.strategy.strand_noun,
        code=strand.code,
        title=strand.title,
        counts=counts,
        rag=verdict.rag,
        reason=verdict.reason,
        direction=direction(verdict.rag, was) if before else None,
        direction_words=direction_words(verdict.rag, was, before) if before else "",
        in_part=in_part,
    )


def deliverable_line(
    state: DeliverableState,
    before: Quarter | None,
    as_at: date,
    called: Callable[[Assignment], str] = assigned_by_name,
) -> DeliverableLine:
    """Everything that is said of a deliverable (no query). `before` is the quarter to compare with."""
    row, update = state.deliverable, state.current_update
    was = state.stated_before
    return DeliverableLine(
        id=str(row.public_id),
        strategy=row.strategy.slug,
        strand=row.strand.code,
        strand_name=f"{row.strategy.strand_noun} {row.strand.code}: {row.strand.title}",
        reference=row.reference if row.number else "",
        title=row.title,
        detail=tuple(row.detail),
        refers_to=row.refers_to,
        leads=tuple(called(each) for each in state.leads),
        reporting_to=tuple(called(each) for each in state.reporting_to),
        unowned=state.is_unowned,
        due=tuple(due_line(point, as_at) for point in state.due_points),
        slipped_days=max(state.slipped_days, 0),
        rag=state.stated.rag,
        rag_reason=state.stated.reason,
        rag_before=was,
        direction=state.direction,
        direction_words=direction_words(state.stated.rag, was, before) if was and before else "",
        silence=state.stated.silence,
        schedule_rag=state.schedule.rag,
        schedule_reason=state.schedule.reason,
        disagreement=state.disagreement or "",
        narrative=update.narrative if update else "",
        reason=update.reason if update else "",
        path_to_green=update.path_to_green if update else "",
        forecast_on=update.forecast_on if update else None,
        rated_by=update.by_name if update else "",
        rated_on=update.recorded_on if update else None,
        late=bool(update and update.late),
        sample=bool(update and update.sample),
    )


def due_line(point: DuePoint, as_at: date) -> DueLine:
    """Due date as at the day. A date that was met after that day was still open on it."""
    moved = point.original_due_on != point.due_on
    return DueLine(
        label=point.label,
        due_on=point.due_on,
        precision=Precision(point.precision),
        published=point.original_due_on if moved else None,
        done_on=point.done_on if due_facts(point).is_done(as_at) else None,
    )
