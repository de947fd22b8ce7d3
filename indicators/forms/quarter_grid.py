"""The grid for the figures of a quarter, each cell with its own error, and nothing typed lost."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal
from itertools import groupby
from typing import Any

from django.http import QueryDict

from core.periods import Period
from core.refusals import ChangeRefused
from core.ui.editing import Clash
from core.ui.grid import GridCell, seal, unseal

from ..actions import RowSaid
from ..actions.values import Said, checked_value
from ..models import Indicator, NotExpected, Reading
from ..rules import MissingCode, ReadingFacts, Unit
from ..rules.pasted import PasteRefused, lines_by_row
from ..rules.typed import NotUnderstood, Typed, read_number, read_typed, typed_words, why_doubted
from ..summaries import figure_words
from .values import plain

COLUMNS = {"figure": "Figure", "numerator": "How many", "denominator": "Out of", "note": "Note"}
IN_WORDS = ("figure", "note")
"""Columns of a row that holds words."""
FIELD_CELLS = {"value": "figure", "missing_code": "figure", "text": "figure"}
"""Cell that shows what is wrong with a field of a value. The other fields have a cell of their own name."""


@dataclass
class GridRow:
    """One indicator with its cells. `last` is its latest figure before the quarter."""

    number: int
    indicator: Indicator
    cells: dict[str, GridCell]
    last: ReadingFacts | None
    said: RowSaid | None = None

    @property
    def is_changed(self) -> bool:
        return any(cell.is_changed for cell in self.cells.values())

    @property
    def last_figure(self) -> str:
        return figure_words(self.indicator, self.last) if self.last else ""

    @property
    def last_period(self) -> str:
        return Period.parse(self.last.period).short_words if self.last else ""

    @property
    def last_words(self) -> str:
        """The latest figure before the quarter with its period, "80%, Q4 2015–16"."""
        if self.last is None:
            return ""
        period = Period.parse(self.last.period).short_words
        return f"{figure_words(self.indicator, self.last)}, {period}"

    @property
    def columns(self) -> list[GridCell | None]:
        """The cells by column, None where the row has none."""
        return [self.cells.get(name) for name in COLUMNS]

    @property
    def errors(self) -> list[tuple[str, str]]:
        return [
            (cell.name, f"{self.indicator.full_name}, {cell.label.lower()}: {cell.error}")
            for cell in self.cells.values()
            if cell.error
        ]


@dataclass(frozen=True)
class Group:
    """Rows under one heading of the table."""

    title: str
    rows: list[GridRow]


@dataclass
class QuarterGrid:
    """The figures of a quarter.

    `rows` are the indicators in table order, with the rows above them; `readings` and `not_expected` are theirs for the
    quarter, and `last` their latest figures before it, by internal id. Sent data is compared with what the page showed
    (`seen`, signed), so that only cells that the person changed are read and saved. `doubted` are those figures that
    cannot be right as a rule, by the name of their cell.
    """

    data: QueryDict | None
    indicators: Sequence[Indicator]
    readings: Mapping[int, Reading]
    not_expected: Mapping[int, NotExpected]
    last: Mapping[int, ReadingFacts]
    paste_error: str = ""
    problems: list[str] = field(default_factory=list)
    doubted: dict[str, list[str]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self._shown = {str(row.public_id): self._cells_of(row) for row in self.indicators}
        self._was = unseal(self.data.get("seen", "")) if self.data else {}
        self.rows = [self._row(number, row) for number, row in enumerate(self.indicators, 1)]
        self.paste = self.data.get("paste", "") if self.data else ""
        self._sure_of = unseal(self.data.get("sure", "")) if self.data else {}

    # What it shows

    @property
    def sure(self) -> str:
        """The figures that cannot be right as a rule, signed. Sent back, it says that they are right."""
        return seal(self.doubted)

    @property
    def is_sure(self) -> bool:
        return all(self._sure_of.get(name) == typed for name, typed in self.doubted.items())

    @property
    def seen(self) -> str:
        return seal({key: list(cells.values()) for key, cells in self._shown.items()})

    @property
    def groups(self) -> list[Group]:
        """Rows by table, key outcome and sub-heading."""
        return [
            Group(title, list(rows))
            for title, rows in groupby(self.rows, key=lambda row: _group(row.indicator))
        ]

    @property
    def heads(self) -> list[tuple[str, str]]:
        return list(COLUMNS.items())

    @property
    def missing(self) -> int:
        """Rows without a figure, a code, words or "not expected" in what is saved now."""
        return sum(not cells["figure"] for cells in self._shown.values())

    @property
    def errors(self) -> list[tuple[str, str]]:
        """Ids of inputs with what is wrong there, for the error summary."""
        errors = [("paste", self.paste_error)] if self.paste_error else []
        errors += [("grid", problem) for problem in self.problems]
        return errors + [error for row in self.rows for error in row.errors]

    @property
    def clashes(self) -> list[Clash]:
        return [
            Clash(f"{row.indicator.full_name}, {cell.label.lower()}", cell.now, cell.value)
            for row in self.rows
            for cell in row.cells.values()
            if cell.clashes
        ]

    # What was typed

    @property
    def said(self) -> list[RowSaid]:
        """Rows to save: those that were changed."""
        return [row.said for row in self.rows if row.said is not None]

    @property
    def may_save(self) -> bool:
        """Whether every changed cell can be read, and nobody else's change is overwritten."""
        return not self.errors and not self.clashes

    @property
    def status(self) -> int:
        if self.data is None:
            return 200
        return 422 if self.errors or not self.clashes else 409

    def check(self) -> None:
        """Read the cells that were changed. Errors go to their cells."""
        for row in self.rows:
            if row.is_changed:
                row.said = self._read(row)

    def put_pasted(self) -> None:
        """Put the lines of the paste box into the rows, and empty the box. Nothing is saved yet."""
        if not self.paste.strip():
            return
        names = [(row.indicator.full_name, row.indicator.name, row.indicator.title) for row in self.rows]
        try:
            lines = lines_by_row(self.paste, names)
        except PasteRefused as refused:
            self.paste_error = str(refused)
            return
        for index, cells in lines.items():
            for cell, typed in zip(self.rows[index].columns, cells, strict=False):
                if cell and typed:
                    cell.value = typed
        self.paste = ""

    # Rows

    def _cells_of(self, indicator: Indicator) -> dict[str, str]:
        """What is saved now, as a person would type it."""
        names = COLUMNS if indicator.holds_figures else IN_WORDS
        if without := self.not_expected.get(indicator.pk):
            cells = {"figure": typed_words(Typed(not_expected=True)), "note": without.note}
        elif reading := self.readings.get(indicator.pk):
            figure = Typed(
                value=reading.value,
                missing_code=MissingCode(reading.missing_code) if reading.missing_code else "",
                text=reading.text,
                provisional=reading.provisional,
            )
            parts = {name: getattr(reading, name) for name in ("numerator", "denominator")}
            cells = {"figure": typed_words(figure), "note": reading.note} | {
                name: plain(part) for name, part in parts.items() if part is not None
            }
        else:
            cells = {}
        return {name: cells.get(name, "") for name in names}

    def _row(self, number: int, indicator: Indicator) -> GridRow:
        key = str(indicator.public_id)
        now = self._shown[key]
        sealed = self._was.get(key)
        was = dict(zip(now, sealed, strict=False)) if sealed else now
        cells = {}
        for name, saved in now.items():
            cell = GridCell(f"{key}-{name}", name, COLUMNS[name], saved, was.get(name, ""), saved)
            typed = self.data.get(cell.name) if self.data else None
            if typed is not None:
                cell.value = typed.replace("\r\n", "\n").strip()
                if not cell.is_changed:
                    cell.value = saved
            cells[name] = cell
        return GridRow(number, indicator, cells, self.last.get(indicator.pk))

    def _read(self, row: GridRow) -> RowSaid | None:
        """The row as the action takes it, or None if a cell cannot be read."""
        indicator = row.indicator
        note = row.cells["note"].value
        typed = self._typed(row)
        if typed is None:
            return None
        if typed.not_expected:
            return RowSaid(indicator, not_expected=True, note=note)
        if typed.is_empty:
            if note and row.cells["note"].is_changed:
                row.cells[
                    "figure"
                ].error = "Enter the figure, or say why there is none. A note needs one of them"
                return None
            return RowSaid(indicator)
        said = Said(
            value=typed.value,
            numerator=typed.numerator,
            denominator=typed.denominator,
            missing_code=typed.missing_code,
            text=typed.text,
            provisional=typed.provisional,
            note=note,
        )
        return RowSaid(indicator, said) if self._is_right(row, said) else None

    def _typed(self, row: GridRow) -> Typed | None:
        """What the cells of a row say together, or None if one of them cannot be read."""
        cells = row.cells
        figure = self._read_figure(row)
        parts: dict[str, Any] = {
            name: self._read_part(cells[name]) for name in ("numerator", "denominator") if name in cells
        }
        if figure is None or any(cell.error for cell in cells.values()):
            return None
        if not parts or figure.denominator is not None:
            return figure
        if figure.value is None and cells["figure"].is_changed:
            # A code, "not expected" or nothing replaces the parts of the earlier figure too.
            parts = {name: part for name, part in parts.items() if cells[name].is_changed}
        elif self._follows_parts(row, parts):
            figure = replace(figure, value=None)
        if figure.not_expected and any(part is not None for part in parts.values()):
            cells["figure"].error = "Enter a figure or say that none is expected, not both"
            return None
        return replace(figure, **parts)

    def _read_figure(self, row: GridRow) -> Typed | None:
        cell, indicator = row.cells["figure"], row.indicator
        try:
            return read_typed(cell.value, unit=Unit(indicator.unit), in_words=not indicator.holds_figures)
        except NotUnderstood as problem:
            cell.error = str(problem)
            return None

    def _read_part(self, cell: GridCell) -> Decimal | None:
        try:
            return read_number(cell.value) if cell.value else None
        except NotUnderstood:
            cell.error = "Enter a number, such as 40"
            return None

    def _follows_parts(self, row: GridRow, parts: Mapping[str, Decimal | None]) -> bool:
        """Whether a percentage that was left as it was is worked out anew, because its parts were changed."""
        new_parts = any(row.cells[name].is_changed for name in parts)
        has_both = all(part is not None for part in parts.values())
        is_left = not row.cells["figure"].is_changed
        return row.indicator.unit == Unit.PERCENT and has_both and new_parts and is_left

    def _is_right(self, row: GridRow, said: Said) -> bool:
        try:
            checked_value(row.indicator, said)
        except ChangeRefused as refused:
            for name, why in refused.problems.items():
                row.cells[FIELD_CELLS.get(name, name) or "figure"].error = why.rstrip(".")
            return False
        return self._is_believed(row, said)

    def _is_believed(self, row: GridRow, said: Said) -> bool:
        """Whether a figure that was typed anew can be right, or the person says that it is."""
        cell = row.cells["figure"]
        why = why_doubted(said.value, Unit(row.indicator.unit)) if cell.is_changed else ""
        if why:
            self.doubted[cell.name] = [cell.value]
            if self._sure_of.get(cell.name) != [cell.value]:
                cell.error = f"{why}. Correct it, or say that it is right"
        return not cell.error


def _group(indicator: Indicator) -> str:
    outcome = indicator.key_outcome
    under = f"{outcome.number}. {outcome.title}".lstrip(". ") if outcome else indicator.get_set_display()
    return ", ".join(filter(None, (under, indicator.group)))
