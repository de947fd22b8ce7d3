"""Tables that arrive as lines of text: one cell a line, or cards."""

from __future__ import annotations

import re
from collections.abc import Sequence

from file_reading.cards import cards_of_lines, with_labels
from file_reading.document import Table
from file_reading.lines import Line
from file_reading.stacked import stacked_table

_PAGE = re.compile(r"(?:page|p\.?)\s*[0-9]{1,3}(?:\s*(?:of|/)\s*[0-9]{1,3})?", re.IGNORECASE)


def tables_of_lines(lines: Sequence[Line], heading: str) -> tuple[list[Table], list[Line]]:
    """The tables that these lines are, and the lines that are in none. Page numbers are in no table."""
    pages = [line for line in lines if _PAGE.fullmatch(line.text)]
    if pages:
        tables, rest = tables_of_lines([line for line in lines if line not in pages], heading)
        return tables, [*rest, *pages]
    stacked = stacked_table(lines, heading)
    if stacked is not None:
        table, before, after = stacked
        tables, rest = tables_of_lines(after, heading) if after else ([], [])
        return [table, *tables], [*before, *rest]
    return cards_of_lines(with_labels(lines), heading)
