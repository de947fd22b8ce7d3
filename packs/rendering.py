"""One attempt to render a pack: claim it, render outside any transaction, store the result if the claim still holds."""

from __future__ import annotations

import logging
import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.conf import settings
from django.db.models import F
from uuid_utils.compat import uuid7

from councils.files import store_pack_file, store_pdf
from councils.tenancy import council_context, recorded

from . import releasing as transitions
from .lease_renewal import renewed
from .models import Pack, PackFile
from .models.packs import PackQuerySet
from .page_progress import counted_pages
from .printing.files import MadeFile
from .printing.paper import render_files, render_snapshot
from .retries import next_attempt_delay
from .states import PackState
from .stored import SNAPSHOT_ALTERED, snapshot_is_whole

if TYPE_CHECKING:
    from .printing.pdf import RenderedPdf

logger = logging.getLogger(__name__)

ACTOR = "task:render_pack"
LEASE = timedelta(minutes=2)
"""How long a worker that died keeps its pack. One that lives renews the lease every third of this time."""
FREE: dict[str, Any] = {"lease_until": None, "lease_holder": None, "progress": ""}
"""Values of a pack that no worker renders any more."""
MOST_ATTEMPTS = 3
RENDER_FAILED = (
    "The PDF could not be made. Try again. "
    "If it fails again, tell the people who run sendplan, with this number: {}."
)
"""With the number of the pack. What went wrong is in the log, with the same number."""


@dataclass(frozen=True)
class Rendering:
    """A pack that this worker has claimed. `holder` proves that it is still this worker's.

    `pages_before` is the length of the board's pack before this one, 0 if there was none.
    """

    council_id: int
    pack: Pack
    holder: UUID
    pages_before: int = 0

    @classmethod
    def claim(cls, council_id: int, pack_id: int, *, now: datetime) -> Rendering | None:
        """Claim the pack if it is frozen and no other worker has claimed it. Returns None otherwise."""
        holder = uuid7()
        with council_context(council_id, actor=ACTOR), recorded("pack.rendering", actor=ACTOR):
            moved = Pack.objects.filter(pk=pack_id).move(
                PackState.RENDERING,
                lease_until=now + LEASE,
                lease_holder=holder,
                attempts=F("attempts") + 1,
                progress="Making the PDF",
            )
            if not moved:
                return None
            pack = Pack.objects.select_related("snapshot", "council").get(pk=pack_id)
            made = Pack.objects.filter(board_id=pack.board_id, pages__gt=0).exclude(pk=pack_id)
            pages = made.order_by("-rendered_at").values_list("pages", flat=True).first()
            return cls(council_id, pack, holder, pages or 0)

    def run(self, *, clock: Callable[[], datetime]) -> bool:
        """Render the pack, store the file and record it. Returns True if the pack was released with that.

        The lease is renewed meanwhile, for no longer than a task may run: then the worker is stopped, or hangs.
        """
        longest = timedelta(seconds=settings.CELERY_TASK_TIME_LIMIT)
        try:
            with renewed(lambda: self._renew(clock()), every=LEASE / 3, for_at_most=longest):
                if not snapshot_is_whole(self.pack.snapshot):
                    self._refused(SNAPSHOT_ALTERED)
                    return False
                with counted_pages(self.pack.pk, about=self.pages_before):
                    pdf = render_snapshot(self.pack.snapshot)
                files = render_files(self.pack.snapshot)
                store_pdf(self.pack.council, pdf.bytes, pdf.sha256)
                for file in files:
                    store_pack_file(self.pack.council, file.body, file.sha256)
        except Exception as problem:
            logger.exception(
                "Pack %s could not be rendered: %s.", self.pack.public_id, type(problem).__name__
            )
            self._failed(RENDER_FAILED.format(self.pack.public_id), clock())
            return False
        return self._rendered(pdf, files, clock())

    def _renew(self, now: datetime) -> bool:
        """Renew the lease. Returns False if the pack is no longer this worker's."""
        with council_context(self.council_id, actor=ACTOR), recorded("pack.lease_renewed", actor=ACTOR):
            return bool(self._mine().update(lease_until=now + LEASE))

    def _rendered(self, pdf: RenderedPdf, files: Sequence[MadeFile], now: datetime) -> bool:
        with council_context(self.council_id, actor=ACTOR), recorded("pack.rendered", actor=ACTOR):
            stored = self._mine().move(
                PackState.RENDERED,
                pdf_sha256=pdf.sha256,
                pdf_bytes=len(pdf.bytes),
                pages=pdf.pages,
                made_with=pdf.made_with,
                rendered_at=now,
                next_attempt_at=None,
                error="",
                **FREE,
            )
            if not stored:
                logger.info("Pack %s was taken over by another worker.", self.pack.public_id)
                return False
            logger.info("Pack %s was rendered: %s pages.", self.pack.public_id, pdf.pages)
            PackFile.objects.filter(pack=self.pack).delete()
            PackFile.objects.bulk_create(
                PackFile(pack=self.pack, kind=file.kind, sha256=file.sha256, size=len(file.body))
                for file in files
            )
            return self._release_or_supersede(Pack.objects.get(pk=self.pack.pk), now)

    def _release_or_supersede(self, pack: Pack, now: datetime) -> bool:
        """Supersede the pack if there is a newer edition. Otherwise release it if that was requested at any time."""
        newer = Pack.objects.filter(
            board_id=pack.board_id, period_id=pack.period_id, edition__gt=pack.edition
        )
        if newer.exclude(state=PackState.CANCELLED).exists():
            Pack.objects.filter(pk=pack.pk).move(PackState.SUPERSEDED)
            return False
        if not pack.release_when_rendered:
            return False
        return transitions.release(pack, by_name=pack.released_by or pack.requested_by, now=now)

    def _refused(self, error: str) -> None:
        """Give up for good: another attempt would find the same."""
        with council_context(self.council_id, actor=ACTOR), recorded("pack.render_failed", actor=ACTOR):
            self._mine().move(PackState.FAILED, error=error, **FREE)

    def _failed(self, error: str, now: datetime) -> None:
        delay = next_attempt_delay(self.pack.attempts, random.random())  # noqa: S311 (spreads load, hides nothing)
        with council_context(self.council_id, actor=ACTOR), recorded("pack.render_failed", actor=ACTOR):
            if delay is None or self.pack.attempts >= MOST_ATTEMPTS:
                self._mine().move(PackState.FAILED, error=error, **FREE)
            else:
                self._mine().move(PackState.FROZEN, error=error, next_attempt_at=now + delay, **FREE)

    def _mine(self) -> PackQuerySet:
        return Pack.objects.filter(pk=self.pack.pk, lease_holder=self.holder)
