"""Scheduled jobs for webhooks. How often they run: `sendplan/celery.py`."""

from __future__ import annotations

import time
from datetime import datetime, timedelta

from celery import shared_task
from django.utils import timezone

from councils.tenancy import council_context
from councils.tenancy.due_moments import take_due_councils
from councils.tenancy.tasks import CouncilTask

from .models import Endpoint, Message, WebhookMoment
from .sending import claim, queue_messages, send
from .summaries import last_change, news_for

VISIT_AGAIN_AFTER = timedelta(minutes=1)
"""When the clock visits a council again whose visit was lost, or that has more to send."""
SENDING_SECONDS = 45
SOON = timedelta(seconds=20)
"""A moment as near as this does not wait for the clock."""


@shared_task(base=CouncilTask, directory=True)
def sweep() -> None:
    """Queue a visit of each council in which something has changed, or a message is due."""
    for council_id in take_due_councils(WebhookMoment, timezone.now(), again_after=VISIT_AGAIN_AFTER):
        visit_council.delay(council_id=council_id)


@shared_task(base=CouncilTask, short_context=True, expires=VISIT_AGAIN_AFTER.total_seconds())
def visit_council(*, council_id: int) -> None:
    """Make and send the council's messages, and say when to come again."""
    queue_messages(council_id, timezone.now())
    started = time.monotonic()
    while time.monotonic() - started < SENDING_SECONDS:
        now = timezone.now()
        message = claim(council_id, now)
        if message is None:
            break
        send(council_id, message, now)
    settle(council_id, timezone.now())


def settle(council_id: int, now: datetime) -> None:
    """Say when the council is due next: now if there is something to tell, else when a message is to be tried again."""
    with council_context(council_id):
        # Locked before the rows are read: a change that is not committed yet holds the lock, so it is waited for.
        moment = WebhookMoment.objects.select_for_update().filter(council_id=council_id).first()
        if moment is None:
            return
        moment.due_at = next_due(now)
        moment.save(update_fields=["due_at"])
    if moment.due_at and now < moment.due_at <= now + SOON:
        wait = (moment.due_at - now).total_seconds()
        visit_council.apply_async(kwargs={"council_id": council_id}, countdown=wait, expires=wait + 60)


def next_due(now: datetime) -> datetime | None:
    """When something is due in the current council, None if nothing is (3 queries and one for each endpoint)."""
    up_to = last_change()
    waiting = Message.objects.waiting().values_list("endpoint_id", "due_at", "lease_until")
    moments, busy = [], set()
    for endpoint_id, due_at, lease_until in waiting:
        busy.add(endpoint_id)
        moments.append(max(due_at, lease_until) if lease_until else due_at)
    for endpoint in Endpoint.objects.filter(is_on=True, told_seq__lt=up_to).exclude(pk__in=busy):
        if news_for(endpoint, up_to).exists():
            moments.append(now)
    return min(moments, default=None)
