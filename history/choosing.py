"""Choose the moment to compare with."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import Count, Q, QuerySet

from boards.models import Board
from councils.actors import Actor
from councils.log.reading import visible_changes
from councils.models import Change
from packs.access import visible_packs
from packs.models import Pack
from strategies.models import ReportingPeriod
from strategies.selected_quarter import NoQuarters, SelectedQuarter, selected_quarter

from .moments import Since, since_beginning, since_day_asked, since_last_quarter, since_pack, since_visit
from .rules import Choice, chosen

PACKS = 20
"""Number of released packs to read, the latest ones."""

Counts = dict[tuple[str, str], int]
"""Number of rows that were added, changed or removed, by (operation, table)."""


@dataclass(frozen=True)
class ComparisonQuery:
    """The user's choice: a moment (None: the one with the most to show) and a board (None: the council)."""

    choice: Choice | None = None
    day: date | None = None
    board: Board | None = None


@dataclass(frozen=True)
class Compared:
    """The moment that is compared with, and what was written since.

    `why_another_moment` is a sentence if it is not the moment asked for, else "". `packs` are the latest released ones
    that the user may see. `written` counts what else was written since.
    """

    since: Since
    why_another_moment: str
    begun: tuple[ReportingPeriod, ...]
    packs: list[Pack]
    written: Counts


def find_since(
    asked: ComparisonQuery,
    *,
    actor: Actor,
    last_visit_at: datetime | None,
    today: date,
    counted: bool = True,
) -> Compared:
    """Find the moment to compare with (at most 4 queries).

    `counted` is False for a page that does not need `written`. The moment asked for does not depend on it.
    """
    council, selected = actor.council, _current_quarter(today)
    packs = _released_packs(actor, asked.board)
    moments = {
        Choice.LAST_QUARTER: since_last_quarter(selected, council) if selected else since_beginning(council)
    }
    if asked.day:
        moments[Choice.DAY] = since_day_asked(asked.day, council)
    if last_visit_at:
        moments[Choice.LAST_VISIT] = since_visit(last_visit_at, council)
    if packs:
        moments[Choice.LAST_PACK] = since_pack(packs[0], council)
    likely = [asked.choice] if asked.choice in moments else [Choice.LAST_QUARTER, Choice.LAST_VISIT]
    conditions = {choice: moments[choice].written for choice in likely if choice in moments}
    written = _written(actor, conditions) if counted or not asked.choice else {}
    choice = chosen(
        asked.choice,
        visited=Choice.LAST_VISIT in moments,
        changed_since_visit=bool(written.get(Choice.LAST_VISIT)),
        has_pack=bool(packs),
    )
    return Compared(
        since=moments[choice],
        why_another_moment=_why_another_moment(asked, choice),
        begun=tuple(reversed(selected.choices)) if selected else (),
        packs=packs,
        written=written.get(choice, {}),
    )


def _current_quarter(today: date) -> SelectedQuarter | None:
    try:
        return selected_quarter(None, today=today)
    except NoQuarters:
        return None


def _released_packs(actor: Actor, board: Board | None) -> list[Pack]:
    packs = visible_packs(actor).released().for_list()
    return list((packs.filter(board=board) if board else packs).order_by("-released_at", "-id")[:PACKS])


def _written(actor: Actor, moments: dict[Choice, Q]) -> dict[Choice, Counts]:
    """Count what was written after each moment (1 query)."""
    any_of_them = Q()
    for condition in moments.values():
        any_of_them |= condition
    counts = {choice.name: Count("id", filter=condition) for choice, condition in moments.items()}
    kinds: QuerySet[Change, Any] = visible_changes(actor).filter(any_of_them).values("op", "table")
    rows = list(kinds.annotate(**counts).values_list("op", "table", *counts))
    return {
        choice: {(op, table): numbers[place] for op, table, *numbers in rows if numbers[place]}
        for place, choice in enumerate(moments)
    }


def _why_another_moment(asked: ComparisonQuery, choice: Choice) -> str:
    if asked.choice in (None, choice):
        return ""
    if asked.choice == Choice.LAST_VISIT:
        return "This is your first visit, so changes are shown since an earlier date."
    whose = f"of {asked.board.name} " if asked.board else ""
    return f"No pack {whose}has been released to you yet, so changes are shown since an earlier date."
