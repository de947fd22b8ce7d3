"""Hand over a state from one `bin/serve` to the next.

A second start is refused while the first is running. But when the parent of the first is gone (a script was ended, a
terminal closed), nobody can stop it any more. A new start then stops it and takes over.
"""

import os
import signal
import time
from pathlib import Path

from . import services
from .problem import Problem
from .signals import pause
from .state import State

_FILE = "serve.json"
_SECONDS = 25.0


def claim(state: State) -> None:
    """Claim the state for this `bin/serve`. Waits for one that is stopping; raises Problem if another is running."""
    deadline = time.monotonic() + _SECONDS
    asked = False
    while not services.claim(state):
        running = state.read(_FILE)
        if not asked and _is_abandoned(running):
            print("Stopping a bin/serve that was left running.", flush=True)
            os.kill(running["pid"], signal.SIGTERM)
            asked = True
        if not (asked or running.get("stopping")) or time.monotonic() > deadline:
            raise Problem(
                f"Another bin/serve or bin/manage is using the state folder {state.path}. "
                "Stop it first, or choose another folder with --state."
            )
        pause(0.1)
    state.write(_FILE, {"pid": os.getpid(), "starter": os.getppid()})


def announce_stop(state: State) -> None:
    """Record that this `bin/serve` is stopping, so that the next start waits for it."""
    state.write(_FILE, state.read(_FILE) | {"stopping": True})


def _is_abandoned(running: dict[str, int]) -> bool:
    """Whether that process is a `bin/serve` of the same user whose parent is gone."""
    if not running:
        return False
    process = Path(f"/proc/{running['pid']}")
    try:
        words = (process / "cmdline").read_bytes().split(b"\0")
        parent = int((process / "stat").read_bytes().rpartition(b")")[2].split()[1])
        ours = process.stat().st_uid == os.geteuid()
    except OSError:
        return False
    is_serve = b"serve" in words and any(
        word.endswith((b"dev/__main__.py", b"local/__main__.py"))
        for word in words  # local/: before 0.3
    )
    return ours and is_serve and parent != running["starter"]
