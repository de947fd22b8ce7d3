"""Renew a worker's lease in a thread while the worker is busy."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta

import django.db
from django.db import connection

logger = logging.getLogger(__name__)


@contextmanager
def renewed(renew: Callable[[], bool], *, every: timedelta, for_at_most: timedelta) -> Iterator[None]:
    """Call `renew` at this interval while the block runs, until it returns False because the claim is lost.

    A worker that dies takes the thread with it. One that hangs is renewed `for_at_most` this long.
    """
    over = threading.Event()
    arguments = (renew, over, every.total_seconds(), for_at_most // every)
    thread = threading.Thread(target=_renew, args=arguments, name="lease", daemon=True)
    thread.start()
    try:
        yield
    finally:
        over.set()
        thread.join()


def _renew(renew: Callable[[], bool], over: threading.Event, seconds: float, times: int) -> None:
    for _ in range(times):
        if over.wait(seconds):
            return
        try:
            if not renew():
                return
        except django.db.Error:
            logger.warning("The lease could not be renewed. It is tried again.", exc_info=True)
        finally:
            # This thread has a connection of its own. It must not stay open between renewals.
            connection.close()
