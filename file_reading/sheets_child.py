"""Read the sheets of an Excel workbook as plain rows, in a process of its own, under limits.

Run by `file_reading.files.read_sheets`.
"""

from __future__ import annotations

import sys
from typing import Any

from file_reading.container import XLSX, kind_of
from file_reading.document import Refused
from file_reading.limited import answer
from file_reading.xlsx import visible_sheets

NOT_EXCEL = "This is not an Excel workbook. In the program that made it, choose “Save as” and Excel (.xlsx)."


def _read(name: str, data: bytes) -> dict[str, Any]:
    if kind_of(name, data) != XLSX:
        raise Refused(NOT_EXCEL)
    return {"sheets": visible_sheets(data)}


if __name__ == "__main__":
    sys.exit(answer(_read))
