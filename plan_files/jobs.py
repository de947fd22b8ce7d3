"""Scheduled jobs for plan files. How often they run: `sendplan/celery.py`."""

from __future__ import annotations

from datetime import timedelta

from celery import shared_task

from councils.files import uploads_waiting
from councils.models import Council
from councils.tenancy.tasks import CouncilTask

from .tasks import have_read

WAITS = timedelta(seconds=45)
"""Age of an uploaded file at which the sweep takes care of it: its own task has had its turn."""


@shared_task(base=CouncilTask, directory=True)
def sweep() -> None:
    """Have each uploaded file read that is still there, because a worker died or the queue was emptied."""
    waiting = uploads_waiting(WAITS)
    ids = Council.objects.filter(public_id__in={council for council, _ in waiting})
    councils = {str(public_id): pk for public_id, pk in ids.values_list("public_id", "pk")}
    for council, name in waiting:
        if council in councils:
            have_read(council_id=councils[council], public_id=name)
