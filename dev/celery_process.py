"""Start a worker or the clock without Celery's command line, which takes half a second to load.

`python -m dev.celery_process worker QUEUE[,QUEUE…]` or `… beat SCHEDULE_FILE`.
"""

import sys

from celery import Celery

from sendplan.celery import SCHEDULE, app

_COMMON = {
    "pool": "prefork",
    "concurrency": 1,
    "without_gossip": True,
    "without_mingle": True,
    "loglevel": "INFO",
}
# Rendering a long pack may take 300 MiB. A process above max_memory_per_child (in KiB) is replaced after its task.
_OWN = {"renders": {"max_memory_per_child": 400_000, "max_tasks_per_child": 50}}


def worker(names: str) -> int:
    """Run a worker on these queues until a signal stops it. It is named after the first. Returns the exit code."""
    queues = names.split(",")
    own = _OWN.get(queues[0], {})
    process = app.Worker(queues=queues, hostname=f"{queues[0]}@sendplan", **_COMMON, **own)
    process.start()
    return int(process.exitcode or 0)


def beat(schedule: str) -> int:
    """Run the clock until a signal stops it. It sends task names and does not import the tasks."""
    clock = Celery("sendplan", fixups=[])
    clock.config_from_object("django.conf:settings", namespace="CELERY")
    clock.conf.beat_schedule = SCHEDULE
    clock.Beat(schedule=schedule, loglevel="INFO").run()
    return 0


if __name__ == "__main__":
    sys.exit({"worker": worker, "beat": beat}[sys.argv[1]](sys.argv[2]))
