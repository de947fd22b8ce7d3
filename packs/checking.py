"""Ask GOV.UK Notify what became of the emails of a council that are due to be asked about."""

from __future__ import annotations

import logging
from collections.abc import Callable
from datetime import datetime, timedelta

from core import mail, notify
from councils.tenancy import council_context, recorded

from .answers import ask_again_later, note_notification
from .models import Delivery
from .states import DeliveryState

logger = logging.getLogger(__name__)

ACTOR = "task:check_deliveries"
CLAIMED_FOR = timedelta(minutes=5)
"""When an email is due again whose worker died while it asked."""
WAITING = (DeliveryState.ACCEPTED, DeliveryState.UNCERTAIN)


def check_next(council_id: int, *, clock: Callable[[], datetime]) -> bool:
    """Ask about the delivery that is due first and record the answer. Returns False if none is due.

    Two workers never ask about the same one at once. No transaction is open while it asks.
    """
    now = clock()
    with council_context(council_id, actor=ACTOR), recorded("delivery.checked", actor=ACTOR):
        due = Delivery.objects.filter(check_at__lte=now).order_by("check_at", "id")
        free = due.select_for_update(skip_locked=True, of=("self",)).select_related("pack__council")
        delivery = free.first()
        if delivery is None:
            return False
        after = now + CLAIMED_FOR if delivery.state in WAITING else None
        Delivery.objects.filter(pk=delivery.pk).update(check_at=after)
    if after is not None:
        found = _ask(delivery)
        with council_context(council_id, actor=ACTOR):
            _record(delivery, found, clock())
    return True


def _ask(delivery: Delivery) -> notify.Notification | None:
    """What GOV.UK Notify says of the delivery, None if it does not answer or knows no such email."""
    try:
        if delivery.provider_id:
            return notify.look_up(delivery.provider_id)
        return notify.find(delivery.reference, delivery.email)
    except mail.NotSent as problem:
        logger.warning("Delivery %s: %s", delivery.public_id, problem)
        return None


def _record(delivery: Delivery, found: notify.Notification | None, now: datetime) -> None:
    """Record the answer. An email that is accepted and on its way is asked about again later."""
    on_its_way = found is not None and not found.status.is_final
    is_news = found is not None and (delivery.state == DeliveryState.UNCERTAIN or not on_its_way)
    if found is None or not is_news or not note_notification(delivery, found, actor=ACTOR, now=now):
        ask_again_later(delivery, actor=ACTOR, now=now)
