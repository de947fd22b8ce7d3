"""Scheduled jobs for reminders. How often they run: `sendplan/celery.py`."""

from __future__ import annotations

import logging
import time
from datetime import datetime, timedelta

from celery import shared_task
from django.utils import timezone

from councils.actors import Actor
from councils.models import Council
from councils.tenancy import council_context, recorded
from councils.tenancy.due_moments import take_due_councils
from councils.tenancy.tasks import CouncilTask
from packs.states import DeliveryState
from strategies.selected_quarter import NoQuarters, selected_quarter

from .actions import make_reminders, next_look, set_moment
from .models import Reminder, ReminderMoment, ReminderSettings
from .sending import Sending, free_what_a_stopped_worker_left

logger = logging.getLogger(__name__)

CLOCK = "task:reminders"
VISIT_AGAIN_AFTER = timedelta(minutes=2)
"""When the clock visits a council again whose visit was lost, or that has more to send.

An email that may have arrived is to be on a page within five minutes, also when the worker took its visit with it.
"""
SENDING_SECONDS = 100


@shared_task(base=CouncilTask, directory=True)
def sweep() -> None:
    """Queue a visit of each council whose reminders are due. Each is taken once, also by two clocks."""
    for council_id in take_due_councils(ReminderMoment, timezone.now(), again_after=VISIT_AGAIN_AFTER):
        visit_council.delay(council_id=council_id)


@shared_task(base=CouncilTask, short_context=True, expires=VISIT_AGAIN_AFTER.total_seconds())
def visit_council(*, council_id: int) -> None:
    """Make the reminders of the day, send what is due, and say when to come again."""
    make_those_of_today(council_id, timezone.now())
    now = timezone.now()
    today = Council.objects.get(pk=council_id).today(now)
    with council_context(council_id, actor=CLOCK), recorded("reminders.swept", actor=CLOCK):
        free_what_a_stopped_worker_left(now, today)
    started = time.monotonic()
    while time.monotonic() - started < SENDING_SECONDS:
        sending = Sending.claim(council_id, now=timezone.now())
        if sending is None:
            break
        sending.run(clock=timezone.now)
    _settle(council_id, timezone.now())


def make_those_of_today(council_id: int, now: datetime) -> None:
    """Make the council's reminders if it is time. Without an open quarter there are none."""
    council = Council.objects.get(pk=council_id)
    today = council.today(now)
    by = Actor.system(council)
    with council_context(council_id, actor=by.reference):
        own = ReminderSettings.objects.filter(next_look_at__lte=now).first()
        if own is None:
            return
        try:
            selected = selected_quarter(None, today=today)
        except NoQuarters:
            selected = None
        if selected and selected.takes_updates:
            make_reminders(period=selected.period, by=by, today=today, now=now)
        with recorded("reminders.looked", actor=CLOCK):
            ReminderSettings.objects.filter(pk=own.pk).update(next_look_at=next_look(now))


def _settle(council_id: int, now: datetime) -> None:
    """The next moment: the next morning, the next attempt, or the end of a lease."""
    council = Council.objects.get(pk=council_id)
    with council_context(council_id, actor=CLOCK):
        moments = list(ReminderSettings.objects.values_list("next_look_at", flat=True))
        waiting = Reminder.objects.filter(state=DeliveryState.RETRY_WAIT)
        moments += filter(None, waiting.values_list("next_attempt_at", flat=True))
        under_way = Reminder.objects.filter(state__in=[DeliveryState.CLAIMED, DeliveryState.TRANSMITTING])
        moments += filter(None, under_way.values_list("lease_until", flat=True))
        if Reminder.objects.filter(state=DeliveryState.QUEUED).exists():
            moments.append(now + VISIT_AGAIN_AFTER)
        set_moment(council, min(moments, default=None))
