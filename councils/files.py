"""Store packs, prints of plans, logos, evidence and uploads: one folder for each council, files named by SHA-256.

Files are never changed: the same bytes have the same name, different bytes a different one.
"""

from __future__ import annotations

import hashlib
import os
import secrets
import time
from collections.abc import Collection
from contextlib import suppress
from datetime import timedelta
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.files.base import ContentFile, File
from django.core.files.storage import FileSystemStorage

from .models import Council

WORKBOOK_WAITS = timedelta(days=7)
"""How long an uploaded workbook is kept for somebody to import it."""

PRINT_WAITS = timedelta(days=1)
"""How long a printed plan is kept, so that those who open it on one day need not wait again."""

UPLOAD_WAITS = timedelta(days=7)
"""How long a file is kept that no worker has read. One that is read is deleted at once."""
UPLOADS = "uploads"

PACK_FILE = ".pack"
"""Ending of the names of a pack's files beside its PDF, whatever their type. So none is taken for an upload."""

EVIDENCE = ".evidence"
"""Ending of the names of files of evidence, whatever their type. So none is taken for a pack or an upload."""
EVIDENCE_WAITS = timedelta(days=1)
"""How long the file of evidence that was removed is kept."""


class CouncilStorage(FileSystemStorage):
    """Storage of a council's files. Writes are atomic: after a crash a file is complete or missing."""

    def __init__(self, council: Council) -> None:
        super().__init__(location=settings.FILES_ROOT / str(council.public_id))

    def get_available_name(self, name: str, max_length: int | None = None) -> str:
        return name

    def _save(self, name: str, content: Any) -> str:
        target = Path(self.path(name))
        if target.exists():
            return name
        target.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        unfinished = target.with_name(f"{target.name}.{secrets.token_hex(4)}.part")
        try:
            with unfinished.open("xb") as out:
                out.write(content.read())
                out.flush()
                os.fsync(out.fileno())
            unfinished.replace(target)
        except BaseException:
            unfinished.unlink(missing_ok=True)
            raise
        _fsync_folder(target.parent)
        return name


