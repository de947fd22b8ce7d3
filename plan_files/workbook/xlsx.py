"""Write the workbook as an Excel file, and read the cells of one.

The same rows give the same bytes. Text is never a formula: it is stored as text, and guarded as if typed after an
apostrophe. A formula in a file that comes back is refused where it stands.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from io import BytesIO
from typing import Any

from openpyxl import load_workbook
from openpyxl.utils import get_column_letter
from openpyxl.utils.escape import unescape
from xlsxwriter import Workbook
from xlsxwriter.worksheet import Worksheet

from core.tables import FORMULA_START

from .book import FIRST_ROW, Book, Column, Row, Sheet
from .cells import FIRST_YEAR_IN_EXCEL, Kind, Raw, day_of

MADE_AT = datetime(2000, 1, 1, tzinfo=UTC)
"""The same in every workbook, so that the same rows give the same bytes."""
ABOUT, LONG_TEXTS = "About", "Long texts"
MOST_IN_A_CELL = 32_000
"""Excel holds 32,767 characters in a cell. A longer text goes on its own sheet, in parts."""
SPARE_ROWS = 500
"""Empty rows below the last one that also offer words to choose from."""
MOST_OFFERED, MOST_HINT, MOST_TITLE = 255, 255, 32
MOST_LISTED = 2_000
"""Last row of another sheet whose cells are offered."""
MOST_ROWS, MOST_COLUMNS = 20_000, 200

_LONG = re.compile(r"Long text (\d+) \(on the sheet Long texts\)")
# Excel writes a control character as _x000D_, and openpyxl drops each x005F_. Text that looks like these gets an
# invisible character inside, one more than it has, which is taken out again.
_APART = (
    (re.compile(r"_(\u2060*)(?=x[0-9A-Fa-f]{4}_)"), re.compile(r"_\u2060(\u2060*)(?=x[0-9A-Fa-f]{4}_)"), "_"),
    (re.compile(r"x(\u2060*)(?=005F_)"), re.compile(r"x\u2060(\u2060*)(?=005F_)"), "x"),
)


def write_xlsx(sheets: Sequence[Sheet], book: Book, *, about: Sequence[str], personal: bool) -> bytes:
    """The Excel file. `about` are the sentences of its last sheet. Without `personal`, it has no personal columns."""
    file = BytesIO()
    with Workbook(file, {"in_memory": True}) as workbook:
        workbook.set_properties({"title": about[0] if about else "", "created": MADE_AT})
        writer = _Writer(workbook, sheets)
        for sheet in sheets:
            columns = [each for each in sheet.columns if personal or not each.personal]
            writer.sheet(sheet, columns, book[sheet.name])
        writer.long_texts()
        writer.about(about)
    return file.getvalue()


class _Writer:
    def __init__(self, workbook: Workbook, sheets: Sequence[Sheet]) -> None:
        self.workbook = workbook
        self.sheets = {sheet.name: sheet for sheet in sheets}
        words = {"valign": "top", "text_wrap": True}
        self.heading = workbook.add_format({**words, "bold": True, "bottom": 1, "bg_color": "#e8e8e8"})
        # "@" keeps what somebody types as text: 1.10 stays 1.10, and 2016-04 is no date.
        self.text = workbook.add_format({**words, "num_format": "@"})
        self.guarded = workbook.add_format({**words, "num_format": "@", "quote_prefix": True})
        self.aside = workbook.add_format({**words, "num_format": "@", "font_color": "#595959"})
        self.day = workbook.add_format({"valign": "top", "align": "left", "num_format": "d mmm yyyy"})
        self.number = workbook.add_format({"valign": "top"})
        self.long: list[str] = []

    def sheet(self, sheet: Sheet, columns: Sequence[Column], rows: Sequence[Row]) -> None:
        page = self.workbook.add_worksheet(sheet.name)
        page.freeze_panes(1, 0)
        for at, column in enumerate(columns):
            page.set_column(at, at, column.width, self._format_of(column))
            page.write_string(0, at, column.title, self.heading)
            self._offer(page, at, column, len(rows))
        for number, row in enumerate(rows, 1):
            for at, column in enumerate(columns):
                if cell := row[column.key]:
                    self._write(page, number, at, column, cell)
        page.autofilter(0, 0, len(rows), len(columns) - 1)
        page.ignore_errors({"number_stored_as_text": f"A1:XFD{len(rows) + 1}"})

    def _format_of(self, column: Column) -> object:
        if column.aside:
            return self.aside
        return {Kind.DAY: self.day, Kind.NUMBER: self.number}.get(column.kind, self.text)

    def _write(self, page: Worksheet, number: int, at: int, column: Column, cell: str) -> None:
        if column.kind == Kind.DAY and (day := day_of(cell)) and day.year >= FIRST_YEAR_IN_EXCEL:
            page.write_datetime(number, at, day, self.day)
        elif column.kind == Kind.NUMBER:
            page.write_number(number, at, float(cell), self.number)
        else:
            page.write_string(number, at, *self._as_text(column, cell))

    def _as_text(self, column: Column, cell: str) -> tuple[str, object]:
        if len(cell) > MOST_IN_A_CELL or _LONG.fullmatch(cell):
            self.long.append(cell)
            return f"Long text {len(self.long)} (on the sheet {LONG_TEXTS})", self.text
        if FORMULA_START.match(cell):
            return _stored(cell), self.guarded
        return _stored(cell), self.aside if column.aside else self.text

    def _offer(self, page: Worksheet, at: int, column: Column, rows: int) -> None:
        last = max(rows + SPARE_ROWS, FIRST_ROW)
        options: dict[str, object] = {"ignore_blank": True, "validate": "any"}
        if column.offers and len(",".join(column.offers)) <= MOST_OFFERED:
            options |= {"validate": "list", "source": list(column.offers)}
        elif column.lists:
            options |= {
                "validate": "list",
                "source": self._range_of(*column.lists),
                "error_type": "warning",
            }
        if column.hint:
            options |= {"input_title": column.title[:MOST_TITLE], "input_message": column.hint[:MOST_HINT]}
        if len(options) > 2 or options["validate"] == "list":
            page.data_validation(1, at, last, at, options)

    def _range_of(self, name: str, key: str) -> str:
        sheet = self.sheets[name]
        letter = get_column_letter(1 + sheet.columns.index(sheet.column(key)))
        return f"='{name}'!${letter}${FIRST_ROW}:${letter}${MOST_LISTED}"

    def long_texts(self) -> None:
        if not self.long:
            return
        page = self.workbook.add_worksheet(LONG_TEXTS)
        page.freeze_panes(1, 0)
        page.set_column(2, 2, 100, self.text)
        for at, title in enumerate(("Number", "Part", "Text")):
            page.write_string(0, at, title, self.heading)
        at = 0
        for number, text in enumerate(self.long, 1):
            for part, start in enumerate(range(0, len(text), MOST_IN_A_CELL), 1):
                at += 1
                page.write_number(at, 0, number)
                page.write_number(at, 1, part)
                page.write_string(at, 2, _stored(text[start : start + MOST_IN_A_CELL]), self.guarded)

    def about(self, sentences: Iterable[str]) -> None:
        page = self.workbook.add_worksheet(ABOUT)
        page.set_column(0, 0, 100)
        for at, sentence in enumerate(sentences):
            page.write_string(at, 0, _stored(sentence), self.heading if at == 0 else self.text)


def _stored(text: str) -> str:
    """Text that looks like Excel's escape of a character (_x000D_), kept apart so that it stays text."""
    for find, _, start in _APART:
        text = find.sub(f"{start}\u2060\\1", text)
    return text


