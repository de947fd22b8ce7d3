"""Read Word documents: tables with the headings above them, merged cells, tables in cells, content controls."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from io import BytesIO
from typing import Any

from docx import Document as open_docx
from docx.opc.exceptions import PackageNotFoundError
from docx.oxml.exceptions import InvalidXmlError
from docx.oxml.ns import qn
from lxml import etree

from file_reading import limits
from file_reading.cards import unfold_cards
from file_reading.colours import colour_word
from file_reading.delimited import check_cells
from file_reading.document import Document, Refused, Table
from file_reading.grid import Grid, check_size, continues, joined, one_table, tables_of_sheet
from file_reading.header_words import field_name, is_header
from file_reading.lines import Line
from file_reading.markup import tidy
from file_reading.tables_of_lines import tables_of_lines

P, TBL, TR, TC, SDT = qn("w:p"), qn("w:tbl"), qn("w:tr"), qn("w:tc"), qn("w:sdt")
_TRANSPARENT = {
    qn(name) for name in ("w:ins", "w:smartTag", "w:customXml", "w:hyperlink", "w:r", "w:fldSimple")
} | {
    qn("w:sdtContent"),
    SDT,
    qn("w:moveTo"),
}

_TEXT, _TAB, _BREAK, _RETURN = qn("w:t"), qn("w:tab"), qn("w:br"), qn("w:cr")
_HYPHEN = qn("w:noBreakHyphen")
_TEXT_BOX = qn("w:txbxContent")
_FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
_HEADING = re.compile(r"(?:heading|title|caption|subtitle)", re.IGNORECASE)
LONGEST_HEADING = 200
LONGEST_HEADING_IN_CELL = 80
DAMAGED = (
    PackageNotFoundError,
    InvalidXmlError,
    KeyError,
    ValueError,
    AttributeError,
    etree.XMLSyntaxError,
)
"""What a damaged package raises."""


@dataclass(slots=True)
class _Reading:
    """What has been read so far."""

    tables: list[Table] = field(default_factory=list)
    other: list[str] = field(default_factory=list)
    lines: list[Line] = field(default_factory=list)
    heading: str = ""
    number: int = 0
    cells: int = 0
    rows: int = 0
    between: bool = False
    apart: bool = False
    headings: dict[str, bool] = field(default_factory=dict)


def read_docx(data: bytes) -> Document:
    """The tables of a document in printed order, and the text around them."""
    try:
        document = open_docx(BytesIO(data))
        styles = {style.style_id: _is_heading_style(style) for style in document.styles}
        body = document.element.body
    except DAMAGED as problem:
        raise Refused(
            "This document is damaged. Open it in Word, save it again, and upload it again."
        ) from problem
    reading = _Reading(headings=styles)
    _read_body(body, reading, 0, "")
    _close_lines(reading)
    return Document(tuple(reading.tables), tuple(reading.other))


def _is_heading_style(style: Any) -> bool:
    """Whether a style, or one that it is based on, is a heading."""
    for _ in range(10):
        if style is None:
            return False
        if _HEADING.match(style.name or ""):
            return True
        style = getattr(style, "base_style", None)
    return False


def _read_body(container: Any, reading: _Reading, depth: int, inside: str) -> None:
    for element in container:
        if element.tag == P:
            _read_paragraph(element, reading, depth)
        elif element.tag == TBL:
            _read_table(element, reading, depth, inside)
        elif element.tag in _TRANSPARENT and depth < limits.NESTING * 3:
            _read_body(element, reading, depth + 1, inside)


def _read_paragraph(paragraph: Any, reading: _Reading, depth: int) -> None:
    text = _paragraph_text(paragraph)
    for box in paragraph.iter(_TEXT_BOX):
        if depth < limits.NESTING and not any(parent.tag == _FALLBACK for parent in box.iterancestors()):
            _read_body(box, reading, depth + 1, "")
    if not text:
        reading.apart = True
        return
    place = f"paragraph “{text[:40]}”"
    reading.lines.append(Line(place, text, reading.apart, _is_heading(paragraph, reading)))
    reading.between, reading.apart = True, False


def _is_heading(paragraph: Any, reading: _Reading) -> bool:
    properties = paragraph.find(qn("w:pPr"))
    if properties is not None:
        style = properties.find(qn("w:pStyle"))
        if style is not None and reading.headings.get(style.get(qn("w:val"), "")):
            return True
        if properties.find(qn("w:outlineLvl")) is not None:
            return True
    runs = [run for run in paragraph.iter(qn("w:r")) if any(part.text for part in run.iter(_TEXT))]
    return bool(runs) and all(_is_bold(run) for run in runs)


def _is_bold(run: Any) -> bool:
    properties = run.find(qn("w:rPr"))
    bold = properties.find(qn("w:b")) if properties is not None else None
    return bold is not None and bold.get(qn("w:val"), "1") not in ("0", "false", "off")


def _close_lines(reading: _Reading) -> None:
    """Read the paragraphs since the last table: blocks of labels become tables, the rest is text."""
    tables, rest = tables_of_lines(reading.lines, reading.heading)
    reading.tables += tables
    reading.other += [line.text for line in rest]
    for line in reversed(rest):
        short = len(line.text) <= LONGEST_HEADING and not line.text.endswith((".", ";", ","))
        if line.is_heading or (short and not line.text.startswith("• ")):
            reading.heading = line.text
            break
    reading.lines = []


def _read_table(element: Any, reading: _Reading, depth: int, inside: str) -> None:
    _close_lines(reading)
    reading.number += 1
    name = f"table {reading.number}{inside}"
    grid, nested = _grid(element, reading, depth, name)
    heading = reading.heading
    table = one_table(grid, heading)
    if table is not None:
        before = reading.tables[-1] if reading.tables else None
        if before is not None and not reading.between and not nested and continues(table, before):
            reading.tables[-1] = joined(before, table)
        else:
            reading.tables += _split(grid, table, heading)
        reading.between = False
    for inner, own_heading in nested:
        reading.heading = own_heading or heading
        _read_table(inner, reading, depth + 1, f" in table {reading.number}")
    reading.heading = heading


def _split(grid: Grid, table: Table, heading: str) -> list[Table]:
    """One table, or those that stand side by side in it."""
    unfolded = unfold_cards(table)
    if unfolded is not None:
        return unfolded
    empty = [column for column in range(grid.width) if not any(row[column] for row in grid.rows)]
    if empty and empty[0] > 0 and empty[-1] < grid.width - 1:
        tables, other = tables_of_sheet(grid, heading)
        if len(tables) > 1 and not other:
            return tables
    return [table]


def _grid(element: Any, reading: _Reading, depth: int, name: str) -> tuple[Grid, list[Any]]:
    rows: list[list[str]] = []
    colours: list[dict[int, str]] = []
    across: dict[tuple[int, int], str] = {}
    down: set[tuple[int, int]] = set()
    nested: list[Any] = []
    for row_element in _children(element, TR):
        row: list[str] = [""] * _number(row_element, "w:trPr", "w:gridBefore")
        filled: dict[int, str] = {}
        spread: list[tuple[int, int]] = []
        for cell in _children(row_element, TC):
            properties = cell.find(qn("w:tcPr"))
            span = min(_number(cell, "w:tcPr", "w:gridSpan") or 1, limits.COLUMNS + 1)
            text = _cell_text(cell, nested, depth)
            start = len(row)
            check_size(0, start + span)
            merge = properties.find(qn("w:vMerge")) if properties is not None else None
            if merge is not None and merge.get(qn("w:val"), "continue") == "continue" and rows:
                above = rows[-1][start] if start < len(rows[-1]) else ""
                text = text or above
                down.add((len(rows), start))
            colour = _shading(properties)
            if colour:
                filled[start] = colour
            row.append(text)
            for column in range(start + 1, start + span):
                row.append("")
                spread.append((column, start))
        reading.cells += sum(1 for cell in row if cell)
        check_cells(reading.cells)
        whole = len(spread) == len(row) - 1 and len(row) > 1
        for column, start in spread:
            if whole:
                row[column] = row[start]
            elif row[start]:
                across[(len(rows), column)] = row[start]
        rows.append(row)
        colours.append(filled)
    reading.rows += len(rows)
    check_size(reading.rows, 0)
    _name_colours(rows, colours)
    return Grid(rows, [f"{name}, row {number}" for number in range(1, len(rows) + 1)], across, down), nested


def _name_colours(rows: list[list[str]], colours: list[dict[int, str]]) -> None:
    """Put the name of its colour into an empty cell below a header such as "RAG"."""
    rated: set[int] = set()
    for row, filled in zip(rows, colours, strict=True):
        if is_header(row):
            rated = {column for column, text in enumerate(row) if field_name(text) == "status"}
            continue
        for column in rated & filled.keys():
            if column < len(row) and not row[column]:
                row[column] = colour_word(filled[column])


def _shading(properties: Any) -> str:
    shading = properties.find(qn("w:shd")) if properties is not None else None
    return shading.get(qn("w:fill"), "") if shading is not None else ""


def _number(element: Any, properties: str, name: str) -> int:
    """The number in a property of a row or a cell, 0 if it has none."""
    held = element.find(qn(properties))
    found = held.find(qn(name)) if held is not None else None
    value = found.get(qn("w:val"), "0") if found is not None else "0"
    return int(value) if value.isdigit() and len(value) < 6 else 0


def _children(element: Any, tag: str, depth: int = 0) -> Iterator[Any]:
    """Rows of a table or cells of a row, also those within content controls and tracked insertions."""
    for child in element:
        if child.tag == tag:
            if not _is_deleted(child):
                yield child
        elif child.tag in _TRANSPARENT and depth < limits.NESTING:
            yield from _children(child, tag, depth + 1)


def _is_deleted(row: Any) -> bool:
    properties = row.find(qn("w:trPr"))
    return properties is not None and properties.find(qn("w:del")) is not None


def _cell_text(cell: Any, nested: list[Any], depth: int) -> str:
    """The paragraphs of a cell. A table in it that has a header of its own is read apart, another one is text."""
    lines: list[str] = []
    _cell_lines(cell, lines, nested, depth)
    return tidy("\n".join(lines))


def _cell_lines(container: Any, lines: list[str], nested: list[Any], depth: int) -> None:
    for element in container:
        if element.tag == P:
            lines.append(_paragraph_text(element))
        elif element.tag == TBL:
            if depth >= limits.NESTING:
                raise Refused(
                    "This document has too many tables within tables. Take them apart, and upload it again."
                )
            inner = [
                [_cell_text(cell, [], depth + 1) for cell in _children(row, TC)]
                for row in _children(element, TR)
            ]
            if any(is_header(row) for row in inner[:2]):
                nested.append((element, _heading_of(lines)))
            else:
                lines += [" – ".join(filter(None, row)) for row in inner]
        elif element.tag in _TRANSPARENT:
            _cell_lines(element, lines, nested, depth)


def _heading_of(lines: list[str]) -> str:
    """The line above a table in a cell, if it can be a heading: short, and no sentence."""
    above = lines[-1].strip() if lines else ""
    return above if len(above) <= LONGEST_HEADING_IN_CELL and not above.endswith((".", ":", ";", ",")) else ""


def _paragraph_text(paragraph: Any) -> str:
    pieces: list[str] = []
    _pieces(paragraph, pieces)
    text = tidy("".join(pieces))
    properties = paragraph.find(qn("w:pPr"))
    listed = properties is not None and properties.find(qn("w:numPr")) is not None
    return f"• {text}" if listed and text and not text.startswith("•") else text


def _pieces(element: Any, pieces: list[str]) -> None:
    for child in element:
        tag = child.tag
        if tag == _TEXT:
            pieces.append(child.text or "")
        elif tag == _TAB:
            pieces.append(" ")
        elif tag in (_BREAK, _RETURN):
            pieces.append("\n")
        elif tag == _HYPHEN:
            pieces.append("-")
        elif tag in _TRANSPARENT:
            _pieces(child, pieces)
