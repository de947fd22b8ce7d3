"""Let emails go out again after the database was restored from a backup or moved.

What waited in the backup may have been sent since. Packs that wait are marked as “May not have arrived”, so that a
person decides about each, and reminders that wait are dropped. With --send-waiting, all of these are sent.
"""

from __future__ import annotations

from typing import Any

from django.apps import apps
from django.core.management.base import BaseCommand, CommandParser
from django.utils.module_loading import import_string

from core.words import count_words
from councils.models import Council
from councils.tenancy import council_context

from ... import sending_mark

ACTOR = "system:confirm_sending"


class Command(BaseCommand):
    help = __doc__

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--send-waiting",
            action="store_true",
            help="Send what waits, although it may have been sent before.",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        why = sending_mark.why_held()
        if not why:
            self.stdout.write("Nothing is held back: this database is the one that sends.")
            return
        if not options["send_waiting"]:
            self._hold_back_what_waits()
        sending_mark.confirm()
        self.stdout.write("Emails go out again.")

    def _hold_back_what_waits(self) -> None:
        found = [getattr(config, "after_a_restore", "") for config in apps.get_app_configs()]
        steps = [import_string(path) for path in found if path]
        for council in Council.objects.order_by("slug"):
            with council_context(council.id, actor=ACTOR):
                number = sum(step(ACTOR) for step in steps)
            if number:
                self.stdout.write(f"{council.slug}: {count_words(number, 'email')} held back.")
