"""Lines of text outside tables."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Line:
    """A paragraph outside tables. `apart`: an empty line is above it. `is_heading`: it is marked as a heading."""

    place: str
    text: str
    apart: bool = False
    is_heading: bool = False


def nearest_heading(lines: Sequence[Line]) -> str:
    for line in reversed(lines):
        if line.is_heading or (len(line.text) <= 120 and not line.text.endswith((".", ";", ","))):
            return line.text
    return ""
