"""One attempt to send a reminder: at most once, whatever happens to the worker.

As with packs, `transmitting` is committed just before the message's bytes go out. One that stays in it may have
arrived, so it becomes `uncertain` and is not sent again: the next reminder asks again.
"""

from __future__ import annotations

import logging
import random
from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import Any

from django.db.models import F

from core import mail
from councils.tenancy import council_context, recorded
from minutes.models import Entry
from packs.retries import RETRY_MINUTES, next_attempt_delay
from packs.states import DeliveryState

from .emails import reminder_message
from .models import Reminder, ReminderQuerySet, UpdateLink

logger = logging.getLogger(__name__)

ACTOR = "task:send_reminders"
LEASE = timedelta(seconds=135)
"""Time from the claim to the server's last answer: at most some waits of `EMAIL_TIMEOUT`."""
KEPT_FOR = timedelta(days=1)
"""How long after its day a reminder is still sent."""
TOO_OLD = "It could not be sent in time."
MAY_HAVE_ARRIVED = "The worker stopped while sending. The email may or may not have arrived."


class TakenOver(Exception):
    """The lease ran out, and another worker has the reminder."""


class Sending:
    """A reminder that this worker has claimed. `lease_until` proves that it is still this worker's."""

    def __init__(
        self,
        council_id: int,
        reminder: Reminder,
        links: list[UpdateLink],
        entries: list[Entry],
        lease_until: datetime,
    ) -> None:
        self.council_id, self.reminder, self.links, self.entries = council_id, reminder, links, entries
        self.lease_until, self.may_have_arrived = lease_until, False

    @classmethod
    def claim(cls, council_id: int, *, now: datetime) -> Sending | None:
        """Claim the council's next due reminder that no other worker has claimed, or return None."""
        lease_until = now + LEASE
        with council_context(council_id, actor=ACTOR), recorded("reminder.claimed", actor=ACTOR):
            due = Reminder.objects.due(now).select_for_update(skip_locked=True, of=("self",))
            reminder = due.select_related("council").first()
            if reminder is None:
                return None
            Reminder.objects.filter(pk=reminder.pk).move(
                DeliveryState.CLAIMED, lease_until=lease_until, attempts=F("attempts") + 1
            )
            reminder.attempts += 1
            links = UpdateLink.objects.filter(reminder=reminder).select_related(
                "deliverable__strand", "council"
            )
            minuted = [item["minute"] for item in reminder.items if "minute" in item]
            entries = Entry.objects.filter(public_id__in=minuted).select_related("meeting__board", "council")
            return cls(council_id, reminder, list(links), list(entries), lease_until)

    def run(self, *, clock: Callable[[], datetime]) -> None:
        """Send the email and record the server's answer."""
        try:
            message = reminder_message(self.reminder, self.links, self.entries)
            mail.send(message, before_data=self._transmitting)
        except TakenOver:
            logger.info("Reminder %s was taken over.", self.reminder.public_id)
        except mail.Refused as problem:
            self._finish(DeliveryState.FAILED, "reminder.failed", error=str(problem))
        except mail.PutOff as problem:
            self._try_later(str(problem), clock())
        except mail.Uncertain as problem:
            self._finish(DeliveryState.UNCERTAIN, "reminder.uncertain", error=str(problem))
        except Exception as problem:
            logger.exception("Reminder %s broke off.", self.reminder.public_id)
            words = f"{type(problem).__name__}: {problem}"
            if self.may_have_arrived:
                self._finish(DeliveryState.UNCERTAIN, "reminder.uncertain", error=words)
            else:
                self._try_later(words, clock())
        else:
            self._finish(DeliveryState.ACCEPTED, "reminder.accepted", accepted_at=clock(), error="")

    def _transmitting(self) -> None:
        """Commit that the email may have arrived from now on. Raises TakenOver."""
        with council_context(self.council_id, actor=ACTOR), recorded("reminder.transmitting", actor=ACTOR):
            if not self._mine().move(DeliveryState.TRANSMITTING):
                raise TakenOver
        self.may_have_arrived = True

    def _try_later(self, error: str, now: datetime) -> None:
        delay = next_attempt_delay(self.reminder.attempts, random.random())  # noqa: S311 (spreads load, hides nothing)
        if delay is None:
            self._finish(DeliveryState.FAILED, "reminder.failed", error=error)
        else:
            later = now + delay
            self._finish(DeliveryState.RETRY_WAIT, "reminder.put_off", error=error, next_attempt_at=later)

    def _finish(self, after: DeliveryState, verb: str, **fields: Any) -> None:
        with council_context(self.council_id, actor=ACTOR), recorded(verb, actor=ACTOR):
            self._mine().move(after, **fields)

    def _mine(self) -> ReminderQuerySet:
        return Reminder.objects.filter(pk=self.reminder.pk, lease_until=self.lease_until)


def free_what_a_stopped_worker_left(now: datetime, today: date) -> None:
    """Requeue reminders whose worker died before the first byte went out, and mark those after it as uncertain.

    Those of before yesterday are not sent any more: what they ask for may have been done, or is asked again.
    """
    old = Reminder.objects.filter(day__lt=today - KEPT_FOR)
    old.move(DeliveryState.SUPPRESSED, error=TOO_OLD)
    stale = Reminder.objects.filter(lease_until__lt=now)
    worn = stale.filter(state=DeliveryState.CLAIMED, attempts__gt=len(RETRY_MINUTES))
    worn.move(DeliveryState.FAILED, error="The worker stopped every time it tried this.")
    stale.filter(state=DeliveryState.CLAIMED).move(DeliveryState.QUEUED, lease_until=None)
    stale.filter(state=DeliveryState.TRANSMITTING).move(DeliveryState.UNCERTAIN, error=MAY_HAVE_ARRIVED)
