"""Write a bundle as a ZIP: the index page, the files as they were added, and the manifest with their SHA-256."""

from __future__ import annotations

import hashlib
import shutil
import zipfile
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import IO

from django.template.loader import render_to_string
from django.utils import timezone

from core.tables import Column, csv_file

from .contents import MAX_BUNDLE_MB, BundleContents, Entry

FilePath = Callable[[str], Path | None]
"""Path of the file with a SHA-256, or None if it is missing."""


class BundleRefused(Exception):
    """The bundle cannot be made. The message is a sentence that says what to do."""


def write_bundle(contents: BundleContents, out: IO[bytes], file_path: FilePath) -> None:
    """Write the ZIP. The same contents give the same bytes. Raises BundleRefused.

    Files are copied piece by piece, and each is checked against its SHA-256 on the way.
    """
    if contents.size > MAX_BUNDLE_MB * 1024 * 1024:
        raise BundleRefused(
            f"The files have more than {MAX_BUNDLE_MB} MB together. Make the bundle of one area at a time."
        )
    index = render_to_string("evidence/bundle/index.html", {"contents": contents}).encode()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as bundle:
        _write(bundle, "index.html", index, contents.made_at)
        _write(bundle, "manifest.csv", manifest(contents, index), contents.made_at)
        for entry in contents.entries:
            if entry.path:
                _copy(bundle, entry, file_path, contents.made_at)


def manifest(contents: BundleContents, index: bytes) -> bytes:
    """CSV with a row for the index page and for each piece of evidence."""
    titles = ["Path", "Title", "Address", "Type", "Bytes", "SHA-256", "Date", "Added on", "Areas"]
    rows: list[list[str | int]] = [
        ["index.html", "Index", "", "Web page", len(index), hashlib.sha256(index).hexdigest(), "", "", ""]
    ]
    for entry in contents.entries:
        row = entry.evidence
        areas = "; ".join(area.line.area.name for area in contents.areas_of(row))
        rows.append(
            [
                entry.path,
                row.title,
                row.address,
                row.get_file_kind_display() or "Web page",
                row.file_size if row.is_file else "",
                row.file_sha256,
                row.of_on.isoformat() if row.of_on else "",
                row.added_on.isoformat(),
                areas,
            ]
        )
    return csv_file([Column(title) for title in titles], rows)


def _entry_of_zip(path: str, made_at: datetime) -> zipfile.ZipInfo:
    info = zipfile.ZipInfo(path, timezone.localtime(made_at).timetuple()[:6])
    info.compress_type = zipfile.ZIP_DEFLATED
    info.external_attr = 0o644 << 16
    return info


def _write(bundle: zipfile.ZipFile, path: str, body: bytes, made_at: datetime) -> None:
    bundle.writestr(_entry_of_zip(path, made_at), body)


def _copy(bundle: zipfile.ZipFile, entry: Entry, file_path: FilePath, made_at: datetime) -> None:
    """Copy one file without compressing it: most are compressed already."""
    found = file_path(entry.evidence.file_sha256)
    if found is None:
        raise BundleRefused(_missing(entry))
    info = _entry_of_zip(entry.path, made_at)
    info.compress_type = zipfile.ZIP_STORED
    info.file_size = entry.evidence.file_size
    digest = hashlib.sha256()
    with found.open("rb") as source, bundle.open(info, "w") as target:
        shutil.copyfileobj(_Digested(source, digest.update), target, 1024 * 1024)
    if digest.hexdigest() != entry.evidence.file_sha256:
        raise BundleRefused(_missing(entry))


class _Digested:
    """Reads a file and gives what was read to `seen`."""

    def __init__(self, source: IO[bytes], seen: Callable[[bytes], None]) -> None:
        self._source, self._seen = source, seen

    def read(self, size: int = -1) -> bytes:
        body = self._source.read(size)
        self._seen(body)
        return body


def _missing(entry: Entry) -> str:
    return (
        f"The file of “{entry.evidence.title}” is missing from the file store or is damaged. Ask the people who run "
        "sendplan to restore it, or remove this evidence and add the file again."
    )
