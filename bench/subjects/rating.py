"""Rate fifty deliverables at once, and check before that what it would do."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial

from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from core.periods import Quarter
from core.rag import Rag

from ..measuring import by_turns
from ..plans import Plan
from ..raw import rate_all
from ..report import Result
from ..rows import TODAY
from .bench import Bench

MANY = 50
NARRATIVE = "Agreed with all schools."
ANSWERS = {"save": 302, "check": 200}
"""Status of the answer to each step: a redirect after saving, a page before."""


def rating(bench: Bench, *, name: str, step: str) -> Result:
    plan = bench.plans.of(100, use="rated")
    ids = plan.deliverable_ids(MANY)

    def raw() -> None:
        with bench.raw.council(plan.council.pk, verb="progress.recorded") as cursor:
            rate_all(
                cursor,
                ids,
                rag=Rag.GREEN,
                narrative=NARRATIVE,
                quarter=Quarter.of(TODAY),
                today=TODAY,
                now=timezone.now(),
            )

    form: dict[str, object] = {
        "what": "rating",
        "step": step,
        "rag": Rag.GREEN.value,
        "narrative": NARRATIVE,
        "quarter": Quarter.of(TODAY).label,
    }

    def prepare() -> None:
        """Choose the deliverables as they are now, and drop the banner of the round before, as a browser would."""
        form["chosen"] = plan.chosen(MANY)
        plan.browser.cookies.pop("messages", None)

    ours_ms, raw_ms = by_turns(lambda: _post(plan, form), raw, effort=bench.effort, prepare=prepare)
    prepare()
    with CaptureQueriesContext(connection) as captured:
        _post(plan, form)
    return Result(name, ours_ms, "raw multi-row statements", raw_ms, figures={"queries": len(captured)})


def _post(plan: Plan, form: Mapping[str, object]) -> None:
    response = plan.browser.post(plan.page("deliverables/change/"), form)
    if response.status_code != ANSWERS[str(form["step"])]:
        raise RuntimeError(f"Rating answered {response.status_code}: {response.content[:300]!r}")


SUBJECTS: Mapping[str, Callable[[Bench], Result]] = {
    "rate-50": partial(rating, name="rate-50", step="save"),
    "rate-50-preview": partial(rating, name="rate-50-preview", step="check"),
}
