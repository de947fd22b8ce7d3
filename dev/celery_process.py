"""A worker or the clock, started without Celery's command line, whose loading alone takes half a second.

`python -m dev.celery_process worker QUEUE` or `… beat SCHEDULE_FILE`.
"""

import sys

from celery import Celery

from sendplan.celery import app

_COMMON = {
    "pool": "prefork",
    "concurrency": 1,
    "without_gossip": True,
    "without_mingle": True,
    "loglevel": "INFO",
}
# A render may take 300 MiB for a long pack; a child that grew past that is replaced after its task (in KiB).
_OWN = {"renders": {"max_memory_per_child": 400_000, "max_tasks_per_child": 50}}


def worker(queue: str) -> int:
    """Work on one queue until told to stop; the exit code."""
    process = app.Worker(queues=[queue], hostname=f"{queue}@sendplan", **_COMMON, **_OWN.get(queue, {}))
    process.start()
    return int(process.exitcode or 0)


def beat(schedule: str) -> int:
    """Queue what is due by the clock until told to stop. It sends names and needs none of the tasks' code."""
    clock = Celery("sendplan", fixups=[])
    clock.config_from_object("django.conf:settings", namespace="CELERY")
    clock.Beat(schedule=schedule, loglevel="INFO").run()
    return 0


if __name__ == "__main__":
    sys.exit({"worker": worker, "beat": beat}[sys.argv[1]](sys.argv[2]))
