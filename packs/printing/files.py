"""All files of a pack beside its PDF, made from the snapshot alone."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import dataclass

from ..document import PackDocument
from ..file_kinds import FileKind
from ..models import Snapshot
from .tables import indicators_csv, items_csv, pack_xlsx
from .twin import twin_html


@dataclass(frozen=True, slots=True)
class MadeFile:
    """One file with the SHA-256 of its bytes."""

    kind: FileKind
    body: bytes

    @property
    def sha256(self) -> str:
        return hashlib.sha256(self.body).hexdigest()


def made_files(snapshot: Snapshot, document: PackDocument, printed: Callable[[], str]) -> list[MadeFile]:
    """Every file. `printed` gives the HTML for print."""
    return [made_file(kind, snapshot, document, printed) for kind in FileKind]


def made_file(
    kind: FileKind, snapshot: Snapshot, document: PackDocument, printed: Callable[[], str]
) -> MadeFile:
    """One file. The same snapshot gives the same bytes with the same versions of the programs."""
    # Import the writer of Word files only here. It takes a quarter of a second, and web workers rarely need it.
    from .word import pack_docx

    writers: dict[FileKind, Callable[[], bytes]] = {
        FileKind.HTML: lambda: twin_html(printed(), document.branding).encode(),
        FileKind.WORD: lambda: pack_docx(document, sha256=snapshot.sha256),
        FileKind.EXCEL: lambda: pack_xlsx(document),
        FileKind.ITEMS: lambda: items_csv(document),
        FileKind.INDICATORS: lambda: indicators_csv(document),
        FileKind.JSON: lambda: snapshot.content.encode(),
    }
    return MadeFile(kind, writers[kind]())
