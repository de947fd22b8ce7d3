"""Scheduled jobs for files of evidence. How often they run: `sendplan/celery.py`."""

from __future__ import annotations

from celery import shared_task

from councils.models import Council
from councils.tenancy.tasks import CouncilTask

from .actions import forget_files


@shared_task(base=CouncilTask, directory=True)
def forget_removed_files() -> None:
    """Have every council's removed files deleted. A missed turn only keeps them longer."""
    for council_id in Council.objects.values_list("id", flat=True):
        forget_removed_files_of.delay(council_id=council_id)


@shared_task(base=CouncilTask)
def forget_removed_files_of(*, council_id: int) -> None:
    """Delete the council's files of evidence that nothing has named for a day."""
    forget_files(council=Council.objects.get(pk=council_id))
