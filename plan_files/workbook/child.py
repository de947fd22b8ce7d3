"""Read a workbook in a process of its own, under limits, as `plan_files.reading.child` reads other files.

Run by `plan_files.workbook.files`. Without Django, so that it starts quickly.
"""

from __future__ import annotations

import json
import sys
from typing import Any

from plan_files.reading.child import DAMAGED, TOO_MUCH
from plan_files.reading.container import XLSX, kind_of
from plan_files.reading.document import Refused
from plan_files.reading.limits import FILE_BYTES, limit_this_process
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


def main() -> int:
    """Answer with the sheets, or with the sentence that refuses the file."""
    limit_this_process()
    try:
        answer: dict[str, Any] = {"sheets": read(sys.argv[1], sys.stdin.buffer.read(FILE_BYTES + 1))}
    except Refused as refused:
        answer = {"refused": str(refused)}
    except MemoryError:
        answer = {"refused": TOO_MUCH}
    except Exception:
        # Libraries raise whatever they like on a damaged file. Only the sentence leaves this process.
        answer = {"refused": DAMAGED}
    sys.stdout.write(json.dumps(answer))
    return 0


if __name__ == "__main__":
    sys.exit(main())
