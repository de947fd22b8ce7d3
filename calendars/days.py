"""The days of each kind of calendar, from the rows of rooms below. Only what the reader may see is read."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

from django.db.models import Exists, Q
from django.urls import reverse

from boards.models import Board, Meeting
from core.periods import words_for_date
from councils.actors import Actor, can
from councils.models import Person
from councils.permissions import Permission
from deliverables.models import Assignment, Deliverable, DuePoint
from deliverables.summaries import facts
from returns.models import OwedReturn
from returns.summaries import owed_by
from strategies.models import Oversight, ReportingPeriod, Strand, Strategy

from .rules import CalendarDay, What

_MODELS = (Board, Deliverable, DuePoint, Meeting, OwedReturn, ReportingPeriod, Strand, Strategy)
TABLES = tuple(model._meta.db_table for model in _MODELS)
"""Tables of the rows that a calendar's words come from."""


def of_person(person: Person, actor: Actor, today: date) -> Iterator[CalendarDay]:
    """What a person leads and owes, the cut-offs of their updates, and meetings of their boards (4 queries)."""
    held = Q(post__holder=person) | Q(post=None, person=person)
    led = Assignment.objects.filter(held, role__in=Assignment.LEADING, deliverable__dropped_on=None)
    yield from _due_dates(
        DuePoint.objects.filter(deliverable_id__in=led.values("deliverable_id")), actor, today
    )
    yield from _returns(owed_by(person), actor)
    yield from _cut_offs(ReportingPeriod.objects.filter(Exists(led)), actor)
    sits_on = Board.objects.where_person_sits(person.pk).values("id")
    yield from _meetings(Meeting.objects.filter(board_id__in=sits_on), actor)


def of_board(board: Board, actor: Actor) -> Iterator[CalendarDay]:
    """Meetings of a board, the days on which its papers are due, and cut-offs (2 queries)."""
    yield from _meetings(Meeting.objects.filter(board=board), actor, papers=True)
    yield from _cut_offs(ReportingPeriod.objects.all(), actor)


def of_strategy(strategy: Strategy, actor: Actor, today: date) -> Iterator[CalendarDay]:
    """Due dates of a strategy's deliverables, and meetings of the boards that oversee it (2 queries)."""
    yield from _due_dates(DuePoint.objects.filter(deliverable__strategy=strategy), actor, today)
    watching = Oversight.objects.filter(strategy=strategy).values("board_id")
    yield from _meetings(Meeting.objects.filter(board_id__in=watching), actor)


def of_returns(actor: Actor) -> Iterator[CalendarDay]:
    """All returns that the council owes (1 query)."""
    yield from _returns(OwedReturn.objects.filter(sendings=None), actor)


def _due_dates(points: Any, actor: Actor, today: date) -> Iterator[CalendarDay]:
    if not can(actor, Permission.PLAN_VIEW):
        return
    points = points.filter(deliverable__dropped_on=None)
    for point in points.select_related("deliverable__strand", "deliverable__strategy"):
        deliverable, known = point.deliverable, facts(point)
        part = f" ({point.label})" if point.label else ""
        yield CalendarDay(
            What.DUE_DATE,
            point.public_id,
            known.last_day,
            f"Due: {deliverable.name}{part}",
            _path(actor, "deliverables:deliverable", deliverable=deliverable.public_id),
            (
                point.public_id,
                deliverable.public_id,
                deliverable.strand.public_id,
                deliverable.strategy.public_id,
            ),
            words=f"Due {words_for_date(point.due_on, point.precision)}. {deliverable.strategy.title}",
            done=known.is_done(today),
        )


def _returns(rows: Any, actor: Actor) -> Iterator[CalendarDay]:
    if not can(actor, Permission.PLAN_VIEW):
        return
    for owed in rows.select_related("strategy"):
        about = (owed.strategy,) if owed.strategy else ()
        yield CalendarDay(
            What.RETURN,
            owed.public_id,
            owed.due_on,
            f"Return due: {owed.title}",
            _path(actor, "returns:calendar"),
            (owed.public_id, *(plan.public_id for plan in about)),
            words="\n".join([f"To {owed.owed_to}", *(plan.title for plan in about), owed.evidence]).strip(),
        )


def _meetings(rows: Any, actor: Actor, *, papers: bool = False) -> Iterator[CalendarDay]:
    if not can(actor, Permission.BOARDS_VIEW):
        return
    for meeting in rows.select_related("board"):
        board = meeting.board
        path = f"{actor.council.get_absolute_url()}boards/{board.slug}/"
        changed = (meeting.public_id, board.public_id)
        yield CalendarDay(
            What.MEETING,
            meeting.public_id,
            meeting.held_on,
            f"{board.name} meets",
            path,
            changed,
            words=f"Papers due by {words_for_date(meeting.papers_on)}",
            place=meeting.place,
        )
        if papers:
            yield CalendarDay(
                What.PAPERS,
                meeting.public_id,
                meeting.papers_on,
                f"Papers due: {board.name}",
                path,
                changed,
                words=f"For the meeting on {words_for_date(meeting.held_on)}",
            )


def _cut_offs(rows: Any, actor: Actor) -> Iterator[CalendarDay]:
    if not can(actor, Permission.PROGRESS_VIEW):
        return
    for period in rows:
        quarter = period.quarter
        yield CalendarDay(
            What.CUT_OFF,
            period.public_id,
            period.cut_off_on,
            f"Cut-off for {quarter.short_words}",
            _path(actor, "deliverables:my_work"),
            (period.public_id,),
            words=f"Updates for {quarter.words} are late after this day",
            done=period.closed_at is not None,
        )


def _path(actor: Actor, page: str, **arguments: Any) -> str:
    return reverse(page, kwargs={"council": actor.council.slug, **arguments})
