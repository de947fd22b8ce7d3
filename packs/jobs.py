"""Scheduled jobs for packs. How often they run: `sendplan/celery.py`."""

from __future__ import annotations

from celery import shared_task
from django.utils import timezone

from councils.tenancy.tasks import CouncilTask

from . import due_moments
from .tasks import sweep_council


@shared_task(base=CouncilTask, directory=True)
def sweep() -> None:
    """Queue a sweep of each council in which something is due. A missed turn costs time."""
    for council_id in due_moments.take_due(timezone.now()):
        sweep_council.delay(council_id=council_id)


@shared_task(base=CouncilTask, directory=True)
def check_due_moments() -> None:
    """Have every council swept in the next hours, whatever the directory of due moments says."""
    due_moments.visit_all(timezone.now())
