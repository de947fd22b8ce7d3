"""The clock's sweep when two thousand councils are idle and three packs are due."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import timedelta
from typing import Any

from celery.signals import before_task_publish
from django.utils import timezone

from councils.models import Council
from sendplan.celery import app

from ..inserting import insert
from ..measuring import milliseconds
from ..plans import gather_statistics
from ..report import Result
from . import board_pack
from .bench import Bench

COUNCILS = 2000
DUE = 3


def sweep(bench: Bench) -> Result:
    """Count the tasks that one sweep queues. It runs once: what it has queued is no longer due."""
    columns = {"slug": "'idle-' || n", "name": "'Idle ' || n", "created_at": "now()"}
    insert(Council, columns, "generate_series(1, %s) series(n)", [COUNCILS])
    app.loader.import_default_modules()
    task = app.tasks["packs.jobs.sweep"]
    task()  # queues what earlier subjects have left due
    for number in range(DUE):
        # Requested half an hour ago, and its wake-up call was lost.
        plan = bench.plans.of(10 + number, use="due")
        board_pack.request(plan, now=timezone.now() - timedelta(minutes=30))
    gather_statistics()
    queued: list[str] = []

    def count(sender: Any = None, **_: Any) -> None:
        queued.append(str(sender))

    before_task_publish.connect(count)
    try:
        ours_ms = milliseconds(task)
    finally:
        before_task_publish.disconnect(count)
    return Result("sweep-2000", ours_ms, figures={"tasks": len(queued)})


SUBJECTS: Mapping[str, Callable[[Bench], Result]] = {"sweep-2000": sweep}
