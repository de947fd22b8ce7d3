"""Turn a grid of cells into tables: find headers, captions, tables below each other and tables side by side."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from file_reading import limits
from file_reading.document import Refused, Table
from file_reading.header_words import field_name, is_header
from file_reading.looks import looks_like_date_only, looks_like_status

ROWS_ABOVE_HEADER = 15
LONGEST_UNKNOWN_HEADER = 40
LONGEST_CAPTION = 250
WIDE, FEW_CELLS = 5, 2
"""A row of so few cells below a table of so many columns can be a key."""
_COUNTED = re.compile(r"\d")


@dataclass(slots=True)
class Grid:
    """Cells as printed, each row with its place. All rows are as long as the longest.

    `across` has the text of cells that a cell to the left covers, for headers: (row, column) → text. `down` are cells
    that a cell above covers.
    """

    rows: list[list[str]]
    places: list[str]
    across: dict[tuple[int, int], str] = field(default_factory=dict)
    down: set[tuple[int, int]] = field(default_factory=set)

    def __post_init__(self) -> None:
        width = max(map(len, self.rows), default=0)
        check_size(len(self.rows), width)
        for row in self.rows:
            row.extend([""] * (width - len(row)))

    @property
    def width(self) -> int:
        return len(self.rows[0]) if self.rows else 0

    def part(self, rows: Sequence[int], columns: Sequence[int]) -> Grid:
        """Some rows and columns of this grid."""
        new_row = {old: new for new, old in enumerate(rows)}
        new_column = {old: new for new, old in enumerate(columns)}
        return Grid(
            rows=[[self.rows[row][column] for column in columns] for row in rows],
            places=[self.places[row] for row in rows],
            across={
                (new_row[row], new_column[column]): text
                for (row, column), text in self.across.items()
                if row in new_row and column in new_column
            },
            down={
                (new_row[row], new_column[column])
                for row, column in self.down
                if row in new_row and column in new_column
            },
        )


def check_size(rows: int, columns: int) -> None:
    """Raise Refused if a table has more rows or columns than any plan."""
    if columns > limits.COLUMNS:
        raise Refused(
            f"This file has a table with {columns:,} columns. A plan has at most {limits.COLUMNS}. "
            "Delete the columns that are not needed, and upload the file again."
        )
    if rows > limits.ROWS:
        raise Refused(
            f"This file has {rows:,} rows. The most that can be read at once is {limits.ROWS:,}. "
            "Split the file, and upload its parts one after the other."
        )


def one_table(grid: Grid, heading: str, *, first_row_is_header: bool = False) -> Table | None:
    """The grid as one table with all its rows, None if every cell is empty.

    A caption in its first row, above the header, is its heading.
    """
    kept = [number for number, row in enumerate(grid.rows) if any(row)]
    if not kept:
        return None
    grid = grid.part(kept, range(grid.width))
    caption, header_rows = _header(grid)
    if not header_rows and first_row_is_header and _can_be_header(grid.rows[0]):
        header_rows = 1
    for (row, column), text in grid.across.items():
        if row < header_rows and not grid.rows[row][column]:
            grid.rows[row][column] = text
    return Table(
        heading=" ".join((caption or heading).split()),
        rows=tuple(tuple(row) for row in grid.rows),
        places=tuple(grid.places),
        header_rows=header_rows,
    )


def tables_of_sheet(grid: Grid, sheet_heading: str) -> tuple[list[Table], list[str]]:
    """The tables of a sheet or CSV file, and the text around them.

    A new table begins at a header that differs from the one before, or that follows an empty row. Text in a single
    cell above a header is its heading. A column that is empty throughout splits two tables if each has a header.
    """
    tables: list[Table] = []
    other: list[str] = []
    for columns in _side_by_side(grid):
        block = grid.part(range(len(grid.rows)), columns)
        _read_block(block, sheet_heading, tables, other)
    return tables, other


def filled(row: Sequence[str]) -> list[str]:
    """The cells of a row that hold something."""
    return [cell for cell in row if cell]


def spans(row: Sequence[str]) -> bool:
    """Whether a row holds one text only: in its first cell, or merged over the whole row."""
    texts = set(filled(row))
    return len(texts) == 1 and (bool(row[0]) or len(filled(row)) == 1)


def continues(table: Table, before: Table) -> bool:
    """Whether a table without a header is the rest of the one before: as wide, and that one has a header."""
    return (
        table.width == before.width
        and before.header_rows > 0
        and is_header(before.rows[before.header_rows - 1])
        and not any(is_header(row) for row in table.rows[:ROWS_ABOVE_HEADER])
    )


def joined(before: Table, after: Table) -> Table:
    """Two parts of one table as one."""
    return Table(before.heading, before.rows + after.rows, before.places + after.places, before.header_rows)


def _header(grid: Grid) -> tuple[str, int]:
    """The caption above the header, and the number of rows up to the header's end. ("", 0) without a header."""
    caption = ""
    for number, row in enumerate(grid.rows[:ROWS_ABOVE_HEADER]):
        if is_header(row):
            return caption, number + 1 + _second_header_row(grid, number)
        if len(set(filled(row))) != 1 or len(filled(row)[0]) > LONGEST_CAPTION:
            break
        caption = filled(row)[0]
    first = grid.rows[0]
    if len(grid.rows) > 1 and grid.width > 1 and _stands_apart(first, grid.rows[1:6]):
        return "", 1
    return "", 0


