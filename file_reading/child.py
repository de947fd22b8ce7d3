"""Read a plan's document in a process of its own, under limits. Run by `file_reading.files.read_file`."""

from __future__ import annotations

import sys
from typing import Any

from file_reading.container import CSV, DOCX, TEXT, kind_of
from file_reading.document import Document
from file_reading.limited import answer


def read(name: str, data: bytes) -> Document:
    """The document in these bytes. Programs that are only needed for one format are imported with it."""
    kind = kind_of(name, data)
    if kind == DOCX:
        from file_reading.docx import read_docx

        return read_docx(data)
    if kind in (CSV, TEXT):
        from file_reading.delimited import decoded, read_csv
        from file_reading.text import read_text

        return read_csv(data) if kind == CSV else read_text(decoded(data))
    from file_reading.xlsx import read_xlsx

    return read_xlsx(data)


def _read(name: str, data: bytes) -> dict[str, Any]:
    return {"document": read(name, data).to_json()}


if __name__ == "__main__":
    sys.exit(answer(_read))
