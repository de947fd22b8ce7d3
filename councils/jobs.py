"""Work that the clock starts."""

from __future__ import annotations

from celery import shared_task
from django.core.management import call_command

from .tenancy.tasks import CouncilTask


@shared_task(base=CouncilTask, directory=True)
def forget_ended_sessions() -> None:
    """Remove sign-in sessions that have ended, with whatever was typed in them."""
    call_command("clearsessions")
