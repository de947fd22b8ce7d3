"""Pages: lists, indicators, a deliverable, a strand, and what changed."""

from __future__ import annotations

import urllib.request
from collections.abc import Callable, Mapping
from datetime import timedelta

from django.utils import timezone

from core.periods import Quarter
from core.rag import Rag
from councils.tenancy import council_context
from deliverables.actions import rate_several
from deliverables.models import Deliverable
from strategies.models import ReportingPeriod

from ..measuring import by_turns
from ..plans import Plan, get
from ..report import Result
from ..rows import TODAY
from .bench import NOTHING, Bench, get_nothing

REDMINE = "Redmine's issue list of 100"
NO_REDMINE = "no Redmine: give the address of its issue list with --redmine"
ROW_OF_REDMINE = b'id="issue-'


def _list(bench: Bench, name: str, deliverables: int) -> Result:
    """A page of 50 deliverables, next to Redmine's list of 100 issues."""
    plan = bench.plans.of(deliverables)

    def ours() -> None:
        get(plan.browser, plan.page("deliverables/"))

    if not bench.redmine:
        [ours_ms] = by_turns(ours, effort=bench.effort)
        return Result(name, ours_ms, REDMINE, skipped=NO_REDMINE)
    ours_ms, redmine_ms = by_turns(ours, lambda: read_redmine(bench.redmine), effort=bench.effort)
    return Result(name, ours_ms, REDMINE, redmine_ms)


def read_redmine(address: str) -> None:
    """Read a page of Redmine. Raises if it does not list a hundred issues, because it would then do less."""
    with urllib.request.urlopen(address, timeout=60) as response:
        issues = response.read().count(ROW_OF_REDMINE)
    if issues != 100:
        raise RuntimeError(
            f"{address} shows {issues} issues. Give the address of a list of 100: ?per_page=100"
        )


def list_100(bench: Bench) -> Result:
    return _list(bench, "list-100", 100)


def list_1000(bench: Bench) -> Result:
    return _list(bench, "list-1000", 1000)


def list_5000(bench: Bench) -> Result:
    large, small = bench.plans.of(5000), bench.plans.of(100)
    ours_ms, reference_ms = by_turns(
        lambda: get(large.browser, large.page("deliverables/")),
        lambda: get(small.browser, small.page("deliverables/")),
        effort=bench.effort,
    )
    return Result("list-5000", ours_ms, "our list of 50 of 100", reference_ms)


def _page(bench: Bench, name: str, plan: Plan, path: str) -> Result:
    """A page next to the page that does nothing."""
    sizes = []

    def ours() -> None:
        sizes.append(len(get(plan.browser, plan.page(path)).content))

    ours_ms, nothing_ms = by_turns(ours, lambda: get_nothing(plan), effort=bench.effort)
    return Result(name, ours_ms, NOTHING, nothing_ms, figures={"html_kb": sizes[-1] / 1000})


def indicators_page(bench: Bench) -> Result:
    plan = bench.plans.of(37, use="indicators", indicators=200, readings=10)
    return _page(bench, "indicators-page", plan, "indicators/")


def deliverable(bench: Bench) -> Result:
    plan = bench.plans.of(100)
    [first] = plan.deliverable_ids(1)
    return _page(bench, "deliverable", plan, f"deliverables/{first}/")


def strand(bench: Bench) -> Result:
    return _page(bench, "strand", bench.plans.of(100), "strategies/send-strategy/strands/A/")


def changes(bench: Bench) -> Result:
    """What changed since the last visit: thirty deliverables were rated again."""
    plan = bench.plans.of(100, use="changes")
    plan.officer.last_visit_at = timezone.now()
    plan.officer.save(update_fields=["last_visit_at"])
    with council_context(plan.council.pk, actor=plan.actor.reference):
        rate_several(
            deliverables=list(Deliverable.objects.order_by("id")[:30]),
            period=ReportingPeriod.objects.get(label=Quarter.of(TODAY).label),
            rag=Rag.RED,
            reason="The post is vacant.",
            path_to_green="Recruit again next month.",
            forecast_on=TODAY + timedelta(days=60),
            by=plan.actor,
            today=TODAY,
            now=timezone.now(),
        )
    return _page(bench, "changes", plan, "changes/?since=last-visit")


def unchanged_page(bench: Bench) -> Result:
    """A list that the browser has already, asked for again with its ETag."""
    plan = bench.plans.of(100)
    address = plan.page("deliverables/")
    etag = get(plan.browser, address).headers.get("ETag")
    if not etag:
        [ours_ms] = by_turns(lambda: get(plan.browser, address), effort=bench.effort)
        return Result(
            "unchanged-page", ours_ms, NOTHING, skipped="the page sends no ETag, so it is sent whole"
        )

    def unchanged() -> None:
        if get(plan.browser, address, **{"If-None-Match": etag}).status_code != 304:
            raise RuntimeError(f"{address} was sent again although nothing has changed.")

    ours_ms, nothing_ms = by_turns(unchanged, lambda: get_nothing(plan), effort=bench.effort)
    return Result("unchanged-page", ours_ms, NOTHING, nothing_ms)


SUBJECTS: Mapping[str, Callable[[Bench], Result]] = {
    "list-100": list_100,
    "list-1000": list_1000,
    "list-5000": list_5000,
    "indicators-page": indicators_page,
    "deliverable": deliverable,
    "changes": changes,
    "strand": strand,
    "unchanged-page": unchanged_page,
}
