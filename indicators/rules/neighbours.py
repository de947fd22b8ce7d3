"""Lists of statistical neighbours as people paste them, and which list is in force on a day. Pure."""

from __future__ import annotations

import csv
import re
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Protocol, TypeVar

MOST = 20
TIDY = ("old_la_code", "neighbour_old_la_code", "neighbour_name")
_CODE = re.compile(r"[0-9]{3}|[EWSN][0-9]{8}")
EXAMPLE = "1, 852, Southampton, Very close"


@dataclass(frozen=True, slots=True)
class Near:
    """A council of a list. `code` is the Department for Education's number, such as 852, or its ONS code."""

    rank: int
    code: str
    name: str
    closeness: str = ""

    @property
    def line(self) -> str:
        """ "1, 852, Southampton, Very close"."""
        return ", ".join(filter(None, (str(self.rank), self.code, _quoted(self.name), self.closeness)))


def read_neighbours(text: str, own: Collection[str]) -> list[Near]:
    """Councils of a list, by rank: one on each line, or the department's tidy file, of which the own rows are taken.

    Raises ValueError with a sentence that names the line.
    """
    lines = [
        (number, line)
        for number, line in enumerate(text.replace("\ufeff", "").splitlines(), 1)
        if line.strip()
    ]
    if not lines:
        raise ValueError(f"Enter one council on each line, such as {EXAMPLE}.")
    separator = "\t" if "\t" in text else ","
    rows = [(number, _cells(number, line, separator)) for number, line in lines]
    heads = [head.casefold() for head in rows[0][1]]
    found = _of_tidy_file(heads, rows[1:], own) if "neighbour_old_la_code" in heads else _of_lines(rows)
    _check(found, own)
    return sorted(found, key=lambda near: near.rank)


def _cells(number: int, line: str, separator: str) -> list[str]:
    try:
        [row] = csv.reader([line], delimiter=separator, skipinitialspace=True, strict=True)
    except csv.Error:
        raise ValueError(f"Line {number}: a quotation mark is not closed.") from None
    return [cell.strip() for cell in row]


def _of_lines(rows: Sequence[tuple[int, Sequence[str]]]) -> list[Near]:
    if len(rows) > MOST:
        raise ValueError(f"There are {len(rows)} councils. A list has up to {MOST}, usually ten.")
    return [_near(number, place, cells) for place, (number, cells) in enumerate(rows, 1)]


def _near(number: int, place: int, cells: Sequence[str]) -> Near:
    """A line with or without its rank in front."""
    has_rank = len(cells) > 1 and bool(_CODE.fullmatch(cells[1]))
    rank, rest = (cells[0], cells[1:]) if has_rank else (str(place), cells)
    if not rest or not _CODE.fullmatch(rest[0]) or not 1 < len(rest) < 4 or not rest[1]:
        raise ValueError(
            f"Line {number}: write the rank, the council's number or code, its name and how close it is, "
            f"such as {EXAMPLE}."
        )
    return Near(_rank(number, rank), rest[0], rest[1], rest[2] if len(rest) > 2 else "")


def _rank(number: int, text: str) -> int:
    if not (text.isascii() and text.isdigit()) or not 1 <= int(text) <= MOST:
        raise ValueError(f"Line {number}: “{text[:20]}” is not a rank from 1 to {MOST}.")
    return int(text)


def _of_tidy_file(
    heads: Sequence[str], rows: Iterable[tuple[int, Sequence[str]]], own: Collection[str]
) -> list[Near]:
    """Rows of the own council in the department's file of all councils."""
    missing = [name for name in TIDY if name not in heads]
    if missing:
        raise ValueError(f"Line 1 lacks the column “{missing[0]}”.")
    found: list[Near] = []
    for number, cells in rows:
        if len(cells) != len(heads):
            raise ValueError(f"Line {number} has {len(cells)} cells, but line 1 has {len(heads)}.")
        row = dict(zip(heads, cells, strict=True))
        if row["old_la_code"] in own:
            rank = _rank(number, row.get("rank", str(len(found) + 1)))
            found.append(
                Near(rank, row["neighbour_old_la_code"], row["neighbour_name"], row.get("closeness", ""))
            )
    if not found:
        numbers = " or ".join(sorted(code for code in own if len(code) == 3))
        raise ValueError(
            f"No line is for this council: column old_la_code has no {numbers}."
            if numbers
            else "Say the Department for Education's number of this council first, such as 851."
        )
    return found


def _check(found: Sequence[Near], own: Collection[str]) -> None:
    if len(found) > MOST:
        raise ValueError(f"There are {len(found)} councils. A list has up to {MOST}, usually ten.")
    for near in found:
        if near.code in own:
            raise ValueError(f"{near.name} ({near.code}) is this council itself. Remove its line.")
        if len(near.name) > 100 or len(near.closeness) > 40:
            raise ValueError(f"The line of {near.code} is too long. Check it.")
    told = {"rank": [str(near.rank) for near in found], "council": [near.code for near in found]}
    for what, values in told.items():
        twice = next((value for value in values if values.count(value) > 1), None)
        if twice is not None:
            raise ValueError(f"The {what} {twice} is there twice. Each may be there once.")


def _quoted(name: str) -> str:
    return f'"{name}"' if "," in name else name


class Dated(Protocol):
    """Something with the first and, where it is known, the last day on which it is valid."""

    valid_from: date
    valid_until: date | None


D = TypeVar("D", bound=Dated)


def in_force(lists: Iterable[D], day: date) -> D | None:
    """The list that is valid on the day."""
    valid = [
        each
        for each in lists
        if each.valid_from <= day and (each.valid_until is None or day <= each.valid_until)
    ]
    return max(valid, key=lambda each: each.valid_from, default=None)


def overlapping(lists: Iterable[D], first: date, last: date | None) -> D | None:
    """A list that is valid on one of the days from first to last."""
    return next(
        (
            each
            for each in lists
            if (last is None or each.valid_from <= last)
            and (each.valid_until is None or first <= each.valid_until)
        ),
        None,
    )
