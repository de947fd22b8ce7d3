"""Read pasted or saved text: tables with tabs, Markdown tables, tables with one cell a line, blocks of labels."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field

from file_reading.cards import unfold_cards
from file_reading.document import Document, Table
from file_reading.grid import Grid, continues, joined, one_table
from file_reading.header_words import is_header
from file_reading.limits import CELL_CHARACTERS
from file_reading.lines import Line
from file_reading.markup import plain, tidy
from file_reading.tables_of_lines import tables_of_lines

LONGEST_HEADING = 150
_RULE_OF_TABLE = re.compile(r"\|?(?:\s*:?-+:?\s*\|)*\s*:?-+:?\s*\|?")
_PIPE = re.compile(r"(?<!\\)\|")
_QUOTED = re.compile(rf'"((?:[^"]|""){{0,{CELL_CHARACTERS}}})"(?=\t|\n|\Z)')
_HEADING = re.compile(r"#{1,6}\s+(.*)")
_ALL_STRONG = re.compile(r"\*\*[^*]+\*\*")
UNCLOSED_QUOTES = 50


@dataclass(slots=True)
class _Row:
    """A printed line with its cells. A line of text has one cell. Rows of Markdown have negative numbers."""

    number: int
    cells: list[str]
    is_table: bool
    is_rule: bool = False
    apart: bool = False


@dataclass(slots=True)
class _Block:
    """Neighbouring rows of one sort."""

    is_table: bool
    is_markdown: bool = False
    rows: list[_Row] = field(default_factory=list)


def read_text(text: str) -> Document:
    """The tables in a text, and the rest of it."""
    tables: list[Table] = []
    other: list[str] = []
    heading = ""
    nothing_between = False
    for block in _blocks(text):
        if not block.is_table:
            lines = _lines(block)
            made, rest = tables_of_lines(lines, heading)
            tables += made
            other += [line.text for line in rest]
            heading = _last_heading(rest) or heading
            nothing_between = not lines
            continue
        table = _table(block, heading)
        if table is None:
            continue
        if tables and nothing_between and continues(table, tables[-1]):
            tables[-1] = joined(tables[-1], table)
        else:
            tables += unfold_cards(table) or [table]
        nothing_between = True
    return Document(tuple(tables), tuple(other))


def _blocks(text: str) -> Iterable[_Block]:
    block: _Block | None = None
    apart = False
    for row in _rows(text):
        if not any(row.cells) and not row.is_table:
            apart = True
            if block is not None and block.is_table:
                yield block
                block = None
            continue
        row.apart = apart
        apart = False
        markdown = row.is_table and row.number < 0
        if block is None or block.is_table != row.is_table:
            broken = block is not None and block.is_table and not block.is_markdown and not row.apart
            if block is not None and broken and _takes(block, row):
                continue
            if block is not None:
                yield block
            block = _Block(row.is_table, markdown)
        block.rows.append(row)
    if block is not None:
        yield block


def _takes(block: _Block, row: _Row) -> bool:
    """Add a line without tabs to the last row of a table that lacks cells: a cell with a line break was pasted."""
    width = len(block.rows[0].cells)
    last = block.rows[-1]
    if len(last.cells) < width and last is not block.rows[0]:
        last.cells[-1] = f"{last.cells[-1]}\n{row.cells[0]}".strip()
        return True
    return False


def _rows(text: str) -> Iterable[_Row]:
    text = text.replace("\r\n", "\n").replace("\r", "\n").replace("\u2028", "\n").replace("\x0c", "\n")
    at, number, unclosed = 0, 1, 0
    while at <= len(text):
        end = text.find("\n", at)
        end = len(text) if end < 0 else end
        line = text[at:end]
        if line.lstrip().startswith("|"):
            stripped = line.strip()
            is_rule = "-" in stripped and bool(_RULE_OF_TABLE.fullmatch(stripped))
            yield _Row(-number, _cells_of_markdown(stripped), is_table=True, is_rule=is_rule)
        elif "\t" in line or (line.startswith('"') and unclosed < UNCLOSED_QUOTES):
            cells, end, closed = _tabbed(text, at)
            unclosed += not closed
            yield _Row(number, cells, is_table=len(cells) > 1)
            number += text.count("\n", at, end)
        else:
            yield _Row(number, [line], is_table=False)
        number += 1
        at = end + 1


def _tabbed(text: str, at: int) -> tuple[list[str], int, bool]:
    """The cells of a line, where it ends, and whether its quotes are closed. A quoted cell may have line breaks."""
    cells: list[str] = []
    closed = True
    while True:
        if text[at : at + 1] == '"' and (quoted := _QUOTED.match(text, at)):
            cell, at = quoted[1].replace('""', '"'), quoted.end()
        else:
            closed = closed and text[at : at + 1] != '"'
            ends = [end for end in (text.find("\t", at), text.find("\n", at)) if end >= 0]
            end = min(ends, default=len(text))
            cell, at = text[at:end], end
        cells.append(cell)
        if text[at : at + 1] != "\t":
            return cells, at, closed
        at += 1


def _cells_of_markdown(line: str) -> list[str]:
    inside = line.removeprefix("|")
    inside = inside[:-1] if inside.endswith("|") and not inside.endswith("\\|") else inside
    return [cell.replace("\\|", "|").strip() for cell in _PIPE.split(inside)]


def _table(block: _Block, heading: str) -> Table | None:
    clean = plain if block.is_markdown else tidy
    rows = [row for row in block.rows if not row.is_rule]
    if not block.is_markdown:
        rows = _whole_rows(rows)
    grid = Grid(
        [[clean(cell) for cell in row.cells] for row in rows], [f"line {abs(row.number)}" for row in rows]
    )
    return one_table(grid, heading, first_row_is_header=block.is_markdown)


def _whole_rows(rows: list[_Row]) -> list[_Row]:
    """Put rows together that a line break within a cell had parted: together they have the cells of one row."""
    header = next((row for row in rows if is_header([tidy(cell) for cell in row.cells])), None)
    if header is None:
        return rows
    width = len(header.cells)
    whole: list[_Row] = []
    for row in rows:
        before = whole[-1] if whole else None
        parted = (
            before is not None
            and before is not header
            and len(before.cells) < width
            and len(before.cells) + len(row.cells) - 1 <= width
            and not row.apart
        )
        if before is not None and parted:
            before.cells = [*before.cells[:-1], f"{before.cells[-1]}\n{row.cells[0]}", *row.cells[1:]]
            continue
        whole.append(row)
    return whole


def _lines(block: _Block) -> list[Line]:
    lines = []
    for row in block.rows:
        raw = row.cells[0].strip()
        heading = _HEADING.match(raw)
        text = plain(heading[1] if heading else raw)
        if text:
            is_heading = bool(heading) or bool(_ALL_STRONG.fullmatch(raw))
            lines.append(Line(f"line {row.number}", text, row.apart, is_heading))
    return lines


def _last_heading(lines: list[Line]) -> str:
    """The nearest heading: a marked one, or a short paragraph that is no sentence."""
    for line in reversed(lines):
        if line.is_heading or (
            len(line.text) <= LONGEST_HEADING
            and not line.text.endswith((".", ";", ","))
            and not line.text.startswith(("- ", "• ", "* "))
        ):
            return line.text
    return ""
