"""Read CSV files, with the encodings and separators that spreadsheets write."""

from __future__ import annotations

import csv
import re
from collections import Counter
from io import StringIO

from file_reading import limits
from file_reading.cards import unfold_cards
from file_reading.document import Document, Refused
from file_reading.grid import Grid, check_size, tables_of_sheet
from file_reading.markup import tidy

SEPARATORS = ",;\t|"
SNIFFED_ROWS = 40
_CONTROL = re.compile(r"[\x00-\x08\x0e-\x1f\x7f]")
_MIXED = re.compile(
    r"[ÂÃ][\u0080-\u00bf\u0152\u0153\u0160\u0161\u0178\u017d\u017e\u0192\u02c6\u02dc]|â€|Ð[°-¿]"
)
_BROKEN = (
    "The letters of this file cannot be read: its encoding is damaged or mixed. In Excel, choose Save as, "
    "CSV UTF-8, and upload that file."
)


def decoded(data: bytes) -> str:
    """The text of a file in UTF-8, UTF-16 or the Windows code page 1252. Raises Refused for anything else."""
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        text = _decoded(data, "utf-16")
    elif data.startswith(b"\xef\xbb\xbf"):
        text = _decoded(data, "utf-8-sig")
    elif b"\x00" in data[:4_000]:
        zeros = data[:4_000]
        text = _decoded(data, "utf-16-le" if zeros[1::2].count(0) > zeros[::2].count(0) else "utf-16-be")
    else:
        try:
            text = data.decode("utf-8")
        except UnicodeDecodeError:
            text = _decoded(data, "cp1252")
            if _MIXED.search(text):
                raise Refused(_BROKEN) from None
    if _CONTROL.search(text):
        raise Refused(
            "This file is not text, although its name says so. Upload the document itself, or save it as .docx."
        )
    return text


def _decoded(data: bytes, encoding: str) -> str:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError:
        raise Refused(_BROKEN) from None


def read_csv(data: bytes) -> Document:
    """The tables of a CSV file. Its separator is found from its first rows."""
    text = decoded(data)
    separator = _separator(text)
    csv.field_size_limit(limits.CELL_CHARACTERS * 4)
    rows: list[list[str]] = []
    places: list[str] = []
    reader = csv.reader(StringIO(text, newline=""), delimiter=separator)
    cells = 0
    start = 1
    try:
        for row in reader:
            check_size(len(rows) + 1, len(row) if any(row[limits.COLUMNS :]) else 0)
            row = [tidy(cell) for cell in row[: limits.COLUMNS]]
            cells += sum(1 for cell in row if cell)
            check_cells(cells)
            rows.append(row)
            places.append(f"line {start}")
            start = reader.line_num + 1
    except csv.Error:
        raise Refused(
            "This CSV file has a cell that is too long, or quotation marks that do not close. "
            "Open it in a spreadsheet, and save it again."
        ) from None
    tables, other = tables_of_sheet(Grid(rows, places), "")
    unfolded = [part for table in tables for part in (unfold_cards(table) or [table])]
    return Document(tuple(unfolded), tuple(other))


def check_cells(cells: int) -> None:
    """Raise Refused if a file has more cells than can be read in time."""
    if cells > limits.CELLS:
        raise Refused(
            f"This file has more than {limits.CELLS:,} filled cells. Delete the sheets and columns that are not "
            "needed, and upload it again."
        )


def _separator(text: str) -> str:
    """The separator that gives the first rows the most even number of cells. A comma, if none does."""
    best, best_score = ",", 0.0
    sample = text[:200_000]
    for separator in SEPARATORS:
        if separator not in sample:
            continue
        counts: Counter[int] = Counter()
        try:
            for number, row in enumerate(csv.reader(StringIO(sample, newline=""), delimiter=separator)):
                if number >= SNIFFED_ROWS:
                    break
                if any(row):
                    counts[len(row)] += 1
        except csv.Error:
            continue
        width, times = max(
            counts.items(), key=lambda item: (item[1] * (item[0] > 1), item[0]), default=(1, 0)
        )
        score = times / max(1, counts.total()) * min(width, 30) if width > 1 else 0.0
        if score > best_score:
            best, best_score = separator, score
    return best
