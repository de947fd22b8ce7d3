"""The rows of an indicator table. A page has thousands of cells, so they are written here and not by template nodes."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache
from html import escape

from django import template
from django.utils.safestring import SafeString, mark_safe

from core.rag import Rag
from core.ui import charts
from core.ui.templatetags.ui import hidden_mark, rag_tag, sample_mark

from ..pages.table_parts import Column, TableCell, TableRow

register = template.Library()


@register.simple_tag
def table_row(row: TableRow, columns: Sequence[Column], marks_samples: bool) -> SafeString:
    """One row: its name as a heading that links to its page below this one, and its cells.

    Cells end where the next one begins, as HTML allows: their end tags alone would be a tenth of the page.
    """
    depth = 0 if row.stands_alone else row.indicator.depth
    indent = f' class="indent-{depth}"' if depth else ""
    span = f' colspan="{len(columns) + 1}"' if not row.cells else ""
    name = f'<th scope="row"{indent}{span}><a href="{row.indicator.public_id}/">{escape(row.name)}</a></th>'
    cells = "".join(
        _cell(cell, marks_samples, holds_rag=column.holds_rag)
        for cell, column in zip(row.cells, columns, strict=False)
    )
    return mark_safe(f"<tr>{name}{cells}</tr>\n")  # noqa: S308 (its words are escaped)


@cache
def _tag(rag: Rag) -> str:
    return rag_tag(rag)


_POINTS = re.compile(r" percentage points?\b")


def _short(words: str) -> str:
    """The words of a figure as a cell has room for them: percentage points as "pp", with its meaning."""
    if "percentage point" not in words:
        return words
    return _POINTS.sub('&nbsp;<abbr title="percentage points">pp</abbr>', words)


def _cell(cell: TableCell, marks_samples: bool, *, holds_rag: bool) -> str:
    """One cell. The words of a figure are ours, so only what people wrote is escaped."""
    if not cell:
        return f"<td><small>{cell.note}</small>" if cell.note else '<td class="tag">' if holds_rag else "<td>"
    mark = sample_mark() if marks_samples and cell.sample else ""
    if cell.is_hidden_outside:
        mark += hidden_mark()
    if cell.rag:
        kind, note = ("words", f"<br>{escape(cell.note)}") if cell.note else ("tag", "")
        return f'<td class="{kind}">{_tag(cell.rag)}{mark}{note}'
    trend = charts.trend_line(cell.trend) if cell.trend else ""
    note = f"<small>{cell.note}</small>" if cell.note else ""
    if cell.is_text:
        return f'<td class="words">{trend}{escape(cell.words)}{mark}{note}'
    return f"<td>{trend}{_short(cell.words)}{mark}{_short(note)}"
