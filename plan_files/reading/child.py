"""Read one file in a process of its own, under limits: its bytes come on standard input, JSON goes to standard output.

Run by `plan_files.reading.files`: `python -m plan_files.reading.child NAME`. Without Django, so that it starts quickly.
"""

from __future__ import annotations

import json
import sys
from typing import Any

from plan_files.reading.container import CSV, DOCX, TEXT, kind_of
from plan_files.reading.document import Document, Refused
from plan_files.reading.limits import FILE_BYTES, limit_this_process

TOO_MUCH = (
    "This file takes too long or too much memory to read. Copy the plan into a new document, without pictures "
    "and other sheets, and upload that."
)
DAMAGED = "This file is damaged. Open it in the program that made it, save it again, and upload it again."


def read(name: str, data: bytes) -> Document:
    """The document in these bytes. Programs that are only needed for one format are imported with it."""
    kind = kind_of(name, data)
    if kind == DOCX:
        from plan_files.reading.docx import read_docx

        return read_docx(data)
    if kind in (CSV, TEXT):
        from plan_files.reading.delimited import decoded, read_csv
        from plan_files.reading.text import read_text

        return read_csv(data) if kind == CSV else read_text(decoded(data))
    from plan_files.reading.xlsx import read_xlsx

    return read_xlsx(data)


def main() -> int:
    """Answer with a document, or with the sentence that refuses the file."""
    limit_this_process()
    try:
        answer: dict[str, Any] = {
            "document": read(sys.argv[1], sys.stdin.buffer.read(FILE_BYTES + 1)).to_json()
        }
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
