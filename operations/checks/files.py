"""The folder of files: can it be written, by whom can it be read, is there room?"""

from __future__ import annotations

import os
import secrets
import shutil
import stat
from collections.abc import Iterator
from pathlib import Path

from django.conf import settings

from .finding import Finding, failed, ok, warning

GIB = 1024**3
LITTLE, TOO_LITTLE = 2 * GIB, GIB // 4


def check_files() -> Iterator[Finding]:
    folder = Path(settings.FILES_ROOT)
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        trial = folder / f".doctor.{secrets.token_hex(4)}"
        trial.write_bytes(b"trial")
        same = trial.read_bytes() == b"trial"
        trial.unlink()
    except OSError as problem:
        yield failed(
            "files",
            f"The folder {folder} cannot be written: {problem.strerror}.",
            "Give it to the user that runs sendplan, or set SENDPLAN_STATE to another folder.",
        )
        return
    if not same:
        yield failed("files", f"The folder {folder} does not keep what is written.", "Check its disk.")
        return
    yield ok("files", f"Files are kept in {folder}.")
    yield _rights(folder)
    yield _room(folder)


def _rights(folder: Path) -> Finding:
    if _open_to_all(folder):
        return failed(
            "rights", f"Every user of this machine can look into {folder}.", f"Run “chmod o-rwx {folder}”."
        )
    if folder.stat().st_uid not in (os.geteuid(), 0):
        return warning(
            "rights", f"{folder} belongs to another user.", "Run doctor as the user that runs sendplan."
        )
    return ok("rights", "Only the user that runs sendplan reads the files.")


def _open_to_all(folder: Path) -> bool:
    """Whether any user may look into the folder: its own rights allow it, and those of every folder above."""
    above = all(parent.stat().st_mode & stat.S_IXOTH for parent in folder.absolute().parents)
    return above and bool(folder.stat().st_mode & stat.S_IRWXO)


def _room(folder: Path) -> Finding:
    free = shutil.disk_usage(folder).free
    words = f"{free / GIB:.1f} GiB are free for files."
    if free < TOO_LITTLE:
        return failed("disk", words, "Make room: packs cannot be stored soon.")
    return warning("disk", words, "Make room soon.") if free < LITTLE else ok("disk", words)
