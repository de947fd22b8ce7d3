"""Rows of the CSV and Excel export of the indicator tables: one for each value, as it looks outside the council."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from core.periods import Period
from core.tables import Cell, Column

from .columns import facts_of
from .models import Indicator, Reading
from .rules import Polarity, ReadingFacts, TargetFacts, Unit, target_for
from .small_numbers import Hidden, as_hidden
from .summaries import IndicatorState, judge


@dataclass(frozen=True, slots=True)
class Value:
    """One value of a row, or None for a row without any."""

    state: IndicatorState
    reading: ReadingFacts | None
    note: str = ""
    owner: str = ""

    @property
    def row(self) -> Indicator:
        return self.state.indicator

    @property
    def target(self) -> TargetFacts | None:
        targets = list(self.state.targets.values())
        return target_for(self.reading, targets) if self.reading else self.state.next_target


@dataclass(frozen=True, slots=True)
class Export:
    """An export of indicators as at a day. `hidden` readings look as they do outside the council.

    `names`: show people's names.
    """

    states: Sequence[IndicatorState]
    as_at: date
    hidden: Hidden
    names: bool

    @property
    def columns(self) -> list[Column]:
        return [Column(title, width) for title, width, _ in COLUMNS.values()]

    @property
    def rows(self) -> Iterator[list[Cell]]:
        """Rows in table order, each with its values in time order (1 query). Headings are left out."""
        recorded = defaultdict(list)
        ids = [state.indicator.id for state in self.states]
        for reading in Reading.objects.filter(indicator_id__in=ids).order_by("ends_on", "id"):
            recorded[reading.indicator_id].append(reading)
        for state in self.states:
            if not state.indicator.is_heading:
                for value in self._values(state, recorded[state.indicator.id]):
                    yield [*(cell(value) for _, _, cell in COLUMNS.values())]

    def _values(self, state: IndicatorState, readings: Iterable[Reading]) -> list[Value]:
        owner = str(state.indicator.owner or "") if self.names else ""
        values = []
        for reading in readings:
            if (state.indicator.id, reading.period) in self.hidden:
                values.append(Value(state, as_hidden(facts_of(reading)), owner=owner))
            else:
                values.append(Value(state, facts_of(reading), reading.note, owner))
        return values or [Value(state, None, owner=owner)]


def _of_reading(name: str) -> Callable[[Value], Cell]:
    return lambda value: getattr(value.reading, name) if value.reading else None


def _figure(value: Value) -> Cell:
    """The figure, or the words of a qualitative reading."""
    if value.reading is None:
        return None
    figure: Decimal | None = value.reading.value
    return _short(figure) if figure is not None else value.reading.text


def _short(figure: Decimal | None) -> Decimal | None:
    """Without the zeros that the database adds: 82.5 for 82.5000."""
    if figure is None:
        return None
    whole = figure == figure.to_integral_value()
    return figure.quantize(Decimal(1)) if whole else figure.normalize()


def _part(name: str) -> Callable[[Value], Cell]:
    return lambda value: _short(getattr(value.reading, name)) if value.reading else None


def _code(value: Value) -> Cell:
    code = value.reading.missing_code if value.reading else None
    return code.value if code else ""


def _code_words(value: Value) -> Cell:
    code = value.reading.missing_code if value.reading else None
    return code.word if code else ""


def _rag(value: Value) -> Cell:
    return judge(value.row, value.reading, list(value.state.targets.values())).rag.word


def _outcome(value: Value) -> Cell:
    outcome = value.row.key_outcome
    return f"{outcome.number} {outcome.title}".strip() if outcome else ""


COLUMNS: dict[str, tuple[str, int, Callable[[Value], Cell]]] = {
    "strategy": ("Plan", 24, lambda value: value.row.strategy.title),
    "set": ("Table", 18, lambda value: value.row.get_set_display()),
    "outcome": ("Key outcome", 24, _outcome),
    "label": ("Label", 8, lambda value: value.row.corrected_label or value.row.label),
    "title": ("Title", 48, lambda value: value.row.title or value.row.breakdown),
    "above": ("Rows above", 40, lambda value: value.row.name_above),
    "unit": ("Unit", 14, lambda value: Unit(value.row.unit).word),
    "polarity": (
        "Direction",
        16,
        lambda value: Polarity(value.row.polarity).word if value.row.polarity else "Not set",
    ),
    "owner": ("Owner", 24, lambda value: value.owner),
    "period": ("Period", 12, _of_reading("period")),
    "period_words": (
        "Period in words",
        32,
        lambda value: Period.parse(value.reading.period).words if value.reading else "",
    ),
    "value": ("Value", 12, _figure),
    "numerator": ("Numerator", 12, _part("numerator")),
    "denominator": ("Denominator", 12, _part("denominator")),
    "code": ("Code", 8, _code),
    "code_words": ("Why there is no figure", 32, _code_words),
    "target": ("Target", 12, lambda value: _short(value.target.value) if value.target else None),
    "target_for": ("Target for", 14, lambda value: value.target.ends_on if value.target else None),
    "rag": ("Indicator RAG", 12, _rag),
    "provisional": (
        "Provisional",
        12,
        lambda value: ("yes" if value.reading.provisional else "no") if value.reading else "",
    ),
    "note": ("Note", 32, lambda value: value.note),
    "sample": (
        "Sample",
        8,
        lambda value: ("yes" if value.reading.sample else "no") if value.reading else "",
    ),
    "id": ("Id of the indicator", 38, lambda value: str(value.row.public_id)),
}
"""Columns by name: heading, width in characters, and the function that makes the cell."""
