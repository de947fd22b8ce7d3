"""Printed plans that wait to be made, and those that are there. All of it is files that can be made again at any time.

A PDF is named after what is printed in it. So a plan that has changed has another one, everybody who may read the same
words shares one, and no row says which is which. A worker that dies loses nothing: the page that waits for the file
has it made again.
"""

from __future__ import annotations

import time
from enum import Enum

from councils.files import print_path, store_print
from councils.models import Council

from .html import PrintJob

AGAIN_AFTER_SECONDS = 300
"""When the page has a PDF made again that has not come. 1,000 deliverables take about a minute on a busy machine."""
TRY_AGAIN_AFTER_SECONDS = 300
"""When a PDF that could not be made is tried again."""
JOB, PDF, FAILED = ".plan-json", ".plan-pdf", ".plan-failed"


class Progress(Enum):
    """How far a PDF is. `NEEDED` means that nobody makes it now."""

    READY = "ready"
    NEEDED = "needed"
    MAKING = "making"
    FAILED = "failed"


def progress_of(council: Council, key: str) -> Progress:
    """How far the PDF of the job with this key is."""
    if print_path(council, f"{key}{PDF}").exists():
        return Progress.READY
    if _age(council, f"{key}{FAILED}") < TRY_AGAIN_AFTER_SECONDS:
        return Progress.FAILED
    waiting = _age(council, f"{key}{JOB}") < AGAIN_AFTER_SECONDS
    return Progress.MAKING if waiting else Progress.NEEDED


def _age(council: Council, name: str) -> float:
    """Age of a file in seconds, endless if it is not there."""
    try:
        return time.time() - print_path(council, name).stat().st_mtime
    except FileNotFoundError:
        return float("inf")


def read_made(council: Council, key: str) -> bytes:
    """The finished PDF. Raises FileNotFoundError."""
    return print_path(council, f"{key}{PDF}").read_bytes()


def keep_job(council: Council, job: PrintJob) -> None:
    """Keep what a worker is to print. A file that is there already counts as new."""
    name = f"{job.key}{JOB}"
    print_path(council, name).unlink(missing_ok=True)
    print_path(council, f"{job.key}{FAILED}").unlink(missing_ok=True)
    store_print(council, job.content, name)


def read_job(council: Council, key: str) -> PrintJob | None:
    """What a worker is to print, or None if it is there already or no longer wanted."""
    try:
        return PrintJob.read(print_path(council, f"{key}{JOB}").read_bytes())
    except FileNotFoundError:
        return None


def finish(council: Council, key: str, pdf: bytes | None) -> None:
    """Keep the PDF, or that it could not be made (None)."""
    store_print(council, pdf or b"", f"{key}{FAILED if pdf is None else PDF}")
    print_path(council, f"{key}{JOB}").unlink(missing_ok=True)
