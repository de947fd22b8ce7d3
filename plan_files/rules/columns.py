"""Which column of a table holds what: proposed from its header and its cells, corrected by a person."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from file_reading.document import Document, Table
from file_reading.header_words import field_name, is_header
from file_reading.looks import (
    looks_like_date_only,
    looks_like_initials,
    looks_like_number,
    looks_like_status,
)
from plan_files.rules.fields import Field

LOOKED_AT = 60
"""Rows whose cells are looked at to find out what a column holds."""

LONG_TEXT = 25


@dataclass(frozen=True, slots=True)
class Mapping:
    """How one table is read. A person corrects the proposal, and it is kept as `to_json` writes it.

    `columns` has one field for each column. `section` is the title of the section for all rows; with "" a row takes
    it from its SECTION column, from the section row above it, or from the table's heading. A table with `skip` holds
    no deliverables: its text is listed as unused.
    """

    columns: tuple[Field, ...]
    header_rows: int
    section: str = ""
    skip: bool = False

    def to_json(self) -> dict[str, Any]:
        """Plain lists and strings, for a JSON field."""
        return {
            "columns": [column.value for column in self.columns],
            "header_rows": self.header_rows,
            "section": self.section,
            "skip": self.skip,
        }

    @classmethod
    def from_json(cls, stored: dict[str, Any]) -> Mapping:
        """The mapping that `to_json` wrote."""
        return cls(
            columns=tuple(Field(column) for column in stored["columns"]),
            header_rows=stored["header_rows"],
            section=stored["section"],
            skip=stored["skip"],
        )


def proposed_columns(table: Table) -> tuple[Field, ...]:
    """What each column holds: from its header, or from its cells if the header says nothing."""
    headers = [field_name(title) for title in table.column_titles] or [""] * table.width
    body = [row for row in table.rows[table.header_rows :] if len(set(filter(None, row))) > 1][:LOOKED_AT]
    cells = [[row[column] for row in body if row[column]] for column in range(table.width)]
    columns = [Field(name) if name else Field.UNUSED for name in headers]
    _give_numbers_their_column(columns, headers, cells)
    _give_dates_and_words_their_columns(columns, cells)
    _find_the_title(columns, headers, cells)
    _one_of_each(columns, cells)
    return tuple(columns)


def proposed_mapping(table: Table) -> Mapping:
    """How a table is probably read. It is skipped if nothing in it can be a deliverable."""
    columns = proposed_columns(table)
    return Mapping(columns, table.header_rows, "", skip=not _holds_deliverables(columns, table))


def proposed_mappings(document: Document) -> tuple[Mapping, ...]:
    """A mapping for each table. If every table would be skipped, one that has a title column is not."""
    mappings = [proposed_mapping(table) for table in document.tables]
    if mappings and all(mapping.skip for mapping in mappings):
        mappings = [
            Mapping(mapping.columns, mapping.header_rows, "", skip=not _can_be_list(mapping.columns, table))
            for mapping, table in zip(mappings, document.tables, strict=True)
        ]
    return tuple(mappings)


def _give_numbers_their_column(
    columns: list[Field], headers: Sequence[str], cells: Sequence[Sequence[str]]
) -> None:
    """A header such as "Deliverable" can stand over two columns: the numbers, and then the texts."""
    for column, held in enumerate(cells):
        if columns[column] not in (Field.TITLE, Field.UNUSED, Field.DETAIL) or not _most(
            held, looks_like_number
        ):
            continue
        beside = column + 1 < len(columns) and not headers[column + 1] and _is_long(cells[column + 1])
        if columns[column] is Field.TITLE and beside:
            columns[column], columns[column + 1] = Field.NUMBER, Field.TITLE
        elif columns[column] is Field.UNUSED and column == 0 and Field.NUMBER not in columns:
            columns[column] = Field.NUMBER


def _give_dates_and_words_their_columns(columns: list[Field], cells: Sequence[Sequence[str]]) -> None:
    """Columns without a known header hold what their cells look like."""
    for looks, field in (
        (looks_like_date_only, Field.BY_WHEN),
        (looks_like_initials, Field.LEAD),
        (looks_like_status, Field.STATUS),
    ):
        if field in columns:
            continue
        for column, held in enumerate(cells):
            if columns[column] is Field.UNUSED and len(held) >= 2 and _most(held, looks):
                columns[column] = field
                break


def _find_the_title(columns: list[Field], headers: Sequence[str], cells: Sequence[Sequence[str]]) -> None:
    """Without a header for it, the title is the first column of long texts without a header that has another use."""
    if Field.TITLE in columns:
        return
    for wanted in (Field.DETAIL, Field.UNUSED):
        for column, held in enumerate(cells):
            if (
                columns[column] is wanted
                and _is_long(held)
                and (wanted is Field.DETAIL or not headers[column])
            ):
                columns[column] = Field.TITLE
                return
    if {Field.BY_WHEN, Field.LEAD, Field.STATUS} & set(columns):
        for column, field in enumerate(columns):
            if (
                field is Field.SECTION
                and _is_long(cells[column])
                and len(set(cells[column])) == len(cells[column])
            ):
                columns[column] = Field.TITLE
                return


def _one_of_each(columns: list[Field], cells: Sequence[Sequence[str]]) -> None:
    """One column holds each field. Of several the first stays, of titles the fullest, of statuses the last filled."""
    for field in set(columns):
        places = [column for column, held in enumerate(columns) if held is field]
        if field.may_repeat or len(places) < 2:
            continue
        if field is Field.TITLE:
            keep = max(places, key=lambda column: (len(set(cells[column])), -column))
        elif field is Field.STATUS:
            # Of a column for each quarter, the last one that is filled says how things stand.
            keep = max((column for column in places if cells[column]), default=places[0])
        else:
            keep = places[0]
        for column in places:
            if column != keep:
                columns[column] = _instead(field, before=column < keep, has_section=Field.SECTION in columns)


def _instead(field: Field, *, before: bool, has_section: bool) -> Field:
    match field:
        case Field.TITLE:
            return Field.SECTION if before and not has_section else Field.DETAIL
        case Field.STATUS | Field.COMPLETE:
            return Field.PROGRESS
        case Field.NUMBER | Field.ID:
            return Field.UNUSED
        case _:
            return Field.NOTES


def _holds_deliverables(columns: Sequence[Field], table: Table) -> bool:
    if Field.TITLE not in columns:
        return False
    told = {
        Field.BY_WHEN,
        Field.LEAD,
        Field.STATUS,
        Field.ORGANISATION,
        Field.FORECAST,
        Field.COMPLETE,
    } & set(columns)
    headed = any(is_header(row) for row in table.rows[: table.header_rows])
    return bool(told) and (headed or len(told) >= 2) and len(table.rows) > table.header_rows


def _can_be_list(columns: Sequence[Field], table: Table) -> bool:
    return Field.TITLE in columns and len(table.rows) > table.header_rows


def _most(cells: Sequence[str], looks: Any) -> bool:
    return bool(cells) and sum(1 for cell in cells if looks(cell)) * 10 >= len(cells) * 7


def _is_long(cells: Sequence[str]) -> bool:
    return bool(cells) and sum(map(len, cells)) / len(cells) >= LONG_TEXT
