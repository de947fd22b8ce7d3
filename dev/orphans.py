"""What a killed supervisor left behind.

The kernel tells direct children to stop when their supervisor dies, but not the children's own: after a kill
of both, old web workers would go on serving the port. So each start begins by ending them. PostgreSQL is left
alone: it ends by itself, and its successor waits for that.
"""

import os
import signal
import time
from collections.abc import Iterator
from pathlib import Path

from .state import State

MARK = "SENDPLAN_SUPERVISED"
"""Environment variable that every supervised process carries: the state folder it belongs to."""

_FILE = "children.json"
_UNTOUCHED = "postgres"


def record(state: State, pids: dict[str, int]) -> None:
    """Remember the process groups in use, for the next start."""
    state.write(_FILE, pids)


def end(state: State) -> None:
    """Kill what is left of the recorded groups; call it under the state's lock."""
    groups = {pid for name, pid in state.read(_FILE).items() if name != _UNTOUCHED}
    deadline = time.monotonic() + 5
    while left := list(_members(groups, str(state.path))):
        for pid in left:
            try:
                os.kill(pid, signal.SIGKILL)
            except ProcessLookupError:
                continue
        if time.monotonic() > deadline:
            return
        time.sleep(0.02)


def _members(groups: set[int], state: str) -> Iterator[int]:
    mark = f"{MARK}={state}".encode()
    for entry in Path("/proc").iterdir():
        if not entry.name.isdigit():
            continue
        try:
            fields = (entry / "stat").read_bytes().rpartition(b")")[2].split()
            alive = int(fields[2]) in groups and fields[0] != b"Z"
            if alive and mark in (entry / "environ").read_bytes().split(b"\0"):
                yield int(entry.name)
        except OSError:
            continue
