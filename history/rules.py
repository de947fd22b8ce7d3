"""Judgement on what changed: which moment is meant, what kind of change it was, and which kinds come first.

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
    """From when on changes are told, as the address says it."""

    LAST_VISIT = "last-visit"
    LAST_PACK = "last-pack"
    LAST_QUARTER = "last-quarter"
    DAY = "day"


def chosen(asked: Choice | None, *, visited: bool, changed_since_visit: bool, has_pack: bool) -> Choice:
    """What is compared with: what was asked for where there is such a moment, else what tells most."""
    if asked is None:
        return Choice.LAST_VISIT if visited and changed_since_visit else Choice.LAST_QUARTER
    if (asked == Choice.LAST_VISIT and not visited) or (asked == Choice.LAST_PACK and not has_pack):
        return Choice.LAST_QUARTER
    return asked


class Ranked(IntEnum):
    """A kind of change: the number orders it (1 is the worst), the words head its group."""

    words: str

    def __new__(cls, rank: int, words: str) -> Ranked:
        member = int.__new__(cls, rank)
        member._value_ = rank
        member.words = words
        return member


class ChangeKind(Ranked):
    """What happened to a deliverable."""

    RED = 1, "Became red"
    OVERDUE = 2, "Became overdue"
    AMBER = 3, "Became amber"
    WORSE = 4, "Became worse"
    LATER = 5, "Due date moved later"
    FORECAST_LATER = 6, "Forecast moved later"
    LEAD_LOST = 7, "No longer has a lead"
    SILENT = 8, "No update by the cut-off"
    UNRATED = 9, "No longer rated"
    NEW = 10, "New in the plan"
    RATED = 11, "Rated for the first time"
    BETTER = 12, "Became better"
    DONE = 13, "Done"
    OTHER = 14, "Other changes"
    SAID_AGAIN = 15, "Updated, RAG unchanged"

    @property
    def is_bad(self) -> bool:
        return self <= ChangeKind.UNRATED

    @property
    def can_wait(self) -> bool:
        """Nobody has to do anything: pages fold these."""
        return self in (ChangeKind.RATED, ChangeKind.SAID_AGAIN)


@dataclass(frozen=True, slots=True)
class Facts:
    """A deliverable at one moment, as far as the order of changes needs it.

    `due` holds the last day of each part that is not done, by what identifies the part; `done` identifies the
    others, and `saying` the update that stands.
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


def kinds_of_change(then: Facts | None, now: Facts) -> list[ChangeKind]:
    """Everything that happened to a deliverable, the worst first; `then` is None when it was not in the plan."""
    if then is None:
        return sorted({ChangeKind.NEW, *({ChangeKind.RED} if now.rag == Rag.RED else ())})
    found = _by_rating(then.rag, now.rag) | _by_dates(then, now)
    if now.overdue and not then.overdue:
        found.add(ChangeKind.OVERDUE)
    if now.silent and not then.silent:
        found.add(ChangeKind.SILENT)
    if then.leads != now.leads:
        found.add(ChangeKind.OTHER if now.leads else ChangeKind.LEAD_LOST)
    if now.done - then.done:
        found.add(ChangeKind.DONE)
    if then.title != now.title:
        found.add(ChangeKind.OTHER)
    if not found and then.saying != now.saying:
        found.add(ChangeKind.SAID_AGAIN)
    return sorted(found)


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
    found = set()
    for part, due_on in then.due.items():
        moved_to = now.due.get(part, date.max)
        if part not in now.done and moved_to != due_on:
            found.add(ChangeKind.LATER if moved_to > due_on else ChangeKind.OTHER)
    if now.due.keys() - then.due.keys() - then.done:
        found.add(ChangeKind.OTHER)
    if then.forecast_on and now.forecast_on and then.forecast_on != now.forecast_on:
        found.add(ChangeKind.FORECAST_LATER if now.forecast_on > then.forecast_on else ChangeKind.OTHER)
    return found


def is_silent(said_for: Quarter | None, rag: Rag, lapsed: Quarter | None) -> bool:
    """Nothing was said for the last quarter whose cut-off has passed, nor since, although it had been before."""
    if said_for is None or lapsed is None or rag == Rag.COMPLETE:
        return False
    return said_for < lapsed


class IndicatorKind(Ranked):
    """What happened to an indicator."""

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
    """Everything that happened to an indicator, the worst first. `figures` are a new one and the one before it."""
    found = set()
    if forecast != forecast_then and forecast != Rag.NOT_RATED:
        found.add(_by_forecast(forecast, forecast_then))
    if figures is not None:
        found.add(_by_figures(polarity, *figures))
    if target_changed:
        found.add(IndicatorKind.TARGET)
    return sorted(found)


def _by_forecast(now: Rag, then: Rag) -> IndicatorKind:
    if now == Rag.RED:
        return IndicatorKind.FORECAST_RED
    if now == Rag.AMBER and then != Rag.RED:
        return IndicatorKind.FORECAST_AMBER
    return IndicatorKind.BETTER


def _by_figures(polarity: Polarity | None, now: Decimal | None, before: Decimal | None) -> IndicatorKind:
    if now is None or before is None or now == before or polarity in (None, Polarity.NEITHER):
        return IndicatorKind.NEW
    return IndicatorKind.BETTER if (now > before) == (polarity == Polarity.HIGH) else IndicatorKind.WORSE
