"""What grows over the years: a deliverable with very many updates."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from councils.tenancy import council_context, recorded

from ..measuring import by_turns
from ..plans import ACTOR, gather_statistics, get
from ..report import Result
from ..rows import write_timeline
from .bench import Bench


def timeline(bench: Bench) -> Result:
    plan = bench.plans.of(37, use="timeline")
    with council_context(plan.council.pk, actor=ACTOR), recorded("progress.recorded", actor=ACTOR):
        addresses = [
            plan.page(f"deliverables/{write_timeline(updates).public_id}/") for updates in (10_000, 6)
        ]
    gather_statistics()
    long_ms, short_ms = by_turns(
        lambda: get(plan.browser, addresses[0]), lambda: get(plan.browser, addresses[1]), effort=bench.effort
    )
    return Result("timeline-10000", long_ms, "our page with 6 updates", short_ms)


SUBJECTS: Mapping[str, Callable[[Bench], Result]] = {"timeline-10000": timeline}
