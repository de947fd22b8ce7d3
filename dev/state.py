"""The state folder: everything that one installation keeps, and who may use it at the moment."""

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
"""The checkout."""

_LONGEST_SOCKET_FOLDER = 107 - len("/postgres/.s.PGSQL.5432")


class State:
    """One state folder, made on first use, and its short runtime folder for sockets and copied programs."""

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
        """A folder of ours inside the state."""
        path = self.path / name
        path.mkdir(mode=0o700, exist_ok=True)
        return path

    def log(self, name: str) -> Path:
        """Where the process of that name writes what it has to say."""
        return self.path / "logs" / f"{name}.log"

    def lock(self, name: str, *, shared: bool = False, wait: bool = False) -> bool:
        """Take one of the folder's locks until this process ends; false when another process has it."""
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
        """Let others have that lock."""
        os.close(self._descriptors.pop(name))

    def keep_lock_when_replaced(self, name: str) -> None:
        """Let the lock pass to the program that this process is about to become."""
        os.set_inheritable(self._descriptors[name], True)

    def read(self, name: str) -> dict[str, Any]:
        """One of our small JSON files, empty when it is not there or was cut short."""
        try:
            content: dict[str, Any] = json.loads((self.path / name).read_text())
        except (FileNotFoundError, json.JSONDecodeError):
            return {}
        return content

    def write(self, name: str, content: dict[str, Any]) -> None:
        """Replace one of our small JSON files as a whole, readable by its owner alone."""
        new = self.path / f"{name}.new"
        descriptor = os.open(new, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        with os.fdopen(descriptor, "w") as file:
            json.dump(content, file, indent=1)
            file.flush()
            os.fsync(file.fileno())
        new.replace(self.path / name)

    def forget(self, name: str) -> None:
        """Remove one of our small files."""
        (self.path / name).unlink(missing_ok=True)

    def secrets(self) -> dict[str, str]:
        """Passwords of the database roles and the signing key, made on first use."""
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
    """`<tmp>/sendplan-<uid>-<hash>`: a socket's address holds 107 bytes, too few for many a state folder."""
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
