"""Fifty people at work on the real web server."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from django.conf import settings
from django.db import connections
from django.utils import timezone

from core.periods import Quarter
from councils.models import Membership, User
from councils.permissions import Role

from ..load import Person, put_to_work
from ..plans import Plan, signed_in
from ..report import Result
from ..rows import TODAY
from ..serving import web_server
from .bench import Bench

PEOPLE = 50


def load_50(bench: Bench) -> Result:
    plan = bench.plans.of(100, use="load")
    sessions = [_session(plan, number) for number in range(PEOPLE)]
    ids = plan.deliverable_ids(2 * PEOPLE)
    pages = [
        plan.page(path)
        for path in ("", "deliverables/", "my-work/", "indicators/", "changes/", "boards/send-board/")
    ]
    connections.close_all()
    with web_server() as server:
        people = [
            Person(
                port=server.port,
                session=session,
                pages=[*pages, plan.page(f"deliverables/{ids[PEOPLE + number]}/")],
                update_page=plan.page(f"deliverables/{ids[number]}/update/"),
                quarter=Quarter.of(TODAY).label,
                seed=number,
            )
            for number, session in enumerate(sessions)
        ]
        met = put_to_work(people, seconds=bench.load_seconds)
        worker_mib = server.worker_mib()
    return Result(
        "load-50",
        met.percentile(50),
        figures={
            "requests_per_second": met.per_second,
            "p50_ms": met.percentile(50),
            "p95_ms": met.percentile(95),
            "errors": met.errors,
            "worker_mib": worker_mib,
        },
    )


def _session(plan: Plan, number: int) -> str:
    """Session of one more officer of the council."""
    user = User.objects.create(
        email=f"person-{number}@{plan.council.slug}.example.org", name=f"Person {number}"
    )
    Membership.objects.create(user=user, council=plan.council, role=Role.OFFICER, last_seen_at=timezone.now())
    return signed_in(user).cookies[settings.SESSION_COOKIE_NAME].value


SUBJECTS: Mapping[str, Callable[[Bench], Result]] = {"load-50": load_50}
