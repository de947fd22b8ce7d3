"""Whether an error means that the database cannot be used at the moment, so that trying again may help."""

from __future__ import annotations

from django.db import Error, InterfaceError, OperationalError

RETRY_SECONDS = 5
"""Seconds after which a client may try again. A restart of the database takes about as long."""

TITLE = "Service unavailable"
WORDS = (
    f"The database cannot be used at the moment. Send the request again in {RETRY_SECONDS} seconds. If it was to "
    "change something, first check whether it has."
)
_OUTAGES = (OperationalError, InterfaceError)


def is_outage(error: BaseException | None) -> bool:
    """Whether the database is away, restarts, or has ended this transaction. Never for an error of the code.

    An error of the database layer that follows from an outage counts too, such as a transaction that cannot be ended.
    """
    if not isinstance(error, Error):
        return False
    while error is not None:
        if isinstance(error, _OUTAGES):
            return True
        error = error.__cause__ or error.__context__
    return False
