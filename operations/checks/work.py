"""The queue, the workers and the clock: do they answer, and do they live?"""

from __future__ import annotations

from collections.abc import Iterator

from .. import health, heartbeats
from .finding import Finding, failed, ok


def check_queue() -> Iterator[Finding]:
    if problems := health.queue_problems():
        yield failed(
            "queue", problems[0], "Check REDIS_URL, and that the server runs and lets this machine in."
        )
    else:
        yield ok("queue", "The queue answers.")


def check_heartbeats() -> Iterator[Finding]:
    try:
        ages = heartbeats.ages()
    except Exception as problem:  # whatever the driver of the cache raises
        words = f"Heartbeats cannot be read: {type(problem).__name__}."
        yield failed("cache", words, "It is database 1 of the server in REDIS_URL.")
        return
    for name, age in ages.items():
        yield _of(name, age)


def _of(name: str, age: float | None) -> Finding:
    is_clock = name == heartbeats.CLOCK
    title = "clock" if is_clock else f"worker of {name}"
    if problem := heartbeats.problem(name, age):
        unit = (
            "sendplan-clock" if is_clock else "sendplan-renders" if name == "renders" else "sendplan-worker"
        )
        return failed(title, problem, f"Start it: {unit}, or bin/serve. Its log says why it stopped.")
    return ok(title, "The clock ticks." if is_clock else f"A worker does {heartbeats.QUEUES[name]}.")
