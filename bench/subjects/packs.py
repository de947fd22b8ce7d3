"""Render packs, in a process of their own as a worker does, next to WeasyPrint with the same HTML."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable, Mapping
from functools import partial

from django.utils import timezone

from boards.models import Board
from core.periods import Quarter
from councils.actors import Actor
from councils.tenancy import council_context
from packs.actions import cancel_pack, request_pack
from strategies.models import ReportingPeriod

from ..report import Result
from ..rows import BOARD, TODAY
from .bench import Bench


def pack(bench: Bench, *, size: int) -> Result:
    plan = bench.plans.of(size, use="pack", indicators=40)
    by = Actor.system(plan.council, "bench")
    with council_context(plan.council.pk, actor=by.reference):
        frozen = request_pack(
            board=Board.objects.get(slug=BOARD),
            period=ReportingPeriod.objects.get(label=Quarter.of(TODAY).label),
            by=by,
            today=TODAY,
            now=timezone.now(),
        )
    effort = bench.effort
    argv = [sys.executable, "-m", "bench.rendering", plan.council.slug, str(frozen.public_id)]
    argv += [str(effort.seconds), str(effort.fewest // 2)]
    done = subprocess.run(argv, stdout=subprocess.PIPE, text=True, check=True)
    measured = json.loads(done.stdout.splitlines()[-1])
    with council_context(plan.council.pk, actor=by.reference):
        cancel_pack(pack=frozen, by=by, reason="Measured")  # so that nothing is due for the sweep
    return Result(
        f"pack-{size}",
        measured["ours_ms"],
        "bare WeasyPrint",
        measured["bare_ms"],
        figures={"peak_mib": measured["peak_mib"], "pages": measured["pages"]},
    )


SUBJECTS: Mapping[str, Callable[[Bench], Result]] = {
    "pack-60": partial(pack, size=60),
    "pack-300": partial(pack, size=300),
}
