"""Read a file or pasted text that somebody sent. A file is read in a limited process of its own."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

from file_reading import limits
from file_reading.container import check_length, kind_of
from file_reading.document import Document, Refused
from file_reading.limited import TOO_MUCH
from file_reading.text import read_text

ROOT = Path(__file__).resolve().parents[1]


def read_file(name: str, data: bytes) -> Document:
    """The tables of a file. Raises Refused with a plain sentence if it cannot or must not be read.

    The process that reads has limited memory and time, and can write no file. It gets the bytes through a pipe, so
    that nothing of the file touches the disk, and no secret of this process.
    """
    return Document.from_json(answer_of("file_reading.child", name, data)["document"])


def read_sheets(name: str, data: bytes) -> dict[str, list[list[str]]]:
    """The rows of each visible sheet of an Excel workbook that holds something, with the cells as they are shown.

    Raises Refused as `read_file` does.
    """
    return dict(answer_of("file_reading.sheets_child", name, data)["sheets"])


def answer_of(module: str, name: str, data: bytes) -> dict[str, Any]:
    """What a module says of a file, in a limited process of its own. Raises Refused with what it refuses."""
    check_length(len(data))
    if not data.startswith(b"PK"):
        kind_of(name, data)
    try:
        done = subprocess.run(  # noqa: S603
            [sys.executable, "-s", "-B", "-m", module, _plain(name)],
            input=data,
            capture_output=True,
            timeout=limits.WALL_SECONDS,
            cwd=ROOT,
            env={"LANG": "C.UTF-8", "PYTHONUTF8": "1", "OPENBLAS_NUM_THREADS": "1"},
            check=False,
        )
    except subprocess.TimeoutExpired:
        raise Refused(TOO_MUCH) from None
    if done.returncode != 0:
        raise Refused(TOO_MUCH)
    answer: dict[str, Any] = json.loads(done.stdout)
    if "refused" in answer:
        raise Refused(answer["refused"])
    return answer


def _plain(name: str) -> str:
    """The end of a file's name in letters that any command line can take: only its extension counts."""
    return name[-200:].encode("ascii", "replace").decode().replace("\0", "?")


def read_pasted(text: str) -> Document:
    """The tables in pasted text. Raises Refused if it is too long or empty."""
    if not text.strip():
        raise Refused("There is no text. Copy the table in your document, and paste it here.")
    if len(text) > limits.PASTED_CHARACTERS:
        raise Refused("The text is too long to paste. Save it as a file, and upload that.")
    return read_text(text)
