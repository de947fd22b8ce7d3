"""Check that every stored pack is as it was stored: snapshots, PDFs and the other files, of all councils.

Prints a line for each that is not, and then ends with an error.
"""

from __future__ import annotations

from collections import defaultdict
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from core.words import count_words
from councils.models import Council
from councils.tenancy import council_context

from ...models import Pack, PackFile
from ...stored import problems_of


class Command(BaseCommand):
    help = __doc__

    def handle(self, *args: Any, **options: Any) -> None:
        checked = wrong = 0
        for council in Council.objects.order_by("slug"):
            with council_context(council.id, read_only=True):
                files: dict[int, list[PackFile]] = defaultdict(list)
                for row in PackFile.objects.all():
                    files[row.pack_id].append(row)
                packs = Pack.objects.exclude(snapshot=None).select_related("snapshot", "board", "period")
                for pack in packs.iterator(chunk_size=20):
                    checked += 1
                    for problem in problems_of(council, pack, files[pack.pk]):
                        wrong += 1
                        self.stderr.write(f"{council.slug}, {pack}: {problem}")
        if wrong:
            raise CommandError(f"{count_words(wrong, 'problem')} in {count_words(checked, 'pack')}.")
        self.stdout.write(f"{count_words(checked, 'pack')} checked. All are as they were stored.")
