"""State folder: everything that one installation keeps, and the locks on it."""

import fcntl
import hashlib
import json
import os
import secrets
import tempfile
from pathlib import Path
from typing import Any

from .problem import Problem

ROOT = Path(__file__).resolve().parent.parent
"""Root folder of the checkout."""

_LONGEST_SOCKET_FOLDER = 107 - len("/postgres/.s.PGSQL.5432")


class State:
    """State folder, created on first use, and its runtime folder with a short path for sockets and copied programs."""

    def __init__(self, path: Path) -> None:
        self.path = Path(os.path.abspath(path))
        self._make_usable()
        self.runtime = _runtime_folder(self.path)
        self._descriptors: dict[str, int] = {}

    def _make_usable(self) -> None:
        try:
            self.path.mkdir(mode=0o700, parents=True, exist_ok=True)
            (self.path / "logs").mkdir(exist_ok=True)
            probe = self.path / "logs" / ".writable"
            probe.touch()
            probe.unlink()
        except OSError as error:
            raise Problem(_unusable(self.path, error)) from None

    def folder(self, name: str) -> Path:
        """Create a folder inside the state if needed. Returns its path."""
        path = self.path / name
        path.mkdir(mode=0o700, exist_ok=True)
        return path

    def log(self, name: str) -> Path:
        """Path of the log of one process."""
        return self.path / "logs" / f"{name}.log"

    def lock(self, name: str, *, shared: bool = False, wait: bool = False) -> bool:
        """Take one of the folder's locks until this process ends. False when another process has it."""
        descriptor = self._descriptors.get(name)
        if descriptor is None:
            descriptor = os.open(self.path / f"{name}.lock", os.O_RDWR | os.O_CREAT, 0o600)
            self._descriptors[name] = descriptor
        kind = fcntl.LOCK_SH if shared else fcntl.LOCK_EX
        try:
            fcntl.flock(descriptor, kind if wait else kind | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        return True

    def unlock(self, name: str) -> None:
        """Release a lock."""
        os.close(self._descriptors.pop(name))

    def keep_lock_when_replaced(self, name: str) -> None:
        """Keep the lock across `exec`."""
        os.set_inheritable(self._descriptors[name], True)

    def read(self, name: str) -> dict[str, Any]:
        """Content of a small JSON file. Empty if the file is missing or incomplete."""
        try:
            content: dict[str, Any] = json.loads((self.path / name).read_text())
        except (FileNotFoundError, json.JSONDecodeError):
            return {}
        return content

    def write(self, name: str, content: dict[str, Any]) -> None:
        """Replace a small JSON file atomically. Only its owner can read it."""
        new = self.path / f"{name}.new"
        descriptor = os.open(new, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        with os.fdopen(descriptor, "w") as file:
            json.dump(content, file, indent=1)
            file.flush()
            os.fsync(file.fileno())
        new.replace(self.path / name)

    def forget(self, name: str) -> None:
        """Delete a small JSON file."""
        (self.path / name).unlink(missing_ok=True)

    def secrets(self) -> dict[str, str]:
        """Passwords of the database roles and the signing key, generated on first use."""
        kept: dict[str, str] = self.read("secrets.json")
        if not kept:
            kept = {name: secrets.token_hex(24) for name in ("owner", "web", "worker")}
            kept["signing"] = secrets.token_urlsafe(48)
            self.write("secrets.json", kept)
        return kept


def _unusable(path: Path, error: OSError) -> str:
    reason = (error.strerror or str(error)).lower()
    if len(str(path)) > 200:
        return (
            f"The state folder's path of {len(str(path))} characters cannot be used ({reason}): "
            "choose a shorter one with --state."
        )
    return (
        f"The state folder {path} cannot be used ({reason}): choose one that you may write to with --state."
    )


def _runtime_folder(state: Path) -> Path:
    """Create `<tmp>/sendplan-<uid>-<hash>`. A socket's path has at most 107 bytes, too few for many state folders."""
    name = f"sendplan-{os.geteuid()}-{hashlib.sha256(os.fsencode(state)).hexdigest()[:10]}"
    path = Path(tempfile.gettempdir()) / name
    if len(os.fsencode(path)) > _LONGEST_SOCKET_FOLDER:
        path = Path("/tmp") / name
    try:
        path.mkdir(mode=0o711, exist_ok=True)
        if path.is_symlink() or path.stat().st_uid != os.geteuid():
            raise Problem(
                f"The folder {path} belongs to another user: remove it, or set TMPDIR to another folder."
            )
        path.chmod(0o711)
    except OSError as error:
        raise Problem(
            f"The folder {path} for sockets cannot be made ({error.strerror}): set TMPDIR to another folder."
        ) from None
    return path
