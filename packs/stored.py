"""Read what is stored of a pack, and say when it is not what was stored: the snapshot, the PDF and the other files."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator

from councils.files import read_pack_file, read_pdf
from councils.models import Council

from .file_kinds import FileKind
from .models import Pack, PackFile, Snapshot

SNAPSHOT_ALTERED = (
    "The stored content of this pack was changed after it was made. Do not rely on it. "
    "Ask the people who run sendplan to restore it from a backup."
)


class NotAsStored(Exception):
    """A stored file is missing or was changed. The message is a sentence for people."""


def snapshot_is_whole(snapshot: Snapshot) -> bool:
    """Whether the snapshot's text still has the SHA-256 that it was stored with."""
    return hashlib.sha256(snapshot.content.encode()).hexdigest() == snapshot.sha256


def stored_pdf(council: Council, pack: Pack) -> bytes:
    """The pack's PDF. Raises NotAsStored."""
    return _whole("PDF", pack.pdf_sha256, lambda: read_pdf(council, pack.pdf_sha256))


def stored_file(council: Council, row: PackFile) -> bytes:
    """One of the pack's other files. Raises NotAsStored."""
    return _whole(FileKind(row.kind).word, row.sha256, lambda: read_pack_file(council, row.sha256))


def problems_of(council: Council, pack: Pack, files: list[PackFile]) -> Iterator[str]:
    """A sentence for each part of the pack that is not as it was stored. `files` are the pack's."""
    if pack.snapshot and not snapshot_is_whole(pack.snapshot):
        yield SNAPSHOT_ALTERED
    if pack.pdf_sha256:
        try:
            stored_pdf(council, pack)
        except NotAsStored as problem:
            yield str(problem)
    for row in files:
        try:
            stored_file(council, row)
        except NotAsStored as problem:
            yield str(problem)


def _whole(what: str, sha256: str, read: Callable[[], bytes]) -> bytes:
    try:
        body = read()
    except FileNotFoundError:
        raise NotAsStored(
            f"The {what} of this pack is missing from the file store. "
            "Read the pack on its page, and ask the people who run sendplan to restore the file."
        ) from None
    if hashlib.sha256(body).hexdigest() != sha256:
        raise NotAsStored(
            f"The {what} of this pack was changed in the file store after it was made, so it is not given out. "
            "Ask the people who run sendplan to restore it from a backup."
        )
    return body
