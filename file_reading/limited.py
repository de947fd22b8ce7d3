"""The frame of a process that reads one file under limits: bytes on standard input, JSON on standard output.

A module that reads a kind of file ends with `sys.exit(answer(read))` and is run by `file_reading.files.answer_of`.
It does without Django, so that it starts quickly.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Callable
from typing import Any

from file_reading.document import Refused
from file_reading.limits import FILE_BYTES, limit_this_process

TOO_MUCH = (
    "This file takes too long or too much memory to read. Copy what you need into a new file, without "
    "pictures and other sheets, and upload that."
)
DAMAGED = "This file is damaged. Open it in the program that made it, save it again, and upload it again."


def answer(read: Callable[[str, bytes], dict[str, Any]]) -> int:
    """Write what `read` finds in the file, given its name and bytes, or the sentence that refuses it."""
    limit_this_process()
    try:
        found = read(sys.argv[1], sys.stdin.buffer.read(FILE_BYTES + 1))
    except Refused as refused:
        found = {"refused": str(refused)}
    except MemoryError:
        found = {"refused": TOO_MUCH}
    except Exception:
        # Libraries raise whatever they like on a damaged file. Only the sentence leaves this process.
        found = {"refused": DAMAGED}
    sys.stdout.write(json.dumps(found))
    return 0
