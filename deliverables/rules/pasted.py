"""Rules for pasted tables: the rows and columns of text copied from a spreadsheet, a document or a Markdown table."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

COLUMN_NAMES: Mapping[str, tuple[str, ...]] = {
    "number": ("number", "no", "no.", "#", "ref", "reference"),
    "title": ("title", "milestone", "deliverable", "action", "what", "task"),
    "by_when": ("by when", "when", "due", "due date", "due by", "date", "deadline", "timescale"),
    "lead": ("lead", "leads", "lead officer", "lead person", "led by", "who", "owner", "responsible"),
    "reporting": ("reporting to", "reporting", "reports to", "report to"),
    "outcome": ("outcome",),
    "strand": ("strand", "section"),
    "detail": ("detail", "details"),
}
"""Headings of a pasted table, by column. Plurals and the council's own nouns are known too."""

LONGEST_NUMBER = 20
_QUOTED = re.compile(r'"((?:[^"]|"")*)"(?=\t|\n|\Z)')
_PLAIN = re.compile(r"[^\t\n]*")
_RULE_OF_TABLE = re.compile(r"\|?(\s*:?-{2,}:?\s*\|)*\s*:?-{2,}:?\s*\|?")
_PIPE = re.compile(r"(?<!\\)\|")


class PasteRefused(ValueError):
    """The text is no table that the grid can take. The message says what to do."""


@dataclass(frozen=True, slots=True)
class Pasted:
    """Rows of a pasted table, each with its cells by column. `unused` are headings that are no column of the grid."""

    rows: tuple[Mapping[str, str], ...]
    unused: tuple[str, ...] = ()


def read_paste(text: str, columns: Sequence[str], *, nouns: Mapping[str, str]) -> Pasted:
    """Read pasted text. Without a row of headings, its columns are in the order of `columns`.

    If the first cells are too long for a number, the table has no column for it. `nouns` are the council's own words
    by column ("Section" for `strand`). Raises PasteRefused if there are more columns than the grid has.
    """
    table = [row for row in _table(text) if any(row)]
    if not table:
        return Pasted(())
    headings = _headings(table[0], nouns)
    if headings is not None:
        table = table[1:]
        unused = tuple(cell for cell, name in zip(_first(text), headings, strict=False) if cell and not name)
    else:
        headings, unused = _in_order(table, columns), ()
    return Pasted(
        tuple(
            {name: cell for name, cell in zip(headings, row, strict=False) if name and cell} for row in table
        ),
        unused,
    )


def fill_down(rows: Sequence[Mapping[str, str]], column: str) -> list[dict[str, str]]:
    """Rows whose empty cells of a column have the value above: a merged cell is pasted in its first row only."""
    filled, above = [], ""
    for row in rows:
        above = row.get(column, "") or above
        filled.append({**row, column: above})
    return filled


def _table(text: str) -> list[list[str]]:
    text = text.replace("\r\n", "\n").replace("\r", "\n").replace("\u2028", "\n")
    lines = [line.strip() for line in text.split("\n") if line.strip()]
    if lines and all(line.startswith("|") for line in lines):
        return [_cells_of_markdown(line) for line in lines if not _RULE_OF_TABLE.fullmatch(line)]
    return _tabbed(text)


def _first(text: str) -> list[str]:
    return next(row for row in _table(text) if any(row))


def _cells_of_markdown(line: str) -> list[str]:
    inside = line.removeprefix("|")
    inside = inside[:-1] if inside.endswith("|") and not inside.endswith("\\|") else inside
    return [
        re.sub(r"\s*<br\s*/?>\s*", "\n", cell.replace("\\|", "|")).strip() for cell in _PIPE.split(inside)
    ]


def _tabbed(text: str) -> list[list[str]]:
    """Cells separated by tabs. A spreadsheet puts a cell with line breaks in quotation marks."""
    rows: list[list[str]] = [[]]
    at = 0
    while at <= len(text):
        if quoted := _QUOTED.match(text, at):
            cell, at = quoted[1].replace('""', '"'), quoted.end()
        else:
            plain = _PLAIN.match(text, at)
            cell, at = (plain[0], plain.end()) if plain else ("", at)
        rows[-1].append(cell.strip())
        if text[at : at + 1] == "\n":
            rows.append([])
        at += 1
    return rows


def _headings(cells: Sequence[str], nouns: Mapping[str, str]) -> list[str] | None:
    """Columns of a row of headings, "" for one that is not known. None if the row is no row of headings."""
    known = {
        name: column for column, names in COLUMN_NAMES.items() for name in (*names, *(f"{n}s" for n in names))
    }
    for column, noun in nouns.items():
        known |= {noun.lower(): column, f"{noun.lower()}s": column}
    found = [known.get(" ".join(cell.lower().rstrip(":?").split()), "") for cell in cells]
    named = [name for name in found if name]
    if "title" not in named or (len(named) < 2 and len([cell for cell in cells if cell]) > 1):
        return None
    # A column that is named twice counts once.
    return [name if name and name not in found[:place] else "" for place, name in enumerate(found)]


def _in_order(table: Sequence[Sequence[str]], columns: Sequence[str]) -> list[str]:
    width = max(max((place for place, cell in enumerate(row, 1) if cell), default=0) for row in table)
    numbered = all(len(row[0]) <= LONGEST_NUMBER for row in table) and width > 1
    order = list(columns) if numbered or columns[0] != "number" else list(columns[1:])
    if width > len(order):
        raise PasteRefused(
            f"The rows have {width} columns, and the grid has {len(order)}. "
            "Copy only the columns that the grid has, or copy the row of headings too."
        )
    return order
