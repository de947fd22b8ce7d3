"""Heartbeats of the workers and the clock, in the cache.

Each worker says every few seconds which queues it serves, and the clock that it ticks. A worker that renders a long
pack goes on saying so, because its main process has nothing else to do. If the cache is emptied, the next heartbeat is
there in seconds. Imports no models: workers and the clock load this before Django has loaded its apps.
"""

from __future__ import annotations

import logging
import time
from collections.abc import Iterable, Mapping
from typing import Any

from celery import bootsteps
from celery.beat import PersistentScheduler
from django.core.cache import cache

from core.words import count_words

EVERY_SECONDS = 15
"""How often a worker says that it lives. The clock says so with each tick, at the latest after 30 seconds."""

DEAD_AFTER_SECONDS = 120
"""After this time without a heartbeat, nobody is thought to work."""

CLOCK = "beat"
QUEUES = {"default": "emails and uploads", "clock": "what the clock finds due", "renders": "PDFs of packs"}
"""Queues that need a worker, and what their tasks do."""

_KEPT_SECONDS = 7 * 24 * 3600
_PREFIX = "operations.heartbeat."
logger = logging.getLogger(__name__)


def say(names: Iterable[str]) -> None:
    """Say that the worker of these queues, or `CLOCK`, lives. Never raises: nobody stops working because of this."""
    now = time.time()
    try:
        cache.set_many({_PREFIX + name: now for name in names}, timeout=_KEPT_SECONDS)
    except Exception as problem:  # any failure of the cache, whatever its driver raises
        logger.warning("A heartbeat could not be written: %s", problem)


def ages(now: float | None = None) -> Mapping[str, float | None]:
    """Seconds since the last heartbeat of the clock and of each queue's workers. None if there has been none in a week.

    Raises what the cache raises if it cannot be reached.
    """
    names = [CLOCK, *QUEUES]
    heard = cache.get_many([_PREFIX + name for name in names])
    now = time.time() if now is None else now
    return {name: _age(heard.get(_PREFIX + name), now) for name in names}


def problems(now: float | None = None) -> list[str]:
    """A sentence for each queue without a worker, and for a clock that stands. Raises what the cache raises."""
    return [sentence for name, age in ages(now).items() if (sentence := problem(name, age))]


def _age(heard: float | None, now: float) -> float | None:
    return None if heard is None else max(0.0, now - heard)


def problem(name: str, age: float | None) -> str:
    """Sentence if the worker of this queue, or the clock, has been silent for too long. Empty if not."""
    if age is not None and age <= DEAD_AFTER_SECONDS:
        return ""
    who = "The clock" if name == CLOCK else f"The queue “{name}” ({QUEUES[name]})"
    lacks = "has never reported" if name == CLOCK else "has never had a worker"
    if age is None:
        return f"{who} {lacks}."
    has_lacked = "has not reported" if name == CLOCK else "has had no worker"
    return f"{who} {has_lacked} for {count_words(int(age // 60), 'minute')}."


class SayThatItWorks(bootsteps.StartStopStep):
    """Step of a worker's main process that says every few seconds that it lives."""

    requires = ("celery.worker.components:Timer",)

    def __init__(self, parent: Any, **kwargs: Any) -> None:
        self.entry: Any = None

    def start(self, parent: Any) -> None:
        queues = list(parent.app.amqp.queues.consume_from)
        say(queues)
        self.entry = parent.timer.call_repeatedly(EVERY_SECONDS, say, (queues,))

    def stop(self, parent: Any) -> None:
        if self.entry:
            self.entry.cancel()
            self.entry = None


class Clock(PersistentScheduler):
    """The schedule of beat, which says with each tick that it lives."""

    said_at = 0.0

    def tick(self, *args: Any, **kwargs: Any) -> float:
        now = time.monotonic()
        if now - self.said_at >= EVERY_SECONDS or not self.said_at:
            self.said_at = now
            say([CLOCK])
        return float(super().tick(*args, **kwargs))
