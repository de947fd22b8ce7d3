"""One attempt to send a pack to one recipient: at most once, whatever happens to the worker.

The state `transmitting` is committed just before the message's bytes go out. If the worker dies in that state, the
email may have arrived or not, so a person decides. In any earlier state it has not arrived and is sent again.
"""

from __future__ import annotations

import logging
import random
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

from django.db.models import F

from core import mail
from councils.tenancy import council_context, recorded

from . import releasing as transitions
from .document import read_document
from .emails import pack_message
from .models import Delivery
from .models.deliveries import DeliveryQuerySet
from .retries import next_attempt_delay
from .states import DeliveryState
from .stored import NotAsStored, stored_pdf

logger = logging.getLogger(__name__)

ACTOR = "task:send_pack"
LEASE = timedelta(seconds=60)
"""Time from the claim to the message's first byte."""
TRANSMIT_LEASE = timedelta(seconds=75)
"""Time for the message itself: at most three waits of `EMAIL_TIMEOUT`."""


class TakenOver(Exception):
    """The lease ran out and another worker has the delivery, or it is no longer to be sent."""


class Sending:
    """A delivery that this worker has claimed. `lease_until` proves that it is still this worker's."""

    def __init__(self, council_id: int, delivery: Delivery, lease_until: datetime) -> None:
        self.council_id = council_id
        self.delivery = delivery
        self.lease_until = lease_until
        self.may_have_arrived = False

    @classmethod
    def claim(cls, council_id: int, pack_id: int, *, now: datetime) -> Sending | None:
        """Claim the pack's next due delivery that no other worker has claimed, or return None.

        Suppresses due deliveries to recipients who no longer receive emails.
        """
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

    def run(self, *, clock: Callable[[], datetime]) -> None:
        """Send the email and record the server's answer."""
        try:
            mail.send(self._message(), before_data=lambda: self._transmitting(clock()))
        except TakenOver:
            logger.info("Delivery %s was taken over.", self.delivery.public_id)
        except (mail.Refused, NotAsStored) as problem:
            self._finish(DeliveryState.FAILED, "delivery.failed", error=str(problem))
        except mail.PutOff as problem:
            self._try_later(str(problem), clock())
        except mail.Uncertain as problem:
            self._finish(DeliveryState.UNCERTAIN, "delivery.uncertain", error=str(problem))
        except Exception as problem:
            logger.exception("Delivery %s broke off.", self.delivery.public_id)
            self._failed_unexpectedly(f"{type(problem).__name__}: {problem}", clock())
        else:
            self._finish(DeliveryState.ACCEPTED, "delivery.accepted", accepted_at=clock(), error="")

    def _message(self) -> Any:
        pack = self.delivery.pack
        document = read_document(pack.snapshot.content)
        pdf = stored_pdf(pack.council, pack)
        return pack_message(self.delivery, pack, document, pdf=pdf)

    def _transmitting(self, now: datetime) -> None:
        """Commit that the email may have arrived from now on. Raises TakenOver."""
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
            self._finish(DeliveryState.FAILED, "delivery.failed", error=error)
        else:
            self._finish(
                DeliveryState.RETRY_WAIT, "delivery.put_off", error=error, next_attempt_at=now + delay
            )

    def _failed_unexpectedly(self, error: str, now: datetime) -> None:
        if self.may_have_arrived:
            self._finish(DeliveryState.UNCERTAIN, "delivery.uncertain", error=error)
        else:
            self._try_later(error, now)

    def _finish(self, after: DeliveryState, verb: str, **fields: Any) -> None:
        with council_context(self.council_id, actor=ACTOR), recorded(verb, actor=ACTOR):
            if self._mine().move(after, **fields):
                transitions.refresh_pack_state(self.delivery.pack_id)

    def _mine(self) -> DeliveryQuerySet:
        return Delivery.objects.filter(pk=self.delivery.pk, lease_until=self.lease_until)
