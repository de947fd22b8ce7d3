"""Send a reminder: claim it, and send its email at most once (`packs.mail_attempts`).

One that may have arrived is not sent again: the next reminder asks again.
"""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any

from django.db.models import F

from councils.tenancy import council_context, recorded
from minutes.models import Entry
from packs.mail_attempts import MailAttempt
from packs.retries import RETRY_MINUTES
from packs.states import DeliveryState

from .emails import reminder_message
from .models import Reminder, ReminderQuerySet, UpdateLink

ACTOR = "task:send_reminders"
LEASE = timedelta(seconds=60)
"""Time from the claim to the message's first byte."""
KEPT_FOR = timedelta(days=1)
"""How long after its day a reminder is still sent."""
MAY_BE_SENT = "The database was restored from a backup. This email may have been sent before."
TOO_OLD = "It could not be sent in time."
MAY_HAVE_ARRIVED = "The worker stopped while sending. The email may or may not have arrived."


class Sending(MailAttempt):
    """A reminder that this worker has claimed, with its links and its entries in minutes."""

    actor, verb = ACTOR, "reminder"

    def __init__(
        self,
        council_id: int,
        reminder: Reminder,
        links: list[UpdateLink],
        entries: list[Entry],
        lease_until: datetime,
    ) -> None:
        super().__init__(council_id, reminder, lease_until)
        self.links, self.entries = links, entries

    @classmethod
    def claim(cls, council_id: int, *, now: datetime) -> Sending | None:
        """Claim the council's next due reminder that no other worker has claimed, or return None."""
        if cls.is_held():
            return None
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

    def message(self) -> Any:
        return reminder_message(self.row, self.links, self.entries)

    def mine(self) -> ReminderQuerySet:
        return Reminder.objects.filter(pk=self.row.pk, lease_until=self.lease_until)


def drop_what_waits(actor: str) -> int:
    """Send none of the council's emails that wait: the database was restored, and they may have been sent before."""
    with recorded("reminder.dropped", actor=actor):
        dropped: int = Reminder.objects.move(DeliveryState.SUPPRESSED, error=MAY_BE_SENT)
    return dropped


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
