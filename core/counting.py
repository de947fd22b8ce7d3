"""Count how often something happens, to limit it."""

from __future__ import annotations

from django.core.cache import cache


def times_within(name: str, *, seconds: int) -> int:
    """Count one more time for this name, and return how often since it began, at most this many seconds ago."""
    cache.add(name, 0, timeout=seconds)
    try:
        return int(cache.incr(name))
    except ValueError:  # The time has just ended.
        return 1
