"""The clock's sweep when two thousand councils are idle and three packs are due."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import timedelta
from typing import Any

from celery.signals import before_task_publish
from django.db import connection
from django.utils import timezone

from boards.models import Board
from core.periods import Quarter
from councils.actors import Actor
from councils.tenancy import council_context
from packs.actions import request_pack
from sendplan.celery import app
from strategies.models import ReportingPeriod

from ..measuring import milliseconds
from ..plans import Plan, gather_statistics
from ..report import Result
from ..rows import BOARD, TODAY
from .bench import Bench

COUNCILS = 2000
DUE = 3

_COUNCILS = """
insert into councils_council (public_id, slug, name, is_demo, accent, logo_sha256, created_at)
select gen_random_uuid(), 'idle-' || n, 'Idle ' || n, false, '', '', now() from generate_series(1, %s) n
"""


def sweep(bench: Bench) -> Result:
    """Count the tasks that one sweep queues. It runs once: what it has queued is no longer due."""
    with connection.cursor() as cursor:
        cursor.execute(_COUNCILS, [COUNCILS])
    for number in range(DUE):
        _make_pack_due(bench.plans.of(10 + number, use="due"))
    gather_statistics()
    queued: list[str] = []

    def count(sender: Any = None, **_: Any) -> None:
        queued.append(str(sender))

    app.loader.import_default_modules()
    task = app.tasks["packs.jobs.sweep"]
    before_task_publish.connect(count)
    try:
        ours_ms = milliseconds(task)
    finally:
        before_task_publish.disconnect(count)
    return Result("sweep-2000", ours_ms, figures={"tasks": len(queued)})


def _make_pack_due(plan: Plan) -> None:
    """Request a pack half an hour ago, whose first wake-up call has been lost."""
    with council_context(plan.council.pk, actor="system:bench"):
        request_pack(
            board=Board.objects.get(slug=BOARD),
            period=ReportingPeriod.objects.get(label=Quarter.of(TODAY).label),
            by=Actor.system(plan.council, "bench"),
            today=TODAY,
            now=timezone.now() - timedelta(minutes=30),
        )


SUBJECTS: Mapping[str, Callable[[Bench], Result]] = {"sweep-2000": sweep}
