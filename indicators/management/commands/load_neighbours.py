"""Add a list of statistical neighbours from the Department for Education's tidy file,.

The file has a row for each neighbour of each council: old_la_code, la_name, rank, neighbour_old_la_code,
neighbour_name, closeness. A council is found by its number at the department, one of its area codes.
"""

from __future__ import annotations

from argparse import ArgumentParser
from datetime import date
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from core.refusals import ChangeRefused
from councils.actors import Actor
from councils.tenancy import council_context

from ...actions import save_neighbours
from ..councils import find_council


class Command(BaseCommand):
    help = __doc__

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("council", help="slug, for example portsmouth")
        parser.add_argument("file", type=Path)
        parser.add_argument(
            "--name", required=True, help="for example “DfE statistical neighbours, May 2025”"
        )
        parser.add_argument(
            "--from", dest="first", required=True, type=date.fromisoformat, help="first day, 2025-05-01"
        )
        parser.add_argument("--until", type=date.fromisoformat, help="last day, if the list has ended")

    def handle(self, *args: Any, **options: Any) -> None:
        council = find_council(options["council"])
        by = Actor.system(council, "load_neighbours")
        try:
            text = options["file"].read_text(encoding="utf-8-sig")
            with council_context(council.id, actor=by.reference):
                saved = save_neighbours(
                    name=options["name"],
                    valid_from=options["first"],
                    valid_until=options["until"],
                    councils=text,
                    by=by,
                )
                names = ", ".join(saved.neighbours.values_list("name", flat=True))
        except ChangeRefused as refused:
            raise CommandError(str(refused)) from None
        except (OSError, UnicodeDecodeError):
            raise CommandError(f"{options['file']} cannot be read as text in UTF-8.") from None
        self.stdout.write(f"{saved.name}, from {saved.valid_from}: {names}.")
