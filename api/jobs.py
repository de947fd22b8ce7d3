"""Scheduled jobs of the API. How often they run: `sendplan/celery.py`."""

from __future__ import annotations

from celery import shared_task
from django.utils import timezone

from councils.models import Council
from councils.tenancy.tasks import CouncilTask

from . import idempotency


@shared_task(base=CouncilTask, directory=True)
def forget_answers() -> None:
    """Have every council's stored answers deleted after a day. A missed turn only keeps them longer."""
    for council_id in Council.objects.values_list("id", flat=True):
        forget_answers_of.delay(council_id=council_id)


@shared_task(base=CouncilTask)
def forget_answers_of(*, council_id: int) -> None:
    """Delete the council's answers to requests with an Idempotency-Key that have been kept for a day."""
    idempotency.forget_answers(now=timezone.now())