def _as_it_was(text: str) -> str:
    text = unescape(text)
    for _, find, start in reversed(_APART):
        text = find.sub(f"{start}\\1", text)
    return text


@dataclass
class RawSheet:
    """The cells of a sheet as its file holds them. `formulas` are the places of formulas, as row and index."""

    header: list[str] = field(default_factory=list)
    rows: list[tuple[int, list[Raw]]] = field(default_factory=list)
    formulas: set[tuple[int, int]] = field(default_factory=set)

    def to_json(self) -> dict[str, Any]:
        """Plain lists and strings. A day is an object, so that it stays one."""
        rows = [[number, [_plain(cell) for cell in cells]] for number, cells in self.rows]
        return {"header": self.header, "rows": rows, "formulas": sorted(self.formulas)}

    @classmethod
    def from_json(cls, stored: dict[str, Any]) -> RawSheet:
        rows = [(number, [_raw(cell) for cell in cells]) for number, cells in stored["rows"]]
        return cls(stored["header"], rows, {(row, at) for row, at in stored["formulas"]})


def _plain(cell: Raw) -> Any:
    return {"day": cell.isoformat()} if isinstance(cell, date) else cell


def _raw(cell: Any) -> Raw:
    if isinstance(cell, dict):
        return datetime.fromisoformat(cell["day"]).date()
    raw: Raw = cell
    return raw


