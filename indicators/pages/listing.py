"""Narrow the indicator tables to some rows, and collect the choices, from what has been read."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from core.periods import Quarter
from core.words import plural
from strategies.models import KeyOutcome

from ..owed import rows_without_figure
from ..rules.attention import Attention, needs_attention
from ..summaries import IndicatorState

NOBODY = "nobody"


@dataclass(frozen=True, slots=True)
class Narrowing:
    """Filters of the list: what rows need, and the ids of their key outcome and owner. Empty ones keep all rows.

    `keeps` leaves open which rows have no figure for the quarter: `fitting` reads that.
    """

    attention: Attention | None = None
    outcome: str = ""
    owner: str = ""

    def keeps(self, state: IndicatorState, today: date) -> bool:
        row = state.indicator
        if self.outcome and (row.key_outcome is None or str(row.key_outcome.public_id) != self.outcome):
            return False
        if self.owner and _owner_id(state) != self.owner:
            return False
        if self.attention in (None, Attention.NO_FIGURE):
            return True
        return self.attention in attention_of(state, today)


def quarter_ended(today: date) -> Quarter:
    """The quarter whose missing figures are shown: the one that ended last."""
    return Quarter.of(today).previous


def fitting(states: Iterable[IndicatorState], narrowing: Narrowing, today: date) -> list[IndicatorState]:
    """Rows that the filters keep (1 query for those without a figure for the quarter, else none)."""
    kept = [state for state in states if narrowing.keeps(state, today)]
    if narrowing.attention != Attention.NO_FIGURE:
        return kept
    without = rows_without_figure(quarter_ended(today))
    return [state for state in kept if state.indicator.pk in without]


def attention_of(state: IndicatorState, today: date) -> frozenset[Attention]:
    row = state.indicator
    return needs_attention(
        state.reading,
        rag=state.verdict.rag,
        confidence_rag=state.confidence_rag,
        is_heading=row.is_heading,
        ended_on=row.ended_on,
        today=today,
    )


def _owner_id(state: IndicatorState) -> str:
    """Public id of the owner. Headings, which need none, have no answer."""
    owner = state.indicator.owner
    if owner is None:
        return "" if state.indicator.is_heading else NOBODY
    return str(owner.public_id)


@dataclass(frozen=True)
class Choices:
    """What can be chosen: names by public id, only those that some row has."""

    outcomes: dict[str, str]
    owners: dict[str, str]

    @classmethod
    def among(cls, states: Iterable[IndicatorState]) -> Choices:
        every = [state.indicator for state in states]
        outcomes = {
            str(row.key_outcome.public_id): _title(row.key_outcome) for row in every if row.key_outcome
        }
        owners = {str(row.owner.public_id): str(row.owner) for row in every if row.owner}
        in_order = dict(sorted(owners.items(), key=lambda owner: owner[1].casefold()))
        return cls(outcomes, ({NOBODY: "No owner named"} | in_order) if owners else {})


def _title(outcome: KeyOutcome) -> str:
    return f"{outcome.number}. {outcome.title}" if outcome.number else outcome.title


def rows_words(found: int, total: int) -> str:
    """ "12 of 200 rows", or "200 rows" if all of them fit."""
    noun = "row" if total == 1 else plural("row")
    return f"{total} {noun}" if found == total else f"{found} of {total} {noun}"
