"""Celery app. The queue only wakes workers: the work itself is always a row in the database."""

import os

from celery import Celery

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "sendplan.settings")

app = Celery("sendplan", task_cls="councils.tenancy.tasks:CouncilTask")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()
app.autodiscover_tasks(related_name="jobs")
