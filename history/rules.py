"""Rules for changes: which moment to compare with, the kind of a change, and which kinds come first.

In words, with the truth tables that the tests run: docs/rules/changes-since.md.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from enum import IntEnum, StrEnum

from core.periods import Quarter
from core.rag import Rag
from indicators.rules import Polarity


class Choice(StrEnum):
    """Moment to compare with, as the address has it."""

    LAST_VISIT = "last-visit"
    LAST_PACK = "last-pack"
    LAST_QUARTER = "last-quarter"
    DAY = "day"


def chosen(asked: Choice | None, *, visited: bool, changed_since_visit: bool, has_pack: bool) -> Choice:
    """Moment to compare with: the one asked for if it exists, else the one with the most to show."""
    if asked is None:
        return Choice.LAST_VISIT if visited and changed_since_visit else Choice.LAST_QUARTER
    if (asked == Choice.LAST_VISIT and not visited) or (asked == Choice.LAST_PACK and not has_pack):
        return Choice.LAST_QUARTER
    return asked


class Ranked(IntEnum):
    """Kind of change. The number sorts it (1 is the worst), and the words are the heading of its group."""

    words: str

    def __new__(cls, rank: int, words: str) -> Ranked:
        member = int.__new__(cls, rank)
        member._value_ = rank
        member.words = words
        return member


class ChangeKind(Ranked):
    """Kind of change to a deliverable."""

    RED = 1, "Became red"
    OVERDUE = 2, "Became overdue"
    AMBER = 3, "Became amber"
    WORSE = 4, "Became worse"
    LATER = 5, "Due date moved later"
    FORECAST_LATER = 6, "Forecast moved later"
    LEAD_LOST = 7, "No longer has a lead"
    SILENT = 8, "No update by the cut-off"
    UNRATED = 9, "No longer rated"
    DROPPED = 10, "Dropped from the plan"
    NEW = 11, "New in the plan"
    RATED = 12, "Rated for the first time"
    BETTER = 13, "Became better"
    DONE = 14, "Done"
    OTHER = 15, "Other changes"
    SAID_AGAIN = 16, "Updated, RAG unchanged"

    @property
    def is_bad(self) -> bool:
        return self <= ChangeKind.UNRATED

    @property
    def can_wait(self) -> bool:
        """True if nobody has to act. Pages fold these."""
        return self in (ChangeKind.RATED, ChangeKind.SAID_AGAIN)


@dataclass(frozen=True, slots=True)
class Facts:
    """A deliverable at one moment: what is needed to find its changes and their order.

    `due` has the last day of each date that is not met, by the identity of the date. `done` has the identities of the
    others. `saying` identifies the current update.
    """

    rag: Rag
    overdue: bool = False
    due: Mapping[object, date] = field(default_factory=dict)
    forecast_on: date | None = None
    done: frozenset[object] = frozenset()
    leads: frozenset[object] = frozenset({"somebody"})
    silent: bool = False
    title: str = ""
    saying: object = None
    dropped: bool = False


def kinds_of_change(then: Facts | None, now: Facts) -> list[ChangeKind]:
    """All changes to a deliverable, worst first. `then` is None if it was not in the plan.

    What happened to a deliverable before it was dropped no longer matters.
    """
    if now.dropped:
        return [ChangeKind.DROPPED] if then is not None and not then.dropped else []
    if then is None:
        return sorted({ChangeKind.NEW, *({ChangeKind.RED} if now.rag == Rag.RED else ())})
    kinds = _by_rating(then.rag, now.rag) | _by_dates(then, now)
    if now.overdue and not then.overdue:
        kinds.add(ChangeKind.OVERDUE)
    if now.silent and not then.silent:
        kinds.add(ChangeKind.SILENT)
    if then.leads != now.leads:
        kinds.add(ChangeKind.OTHER if now.leads else ChangeKind.LEAD_LOST)
    if now.done - then.done:
        kinds.add(ChangeKind.DONE)
    if then.title != now.title or then.dropped:
        kinds.add(ChangeKind.OTHER)
    if not kinds and then.saying != now.saying:
        kinds.add(ChangeKind.SAID_AGAIN)
    return sorted(kinds)


def _by_rating(then: Rag, now: Rag) -> set[ChangeKind]:
    if then == now:
        return set()
    if now == Rag.RED:
        return {ChangeKind.RED}
    if now == Rag.NOT_RATED:
        return {ChangeKind.UNRATED}
    if now == Rag.COMPLETE:
        return {ChangeKind.DONE}
    if then == Rag.RED or (then == Rag.AMBER and now == Rag.GREEN):
        return {ChangeKind.BETTER}
    if now == Rag.AMBER:
        return {ChangeKind.AMBER}
    return {ChangeKind.RATED if then == Rag.NOT_RATED else ChangeKind.WORSE}


def _by_dates(then: Facts, now: Facts) -> set[ChangeKind]:
    kinds = set()
    for part, due_on in then.due.items():
        moved_to = now.due.get(part, date.max)
        if part not in now.done and moved_to != due_on:
            kinds.add(ChangeKind.LATER if moved_to > due_on else ChangeKind.OTHER)
    if now.due.keys() - then.due.keys() - then.done:
        kinds.add(ChangeKind.OTHER)
    if then.forecast_on and now.forecast_on and then.forecast_on != now.forecast_on:
        kinds.add(ChangeKind.FORECAST_LATER if now.forecast_on > then.forecast_on else ChangeKind.OTHER)
    return kinds


def is_silent(updated_for: Quarter | None, rag: Rag, lapsed: Quarter | None) -> bool:
    """True if there is no update for the last quarter past its cut-off or since, although there were updates before."""
    if updated_for is None or lapsed is None or rag == Rag.COMPLETE:
        return False
    return updated_for < lapsed


class IndicatorKind(Ranked):
    """Kind of change to an indicator."""

    FORECAST_RED = 1, "Confidence became red"
    FORECAST_AMBER = 2, "Confidence became amber"
    WORSE = 3, "Figure got worse"
    TARGET = 4, "Target changed"
    NEW = 5, "New figure"
    BETTER = 6, "Better"


def kinds_of_indicator_change(
    *,
    polarity: Polarity | None,
    figures: tuple[Decimal | None, Decimal | None] | None,
    forecast: Rag,
    forecast_then: Rag,
    target_changed: bool,
) -> list[IndicatorKind]:
    """All changes to an indicator, worst first. `figures` are a new one and the one before it."""
    kinds = set()
    if forecast != forecast_then and forecast != Rag.NOT_RATED:
        kinds.add(_by_forecast(forecast, forecast_then))
    if figures is not None:
        kinds.add(_by_figures(polarity, *figures))
    if target_changed:
        kinds.add(IndicatorKind.TARGET)
    return sorted(kinds)


def _by_forecast(now: Rag, then: Rag) -> IndicatorKind:
    if now == Rag.RED:
        return IndicatorKind.FORECAST_RED
    if now == Rag.AMBER and then != Rag.RED:
        return IndicatorKind.FORECAST_AMBER
    return IndicatorKind.BETTER


def _by_figures(polarity: Polarity | None, now: Decimal | None, before: Decimal | None) -> IndicatorKind:
    if now is None or before is None or polarity is None or not polarity.judges:
        return IndicatorKind.NEW
    worse_by = polarity.shortfall(now, before)
    if worse_by == 0:
        return IndicatorKind.NEW
    return IndicatorKind.WORSE if worse_by > 0 else IndicatorKind.BETTER