class NotAWorkbook(ValueError):
    """The file cannot be read as a workbook. The message says what to do."""


def read_xlsx(data: bytes) -> dict[str, RawSheet]:
    """Every sheet of an Excel file by its name, with long texts put back in their place. Raises NotAWorkbook.

    The file comes from outside. Call it where a file that takes too much time or memory does no harm.
    """
    workbook = load_workbook(BytesIO(data), read_only=True, data_only=False, keep_links=False)
    try:
        sheets = {page.title: _raw_sheet(page) for page in workbook.worksheets}
    finally:
        workbook.close()
    long = _long_texts(sheets.pop(LONG_TEXTS, None))
    sheets.pop(ABOUT, None)
    for sheet in sheets.values():
        for _, cells in sheet.rows:
            for at, cell in enumerate(cells):
                if isinstance(cell, str) and (match := _LONG.fullmatch(cell)):
                    cells[at] = long.get(int(match[1]), cell)
    return sheets


def _raw_sheet(page: Any) -> RawSheet:
    sheet = RawSheet()
    for number, cells in enumerate(_cells(page), 1):
        values: list[Raw] = []
        for at, (value, is_formula) in enumerate(cells):
            values.append(value)
            if is_formula:
                sheet.formulas.add((number, at))
        while values and values[-1] is None:
            values.pop()
        if number == 1:
            sheet.header = [" ".join(str(value or "").split()) for value in values]
        elif values:
            sheet.rows.append((number, values))
    return sheet


def _cells(page: Any) -> Iterator[list[tuple[Raw, bool]]]:
    # A file says how large its sheets are, and may say far too much.
    page.reset_dimensions()
    for number, row in enumerate(page.iter_rows(), 1):
        if number > MOST_ROWS:
            raise NotAWorkbook(
                f"The sheet {page.title} has more than {MOST_ROWS:,} rows. Delete the empty rows below the last one, "
                "or divide the file"
            )
        if len(row) > MOST_COLUMNS:
            raise NotAWorkbook(
                f"The sheet {page.title} has more than {MOST_COLUMNS} columns. Delete those to the right of the plan"
            )
        yield [(_value(cell), cell.data_type == "f") for cell in row]


def _value(cell: Any) -> Raw:
    value = cell.value
    if isinstance(value, str):
        return _as_it_was(value)
    if value is None or isinstance(value, bool | int | float | date | datetime):
        return value
    return str(value)


def _long_texts(sheet: RawSheet | None) -> Mapping[int, str]:
    texts: dict[int, str] = {}
    for _, cells in sheet.rows if sheet else ():
        if len(cells) == 3 and isinstance(cells[0], int | float):
            texts[int(cells[0])] = texts.get(int(cells[0]), "") + str(cells[2])
    return texts
