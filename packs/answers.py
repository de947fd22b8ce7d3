"""Record what became of deliveries after they were sent: answers of GOV.UK Notify, and emails that came back.

Each change is conditional on the state, so the same answer twice changes nothing. Run it inside a council's context.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from core.notify import Notification
from councils.tenancy import recorded

from . import releasing as transitions
from .models import Delivery
from .provider_rules import FAILURES, state_for, wait_before_check
from .states import DeliveryState

ACTS: Mapping[DeliveryState, str] = {
    DeliveryState.ACCEPTED: "delivery.accepted",
    DeliveryState.DELIVERED: "delivery.delivered",
    DeliveryState.BOUNCED: "delivery.bounced",
}


def note_notification(delivery: Delivery, found: Notification, *, actor: str, now: datetime) -> bool:
    """Record what GOV.UK Notify says of a delivery. Returns whether its state changed.

    Says nothing of a delivery that has been sent again since, which has another id there.
    """
    if delivery.provider_id and delivery.provider_id != found.id:
        return False
    after = state_for(found.status)
    fields: dict[str, Any] = {"provider_id": found.id, "error": FAILURES.get(found.status, "")}
    if after == DeliveryState.ACCEPTED:
        fields |= {"accepted_at": delivery.accepted_at or now, "check_at": _next_check(delivery, now)}
    else:
        fields |= {"check_at": None}
    if after == DeliveryState.DELIVERED:
        fields |= {"accepted_at": delivery.accepted_at or now, "delivered_at": now}
    return _move(delivery, after, actor=actor, **fields)


def note_bounce(delivery: Delivery, words: str, *, actor: str) -> bool:
    """Record that a mail server returned the email, with its words. Returns whether that is new."""
    return _move(delivery, DeliveryState.BOUNCED, actor=actor, error=words, check_at=None)


def ask_again_later(delivery: Delivery, *, actor: str, now: datetime) -> None:
    """Set when GOV.UK Notify is asked again, or that it is asked no more."""
    with recorded("delivery.checked", actor=actor):
        Delivery.objects.filter(pk=delivery.pk).update(check_at=_next_check(delivery, now))


def _next_check(delivery: Delivery, now: datetime) -> datetime | None:
    sent_at = delivery.accepted_at or delivery.pack.released_at or now
    wait = wait_before_check(now - sent_at)
    return now + wait if wait else None


def _move(delivery: Delivery, after: DeliveryState, *, actor: str, **fields: Any) -> bool:
    with recorded(ACTS[after], actor=actor):
        mine = Delivery.objects.filter(pk=delivery.pk, message_id=delivery.message_id)
        if not mine.move(after, **fields):
            return False
        transitions.refresh_pack_state(delivery.pack_id)
    return True
