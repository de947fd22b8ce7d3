"""When a webhook message is tried again, and when its endpoint is switched off: docs/rules/webhooks.md."""

from __future__ import annotations

from datetime import datetime, timedelta
from enum import StrEnum

RETRY_DELAYS = (
    timedelta(seconds=5),
    timedelta(minutes=5),
    timedelta(minutes=30),
    timedelta(hours=2),
    timedelta(hours=5),
    timedelta(hours=10),
    timedelta(hours=14),
    timedelta(hours=20),
    timedelta(hours=24),
)
"""After the first failure, the second, and so on. After the last, the last one again."""
JITTER_SHARE = 0.2
OFF_AFTER = timedelta(hours=72)
GONE = 410
"""The status with which a receiver says that it wants no more messages."""


class Outcome(StrEnum):
    """What follows from an attempt."""

    DELIVERED = "delivered"
    TRY_AGAIN = "try again"
    SWITCH_OFF = "switch off"


def outcome_of(*, status: int | None, failing_for: timedelta) -> Outcome:
    """What follows from an answer. `status` is None if there was none.

    `failing_for` is the time since the first attempt in a row that failed, this one included.
    """
    if status is not None and 200 <= status < 300:
        return Outcome.DELIVERED
    return Outcome.SWITCH_OFF if status == GONE or failing_for >= OFF_AFTER else Outcome.TRY_AGAIN


def retry_delay(attempt: int, jitter: float) -> timedelta:
    """Delay after a failed attempt (the first is 1). `jitter`, from 0 to 1, adds up to a fifth. Raises ValueError."""
    if attempt < 1:
        raise ValueError(f"Attempts are counted from 1, not {attempt}.")
    if not 0 <= jitter <= 1:
        raise ValueError(f"Jitter is a share from 0 to 1, not {jitter}.")
    return RETRY_DELAYS[min(attempt, len(RETRY_DELAYS)) - 1] * (1 + JITTER_SHARE * jitter)


def next_moment(now: datetime, attempt: int, jitter: float) -> datetime:
    return now + retry_delay(attempt, jitter)
