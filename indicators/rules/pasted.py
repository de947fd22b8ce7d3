"""Rules for figures pasted from a spreadsheet: which line goes to which row of the quarter's grid."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from core.words import count_words


class PasteRefused(ValueError):
    """The lines cannot be put into the rows. The message says what to do."""


def lines_by_row(text: str, names: Sequence[Sequence[str]]) -> Mapping[int, list[str]]:
    """Cells of each pasted line by the index of its row. `names` are the names by which each row is known.

    If the first cell of every line is a name of exactly one row, the lines may be in any order and leave rows out.
    Otherwise there must be as many lines as rows, in their order. Raises PasteRefused.
    """
    lines = [[cell.strip() for cell in line.split("\t")] for line in text.splitlines()]
    while lines and not any(lines[-1]):
        lines.pop()
    rows_of: dict[str, list[int]] = {}
    for index, known in enumerate(names):
        for name in {folded(each) for each in known if each.strip()}:
            rows_of.setdefault(name, []).append(index)
    found = [rows_of.get(folded(line[0]), []) for line in lines]
    if any(found) and any(len(line) > 1 for line in lines):
        return _by_name(lines, found)
    if len(lines) != len(names):
        raise PasteRefused(
            f"You pasted {count_words(len(lines), 'line')} for {count_words(len(names), 'row')}. "
            "Paste one line for each row, or put the label or title of the row before each figure"
        )
    return dict(enumerate(lines))


def _by_name(lines: Sequence[list[str]], found: Sequence[Sequence[int]]) -> Mapping[int, list[str]]:
    cells: dict[int, list[str]] = {}
    for number, (line, rows) in enumerate(zip(lines, found, strict=True), 1):
        if not any(line):
            continue
        if len(rows) != 1:
            several = "names several rows. Use its full name" if rows else "is no row on this page"
            raise PasteRefused(f"Line {number}: “{line[0][:60]}” {several}")
        if rows[0] in cells:
            raise PasteRefused(f"Line {number}: “{line[0][:60]}” is there twice")
        cells[rows[0]] = line[1:]
    return cells


def folded(name: str) -> str:
    """A name for comparison: without differences of case, spaces and a full stop at its end."""
    return " ".join(name.split()).casefold().rstrip(".")
