"""Send a pack to one recipient: claim the delivery, and send its email at most once (`mail_attempts`).

It goes by email, or by GOV.UK Notify (`notify_emails`).
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

from django.db.models import F

from councils.tenancy import council_context, recorded

from . import releasing as transitions
from .document import read_document
from .emails import pack_message
from .mail_attempts import MailAttempt
from .models import Delivery
from .models.deliveries import DeliveryQuerySet
from .notify_emails import notify_email, send_once
from .provider_rules import FIRST_CHECK
from .states import DeliveryState
from .stored import stored_pdf
from .ways import SendsBy

ACTOR = "task:send_pack"
LEASE = timedelta(seconds=60)
"""Time from the claim to the message's first byte."""


class Sending(MailAttempt):
    """A delivery that this worker has claimed."""

    actor, verb = ACTOR, "delivery"

    @property
    def delivery(self) -> Delivery:
        delivery: Delivery = self.row
        return delivery

    @classmethod
    def claim(cls, council_id: int, pack_id: int, *, now: datetime) -> Sending | None:
        """Claim the pack's next due delivery that no other worker has claimed, or return None.

        Suppresses due deliveries to recipients who no longer receive emails.
        """
        if cls.is_held():
            return None
        lease_until = now + LEASE
        with council_context(council_id, actor=ACTOR), recorded("delivery.claimed", actor=ACTOR):
            due = Delivery.objects.due(now).filter(pack_id=pack_id)
            stopped = due.filter(recipient__active=False).select_for_update(skip_locked=True, of=("self",))
            if stopped_ids := list(stopped.values_list("pk", flat=True)):
                Delivery.objects.filter(pk__in=stopped_ids).move(
                    DeliveryState.SUPPRESSED, error="The recipient no longer receives emails."
                )
                transitions.refresh_pack_state(pack_id)
            free = due.select_for_update(skip_locked=True, of=("self",)).select_related(
                "pack__board", "pack__period", "pack__council", "pack__snapshot"
            )
            delivery = free.first()
            if delivery is None:
                return None
            Delivery.objects.filter(pk=delivery.pk).move(
                DeliveryState.CLAIMED, lease_until=lease_until, attempts=F("attempts") + 1
            )
            delivery.attempts += 1
            return cls(council_id, delivery, lease_until)

    def message(self) -> Any:
        pack = self.delivery.pack
        document = read_document(pack.snapshot.content)
        pdf = stored_pdf(pack.council, pack) if self.delivery.sends_by == SendsBy.PDF else None
        return pack_message(self.delivery, pack, document, pdf=pdf)

    def deliver(self, before_data: Callable[[], None], clock: Callable[[], datetime]) -> dict[str, Any]:
        if self.delivery.sends_by != SendsBy.NOTIFY:
            return super().deliver(before_data, clock)
        pack = self.delivery.pack
        document = read_document(pack.snapshot.content)
        email = notify_email(self.delivery, document, pdf=stored_pdf(pack.council, pack))
        sent = send_once(self.delivery, email, before_data=before_data)
        return {"provider_id": sent.id, "check_at": clock() + FIRST_CHECK}

    def moved(self) -> None:
        transitions.refresh_pack_state(self.delivery.pack_id)

    def mine(self) -> DeliveryQuerySet:
        return Delivery.objects.filter(pk=self.delivery.pk, lease_until=self.lease_until)
