"""One attempt to send a pack to one recipient, at most once whatever happens to the worker.

The state `transmitting` is committed just before the message's bytes go out. A delivery found in it after its worker
died may have arrived or not, so a person decides; found in any earlier state it has not, and is simply tried again.
"""

from __future__ import annotations

import logging
import random
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

from django.db.models import F

from core import mail
from councils.files import read_pdf
from councils.tenancy import council_context, recorded

from . import transitions as lives
from .document import read_document
from .emails import pack_message
from .models import Delivery
from .models.deliveries import DeliveryQuerySet
from .states import DeliveryState, next_attempt_delay

logger = logging.getLogger(__name__)

ACTOR = "task:send_pack"
LEASE = timedelta(seconds=60)
"""From the claim to the message's first byte."""
TRANSMIT_LEASE = timedelta(seconds=75)
"""The message itself is three waits of `EMAIL_TIMEOUT` at most."""


class TakenOver(Exception):
    """The lease ran out and another worker has the delivery, or it is no longer to be sent."""


class Sending:
    """A delivery that this worker has claimed; `lease_until` is the proof that it is still this worker's."""

    def __init__(self, council_id: int, delivery: Delivery, lease_until: datetime) -> None:
        self.council_id = council_id
        self.delivery = delivery
        self.lease_until = lease_until
        self.may_have_arrived = False

    @classmethod
    def claim(cls, council_id: int, pack_id: int, *, now: datetime) -> Sending | None:
        """Take up the next delivery of the pack that is due and that nobody else has."""
        lease_until = now + LEASE
        with council_context(council_id, actor=ACTOR), recorded("delivery.claimed", actor=ACTOR):
            due = Delivery.objects.due(now).filter(pack_id=pack_id)
            stopped = due.filter(recipient__active=False).select_for_update(skip_locked=True, of=("self",))
            if stopped_ids := list(stopped.values_list("pk", flat=True)):
                Delivery.objects.filter(pk__in=stopped_ids).move(
                    DeliveryState.SUPPRESSED, error="The recipient no longer receives emails."
                )
                lives.refresh_pack_state(pack_id)
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

    def run(self, *, clock: Callable[[], datetime]) -> None:
        """Send it and record what the server said."""
        try:
            mail.send(self._message(), before_data=lambda: self._transmitting(clock()))
        except TakenOver:
            logger.info("Delivery %s was taken over.", self.delivery.public_id)
        except mail.Refused as problem:
            self._settle(DeliveryState.FAILED, "delivery.failed", error=str(problem))
        except mail.PutOff as problem:
            self._try_later(str(problem), clock())
        except mail.Uncertain as problem:
            self._settle(DeliveryState.UNCERTAIN, "delivery.uncertain", error=str(problem))
        except Exception as problem:
            logger.exception("Delivery %s broke off.", self.delivery.public_id)
            self._broke_off(f"{type(problem).__name__}: {problem}", clock())
        else:
            self._settle(DeliveryState.ACCEPTED, "delivery.accepted", accepted_at=clock(), error="")

    def _message(self) -> Any:
        pack = self.delivery.pack
        document = read_document(pack.snapshot.content)
        pdf = read_pdf(pack.council, pack.pdf_sha256)
        return pack_message(self.delivery, pack, document, pdf=pdf)

    def _transmitting(self, now: datetime) -> None:
        """From this commit on the mail may have arrived."""
        lease_until = now + TRANSMIT_LEASE
        with (
            council_context(self.council_id, actor=ACTOR),
            recorded("delivery.transmitting", actor=ACTOR),
        ):
            if not self._mine().move(DeliveryState.TRANSMITTING, lease_until=lease_until):
                raise TakenOver
        self.lease_until, self.may_have_arrived = lease_until, True

    def _try_later(self, error: str, now: datetime) -> None:
        delay = next_attempt_delay(self.delivery.attempts, random.random())  # noqa: S311 (spreads load, hides nothing)
        if delay is None:
            self._settle(DeliveryState.FAILED, "delivery.failed", error=error)
        else:
            self._settle(
                DeliveryState.RETRY_WAIT, "delivery.put_off", error=error, next_attempt_at=now + delay
            )

    def _broke_off(self, error: str, now: datetime) -> None:
        if self.may_have_arrived:
            self._settle(DeliveryState.UNCERTAIN, "delivery.uncertain", error=error)
        else:
            self._try_later(error, now)

    def _settle(self, after: DeliveryState, verb: str, **fields: Any) -> None:
        with council_context(self.council_id, actor=ACTOR), recorded(verb, actor=ACTOR):
            if self._mine().move(after, **fields):
                lives.refresh_pack_state(self.delivery.pack_id)

    def _mine(self) -> DeliveryQuerySet:
        return Delivery.objects.filter(pk=self.delivery.pk, lease_until=self.lease_until)
