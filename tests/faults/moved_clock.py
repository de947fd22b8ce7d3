"""A clock that a test moves, and that all its processes read."""

import mmap
import struct
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path

from django.utils import timezone


class MovedClock:
    """The real time plus an offset in seconds, which is kept in a file so that other processes see it move."""

    def __init__(self, path: Path) -> None:
        self.path = path
        if not path.exists():
            path.write_bytes(struct.pack("d", 0.0))
        with path.open("r+b") as file:
            self._offset = mmap.mmap(file.fileno(), 8)

    @property
    def offset(self) -> float:
        return struct.unpack("d", self._offset[:8])[0]

    def now(self) -> datetime:
        return datetime.fromtimestamp(time.time() + self.offset, tz=UTC)

    def monotonic(self) -> float:
        """For modules that measure how long they have worked."""
        return time.monotonic() + self.offset

    def forward(self, seconds: float) -> None:
        self._offset[:8] = struct.pack("d", self.offset + seconds)

    def set(self, moment: datetime) -> None:
        self._offset[:8] = struct.pack("d", moment.timestamp() - time.time())

    def forward_to(self, moment: datetime) -> None:
        self.forward(max(0.0, (moment - self.now()) / timedelta(seconds=1)))

    def rule(self, monkeypatch=None) -> None:
        """Have this process read this clock, for the time of a test if it gives its `monkeypatch`."""
        if monkeypatch:
            monkeypatch.setattr(timezone, "now", self.now)
        else:
            timezone.now = self.now
