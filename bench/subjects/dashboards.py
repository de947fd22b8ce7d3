"""The council's dashboard, next to the statement that counts the same by hand."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial

from ..measuring import by_turns
from ..plans import get
from ..raw import dashboard as raw_dashboard
from ..report import Result
from ..rows import TODAY
from .bench import Bench

SIZES = (37, 500, 5000)
FRAME_MS = 15
"""What a page may take for its frame and its HTML, beside twice the statement."""


def dashboard(bench: Bench, *, size: int) -> Result:
    plan = bench.plans.of(size)

    def raw() -> None:
        with bench.raw.council(plan.council.pk) as cursor:
            raw_dashboard(cursor, today=TODAY)

    ours_ms, raw_ms = by_turns(lambda: get(plan.browser, plan.page()), raw, effort=bench.effort)
    return Result(
        f"dashboard-{size}",
        ours_ms,
        f"2 × raw grouped SQL + {FRAME_MS} ms",
        2 * raw_ms + FRAME_MS,
        figures={"raw_ms": raw_ms},
    )


SUBJECTS: Mapping[str, Callable[[Bench], Result]] = {
    f"dashboard-{size}": partial(dashboard, size=size) for size in SIZES
}
