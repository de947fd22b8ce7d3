"""End the processes that a killed supervisor has left behind.

When a supervisor dies, the kernel signals its direct children, but not their children. If both are killed, old web
workers go on serving the port. So each start first ends them. It never kills PostgreSQL, which ends by itself. The
new server waits for that.
"""

import os
import signal
import time
from collections.abc import Iterator
from pathlib import Path

from .state import State

MARK = "SENDPLAN_SUPERVISED"
"""Environment variable of every supervised process: the state folder it belongs to."""

_FILE = "children.json"
_UNTOUCHED = "postgres"


def record(state: State, pids: dict[str, int]) -> None:
    """Store the process groups in use, for the next start."""
    state.write(_FILE, pids)


def end(state: State) -> None:
    """Kill what is left of the recorded groups. Call it while holding the state's lock."""
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
