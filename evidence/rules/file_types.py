"""Which files are taken as evidence, by their content and not only by their name.

In words: docs/rules/evidence-files.md.
"""

from __future__ import annotations

import zipfile
from collections.abc import Callable
from enum import StrEnum
from io import BytesIO

MAX_MB = 20
"""Largest file that is taken, in megabytes."""
MAX_BYTES = MAX_MB * 1024 * 1024
_MOST_PARTS = 10_000
_CONTROLS = frozenset(range(32)) - {9, 10, 12, 13}
_LIKE_A_PAGE = (b"<!doctype html", b"<html", b"<script", b"<svg", b"<?xml")


class FileRefused(ValueError):
    """The file is not taken. The message is a sentence without its full stop, and says what to do."""


class FileType(StrEnum):
    """Type of a file, by the ending of its name."""

    PDF = "pdf"
    DOCX = "docx"
    XLSX = "xlsx"
    PNG = "png"
    JPEG = "jpg"
    CSV = "csv"
    TXT = "txt"

    @property
    def word(self) -> str:
        """ "PDF", "Word document"."""
        return _WORDS[self]

    @property
    def media_type(self) -> str:
        return _MEDIA_TYPES[self]


_WORDS = {
    FileType.PDF: "PDF",
    FileType.DOCX: "Word document",
    FileType.XLSX: "Excel workbook",
    FileType.PNG: "PNG picture",
    FileType.JPEG: "JPEG picture",
    FileType.CSV: "CSV file",
    FileType.TXT: "Text file",
}
_OFFICE = "application/vnd.openxmlformats-officedocument"
_MEDIA_TYPES = {
    FileType.PDF: "application/pdf",
    FileType.DOCX: f"{_OFFICE}.wordprocessingml.document",
    FileType.XLSX: f"{_OFFICE}.spreadsheetml.sheet",
    FileType.PNG: "image/png",
    FileType.JPEG: "image/jpeg",
    FileType.CSV: "text/csv; charset=utf-8",
    FileType.TXT: "text/plain; charset=utf-8",
}
_OTHER_ENDINGS = {"jpeg": FileType.JPEG}
ENDINGS = (*(each.value for each in FileType), *_OTHER_ENDINGS)
"""Endings of names that are taken."""


def file_type(name: str, body: bytes) -> FileType:
    """Type of a file with this name and content. Raises FileRefused."""
    if not body:
        raise FileRefused("The file is empty. Choose another one")
    if len(body) > MAX_BYTES:
        megabytes = -(-len(body) // (1024 * 1024))
        raise FileRefused(
            f"The file has {megabytes} MB. It may have up to {MAX_MB} MB. Make it smaller, or give its address"
        )
    _, dot, ending = name.rpartition(".")
    ending = ending.lower() if dot else ""
    if ending not in ENDINGS:
        raise FileRefused(
            "Choose a PDF, Word (.docx), Excel (.xlsx), PNG, JPEG, CSV or text (.txt) file. "
            "Save other files as PDF first"
        )
    found = _OTHER_ENDINGS.get(ending) or FileType(ending)
    _CHECKS[found](body)
    return found


def _check_pdf(body: bytes) -> None:
    if not body.startswith(b"%PDF-") or b"%%EOF" not in body[-2048:]:
        raise FileRefused(_not_what_it_says(FileType.PDF))


def _check_png(body: bytes) -> None:
    if not body.startswith(b"\x89PNG\r\n\x1a\n") or b"IEND" not in body[-64:]:
        raise FileRefused(_not_what_it_says(FileType.PNG))


def _check_jpeg(body: bytes) -> None:
    if not body.startswith(b"\xff\xd8\xff") or b"\xff\xd9" not in body[-2048:]:
        raise FileRefused(_not_what_it_says(FileType.JPEG))


def _check_office(wanted: FileType, main: str) -> Callable[[bytes], None]:
    def check(body: bytes) -> None:
        names = _names_in_container(body, wanted)
        if main not in names or "[Content_Types].xml" not in names:
            raise FileRefused(_not_what_it_says(wanted))
        if any(name.lower().rpartition("/")[2] == "vbaproject.bin" for name in names):
            raise FileRefused("The file has macros in it. Save it without macros, or as PDF")

    return check


def _names_in_container(body: bytes, wanted: FileType) -> frozenset[str]:
    """Names of the parts. Nothing is unpacked."""
    if body.startswith(b"\xd0\xcf\x11\xe0"):
        raise FileRefused("The file has a password or is in an old format. Save it without one, or as PDF")
    try:
        with zipfile.ZipFile(BytesIO(body)) as container:
            names = container.namelist()
    except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError):
        raise FileRefused(_not_what_it_says(wanted)) from None
    if len(names) > _MOST_PARTS:
        raise FileRefused(_not_what_it_says(wanted))
    return frozenset(names)


def _check_text(wanted: FileType) -> Callable[[bytes], None]:
    def check(body: bytes) -> None:
        text = _decoded(body)
        starts = text.lstrip("\ufeff \t\r\n")[:200].lower().encode()
        if (
            text == ""
            or not _CONTROLS.isdisjoint(map(ord, set(text)))
            or starts.startswith((b"%pdf-", *_LIKE_A_PAGE))
        ):
            raise FileRefused(_not_what_it_says(wanted))

    return check


def _decoded(body: bytes) -> str:
    """The text in UTF-8 or UTF-16 with a mark, or else in Windows' Western European. "" if it is in none of them."""
    codecs = ("utf-16",) if body[:2] in (b"\xff\xfe", b"\xfe\xff") else ("utf-8-sig", "cp1252")
    for codec in codecs:
        try:
            return body.decode(codec)
        except UnicodeDecodeError:
            continue
    return ""


def _not_what_it_says(wanted: FileType) -> str:
    article = "an" if wanted == FileType.XLSX else "a"
    return (
        f"The name of the file ends in .{wanted.value}, but it is not {article} {wanted.word} or is damaged. "
        "Open it, save it again and choose the new file"
    )


_CHECKS: dict[FileType, Callable[[bytes], None]] = {
    FileType.PDF: _check_pdf,
    FileType.PNG: _check_png,
    FileType.JPEG: _check_jpeg,
    FileType.DOCX: _check_office(FileType.DOCX, "word/document.xml"),
    FileType.XLSX: _check_office(FileType.XLSX, "xl/workbook.xml"),
    FileType.CSV: _check_text(FileType.CSV),
    FileType.TXT: _check_text(FileType.TXT),
}
