"""Build a board's pack for a quarter, and with --send release it. Waits until that is done.

Fails if the pack or one of its emails failed. With --json the last line gives the state in any case.
"""

from __future__ import annotations

import subprocess
import sys
import time
from argparse import ArgumentParser
from collections.abc import Callable
from typing import Any

from celery import current_app
from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.http import Http404
from django.utils import timezone
from kombu.exceptions import OperationalError

from councils.actors import Actor
from councils.files import pdf_path
from councils.models import Council
from councils.tenancy import council_context

from ...actions import PackRefused, request_pack
from ...actions.freezing import TooBusy
from ...models import Delivery, Pack
from ...states import DeliveryState, PackState
from ..packs import as_json, as_words, counts_of_mails, find_board, find_council, find_period, pack_facts

IN_THE_WORKS = (PackState.SCHEDULED, PackState.FROZEN, PackState.RENDERING)
BEING_SENT = (DeliveryState.QUEUED, DeliveryState.CLAIMED, DeliveryState.TRANSMITTING)
NOT_ARRIVED = (DeliveryState.FAILED, DeliveryState.UNCERTAIN)
RENDER_SECONDS = 300
SEND_SECONDS = 120
LOOK_EVERY = 0.1
QUEUES = {"default", "renders"}


class Command(BaseCommand):
    help = __doc__

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--council", required=True, help="slug, for example portsmouth")
        parser.add_argument("--board", required=True, help="slug, for example send-board")
        parser.add_argument("--quarter", required=True, help="for example 2016-17-Q1")
        parser.add_argument("--send", action="store_true", help="release it to the board's recipients")
        parser.add_argument("--json", action="store_true", help="print one JSON object on the last line")

    def handle(self, *args: Any, **options: Any) -> None:
        council = find_council(options["council"])
        pack = _request(council, options)
        if not _worker_is_up():
            _work_in_child(council, pack)
        _wait(council, lambda: _is_rendered(pack), RENDER_SECONDS)
        if options["send"]:
            _wait(council, lambda: _is_sent(pack), SEND_SECONDS)
        with council_context(council.id):
            pack = Pack.objects.select_related("snapshot").get(pk=pack.pk)
            path = pdf_path(council, pack.pdf_sha256) if pack.pdf_sha256 else None
            facts = pack_facts(pack, pdf_sha256=pack.pdf_sha256, pdf_path=path, pages=pack.pages)
            has_no_recipients = options["send"] and bool(pack.pdf_sha256) and not pack.deliveries.exists()
        if options["json"] or pack.pdf_sha256:
            self.stdout.write(as_json(facts) if options["json"] else as_words(facts))
        if has_no_recipients:
            self.stderr.write(
                f"The distribution list of {options['board']} is empty, so the pack was released to nobody."
            )
        if problem := _what_went_wrong(pack, facts["deliveries"]):
            raise CommandError(problem)


def _what_went_wrong(pack: Pack, mails: dict[str, int]) -> str:
    """Say why the pack is not finished. Empty if it is."""
    if pack.state in IN_THE_WORKS:
        return f"Pack {pack.public_id} is still being made. It will finish by itself."
    if not pack.pdf_sha256:
        return f"Pack {pack.public_id} could not be rendered. {pack.error}"
    if any(mails[state.value] for state in NOT_ARRIVED):
        return (
            f"Pack {pack.public_id} did not reach everybody: {counts_of_mails(mails)}. "
            "The page of the pack says why, and sends a mail again."
        )
    return f"Pack {pack.public_id} has failed. {pack.error}" if pack.state == PackState.FAILED else ""


def _request(council: Council, options: dict[str, Any]) -> Pack:
    now = timezone.now()
    by = Actor.system(council, "build_pack")
    with council_context(council.id, actor=by.reference):
        try:
            return request_pack(
                board=find_board(options["board"]),
                period=find_period(options["quarter"]),
                by=by,
                today=council.today(now),
                now=now,
                release=options["send"],
            )
        except (Http404, PackRefused, TooBusy) as problem:
            raise CommandError(str(problem)) from None


def _worker_is_up() -> bool:
    """True if a worker takes tasks from both queues. Waits a second at most."""
    try:
        replies = current_app.control.broadcast("active_queues", reply=True, timeout=1.0, limit=2) or []
    except (OSError, OperationalError):
        return False
    served = {queue["name"] for reply in replies for queues in reply.values() for queue in queues}
    return served >= QUEUES


def _work_in_child(council: Council, pack: Pack) -> None:
    """Do the work in a child process, which frees the memory of rendering when it ends."""
    manage = str(settings.BASE_DIR / "manage.py")
    keys = ["--council", council.slug, "--pack", str(pack.public_id)]
    subprocess.run([sys.executable, manage, "work_packs", *keys], check=False)  # noqa: S603 (our own command)


def _wait(council: Council, is_over: Callable[[], bool], seconds: float) -> None:
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        with council_context(council.id, read_only=True):
            if is_over():
                return
        time.sleep(LOOK_EVERY)


def _is_rendered(pack: Pack) -> bool:
    """True if the pack is rendered or failed. One that waits for another attempt after an error counts as failed."""
    row = Pack.objects.get(pk=pack.pk)
    return row.state not in IN_THE_WORKS or (row.state == PackState.FROZEN and bool(row.error))


def _is_sent(pack: Pack) -> bool:
    """True if no email is being sent. Emails that wait for another attempt do not count."""
    return not Delivery.objects.filter(pack=pack, state__in=BEING_SENT).exists()
