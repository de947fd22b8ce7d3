"""What all rows of a workbook have in common."""

from __future__ import annotations

from typing import Any

Cells = dict[str, str]


def row_id(row: Any) -> str:
    return str(row.public_id) if row is not None else ""
