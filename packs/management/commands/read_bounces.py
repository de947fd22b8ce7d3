"""`read_bounces < report.eml`, or `read_bounces FILE_OR_FOLDER…`: record which emails of packs came back.

For the mailbox to which mail servers return what they cannot deliver. Reading a report twice changes nothing.
"""

from __future__ import annotations

import sys
from argparse import ArgumentParser
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from core.words import count_words

from ...bounces import LARGEST_REPORT, Bounce, NotABounce, read_bounce, record_bounces


class Command(BaseCommand):
    help = "Record which emails of packs came back, from delivery status notifications (RFC 3464)."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "paths", nargs="*", type=Path, help="Reports, or folders of them; else standard input"
        )

    def handle(self, *, paths: Sequence[Path], **options: Any) -> None:
        bounces: dict[str, Bounce] = {}
        for name, content in _reports(paths):
            try:
                bounce = read_bounce(content)
            except NotABounce as problem:
                self.stdout.write(f"{name}: left out. {problem}")
            else:
                bounces[name] = bounce
        known = record_bounces(bounces.values())
        for name, bounce in bounces.items():
            self.stdout.write(f"{name}: {_outcome(known.get(bounce.message_id))}")
        self.stdout.write(f"{count_words(sum(known.values()), 'email')} came back.")


def _reports(paths: Sequence[Path]) -> Iterator[tuple[str, bytes]]:
    """Name and content of each report, cut off where `read_bounce` refuses it. Raises CommandError."""
    if not paths:
        yield "Standard input", sys.stdin.buffer.read(LARGEST_REPORT + 1)
    for path in paths:
        try:
            files = sorted(each for each in path.iterdir() if each.is_file()) if path.is_dir() else [path]
            for file in files:
                with file.open("rb") as report:
                    yield file.name, report.read(LARGEST_REPORT + 1)
        except OSError as problem:
            raise CommandError(f"{path} cannot be read: {problem.strerror}.") from None


def _outcome(is_news: bool | None) -> str:
    if is_news is None:
        return "no email of a pack."
    return "recorded." if is_news else "nothing new."
