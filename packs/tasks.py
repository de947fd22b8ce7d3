"""Background tasks for packs. The queue only wakes a worker. The rows are the truth.

Each row is claimed by a conditional update with a lease, so a task that runs twice finds nothing to do the second time.
No transaction is open while a task renders or uses the network. Reasons and measurements:
docs/decisions/0003-packs-and-mail.md.
"""

from __future__ import annotations

import logging
import time
from datetime import datetime, timedelta
from typing import Any

from celery import shared_task
from django.db import models
from django.db.models import Q
from django.utils import timezone
from kombu.exceptions import OperationalError

from councils.tenancy import council_context, recorded
from councils.tenancy.tasks import CouncilTask

from . import due_moments
from . import releasing as transitions
from .checking import check_next
from .models import Delivery, Pack
from .rendering import FREE, MOST_ATTEMPTS, Rendering
from .retries import RETRY_MINUTES
from .sending import Sending
from .states import DeliveryState, PackState
from .ways import SendsBy

logger = logging.getLogger(__name__)

SWEEPER = "task:sweep"
SENDING_SECONDS = 30
"""How long a task sends before it gives way to others: the same worker may have the clock's sweep to do."""
QUEUE_AGAIN_AFTER = timedelta(minutes=5)
MAY_HAVE_ARRIVED = "The worker stopped while sending. The email may or may not have arrived."
TOO_MANY_STOPS = "The worker stopped every time it tried this."


@shared_task(base=CouncilTask, short_context=True)
def render_pack(*, council_id: int, pack_id: int) -> None:
    """Render the PDF of a frozen pack, and release it if that was requested."""
    rendering = Rendering.claim(council_id, pack_id, now=timezone.now())
    if rendering is None:
        logger.info("Pack %s: nothing to render.", pack_id)
        return
    if rendering.run(clock=timezone.now):
        wake(send_pack, council_id=council_id, pack_id=pack_id)


@shared_task(base=CouncilTask, short_context=True)
def send_pack(*, council_id: int, pack_id: int) -> None:
    """Send the pack's due emails, one after the other. A long list continues in a new task."""
    started = time.monotonic()
    while (sending := Sending.claim(council_id, pack_id, now=timezone.now())) is not None:
        sending.run(clock=timezone.now)
        if time.monotonic() - started > SENDING_SECONDS:
            wake(send_pack, council_id=council_id, pack_id=pack_id)
            return


@shared_task(base=CouncilTask, short_context=True)
def check_deliveries(*, council_id: int) -> None:
    """Ask GOV.UK Notify what became of the council's emails. What a long list leaves waits for the next sweep."""
    started = time.monotonic()
    while check_next(council_id, clock=timezone.now):
        if time.monotonic() - started > SENDING_SECONDS:
            return


@shared_task(base=CouncilTask, short_context=True)
def sweep_council(*, council_id: int) -> None:
    """Requeue abandoned work: what a stopped worker or an emptied queue has left. Then say when to look again."""
    now = timezone.now()
    with council_context(council_id, actor=SWEEPER):
        with recorded("packs.swept", actor=SWEEPER):
            _free_renders(now)
            _free_claims(now)
            _mark_uncertain(now)
            due = {"next_attempt_at__lte": now}
            renders = list(Pack.objects.filter(state=PackState.FROZEN, **due).values_list("pk", flat=True))
            Pack.objects.filter(pk__in=renders).update(next_attempt_at=now + QUEUE_AGAIN_AFTER)
            sends = set(Delivery.objects.due(now).values_list("pack_id", flat=True))
            to_check = Delivery.objects.filter(check_at__lte=now).exists()
        due_moments.settle(council_id, now)
    for pack_id in renders:
        wake(render_pack, council_id=council_id, pack_id=pack_id)
    for pack_id in sends:
        wake(send_pack, council_id=council_id, pack_id=pack_id)
    if to_check:
        wake(check_deliveries, council_id=council_id)


def wake(task: CouncilTask, **ids: int) -> None:
    """Queue a task. If the queue cannot be reached, the sweep finds the row later, so this only costs time."""
    try:
        task.delay(**ids)
    except OperationalError as problem:
        logger.warning("The queue cannot be reached, so %s waits for the sweep: %s", task.name, problem)


def _free_renders(now: datetime) -> None:
    """Free renders whose worker died. After `MOST_ATTEMPTS` they fail and wait for a person."""
    stale = _stale(Pack.objects.filter(state=PackState.RENDERING), now)
    worn = Q(attempts__gte=MOST_ATTEMPTS)
    Pack.objects.filter(worn, pk__in=stale).move(PackState.FAILED, error=TOO_MANY_STOPS, **FREE)
    Pack.objects.filter(~worn, pk__in=stale).move(PackState.FROZEN, next_attempt_at=now, **FREE)


def _free_claims(now: datetime) -> None:
    """Requeue emails whose worker died before the first byte went out. These have not arrived."""
    stale = _stale(Delivery.objects.filter(state=DeliveryState.CLAIMED), now)
    claimed = Delivery.objects.filter(pk__in=stale)
    worn = Q(attempts__gt=len(RETRY_MINUTES))
    packs = set(claimed.filter(worn).values_list("pack_id", flat=True))
    claimed.filter(worn).move(DeliveryState.FAILED, error=TOO_MANY_STOPS)
    claimed.filter(~worn).move(DeliveryState.QUEUED, lease_until=None)
    _refresh_pack_state(packs)


def _mark_uncertain(now: datetime) -> None:
    """Mark emails whose worker died while sending as uncertain. They may have arrived, so a person decides.

    GOV.UK Notify is asked whether it has them. The lease is left as it is: a worker that was only slow can still record
    that the server accepted the email.
    """
    stale = _stale(Delivery.objects.filter(state=DeliveryState.TRANSMITTING), now)
    sent = Delivery.objects.filter(pk__in=stale)
    packs = set(sent.values_list("pack_id", flat=True))
    by_notify = Delivery.objects.filter(pk__in=stale, sends_by=SendsBy.NOTIFY)
    by_notify.move(DeliveryState.UNCERTAIN, error=MAY_HAVE_ARRIVED, check_at=now)
    sent.move(DeliveryState.UNCERTAIN, error=MAY_HAVE_ARRIVED)
    _refresh_pack_state(packs)


def _stale(rows: models.QuerySet[Any], now: datetime) -> list[int]:
    """Ids of rows whose lease has run out and that are not locked by another transaction."""
    locked = rows.filter(lease_until__lt=now).select_for_update(skip_locked=True)
    return list(locked.values_list("pk", flat=True))


def _refresh_pack_state(pack_ids: set[int]) -> None:
    for pack_id in sorted(pack_ids):
        transitions.refresh_pack_state(pack_id)