def _second_header_row(grid: Grid, first: int) -> int:
    """1 if the row below a header belongs to it: it repeats merged cells of the header, or is made of header words."""
    if first + 1 >= len(grid.rows) or first + 2 >= len(grid.rows):
        return 0
    row = grid.rows[first + 1]
    merged = [column for column in range(grid.width) if (first + 1, column) in grid.down]
    rest = [cell for column, cell in enumerate(row) if cell and column not in merged]
    if merged and rest and all(len(cell) <= LONGEST_UNKNOWN_HEADER for cell in rest):
        return 1
    same = [cell for cell in row if cell] == [cell for cell in grid.rows[first] if cell]
    return 1 if is_header(row) and not same and not _is_data(row) and len(filled(row)) >= 2 else 0


def _stands_apart(first: Sequence[str], below: Sequence[Sequence[str]]) -> bool:
    """Whether a row of unknown words is a header: every cell has a short word, and rows below are of other sorts."""
    if not all(first) or len(set(first)) != len(first) or _is_data(first):
        return False
    if any(len(cell) > LONGEST_UNKNOWN_HEADER or _COUNTED.search(cell) for cell in first):
        return False
    named = sum(1 for cell in first if field_name(cell))
    return named >= 1 and any(_is_data(row) or any(len(cell) > 60 for cell in row) for row in below)


def _can_be_header(row: Sequence[str]) -> bool:
    longest = max(map(len, row), default=0)
    return len(filled(row)) > 1 and longest <= LONGEST_UNKNOWN_HEADER and not _is_data(row)


def _is_data(row: Sequence[str]) -> bool:
    return any(
        looks_like_date_only(cell) or (looks_like_status(cell) and not field_name(cell))
        for cell in row
        if cell
    )


def _side_by_side(grid: Grid) -> list[list[int]]:
    """The columns of each table: all of them, or two or more groups that empty columns part."""
    columns = [column for column in range(grid.width) if any(row[column] for row in grid.rows)]
    if not columns:
        return []
    groups: list[list[int]] = [[columns[0]]]
    for column in columns[1:]:
        if column == groups[-1][-1] + 1:
            groups[-1].append(column)
        else:
            groups.append([column])
    whole = [list(range(columns[0], columns[-1] + 1))]
    if len(groups) == 1:
        return whole
    if all(any(is_header([row[column] for column in group]) for row in grid.rows) for group in groups):
        return groups
    return whole


def _read_block(grid: Grid, sheet_heading: str, tables: list[Table], other: list[str]) -> None:
    starts = _starts_of_tables(grid)
    bounds = [*starts, len(grid.rows)]
    heading = sheet_heading
    for row in grid.rows[: bounds[0]]:
        heading = _note(row, other) or heading
    for start, end in pairwise(bounds):
        rows, after = _rows_of_table(grid, start, end, last=end == len(grid.rows))
        table = one_table(grid.part(rows, range(grid.width)), heading)
        if table is not None:
            tables.append(table)
        heading = sheet_heading
        for number in after:
            heading = _note(grid.rows[number], other) or heading


def _starts_of_tables(grid: Grid) -> list[int]:
    """Rows at which a table begins: its header, or the first row with several cells if there is no header."""
    headers = [number for number, row in enumerate(grid.rows) if is_header(row)]
    if not headers:
        first = next((number for number, row in enumerate(grid.rows) if any(row)), 0)
        while first + 1 < len(grid.rows) and len(filled(grid.rows[first])) == 1:
            first += 1
        return [first if len(filled(grid.rows[first])) > 1 else 0]
    starts: list[int] = []
    for number in headers:
        if not starts:
            starts.append(number)
            continue
        same = [*filled(grid.rows[number])] == [*filled(grid.rows[starts[-1]])]
        above = number - 1
        while above > starts[-1] and len(filled(grid.rows[above])) == 1:
            above -= 1
        parted = not any(grid.rows[above]) and above > starts[-1]
        if number == starts[-1] + 1 or (same and not parted):
            continue
        starts.append(number)
    return starts


def _rows_of_table(grid: Grid, start: int, end: int, *, last: bool) -> tuple[list[int], list[int]]:
    """Rows from `start` that belong to the table, and those after an empty row that are text or the next heading."""
    rows = list(range(start, end))
    after: list[int] = []
    cut = end
    most = FEW_CELLS if grid.width >= WIDE else 1
    while cut > start and len(filled(grid.rows[cut - 1])) <= most:
        cut -= 1
    # A wide table can end in a key or notes of two cells a row, but only below an empty row.
    tail = range(cut, end)
    empty = next((number for number in tail if not any(grid.rows[number])), None)
    if empty is not None:
        after = [number for number in range(empty, end) if any(grid.rows[number])]
        rows = list(range(start, empty))
    elif not last and len(filled(grid.rows[end - 1])) == 1 and not spans(grid.rows[start]):
        # No empty row, but a single text directly above the next header is that one's heading.
        after, rows = [end - 1], list(range(start, end - 1))
    return rows, after


def _note(row: Sequence[str], other: list[str]) -> str:
    """Keep a row that is in no table as text. Return it if it can be a heading: a single text."""
    texts = list(dict.fromkeys(filled(row)))
    if not texts:
        return ""
    other.append(": ".join(texts[:2]) + "".join(f" | {text}" for text in texts[2:]))
    return texts[0] if len(texts) == 1 and len(texts[0]) <= LONGEST_CAPTION else ""
