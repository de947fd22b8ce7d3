"""The goals, all of them, and nothing else: change a goal here.

A ratio is ours divided by the reference's, from the same run. Figures are counts, megabytes or milliseconds.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True)
class Goal:
    """At most this much. `textbook` is the ratio to the textbook view, `figures` are goals beside the ratio."""

    ratio: float | None = None
    textbook: float | None = None
    figures: Mapping[str, float] = field(default_factory=dict)


_API = Goal(ratio=1.5, textbook=0.25)

GOALS: Mapping[str, Goal] = {
    "list-100": Goal(ratio=0.40),
    "list-1000": Goal(ratio=0.50),
    "list-5000": Goal(ratio=3),
    "dashboard-37": Goal(ratio=1),
    "dashboard-500": Goal(ratio=1),
    "dashboard-5000": Goal(ratio=1),
    # Half of what each took when it was first measured, as a ratio to the page that does nothing.
    "indicators-page": Goal(ratio=15, figures={"html_kb": 120}),
    "deliverable": Goal(ratio=2.3),
    "changes": Goal(ratio=7.6),
    "strand": Goal(ratio=5.7),
    "api-deliverables-1000": _API,
    "api-deliverables-200": _API,
    "api-deliverables-50": Goal(textbook=0.25),
    "api-indicators-200": _API,
    "api-readings-1000": _API,
    "api-changes-1000": _API,
    "rate-50": Goal(ratio=6, figures={"queries": 25}),
    "rate-50-preview": Goal(ratio=6, figures={"queries": 25}),
    "timeline-10000": Goal(ratio=1.3),
    "unchanged-page": Goal(ratio=1.5),
    "sweep-2000": Goal(figures={"tasks": 3}),
    "pack-20": Goal(ratio=1.15, figures={"cpu_ratio": 1.15, "ua1_failures": 0}),
    "pack-60": Goal(ratio=1.15, figures={"cpu_ratio": 1.15, "ua1_failures": 0}),
    "pack-100": Goal(ratio=1.15, figures={"cpu_ratio": 1.15, "ua1_failures": 0}),
    "pack-300": Goal(ratio=1.15, figures={"cpu_ratio": 1.15, "peak_mib": 300, "ua1_failures": 0}),
    "packs-150": Goal(ratio=1.2, figures={"not_once": 0, "peak_mib": 300}),
    "load-50": Goal(figures={"p95_ms": 1000, "errors": 0, "worker_mib": 140}),
}
