"""The rows of a document before they are judged: header and section rows apart, a section for each of the others."""

from __future__ import annotations

import re
from collections.abc import Mapping as MappingOf
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from core.words import count_words
from file_reading.document import Document, Table
from file_reading.grid import filled, spans
from file_reading.header_words import field_name
from plan_files.rules.asking import Asked, about
from plan_files.rules.columns import Mapping
from plan_files.rules.doubts import Choice, DoubtKind
from plan_files.rules.fields import Field
from plan_files.rules.keys import fold, without_continued
from plan_files.rules.review import LeftOut, UnusedCell

SECTION_WORDS = re.compile(
    r"(?:section|strand|priority|theme|area|objective|aim|goal|workstream|pillar|part|outcome|domain|principle)\b"
    r"|[A-Z0-9]{1,3}[.:)]\s|[0-9]+(?:\.[0-9]+)*\.?\s+[A-Z]",
    re.IGNORECASE,
)
LONGEST_SECTION = 200


@dataclass(frozen=True, slots=True)
class Draft:
    """One printed row that becomes a deliverable or a part of one. `texts` has what each field holds, as printed."""

    table: int
    row: int
    places: tuple[str, ...]
    cells: tuple[str, ...]
    columns: tuple[Field, ...]
    titles: tuple[str, ...]
    section: str
    texts: MappingOf[Field, str] = field(default_factory=dict)
    unused: tuple[UnusedCell, ...] = ()
    key: str = ""
    is_first: bool = False

    def text(self, wanted: Field) -> str:
        """What a field holds, "" if nothing."""
        return self.texts.get(wanted, "")

    def with_texts(self, texts: MappingOf[Field, str]) -> Draft:
        """The row with these texts instead of those that these fields hold."""
        return replace(self, texts={**self.texts, **texts})

    def reading(self, cells: Sequence[str]) -> Draft:
        """The row with these cells read by its columns. Several of notes or progress are kept apart by their titles."""
        texts: dict[Field, str] = {}
        unused: list[UnusedCell] = []
        repeated = {column for column in self.columns if column.may_repeat and self.columns.count(column) > 1}
        for cell, column, title in zip(cells, self.columns, self.titles, strict=True):
            if not cell:
                continue
            if column is Field.UNUSED:
                unused.append(UnusedCell(title, cell))
                continue
            named = column in repeated or (column is Field.NOTES and field_name(title) != column.value)
            says = f"{title}: {cell}" if named and column is not Field.DETAIL else cell
            before = texts.get(column, "")
            texts[column] = f"{before}\n{says}" if before else says
        return replace(self, texts=texts, unused=tuple(unused))


@dataclass(slots=True)
class Drafts:
    """All drafts of a document, what is left out, and the text that goes nowhere."""

    drafts: list[Draft] = field(default_factory=list)
    left_out: list[LeftOut] = field(default_factory=list)
    unused_text: list[str] = field(default_factory=list)


def drafts_of(document: Document, mappings: Sequence[Mapping], asked: Asked) -> Drafts:
    """Every row of every table that is not skipped. `mappings` has one for each table, in the same order."""
    found = Drafts(unused_text=list(document.other_text))
    section, heading = "", ""
    for number, (table, mapping) in enumerate(zip(document.tables, mappings, strict=True)):
        if mapping.skip:
            found.unused_text += _as_text(table)
            continue
        if mapping.section:
            section, heading = mapping.section, ""
        elif not heading or table.heading != heading or not section:
            section, heading = without_continued(table.heading), table.heading
        section = _read_table(number, table, mapping, section, asked, found)
    return found


