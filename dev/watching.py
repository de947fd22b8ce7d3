"""Watch files for changes by their modification time."""

import os
from collections.abc import Iterator, Sequence
from pathlib import Path

from .state import ROOT


class Watch:
    """Watches files below `folders` whose names end in one of `endings`."""

    def __init__(self, folders: Sequence[Path], endings: tuple[str, ...]) -> None:
        self._folders, self._endings = folders, endings
        self._times = dict(self._read())

    def changed(self) -> str:
        """One file that was added, deleted or changed since the last call, or ""."""
        before, self._times = self._times, dict(self._read())
        different = sorted(path for path, _ in before.items() ^ self._times.items())
        return os.path.relpath(different[0], ROOT) if different else ""

    def _read(self) -> Iterator[tuple[str, int]]:
        for top in self._folders:
            for folder, _, names in os.walk(top):
                for name in names:
                    if name.endswith(self._endings):
                        path = os.path.join(folder, name)
                        try:
                            yield path, os.stat(path).st_mtime_ns
                        except FileNotFoundError:  # an editor's temporary file
                            continue
