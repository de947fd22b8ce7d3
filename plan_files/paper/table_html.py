"""Tables of a printed plan as HTML. In Python, because a template takes ten times as long for a thousand rows."""

from __future__ import annotations

from collections.abc import Iterable

from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

from core.paper.blocks import Cell, Row, Table


def table_html(table: Table) -> SafeString:
    """The table, with a group of rows for each row that heads others. Columns have a class for their width."""
    widths = "".join(f'<col class="w{column.width}">' for column in table.columns)
    heads = "".join(f'<th scope="col">{escape(column.title)}</th>' for column in table.columns)
    bodies = "".join(
        f"<tbody>{''.join(_row(table, row) for row in rows)}</tbody>\n" for rows in _groups(table.rows)
    )
    return mark_safe(  # noqa: S308 (every text is escaped)
        f'<table><caption class="govuk-visually-hidden">{escape(table.name)}</caption>'
        f"<colgroup>{widths}</colgroup><thead><tr>{heads}</tr></thead>\n{bodies}</table>"
    )


def _groups(rows: Iterable[Row]) -> list[list[Row]]:
    """Rows in groups, each with the row that heads it."""
    groups: list[list[Row]] = []
    for row in rows:
        if row.heads_rows or not groups:
            groups.append([])
        groups[-1].append(row)
    return groups


def _row(table: Table, row: Row) -> str:
    if row.heads_rows:
        span = len(table.columns)
        return f'<tr class="group"><th scope="rowgroup" colspan="{span}">{_cell(row.cells[0])}</th></tr>'
    cells = "".join(
        f'<th scope="row"{_indent(cell)}>{_cell(cell)}</th>'
        if place == table.row_header
        else f"<td>{_cell(cell)}</td>"
        for place, cell in enumerate(row.cells)
    )
    return f"<tr>{cells}</tr>"


def _indent(cell: Cell) -> str:
    return f' class="indent-{cell.indent}"' if cell.indent else ""


def _cell(cell: Cell) -> str:
    texts = "".join(f"<p>{escape(text)}</p>" for text in cell.lines)
    points = "".join(f"<li>{escape(point)}</li>" for point in cell.points)
    return f"{texts}<ul>{points}</ul>" if points else texts
