"""Celery app. The queue only wakes workers: the work itself is always a row in the database."""

import logging.config
import os
from typing import Any

from celery import Celery
from celery.signals import setup_logging, task_prerun
from django.conf import settings
from django.db import close_old_connections

from operations.heartbeats import SayThatItWorks

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "sendplan.settings")

app = Celery("sendplan", task_cls="councils.tenancy.tasks:CouncilTask")
# Tasks are bound to this application in every thread, not only in the one that imported it.
app.set_default()
app.config_from_object("django.conf:settings", namespace="CELERY")
SCHEDULE = {
    "sweep-packs": {"task": "packs.jobs.sweep", "schedule": 30.0, "options": {"expires": 25.0}},
    "sweep-uploads": {"task": "plan_files.jobs.sweep", "schedule": 30.0, "options": {"expires": 25.0}},
    "sweep-reminders": {"task": "reminders.jobs.sweep", "schedule": 60.0, "options": {"expires": 55.0}},
    "sweep-webhooks": {"task": "webhooks.jobs.sweep", "schedule": 10.0, "options": {"expires": 9.0}},
    "check-due-moments": {"task": "packs.jobs.check_due_moments", "schedule": 6 * 3600.0},
    "make-quarters": {"task": "strategies.jobs.make_quarters", "schedule": 6 * 3600.0},
    "forget-removed-files": {"task": "evidence.jobs.forget_removed_files", "schedule": 6 * 3600.0},
    "forget-answers": {"task": "api.jobs.forget_answers", "schedule": 6 * 3600.0},
    "forget-sessions": {"task": "councils.jobs.forget_ended_sessions", "schedule": 6 * 3600.0},
}
"""When the clock starts which job, in seconds.

A sweep that no worker has taken expires before the next one, so sweeps never pile up. For the check, see
`packs.due_moments.CHECK_WITHIN`.
"""

app.conf.beat_schedule = SCHEDULE
app.steps["worker"].add(SayThatItWorks)
app.autodiscover_tasks()
app.autodiscover_tasks(related_name="jobs")


@task_prerun.connect(dispatch_uid="check-connections")
def check_connections(**kwargs: Any) -> None:
    """Before a task, close database connections that are old or broken, as Django does before a request."""
    close_old_connections()


@setup_logging.connect(dispatch_uid="same-log")
def log_like_the_web_server(**kwargs: Any) -> None:
    """Let workers and the clock write the same lines as the web server. Without this, Celery replaces the handlers."""
    logging.config.dictConfig(settings.LOGGING)