def _fsync_folder(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def store_pdf(council: Council, body: bytes, sha256: str) -> Path:
    """Store a rendered pack permanently and return its path."""
    return _store(council, body, f"{sha256}.pdf")


def pdf_path(council: Council, sha256: str) -> Path:
    """Path of the pack with this SHA-256."""
    return _path(council, f"{sha256}.pdf")


def read_pdf(council: Council, sha256: str) -> bytes:
    """Read the pack with this SHA-256. Raises FileNotFoundError."""
    return pdf_path(council, sha256).read_bytes()


def store_pack_file(council: Council, body: bytes, sha256: str) -> None:
    """Store another file of a rendered pack permanently."""
    _store(council, body, f"{sha256}{PACK_FILE}")


def read_pack_file(council: Council, sha256: str) -> bytes:
    """Read the file of a pack with this SHA-256. Raises FileNotFoundError."""
    return _path(council, f"{sha256}{PACK_FILE}").read_bytes()


def store_logo(council: Council, png: bytes) -> str:
    """Store a council's logo and return its SHA-256."""
    sha256 = hashlib.sha256(png).hexdigest()
    _store(council, png, f"{sha256}.png")
    return sha256


def read_logo(council: Council, sha256: str) -> bytes:
    """Read the logo with this SHA-256. Raises FileNotFoundError."""
    return _path(council, f"{sha256}.png").read_bytes()


def delete_logo(council: Council, sha256: str) -> None:
    """Delete a replaced or removed logo."""
    _path(council, f"{sha256}.png").unlink(missing_ok=True)


def store_table(council: Council, file: File[Any], sha256: str) -> None:
    """Keep an uploaded CSV file until it is loaded or given up."""
    storage = CouncilStorage(council)
    file.seek(0)
    storage.save(f"{sha256}.csv", file)


def table_path(council: Council, sha256: str) -> Path | None:
    """Path of the uploaded file with this SHA-256, None if it is no longer kept."""
    path = _path(council, f"{sha256}.csv")
    return path if path.exists() else None


def delete_table(council: Council, sha256: str) -> None:
    """Delete an uploaded file that was loaded or given up."""
    _path(council, f"{sha256}.csv").unlink(missing_ok=True)


def store_workbook(council: Council, body: bytes) -> str:
    """Keep an uploaded workbook until it is imported or given up, and return its SHA-256.

    Workbooks that have waited longer than WORKBOOK_WAITS are deleted.
    """
    _delete_older(council, "*.xlsx", WORKBOOK_WAITS)
    sha256 = hashlib.sha256(body).hexdigest()
    _store(council, body, f"{sha256}.xlsx")
    return sha256


def read_workbook(council: Council, sha256: str) -> bytes:
    """Read the uploaded workbook with this SHA-256. Raises FileNotFoundError."""
    return _path(council, f"{sha256}.xlsx").read_bytes()


def delete_workbook(council: Council, sha256: str) -> None:
    """Delete an uploaded workbook that was imported or given up."""
    _path(council, f"{sha256}.xlsx").unlink(missing_ok=True)


def store_print(council: Council, body: bytes, name: str) -> None:
    """Keep a file of a plan's print for a while. `name` is the SHA-256 of what is printed, and an ending.

    Those that are older than PRINT_WAITS are deleted.
    """
    _delete_older(council, "*.plan-*", PRINT_WAITS)
    _store(council, body, name)


def print_path(council: Council, name: str) -> Path:
    """Path of a file of a plan's print, which may not be there."""
    return _path(council, name)


def store_upload(council: Council, body: bytes, name: str) -> None:
    """Keep an uploaded file until a worker has read it. `name` is the public id of the row that waits for it."""
    _delete_older(council, f"{UPLOADS}/*", UPLOAD_WAITS)
    _store(council, body, f"{UPLOADS}/{name}")


def read_upload(council: Council, name: str) -> bytes:
    """Read a file that waits to be read. Raises FileNotFoundError."""
    return _path(council, f"{UPLOADS}/{name}").read_bytes()


def delete_upload(council: Council, name: str) -> None:
    """Delete a file that has been read or given up."""
    _path(council, f"{UPLOADS}/{name}").unlink(missing_ok=True)


def uploads_waiting(age: timedelta) -> list[tuple[str, str]]:
    """Files of all councils that are older than this: the public ids of the council and of the row that waits."""
    now, found = time.time(), []
    for path in sorted(Path(settings.FILES_ROOT).glob(f"*/{UPLOADS}/*")):
        with suppress(FileNotFoundError):
            if path.suffix != ".part" and now - path.stat().st_mtime > age.total_seconds():
                found.append((path.parent.parent.name, path.name))
    return found


def _delete_older(council: Council, pattern: str, age: timedelta) -> None:
    now = time.time()
    for path in Path(CouncilStorage(council).location).glob(pattern):
        with suppress(FileNotFoundError):
            if now - path.stat().st_mtime > age.total_seconds():
                path.unlink()


def store_evidence(council: Council, body: bytes, sha256: str) -> None:
    """Store a file of evidence. One that is there already counts as new for `delete_unused_evidence`."""
    path = _store(council, body, f"{sha256}{EVIDENCE}")
    os.utime(path)


def evidence_path(council: Council, sha256: str) -> Path | None:
    """Path of the file of evidence with this SHA-256, None if it is missing from the file store."""
    path = _path(council, f"{sha256}{EVIDENCE}")
    return path if path.exists() else None


def delete_unused_evidence(council: Council, used: Collection[str]) -> None:
    """Delete files of evidence that are not in use any more, after EVIDENCE_WAITS: until then a removal can be undone.

    `used` are the SHA-256 of files in use. Those get the present moment, so that the time counts from their last use.
    """
    now = time.time()
    for path in Path(CouncilStorage(council).location).glob(f"*{EVIDENCE}"):
        if path.name.removesuffix(EVIDENCE) in used:
            os.utime(path)
        elif now - path.stat().st_mtime > EVIDENCE_WAITS.total_seconds():
            path.unlink(missing_ok=True)


def _store(council: Council, body: bytes, name: str) -> Path:
    storage = CouncilStorage(council)
    return Path(storage.path(storage.save(name, ContentFile(body))))


def _path(council: Council, name: str) -> Path:
    return Path(CouncilStorage(council).path(name))
