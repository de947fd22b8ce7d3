"""Render packs, in a process of their own as a worker does, next to WeasyPrint with the same HTML."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable, Mapping
from functools import partial

from django.utils import timezone

from ..report import Result
from . import board_pack
from .bench import Bench


def pack(bench: Bench, *, size: int) -> Result:
    plan = bench.plans.of(size, use="pack", indicators=40)
    frozen = board_pack.request(plan, now=timezone.now())
    effort = bench.effort
    argv = [sys.executable, "-m", "bench.rendering", plan.council.slug, str(frozen.public_id)]
    argv += [str(effort.seconds), str(effort.fewest // 2)]
    done = subprocess.run(argv, stdout=subprocess.PIPE, text=True, check=True)
    measured = json.loads(done.stdout.splitlines()[-1])
    board_pack.cancel(plan, frozen)
    return Result(
        f"pack-{size}",
        measured["ours_ms"],
        "bare WeasyPrint",
        measured["bare_ms"],
        figures={
            name: measured[name] for name in ("cpu_ratio", "peak_mib", "pages", "charts", "ua1_failures")
        },
    )


SUBJECTS: Mapping[str, Callable[[Bench], Result]] = {
    f"pack-{size}": partial(pack, size=size) for size in (20, 60, 100, 300)
}
