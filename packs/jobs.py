"""Scheduled jobs for packs."""

from __future__ import annotations

from celery import shared_task

from councils.models import Council
from councils.tenancy.tasks import CouncilTask

from .tasks import sweep_council


@shared_task(base=CouncilTask, directory=True)
def sweep() -> None:
    """Queue a sweep of each council's packs and emails (how often: `sendplan/celery.py`). A missed turn costs time."""
    for council_id in Council.objects.values_list("pk", flat=True):
        sweep_council.delay(council_id=council_id)
