"""Background tasks for plan files. The queue only wakes a worker."""

from __future__ import annotations

import logging

from celery import shared_task
from django.utils import timezone
from kombu.exceptions import OperationalError

from councils.models import Council
from councils.tenancy import council_context
from councils.tenancy.tasks import CouncilTask

from .paper import waiting
from .paper.html import PrintJob, render
from .uploads import Upload

logger = logging.getLogger(__name__)

ACTOR = "task:print_plan"


@shared_task(base=CouncilTask, short_context=True)
def print_plan(*, council_id: int, key: str) -> None:
    """Make the PDF of a plan from what a page has kept for it. Run twice, it makes it once."""
    with council_context(council_id, actor=ACTOR):
        council = Council.objects.get(pk=council_id)
    job = waiting.read_job(council, key)
    if job is None:
        logger.info("Plan %s: nothing to print.", key[:12])
        return
    try:
        pdf = render(job).bytes
    except Exception:
        logger.exception("The PDF of a plan could not be made: %s", key[:12])
        waiting.finish(council, key, None)
        return
    waiting.finish(council, key, pdf)


@shared_task(base=CouncilTask, short_context=True)
def read_plan(*, council_id: int, public_id: str) -> None:
    """Read the uploaded file of an import. Run twice, it reads it once."""
    upload = Upload.claim(council_id, public_id, now=timezone.now())
    if upload is None:
        logger.info("Import %s: nothing to read.", public_id)
        return
    upload.run()


def have_read(*, council_id: int, public_id: str) -> None:
    """Have an uploaded file read. If the queue cannot be reached, the sweep finds the file later."""
    try:
        read_plan.delay(council_id=council_id, public_id=public_id)
    except OperationalError as problem:
        logger.warning("The queue cannot be reached, so a file waits for the sweep: %s", problem)


def have_printed(council: Council, job: PrintJob) -> None:
    """Have the PDF made. If the queue cannot be reached, the page that waits for it asks again."""
    waiting.keep_job(council, job)
    try:
        print_plan.delay(council_id=council.pk, key=job.key)
    except OperationalError as problem:
        logger.warning("The queue cannot be reached, so a plan waits to be printed: %s", problem)
