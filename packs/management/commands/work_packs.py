"""Do the work of a worker for a council's packs, in this process: render frozen packs, send due emails."""

from __future__ import annotations

from argparse import ArgumentParser
from typing import Any
from uuid import UUID

from django.core.management.base import BaseCommand
from django.db.models import Q
from django.utils import timezone

from councils.tenancy import council_context

from ...jobs import visit_council
from ...models import Delivery, Pack
from ...states import PackState
from ...tasks import render_pack, send_pack
from ..packs import find_council


class Command(BaseCommand):
    help = __doc__

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--council", required=True, help="slug, for example portsmouth")
        parser.add_argument("--pack", type=UUID, help="only this one")

    def handle(self, *args: Any, **options: Any) -> None:
        council = find_council(options["council"])
        only = Q(public_id=options["pack"]) if options["pack"] else Q()
        visit_council(council_id=council.id)
        with council_context(council.id, read_only=True):
            frozen = list(Pack.objects.filter(only, state=PackState.FROZEN).values_list("pk", flat=True))
        for pack_id in frozen:
            render_pack(council_id=council.id, pack_id=pack_id)
        with council_context(council.id, read_only=True):
            packs = Pack.objects.filter(only).values("pk")
            due = set(
                Delivery.objects.due(timezone.now())
                .filter(pack_id__in=packs)
                .values_list("pack_id", flat=True)
            )
        for pack_id in due:
            send_pack(council_id=council.id, pack_id=pack_id)
