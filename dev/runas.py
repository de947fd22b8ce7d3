"""System user that runs the database server. PostgreSQL refuses to run as root."""

import os
import pwd
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from .problem import Problem

_CANDIDATES = ("sendplan", "postgres", "nobody")


@dataclass(frozen=True)
class RunAs:
    """System user of the database server. `changes` is true when it is not the user who runs this command."""

    uid: int
    gid: int
    name: str
    changes: bool

    def popen(self) -> dict[str, Any]:
        """Arguments for `subprocess` to run a program as this user."""
        return {"user": self.uid, "group": self.gid, "extra_groups": []} if self.changes else {}

    def own(self, path: Path) -> None:
        """Make this user the owner of a file or folder."""
        if self.changes:
            os.chown(path, self.uid, self.gid)


def starter_name() -> str:
    """Name of the user who runs this command."""
    try:
        return pwd.getpwuid(os.geteuid()).pw_name
    except KeyError:
        raise Problem(
            f"User number {os.geteuid()} has no name on this machine, and PostgreSQL needs one. "
            "Add it to /etc/passwd, or set DATABASE_URL to a database server."
        ) from None


def choose(data: Path) -> RunAs:
    """Choose the current user. For root: the owner of an existing data folder, else the first usual system user."""
    if os.geteuid() != 0:
        return RunAs(os.geteuid(), os.getegid(), starter_name(), changes=False)
    if data.exists() and data.stat().st_uid != 0:
        return _described(pwd.getpwuid(data.stat().st_uid))
    for name in _CANDIDATES:
        try:
            return _described(pwd.getpwnam(name))
        except KeyError:
            continue
    raise Problem(
        "PostgreSQL does not run as root. Create an ordinary user with `useradd --system sendplan`."
    )


def _described(entry: pwd.struct_passwd) -> RunAs:
    return RunAs(entry.pw_uid, entry.pw_gid, entry.pw_name, changes=True)
