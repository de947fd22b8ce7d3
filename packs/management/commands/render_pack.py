"""Render the stored snapshot of a pack again, in this new process. Nothing is overwritten.

The same snapshot gives the same SHA-256 as long as the same programs render it. If they differ, the new file is kept
next to the old one, and the command prints the difference.
"""

from __future__ import annotations

from argparse import ArgumentParser
from typing import Any
from uuid import UUID

from django.core.management.base import BaseCommand, CommandError

from councils.files import store_pdf
from councils.tenancy import council_context

from ...printing.paper import render_snapshot
from ...printing.pdf import AssetsNotBuilt
from ..packs import as_json, as_words, find_council, find_pack, pack_facts


class Command(BaseCommand):
    help = "Render the stored snapshot of a pack again. Does not overwrite the stored file."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("pack", help="the pack's id")
        parser.add_argument("--council", required=True, help="slug, for example portsmouth")
        parser.add_argument("--json", action="store_true", help="print one JSON object on the last line")

    def handle(self, *args: Any, **options: Any) -> None:
        council = find_council(options["council"])
        try:
            public_id = UUID(options["pack"])
        except ValueError:
            raise CommandError(
                f"{options['pack']} is not a pack id. Use the id that build_pack prints."
            ) from None
        with council_context(council.id, read_only=True):
            pack = find_pack(public_id)
        if pack.snapshot is None:
            raise CommandError(f"Pack {public_id} has no snapshot yet, so there is nothing to render.")
        try:
            pdf = render_snapshot(pack.snapshot)
        except AssetsNotBuilt as problem:
            raise CommandError(str(problem)) from None
        path = store_pdf(council, pdf.bytes, pdf.sha256)
        if pack.pdf_sha256 not in ("", pdf.sha256):
            self.stderr.write(_why_other_bytes(pack.made_with, pdf.made_with))
        with council_context(council.id, read_only=True):
            facts = pack_facts(pack, pdf_sha256=pdf.sha256, pdf_path=path, pages=pdf.pages)
        self.stdout.write(as_json(facts) if options["json"] else as_words(facts))


def _why_other_bytes(stored: str, now: str) -> str:
    if stored == now:
        return "The layout has changed since the stored file was made. The stored file was not changed."
    return f"The stored file was made with {stored}; this one with {now}."
