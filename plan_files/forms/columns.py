"""Form that says what the columns of each table hold."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.http import QueryDict

from file_reading.document import Table

from ..rules.columns import Mapping as Columns
from ..rules.fields import Field

FIRST_ROWS = 3
"""Rows of a table that the page shows below its headers."""
LONGEST_CELL = 100


@dataclass(frozen=True)
class ColumnChoice:
    """One column: its words in the file, a few of its cells, and what it holds."""

    name: str
    title: str
    chosen: Field


@dataclass
class TableChoices:
    """One table of the file with what was chosen for it. `number` counts from 0."""

    number: int
    table: Table
    columns: list[ColumnChoice]
    header_rows: str
    section: str
    skip: bool
    errors: dict[str, str] = field(default_factory=dict)

    @property
    def prefix(self) -> str:
        return f"t{self.number}"

    @property
    def title(self) -> str:
        return self.table.heading or f"Table {self.number + 1}"

    @property
    def scroll_label(self) -> str:
        """Name of the region in which the table scrolls, different for each."""
        return f"First rows of table {self.number + 1}"

    @property
    def shown(self) -> list[tuple[str, Sequence[str]]]:
        """The first rows with their places, headers among them."""
        most = min(len(self.table.rows), self.table.header_rows + FIRST_ROWS)
        return list(zip(self.table.places[:most], self.table.rows[:most], strict=True))

    @property
    def more(self) -> int:
        return len(self.table.rows) - len(self.shown)


class ColumnsForm:
    """What the columns of the tables on a page hold, as stored or as sent. `choices` are those of every select."""

    choices = Field.choices()

    def __init__(
        self,
        data: QueryDict | None,
        tables: Iterable[tuple[int, Table]],
        stored: Sequence[Columns],
    ) -> None:
        self.is_bound = data is not None
        self.tables = [
            self._sent(data, number, table)
            if data is not None
            else self._stored(number, table, stored[number])
            for number, table in tables
        ]

    def _stored(self, number: int, table: Table, columns: Columns) -> TableChoices:
        return self._table(
            number, table, columns.columns, str(columns.header_rows), columns.section, columns.skip
        )

    def _sent(self, data: QueryDict, number: int, table: Table) -> TableChoices:
        known = {each.value: each for each in Field}
        sent = [data.get(f"t{number}-c{place}", "") for place in range(table.width)]
        columns = [known.get(each, Field.UNUSED) for each in sent]
        found = self._table(
            number,
            table,
            columns,
            data.get(f"t{number}-header_rows", "").strip(),
            " ".join(data.get(f"t{number}-section", "").split()),
            data.get(f"t{number}-skip") == "yes",
        )
        if not found.header_rows.isdecimal() or len(found.header_rows) > 6:
            found.errors["header_rows"] = "Enter how many rows are headers, such as 1"
        if len(found.section) > 300:
            found.errors["section"] = "The title must be 300 characters or fewer"
        return found

    def _table(
        self,
        number: int,
        table: Table,
        columns: Sequence[Field],
        header_rows: str,
        section: str,
        skip: bool,
    ) -> TableChoices:
        titles = table.column_titles
        choices = [
            ColumnChoice(f"t{number}-c{place}", titles[place] or f"Column {place + 1}", chosen)
            for place, chosen in enumerate(columns)
        ]
        return TableChoices(number, table, choices, header_rows, section, skip)

    def refuse(self, problems: Mapping[str, str]) -> None:
        """Show the action's refusals ("2.columns") at their tables."""
        tables = {str(each.number): each for each in self.tables}
        for place, problem in problems.items():
            number, _, name = place.partition(".")
            if number in tables:
                tables[number].errors[name] = problem

    @property
    def errors(self) -> list[tuple[str, str]]:
        """Id of the field and sentence of each problem, for the summary."""
        return [
            (f"{each.prefix}-{'c0' if name == 'columns' else name}", f"{each.title}: {problem}")
            for each in self.tables
            for name, problem in each.errors.items()
        ]

    def said(self) -> dict[int, Columns]:
        """The columns of each table, if nothing is wrong."""
        return {
            each.number: Columns(
                columns=tuple(column.chosen for column in each.columns),
                header_rows=int(each.header_rows),
                section=each.section,
                skip=each.skip,
            )
            for each in self.tables
        }


def row_words(row: Sequence[Any]) -> list[str]:
    """Cells, shortened for a preview."""
    return [cell if len(cell) <= LONGEST_CELL else f"{cell[: LONGEST_CELL - 1]}…" for cell in row]
