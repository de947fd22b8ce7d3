"""What the answers of GOV.UK Notify and of mail servers mean for a delivery, and when to ask GOV.UK Notify again.

In words, with the tables that the tests run: docs/rules/packs-and-deliveries.md.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta

from core.notify import Status

from .states import DeliveryState

FIRST_CHECK = timedelta(minutes=1)
LONGEST_WAIT = timedelta(hours=4)
GIVES_UP_AFTER = timedelta(hours=76)
"""GOV.UK Notify tries a mailbox for 72 hours. After that it says nothing new."""

FAILURES: Mapping[Status, str] = {
    Status.PERMANENT_FAILURE: "GOV.UK Notify: the address does not exist or takes no emails. Correct it.",
    Status.TEMPORARY_FAILURE: "GOV.UK Notify: the mailbox did not take the email for three days. It may be full.",
    Status.TECHNICAL_FAILURE: "GOV.UK Notify could not send it because of a fault of its own.",
}
"""What each failure means for the person who resolves it."""


def state_for(status: Status) -> DeliveryState:
    """The state of a delivery that GOV.UK Notify has accepted, by its status there."""
    if status == Status.DELIVERED:
        return DeliveryState.DELIVERED
    return DeliveryState.BOUNCED if status in FAILURES else DeliveryState.ACCEPTED


def wait_before_check(age: timedelta) -> timedelta | None:
    """How long to wait before asking again what became of an email that was sent this long ago. None to give up."""
    if age >= GIVES_UP_AFTER:
        return None
    return min(max(age, FIRST_CHECK), LONGEST_WAIT)
