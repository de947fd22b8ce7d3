"""Memory of processes, as the kernel tells it."""

from __future__ import annotations

from pathlib import Path


def peak_mib() -> float:
    """Largest resident memory of this process so far.

    `getrusage` would not do: there a new process begins with the peak of the one that started it.
    """
    return _read(Path("/proc/self/status"), "VmHWM:")


def used_mib(pid: int) -> float:
    """Memory of a process: its own pages and its part of those that it shares. All it sees where that is not told."""
    try:
        return _read(Path(f"/proc/{pid}/smaps_rollup"), "Pss:")
    except (OSError, LookupError):
        return _read(Path(f"/proc/{pid}/status"), "VmRSS:")


def _read(path: Path, label: str) -> float:
    for line in path.read_text().splitlines():
        if line.startswith(label):
            return int(line.split()[1]) / 1024
    raise LookupError(f"{path} has no {label}")