def _read_table(
    number: int, table: Table, mapping: Mapping, section: str, asked: Asked, found: Drafts
) -> str:
    """Add the rows of a table. Return the section in which it ends."""
    columns = (*mapping.columns, *([Field.UNUSED] * (table.width - len(mapping.columns))))[: table.width]
    titles = _titles(table, mapping.header_rows)
    keeps_headers = _keeps_headers(number, table, mapping, asked)
    headers = {tuple(map(fold, row)) for row in table.rows[: mapping.header_rows] if len(filled(row)) > 1}
    by_column = Field.SECTION in columns
    for index, cells in enumerate(table.rows):
        if index < mapping.header_rows or not any(cells):
            continue
        place = table.places[index]
        if tuple(map(fold, cells)) in headers and not keeps_headers:
            found.left_out.append(LeftOut(number, index, place, cells, "Header repeated"))
            continue
        if _is_section_row(cells, columns) or _is_numbered_heading(index, table, columns):
            text = " ".join(" ".join(dict.fromkeys(filled(cells))).split())
            if not mapping.section:
                section = without_continued(text)
            found.left_out.append(LeftOut(number, index, place, cells, "Heading of a section"))
            continue
        if by_column and not mapping.section:
            own = next(
                (cell for cell, column in zip(cells, columns, strict=True) if column is Field.SECTION), ""
            )
            section = without_continued(" ".join(own.split())) or section
        is_first = not found.drafts or found.drafts[-1].table != number
        draft = Draft(number, index, (place,), cells, columns, titles, section, is_first=is_first)
        found.drafts.append(draft.reading(cells))
    return section


def _titles(table: Table, header_rows: int) -> tuple[str, ...]:
    headed = Table(table.heading, table.rows, table.places, header_rows).column_titles
    return tuple(title or f"Column {number}" for number, title in enumerate(headed, 1))


def _keeps_headers(number: int, table: Table, mapping: Mapping, asked: Asked) -> bool:
    headers = {tuple(map(fold, row)) for row in table.rows[: mapping.header_rows] if len(filled(row)) > 1}
    repeated = [
        place
        for row, place in zip(
            table.rows[mapping.header_rows :], table.places[mapping.header_rows :], strict=True
        )
        if tuple(map(fold, row)) in headers
    ]
    if not repeated:
        return False
    answer = asked.ask(
        DoubtKind.REPEATED_HEADER,
        [],
        about=about(str(number)),
        subject=repeated[0],
        sentence=f"The header of the table comes again {count_words(len(repeated), 'time')}, first at {repeated[0]}.",
        choices=[Choice("leave_out", "Leave these rows out"), Choice("keep", "Keep them as rows")],
    )
    return answer == "keep"


def _is_section_row(cells: Sequence[str], columns: Sequence[Field]) -> bool:
    """Whether a row is only the heading of a section: one text, merged over the row or beginning like a heading."""
    if len(cells) < 2 or not spans(cells):
        return False
    held = filled(cells)
    text = held[0]
    if len(text) > LONGEST_SECTION:
        return False
    if len(held) == len(cells):
        return True
    column = columns[next(number for number, cell in enumerate(cells) if cell)]
    if column in (Field.TITLE, Field.OUTCOME, Field.MEASURE, Field.ORGANISATION, Field.NOTES, Field.DETAIL):
        return bool(SECTION_WORDS.match(text)) and column is not Field.MEASURE
    if column in (Field.NUMBER, Field.SECTION, Field.UNUSED, Field.ID):
        return len(text) > 3 or column is Field.SECTION
    return False


def _is_numbered_heading(index: int, table: Table, columns: Sequence[Field]) -> bool:
    """Whether a row has only a number and a title, and the next row is numbered below it: 1, and then 1.1."""
    if Field.NUMBER not in columns or Field.TITLE not in columns or index + 1 >= len(table.rows):
        return False
    at, title = columns.index(Field.NUMBER), columns.index(Field.TITLE)
    cells, below = table.rows[index], table.rows[index + 1]
    number = cells[at].rstrip(". ")
    only = bool(number) and bool(cells[title]) and len(filled(cells)) == 2
    return only and below[at].startswith(f"{number}.") and len(filled(below)) > 2


def _as_text(table: Table) -> list[str]:
    """The rows of a table that is skipped, each as a line."""
    return [" | ".join(dict.fromkeys(filled(row))) for row in table.rows if any(row)]
