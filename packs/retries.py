"""When a failed render or email is tried again.

For the rule in words and its truth table, see docs/rules/packs-and-deliveries.md.
"""

from __future__ import annotations

from datetime import timedelta

RETRY_MINUTES = (1, 5, 15, 60, 240)
JITTER_SHARE = 0.2


def next_attempt_delay(attempt: int, jitter: float) -> timedelta | None:
    """Delay after a failed attempt (the first is 1), or None to give up.

    `jitter`, from 0 to 1, adds up to a fifth, so that recipients who were refused together are not all tried again in
    the same second. Raises ValueError.
    """
    if attempt < 1:
        raise ValueError(f"Attempts are counted from 1, not {attempt}.")
    if not 0 <= jitter <= 1:
        raise ValueError(f"Jitter is a share from 0 to 1, not {jitter}.")
    if attempt > len(RETRY_MINUTES):
        return None
    return timedelta(minutes=RETRY_MINUTES[attempt - 1] * (1 + JITTER_SHARE * jitter))
