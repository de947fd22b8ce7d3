"""One cell of a statistics file: a number, or a code for why there is none."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal

CODES = {
    "z": "z",
    "x": "x",
    "c": "c",
    "low": "low",
    "u": "u",
    "k": "low",
    ":": "x",
    "~": "low",
}
"""Missing codes as files write them, and the code that each means now. `k`, `:` and `~` are from older files."""

DECIMALS = Decimal("0.0001")
LARGEST = Decimal(10) ** 10
_NUMBER = re.compile(r"[+-]?([0-9]+|[0-9]{1,3}(,[0-9]{3})+)?(?(1)(\.[0-9]*)?|\.[0-9]+)([eE][+-]?[0-9]{1,2})?")
_LONGEST = 40


@dataclass(frozen=True, slots=True)
class Cell:
    """A number to four decimals, or a missing code: `z`, `x`, `c`, `low` or `u`."""

    value: Decimal | None = None
    missing_code: str = ""


def read_cell(text: str) -> Cell | None:
    """The cell, or None if nothing is in it.

    Raises ValueError with words that fit after "Row 14, column x: ".
    """
    text = text.strip()
    if not text:
        return None
    if code := CODES.get(text.lower()):
        return Cell(missing_code=code)
    if len(text) > _LONGEST or not _NUMBER.fullmatch(text):
        raise ValueError(f"“{shortened(text)}” is neither a number nor a missing code")
    value = Decimal(text.replace(",", ""))
    if abs(value) >= LARGEST:
        raise ValueError(f"“{text}” is too large")
    return Cell(value.quantize(DECIMALS).normalize() + 0)


def is_figure(text: str) -> bool:
    """Whether the cell holds a number or a missing code."""
    text = text.strip()
    return text.lower() in CODES or (len(text) <= _LONGEST and _NUMBER.fullmatch(text) is not None)


def shortened(text: str) -> str:
    """The cell as a sentence shows it, not longer than a line."""
    return text if len(text) <= _LONGEST else f"{text[: _LONGEST - 1]}…"
