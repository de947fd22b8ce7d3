"""The rows of a statistics file, one at a time, each with its number as a spreadsheet shows it."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from typing import BinaryIO

from .refusal import FileRefused

REQUIRED = ("time_period", "time_identifier", "geographic_level", "country_code", "country_name")
PLACES = ("region_code", "region_name", "new_la_code", "old_la_code", "la_name")
MAX_ROWS = 200_000
LONGEST_NAME = 200
NOT_ONE = "This is not a statistics file of the Department for Education"
_STARTS = {
    b"PK": "It is a ZIP or Excel file. Unpack it, or save it as CSV (UTF-8)",
    b"\xd0\xcf\x11\xe0": "It is an older Excel file. Save it as CSV (UTF-8)",
    b"%PDF": "It is a PDF. Download the CSV",
}


class Sheet:
    """A CSV file that has just been opened. `heads` are its column names as printed, with blanks at the ends removed.

    Columns are found whatever the case of their names: files mix `PC_…` and `pc_…`.
    """

    def __init__(self, file: BinaryIO) -> None:
        _refuse_other_kinds(file)
        text = io.TextIOWrapper(file, encoding="utf-8-sig", newline="")
        self._text, self._reader = text, csv.reader(text, strict=True)
        self._row = 1
        self.heads = [head.strip() for head in self._next() or []]
        self._places: dict[str, int] = {}
        for place, head in enumerate(self.heads):
            if len(head) > LONGEST_NAME:
                raise FileRefused(
                    f"Row 1, column {place + 1}: the name is longer than {LONGEST_NAME} characters."
                )
            if head.casefold() in self._places:
                raise FileRefused(f"Row 1 has the column “{head[:60]}” twice. Each name may be there once.")
            self._places[head.casefold()] = place

    def place(self, name: str) -> int | None:
        """Place of a column in the row, None if there is none."""
        return self._places.get(name.strip().casefold())

    def rows(self) -> Iterator[tuple[int, list[str]]]:
        """Number and cells of each row. Blank lines are left out, but counted."""
        width = len(self.heads)
        while (cells := self._next()) is not None:
            self._row += 1
            if not any(cells):
                continue
            if len(cells) != width:
                raise FileRefused(
                    f"Row {self._row:,} has {len(cells)} cells, but row 1 has {width} columns. Download the file again."
                )
            if self._row > MAX_ROWS:
                raise FileRefused(
                    f"The file has more than {MAX_ROWS:,} rows. "
                    "Keep the rows of the years that you need, and load it again."
                )
            yield self._row, cells

    def release(self) -> None:
        """Leave the file open for whoever opened it."""
        self._text.detach()

    def _next(self) -> list[str] | None:
        row = self._row + 1 if self._reader.line_num else 1
        try:
            return next(self._reader, None)
        except UnicodeDecodeError:
            raise FileRefused(
                f"{NOT_ONE}: near row {row:,} it is not text in UTF-8. Save it as CSV (UTF-8)."
            ) from None
        except csv.Error:
            raise FileRefused(
                f"Row {row:,} is not CSV: a quotation mark is not closed, or a cell is far too long. "
                "Download the file again."
            ) from None


def check_heads(sheet: Sheet) -> None:
    """Raise FileRefused unless the columns that every statistics file has are there."""
    missing = [name for name in REQUIRED if sheet.place(name) is None]
    if len(missing) == len(REQUIRED):
        raise FileRefused(f"{NOT_ONE}: row 1 has none of its columns, such as “time_period”.")
    if missing:
        raise FileRefused(
            f"Row 1 lacks the column “{missing[0]}”, which every statistics file has. Download the file again."
        )


def _refuse_other_kinds(file: BinaryIO) -> None:
    start = file.read(4)
    file.seek(0)
    if not start:
        raise FileRefused("The file is empty. Choose another one.")
    for mark, advice in _STARTS.items():
        if start.startswith(mark):
            raise FileRefused(f"{NOT_ONE}, which is CSV. {advice}.")
