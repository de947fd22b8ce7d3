"""Celery's worker on all queues, by the tests' clock: `python -m tests.faults.celery_worker CLOCK FILES PORT`."""

import sys
from pathlib import Path

import django
from django.conf import settings

if __name__ == "__main__":
    django.setup()

    from dev.celery_process import worker
    from tests.faults.forks import draw_small, load_what_tasks_use
    from tests.faults.moved_clock import MovedClock

    MovedClock(Path(sys.argv[1])).rule()
    settings.FILES_ROOT, settings.EMAIL_PORT = Path(sys.argv[2]), int(sys.argv[3])
    load_what_tasks_use()
    draw_small()
    sys.exit(worker("default,clock,renders"))
