"""The file of metadata that comes with a statistics file (`.meta.csv`): what each column is, and in which unit."""

from __future__ import annotations

from dataclasses import dataclass
from typing import BinaryIO

from .refusal import FileRefused
from .rows import Sheet

COLUMNS = ("col_name", "col_type", "label")
UNITS = ("", "%", "pp", "£", "£m", "numberstring")


@dataclass(frozen=True, slots=True)
class Described:
    """A column as its metadata describe it. `unit` is one of `UNITS`."""

    name: str
    is_filter: bool
    label: str
    unit: str = ""
    decimals: int | None = None


def read_metadata(file: BinaryIO) -> dict[str, Described]:
    """Each column by its name in lower case. Raises FileRefused."""
    sheet = Sheet(file)
    try:
        missing = [name for name in COLUMNS if sheet.place(name) is None]
        if missing:
            raise FileRefused(
                f"Row 1 of the metadata lacks the column “{missing[0]}”. Choose the .meta.csv file."
            )
        described = (_described(sheet, number, cells) for number, cells in sheet.rows())
        return {column.name.casefold(): column for column in described}
    finally:
        sheet.release()


def _described(sheet: Sheet, number: int, cells: list[str]) -> Described:
    def cell(name: str) -> str:
        place = sheet.place(name)
        return cells[place].strip() if place is not None else ""

    kind = cell("col_type").casefold()
    if kind not in ("filter", "indicator"):
        raise FileRefused(
            f"Row {number} of the metadata, column col_type: “{cell('col_type')[:40]}” is neither Filter nor Indicator."
        )
    unit, decimals = cell("indicator_unit"), cell("indicator_dp")
    if unit not in UNITS:
        raise FileRefused(
            f"Row {number} of the metadata, column indicator_unit: “{unit[:40]}” is not a unit."
        )
    return Described(
        name=cell("col_name"),
        is_filter=kind == "filter",
        label=cell("label") or cell("col_name"),
        unit=unit,
        decimals=int(decimals) if decimals.isascii() and decimals.isdigit() else None,
    )
