"""A hundred and fifty packs on two workers, next to half the time that one worker would take."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass

from django.utils import timezone

from boards.models import Board
from core.periods import Quarter
from councils.actors import Actor
from councils.models import Change
from councils.tenancy import council_context, recorded
from packs.actions import request_pack
from packs.models import Pack
from packs.states import PackState
from strategies.models import Oversight, ReportingPeriod, Strategy

from ..measuring import QUICK
from ..plans import Plan
from ..report import Result
from ..rows import TODAY
from .bench import Bench

PACKS, WORKERS, ALONE = 150, 2, 15
FIRST_LOOK = {PACKS: 4, ALONE: 1}
"""How many instead, for a first look."""
ACTOR = "system:bench"


@dataclass(frozen=True)
class Worked:
    """What one worker says of its work: seconds from its beginning to its end, as on the clock, and its memory."""

    began: float
    ended: float
    peak_mib: float


def pack_queue(bench: Bench) -> Result:
    """One worker makes the first packs alone. Then two share the others, and claim them from each other."""
    plan = bench.plans.of(20, use="queue", indicators=10)
    few, many = (FIRST_LOOK[count] if bench.effort is QUICK else count for count in (ALONE, PACKS))
    alone = _requested(plan, few, name="Alone")
    _work(plan)  # What one worker is slow at only once: fonts, templates.
    again = _requested(plan, few, name="Measured")
    [one] = _work(plan)
    shared = _requested(plan, many, name="Shared")
    two = _work(plan, workers=WORKERS)
    each = (one.ended - one.began) / few
    took = max(worked.ended for worked in two) - min(worked.began for worked in two)
    return Result(
        f"packs-{PACKS}",
        took * 1000,
        "ideal halves",
        each * many / WORKERS * 1000,
        figures={
            "packs": len(shared),
            "not_once": _not_once(plan, [*alone, *again, *shared]),
            "peak_mib": max(worked.peak_mib for worked in (one, *two)),
        },
    )


def _requested(plan: Plan, count: int, *, name: str) -> list[Pack]:
    """One pack for each of this many new boards, which all oversee the plan."""
    by, now = Actor.system(plan.council, "bench"), timezone.now()
    with council_context(plan.council.pk, actor=ACTOR):
        period = ReportingPeriod.objects.get(label=Quarter.of(TODAY).label)
        with recorded("board.added", actor=ACTOR):
            strategy, made = Strategy.objects.get(), []
            for number in range(count):
                slug = f"{name.lower()}-{number}"
                board = Board.objects.create(slug=slug, name=f"{name} {number}", position=100 + number)
                Oversight.objects.create(board=board, strategy=strategy)
                made.append(board)
        return [request_pack(board=each, period=period, by=by, today=TODAY, now=now) for each in made]


def _work(plan: Plan, *, workers: int = 1) -> list[Worked]:
    """Let so many processes make all packs that wait."""
    argv = [sys.executable, "-m", "bench.working", plan.council.slug]
    started = [
        subprocess.Popen(argv, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        for _ in range(workers)
    ]
    for process in started:
        _read(process, "ready")
    for process in started:
        assert process.stdin
        process.stdin.write("go\n")
        process.stdin.flush()
    return [Worked(**json.loads(process.communicate()[0].splitlines()[-1])) for process in started]


def _read(process: subprocess.Popen[str], word: str) -> None:
    assert process.stdout
    if process.stdout.readline().strip() != word:
        raise RuntimeError("A worker did not start. Its error is above.")


def _not_once(plan: Plan, packs: Sequence[Pack]) -> int:
    """How many of the packs were not made, or not at the first attempt, or were written twice."""
    with council_context(plan.council.pk, actor=ACTOR, read_only=True):
        rows = Pack.objects.filter(pk__in=[pack.pk for pack in packs])
        once = rows.filter(state=PackState.RENDERED, attempts=1).count()
        rendered: int = Change.objects.filter(verb="pack.rendered", table="reporting_pack").count()
    return max(len(packs) - once, abs(rendered - len(packs)))


SUBJECTS = {f"packs-{PACKS}": pack_queue}
