"""Tables of a Word file as XML: marked header rows that repeat on each page, rows that stay whole."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any
from xml.sax.saxutils import escape, quoteattr

from docx.oxml import parse_xml

from .blocks import Cell, Row, Table

NAMESPACE = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
TWIPS_IN_EMU = 635
BORDER, SHADE = "858686", "F2F3F8"
KEPT_WHOLE = 12
"""A table with at most so many rows is not broken over two pages."""
_XML_CANNOT_HOLD = dict.fromkeys((*range(9), 11, 12, *range(14, 32), 0xFFFE, 0xFFFF))


def xml_text(text: str) -> str:
    """Text for XML, without the control characters that it cannot hold."""
    return escape(text.translate(_XML_CANNOT_HOLD))


def text_xml(text: str, *, points: int) -> Any:
    """A run of text of this size."""
    return parse_xml(
        f'<w:r {NAMESPACE}><w:rPr><w:sz w:val="{2 * points}"/></w:rPr>'
        f'<w:t xml:space="preserve">{xml_text(text)}</w:t></w:r>'
    )


def table_xml(table: Table, width: int) -> str:
    """The whole table. `width` is in EMU, as python-docx counts."""
    twips = [column.width * width // 100 // TWIPS_IN_EMU for column in table.columns]
    lines = "".join(
        f'<w:{edge} w:val="single" w:sz="4" w:space="0" w:color="{BORDER}"/>'
        for edge in ("top", "bottom", "insideH")
    )
    grid = "".join(f'<w:gridCol w:w="{wide}"/>' for wide in twips)
    head = "".join(
        _cell(Cell((column.title,)), wide, bold=True, keep=True, shade=True)
        for column, wide in zip(table.columns, twips, strict=True)
    )
    return (
        f"<w:tbl {NAMESPACE}><w:tblPr>"
        f'<w:tblW w:w="{sum(twips)}" w:type="dxa"/><w:tblBorders>{lines}</w:tblBorders>'
        '<w:tblLayout w:type="fixed"/><w:tblCellMar><w:left w:w="60" w:type="dxa"/><w:right w:w="100" w:type="dxa"/>'
        '</w:tblCellMar><w:tblLook w:val="0020" w:firstRow="1" w:lastRow="0" w:firstColumn="0" w:lastColumn="0" '
        'w:noHBand="1" w:noVBand="1"/>'
        f"<w:tblCaption w:val={quoteattr(xml_text(table.name))}/></w:tblPr>"
        f"<w:tblGrid>{grid}</w:tblGrid>"
        f"<w:tr><w:trPr><w:cantSplit/><w:tblHeader/></w:trPr>{head}</w:tr>"
        f"{''.join(_rows(table, twips))}</w:tbl>"
    )


def _rows(table: Table, twips: list[int]) -> Iterable[str]:
    last = len(table.rows) - 1
    for place, row in enumerate(table.rows):
        keep = last < KEPT_WHOLE and place < last
        yield f"<w:tr><w:trPr><w:cantSplit/></w:trPr>{_cells(row, twips, keep=keep)}</w:tr>"


def _cells(row: Row, twips: list[int], *, keep: bool) -> str:
    """Cells of a row. With `keep`, it stays on the page of the next one."""
    if row.heads_rows:
        return _cell(row.cells[0], sum(twips), bold=True, keep=True, shade=True, span=len(twips))
    return "".join(_cell(cell, wide, keep=keep) for cell, wide in zip(row.cells, twips, strict=True))


def _cell(
    cell: Cell, width: int, *, bold: bool = False, keep: bool = False, shade: bool = False, span: int = 1
) -> str:
    """A cell. Only its first paragraph is `bold`; with `keep`, it stays on the page of the next row."""
    properties = f'<w:tcW w:w="{width}" w:type="dxa"/>'
    if span > 1:
        properties += f'<w:gridSpan w:val="{span}"/>'
    if shade:
        properties += f'<w:shd w:val="clear" w:color="auto" w:fill="{SHADE}"/>'
    texts = [(text, bold and place == 0, "") for place, text in enumerate(cell.lines)]
    texts += [(text, False, '<w:pStyle w:val="ListBullet"/>') for text in cell.points]
    body = "".join(_paragraph(*each, keep=keep, indent=cell.indent) for each in texts or [("", False, "")])
    return f"<w:tc><w:tcPr>{properties}</w:tcPr>{body}</w:tc>"


def _paragraph(text: str, bold: bool, style: str, *, keep: bool, indent: int) -> str:
    properties = f"{style}{'<w:keepNext/>' if keep else ''}"
    properties += '<w:spacing w:before="30" w:after="30" w:line="240" w:lineRule="auto"/>'
    if indent:
        properties += f'<w:ind w:left="{indent * 260}"/>'
    run = f'<w:rPr>{"<w:b/>" if bold else ""}<w:sz w:val="19"/></w:rPr>'
    return (
        f"<w:p><w:pPr>{properties}</w:pPr><w:r>{run}"
        f'<w:t xml:space="preserve">{xml_text(text)}</w:t></w:r></w:p>'
    )
