"""Say how far the making of a PDF is, page by page.

The page count is kept in the cache and not in the pack's row: it is out of date in a second, and each change of a row
is written to the change log. Without the cache, a pack is made all the same and its page says less.
"""

from __future__ import annotations

import logging
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from django.core.cache import cache
from redis.exceptions import RedisError

logger = logging.getLogger(__name__)

LAYOUT_LOGGER = "weasyprint.progress"
"""WeasyPrint's log of what it does. It names each page that it lays out."""
PAGE_MESSAGE = "Step 5 - Creating layout - Page"
LAST_MESSAGE = "Step 6"
SECONDS_BETWEEN = 1.0
KEPT_FOR = 60
"""Seconds. A worker that dies leaves nothing that stays."""


@dataclass(frozen=True, slots=True)
class PageProgress:
    """The page that is being laid out, and about how many there will be, 0 if nobody knows. `written`: all are done."""

    page: int
    about: int = 0
    written: bool = False

    @property
    def words(self) -> str:
        """ "Page 7 of about 12."."""
        if self.written:
            return f"All {self.page} pages are laid out. The file is being written."
        if self.about >= self.page:
            return f"Page {self.page} of about {self.about}."
        return f"Page {self.page}."


class Counter(logging.Handler):
    """Reads pages from WeasyPrint's log and says how far it is, at most once a second.

    Pages are laid out again when references to them have changed. The count does not fall then.
    """

    def __init__(self, say: Callable[[PageProgress], None], about: int, clock: Callable[[], float]) -> None:
        super().__init__(logging.INFO)
        self._say, self._about, self._clock = say, about, clock
        self._page, self._said_at = 0, -SECONDS_BETWEEN

    def emit(self, record: logging.LogRecord) -> None:
        message = record.getMessage()
        written = message.startswith(LAST_MESSAGE)
        if not written and not message.startswith(PAGE_MESSAGE):
            return
        if not written:
            self._page = max(self._page, int(message.removeprefix(PAGE_MESSAGE).split()[0]))
        now = self._clock()
        if self._page and now - self._said_at >= SECONDS_BETWEEN:
            self._said_at = now
            self._say(PageProgress(self._page, self._about, written))


@contextmanager
def counted_pages(
    pack_id: int, *, about: int = 0, clock: Callable[[], float] = time.monotonic
) -> Iterator[None]:
    """Keep how far the PDF is that is made in this block. One block at a time in a process."""
    log, key = logging.getLogger(LAYOUT_LOGGER), _key(pack_id)
    counter = Counter(lambda progress: _keep(key, progress), about, clock)
    before = log.level, log.propagate
    log.addHandler(counter)
    log.setLevel(logging.INFO)
    log.propagate = False
    try:
        yield
    finally:
        log.removeHandler(counter)
        log.setLevel(before[0])
        log.propagate = before[1]


def pages_so_far(pack_id: int) -> PageProgress | None:
    """How far the PDF of a pack is, None if it is not known."""
    try:
        found = cache.get(_key(pack_id))
    except RedisError:
        logger.warning("How far a PDF is cannot be read.", exc_info=True)
        return None
    return PageProgress(*found) if found else None


def _keep(key: str, progress: PageProgress) -> None:
    try:
        cache.set(key, (progress.page, progress.about, progress.written), timeout=KEPT_FOR)
    except RedisError:
        logger.warning("How far a PDF is cannot be kept.", exc_info=True)


def _key(pack_id: int) -> str:
    """Ids of packs are those of one table of all councils. Who asks has read the pack, so it is of their council."""
    return f"pack-pages:{pack_id}"
