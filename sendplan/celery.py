"""The queue: it only wakes workers; what is to be done is always a row in the database."""

import os

from celery import Celery

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "sendplan.settings")

app = Celery("sendplan", task_cls="councils.tenancy.tasks:CouncilTask")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()
app.autodiscover_tasks(related_name="jobs")
