"""Scheduled jobs for quarters. How often they run: `sendplan/celery.py`."""

from __future__ import annotations

from celery import shared_task
from django.utils import timezone

from councils.models import Council
from councils.tenancy.tasks import CouncilTask

from .quarter_actions import make_due_quarters


@shared_task(base=CouncilTask, directory=True)
def make_quarters() -> None:
    """Have every council looked at. Quarters are made a year ahead, so a missed turn costs nothing."""
    for council_id in Council.objects.values_list("id", flat=True):
        make_quarters_of.delay(council_id=council_id)


@shared_task(base=CouncilTask)
def make_quarters_of(*, council_id: int) -> None:
    """Make the quarters that the council needs by its own day."""
    council = Council.objects.get(pk=council_id)
    make_due_quarters(council=council, today=council.today(timezone.now()))
