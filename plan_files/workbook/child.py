"""Read a workbook in a process of its own, under limits, as `file_reading` reads other files.

Run by `plan_files.workbook.files`. Without Django, so that it starts quickly.
"""

from __future__ import annotations

import sys
from typing import Any

from file_reading.container import XLSX, kind_of
from file_reading.document import Refused
from file_reading.limited import answer
from plan_files.workbook.xlsx import NotAWorkbook, read_xlsx

NOT_EXCEL = (
    "This is not an Excel workbook. Download the workbook of your plan, or the empty one, and fill that in."
)


def read(name: str, data: bytes) -> dict[str, Any]:
    """Every sheet as plain lists and strings. Raises Refused."""
    if kind_of(name, data) != XLSX:
        raise Refused(NOT_EXCEL)
    try:
        return {sheet: raw.to_json() for sheet, raw in read_xlsx(data).items()}
    except NotAWorkbook as problem:
        raise Refused(str(problem)) from None


def _read(name: str, data: bytes) -> dict[str, Any]:
    return {"sheets": read(name, data)}


if __name__ == "__main__":
    sys.exit(answer(_read))
