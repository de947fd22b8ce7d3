"""`openapi`: write docs/openapi.json from the code, or with `--check` compare them."""

import difflib
from itertools import islice
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from ...schema import OPENAPI_FILE, openapi_document

SHOWN_LINES = 40


class Command(BaseCommand):
    help = "Write docs/openapi.json from the code, or compare with --check."
    requires_system_checks = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--check", action="store_true", help="Fail if the file and the code differ.")

    def handle(self, *args: Any, check: bool, **options: Any) -> None:
        now = openapi_document()
        if not check:
            OPENAPI_FILE.write_bytes(now)
            self.stdout.write(f"Written: {OPENAPI_FILE.name}.")
            return
        committed = OPENAPI_FILE.read_bytes() if OPENAPI_FILE.exists() else b""
        if committed != now:
            raise CommandError(
                "docs/openapi.json does not match the code. If you meant this change, run: bin/manage openapi\n"
                + _difference(committed, now)
            )
        self.stdout.write("docs/openapi.json matches the code.")


def _difference(committed: bytes, now: bytes) -> str:
    lines = difflib.unified_diff(
        committed.decode().splitlines(), now.decode().splitlines(), "committed", "code", lineterm="", n=1
    )
    return "\n".join(islice(lines, SHOWN_LINES))
