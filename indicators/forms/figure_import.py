"""Figures from a spreadsheet: the form that takes them, and the check of each cell before anything is saved."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any

from django import forms

from core.periods import Period
from core.refusals import ChangeRefused
from core.ui.editing import RefusableForm
from core.ui.grid import seal, unseal
from core.words import WordedEnum
from file_reading.container import OLE, ZIP
from file_reading.document import Refused
from file_reading.files import read_sheets

from ..actions import RowSaid
from ..actions.values import Said, check_period, checked_value, is_stored
from ..models import Indicator, NotExpected, Reading, put_rows_above
from ..rules import Unit
from ..rules.figure_sheet import Sheet, SheetRefused, SheetRow, read_sheet, rows_named, workbook_text
from ..rules.pasted import folded
from ..rules.typed import NOT_EXPECTED, NotUnderstood, Typed, read_typed, typed_words, why_doubted

MOST_BYTES = 1_000_000
TOO_LARGE = "That is more than 1 MB. Send it in parts"


class FigureFileForm(RefusableForm):
    """An Excel or CSV file, or the cells of a spreadsheet as text. `sheet` is what it holds once it is valid."""

    file = forms.FileField(
        label="Excel or CSV file",
        required=False,
        help_text="One sheet with the figures (.xlsx or .csv). Up to 1 MB",
        widget=forms.FileInput(attrs={"accept": ".xlsx,.csv,text/csv"}),
        error_messages={"empty": "The file is empty. Choose another one"},
    )
    text = forms.CharField(
        label="Or paste the cells here",
        required=False,
        strip=False,
        help_text="Copy them in the spreadsheet, with the headings above and the titles of the rows before them",
        widget=forms.Textarea(attrs={"rows": 8, "spellcheck": "false"}),
    )
    sheet: Sheet

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if self.errors:
            return cleaned
        file, text = cleaned.get("file"), cleaned.get("text") or ""
        field = "file" if file else "text"
        if (file.size if file else len(text)) > MOST_BYTES:
            self.add_error(field, TOO_LARGE)
            return cleaned
        try:
            if file:
                text = _text_of(file.name, file.read())
            if not text.strip():
                self.add_error("file", "Choose an Excel or CSV file, or paste the cells")
                return cleaned
            self.sheet = read_sheet(text)
        except (SheetRefused, Refused) as refused:
            self.add_error(field, f"{refused}".removesuffix("."))
        cleaned["text"] = text
        return cleaned


def _text_of(name: str, data: bytes) -> str:
    """The cells of a file as text: a CSV file in UTF-8, or as older versions of Excel write it, or a workbook.

    Raises Refused or SheetRefused.
    """
    if data.startswith((ZIP, OLE)) or name.lower().endswith(".xlsx"):
        return workbook_text(read_sheets(name, data))
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return data.decode("cp1252", errors="replace")


class Status(WordedEnum):
    """What saving would do with a cell."""

    NEW = "new"
    CHANGED = "changed"
    SAME = "same"
    DOUBTED = "doubted"
    ERROR = "error"


@dataclass(frozen=True, slots=True)
class CheckedCell:
    """One cell of the sheet. `now` is what is stored, as a person would type it, and `why` what is wrong."""

    line: int
    name: str
    period: Period | None
    typed: str
    status: Status
    now: str = ""
    why: str = ""
    key: str = ""
    said: RowSaid | None = None


class FigureCheck:
    """Each cell of a sheet beside what is stored (4 queries, and 1 for each period with figures)."""

    def __init__(self, sheet: Sheet, *, today: date) -> None:
        self.sheet = sheet
        self._rows = {row.pk: row for row in Indicator.objects.in_table_order()}
        put_rows_above(list(self._rows.values()))
        tokens = [period.token for period in sheet.periods]
        self._readings = {
            (each.indicator_id, each.period): each for each in Reading.objects.filter(period__in=tokens)
        }
        self._without = {
            (each.indicator_id, each.period): each for each in NotExpected.objects.filter(period__in=tokens)
        }
        self._closed = {period: _why_not(period, today) for period in sheet.periods}
        self._taken: set[tuple[int, Period]] = set()
        self.cells = [cell for row in sheet.rows for cell in self._checked(row)]

    def of(self, status: Status) -> list[CheckedCell]:
        return [cell for cell in self.cells if cell.status == status]

    @property
    def new(self) -> list[CheckedCell]:
        return self.of(Status.NEW)

    @property
    def changed(self) -> list[CheckedCell]:
        return self.of(Status.CHANGED)

    @property
    def wrong(self) -> list[CheckedCell]:
        return self.of(Status.ERROR)

    @property
    def doubted(self) -> list[CheckedCell]:
        """Cells with a figure that cannot be right as a rule. They are saved only if the person says that they are."""
        return self.of(Status.DOUBTED)

    @property
    def same(self) -> int:
        return len(self.of(Status.SAME))

    @property
    def to_save(self) -> int:
        return len(self.new) + len(self.changed)

    def said(self, *, sure: bool) -> Mapping[Period, Sequence[RowSaid]]:
        """What is to be saved, by period. `sure`: the doubted figures are right."""
        found: dict[Period, list[RowSaid]] = defaultdict(list)
        for cell in self.cells:
            left_out = cell.status == Status.DOUBTED and not sure
            if cell.said is not None and cell.period is not None and not left_out:
                found[cell.period].append(cell.said)
        return found

    @property
    def seen(self) -> str:
        """What is stored for the cells to be saved, signed."""
        return seal(self._stored)

    def is_as_seen(self, sealed: str) -> bool:
        """Whether saving does what the check said that it would."""
        return unseal(sealed) == self._stored

    @cached_property
    def _stored(self) -> dict[str, list[str]]:
        return {cell.key: [cell.now, cell.typed] for cell in self.cells if cell.said is not None}

    @cached_property
    def _known(self) -> Mapping[str, Sequence[int]]:
        """Rows by each name that a line may give them."""
        known: dict[str, list[int]] = defaultdict(list)
        for key, row in self._rows.items():
            names = (row.full_name, row.name, row.title, row.label, row.corrected_label)
            for name in {folded(each) for each in names if each.strip()}:
                known[name].append(key)
        return known

    def _checked(self, row: SheetRow) -> list[CheckedCell]:
        found = rows_named(row, self._known)
        if len(found) != 1:
            why = "names several rows. Use its label and title" if found else "is no row of the tables"
            name = " ".join(row.names) or "no name"
            return [CheckedCell(row.line, name, None, "", Status.ERROR, why=f"“{name[:60]}” {why}")]
        indicator = self._rows[found[0]]
        return [self._cell(row, indicator, period, typed) for period, typed in row.cells.items() if typed]

    def _cell(self, row: SheetRow, indicator: Indicator, period: Period, typed: str) -> CheckedCell:
        key = (indicator.pk, period.token)
        reading, without = self._readings.get(key), self._without.get(key)
        about: dict[str, Any] = {
            "line": row.line,
            "name": indicator.full_name,
            "period": period,
            "typed": typed,
            "now": _now(reading, without),
            "key": f"{indicator.public_id} {period.token}",
        }
        try:
            if (indicator.pk, period) in self._taken:
                raise NotUnderstood("The sheet has this row twice")
            said, is_same = self._read(indicator, typed, reading, without)
            if not is_same and (why := self._closed[period]):
                raise NotUnderstood(why)
        except NotUnderstood as wrong:
            return CheckedCell(**about, status=Status.ERROR, why=str(wrong))
        self._taken.add((indicator.pk, period))
        if is_same:
            return CheckedCell(**about, status=Status.SAME)
        if said.said and (doubt := why_doubted(said.said.value, Unit(indicator.unit))):
            return CheckedCell(**about, status=Status.DOUBTED, why=f"{doubt}.", said=said)
        is_new = reading is None and without is None
        return CheckedCell(**about, status=Status.NEW if is_new else Status.CHANGED, said=said)

    def _read(
        self, indicator: Indicator, cell: str, reading: Reading | None, without: NotExpected | None
    ) -> tuple[RowSaid, bool]:
        """What a cell says of its row, and whether that is stored already. Raises NotUnderstood."""
        typed = read_typed(cell, unit=Unit(indicator.unit), in_words=not indicator.holds_figures)
        if typed.not_expected:
            note = without.note if without else ""
            return RowSaid(indicator, not_expected=True, note=note), without is not None and reading is None
        said = Said(
            value=typed.value,
            numerator=typed.numerator,
            denominator=typed.denominator,
            missing_code=typed.missing_code,
            text=typed.text,
            provisional=typed.provisional,
            note=reading.note if reading else "",
        )
        try:
            value = checked_value(indicator, said)
        except ChangeRefused as refused:
            raise NotUnderstood(" ".join(refused.problems.values())) from None
        is_same = reading is not None and without is None and is_stored(reading, value, said)
        return RowSaid(indicator, said), is_same


def _why_not(period: Period, today: date) -> str:
    """Why figures of the period cannot be saved, or ""."""
    try:
        check_period(period, today)
    except ChangeRefused as refused:
        return " ".join(refused.problems.values())
    return ""


def _now(reading: Reading | None, without: NotExpected | None) -> str:
    if reading is None:
        return NOT_EXPECTED if without else ""
    return typed_words(
        Typed(
            value=reading.value,
            missing_code=reading.missing_code,
            text=reading.text,
            provisional=reading.provisional,
        )
    )
