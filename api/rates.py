"""How many requests each key and each council may send in a minute.

They are counted in Valkey, by the minute of the clock. While Valkey is away, every request is let through: a limit that
cannot be counted must not stop a council's systems.
"""

from __future__ import annotations

import time
from dataclasses import dataclass
from functools import cache

from django.conf import settings
from redis import Redis
from redis.exceptions import RedisError

from councils.models import ApiClient

SECONDS = 60
ANSWER_SECONDS = 0.25
"""How long Valkey may take to answer. A local one takes a tenth of a millisecond."""

PAUSE_SECONDS = 5
"""How long nothing is counted after Valkey did not answer, so that not every request waits for it."""


@dataclass(frozen=True, slots=True)
class Count:
    """Requests of a key or a council in this minute. `of` is `key` or `council`."""

    of: str
    limit: int
    used: int

    @property
    def left(self) -> int:
        return max(0, self.limit - self.used)


@dataclass(frozen=True, slots=True)
class Rate:
    """What is left of this minute: `counts` are empty where nothing is counted. `wait` is in seconds."""

    counts: tuple[Count, ...]
    wait: int

    @property
    def is_exceeded(self) -> bool:
        return any(count.used > count.limit for count in self.counts)

    def headers(self) -> dict[str, str]:
        """The headers RateLimit-Policy and RateLimit of the IETF's draft."""
        if not self.counts:
            return {}
        return {
            "RateLimit-Policy": ", ".join(
                f'"{count.of}";q={count.limit};w={SECONDS}' for count in self.counts
            ),
            "RateLimit": ", ".join(f'"{count.of}";r={count.left};t={self.wait}' for count in self.counts),
        }

    def words(self) -> str:
        full = next(count for count in self.counts if count.used > count.limit)
        return (
            f"This {full.of} may send {full.limit} requests a minute. Nothing was saved. Send the request again in "
            f"{self.wait} seconds."
        )


def limits() -> dict[str, int]:
    """Requests a minute of a key and of a council. 0 in the settings means no limit, and is left out."""
    known = {"key": settings.API_REQUESTS_PER_KEY, "council": settings.API_REQUESTS_PER_COUNCIL}
    return {of: limit for of, limit in known.items() if limit}


def count_request(client: ApiClient) -> Rate:
    """Count one more request of this key and its council in this minute."""
    now = time.time()
    minute, wait = int(now // SECONDS), SECONDS - int(now % SECONDS)
    of_what = {"key": client.public_id, "council": client.council.public_id}
    wanted = limits()
    used = _counted([f"api-rate:{of}:{of_what[of]}:{minute}" for of in wanted])
    counts = (Count(of, limit, number) for (of, limit), number in zip(wanted.items(), used, strict=False))
    return Rate(tuple(counts), wait)


def _counted(names: list[str]) -> list[int]:
    """New values of these counters, in one round trip. Empty if there are none or Valkey does not answer."""
    server = _server()
    if not names or server is None or time.monotonic() < _Pause.until:
        return []
    try:
        pipeline = server.pipeline(transaction=False)
        for name in names:
            pipeline.incr(name)
            pipeline.expire(name, 2 * SECONDS)
        return [int(value) for value in pipeline.execute()[::2]]
    except RedisError:
        _Pause.until = time.monotonic() + PAUSE_SECONDS
        return []


class _Pause:
    until = 0.0


@cache
def _server() -> Redis | None:
    place = settings.CACHES["default"]
    if not str(place["BACKEND"]).endswith("RedisCache"):
        return None
    return Redis.from_url(
        place["LOCATION"], socket_timeout=ANSWER_SECONDS, socket_connect_timeout=ANSWER_SECONDS
    )
