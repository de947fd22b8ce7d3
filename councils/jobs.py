"""Scheduled tasks."""

from __future__ import annotations

from celery import shared_task
from django.core.management import call_command

from .accounts.tasks import send_password_links  # noqa: F401 (for workers to find)
from .tenancy.tasks import CouncilTask


@shared_task(base=CouncilTask, directory=True)
def forget_ended_sessions() -> None:
    """Delete expired sessions, with any data saved in them."""
    call_command("clearsessions")
