"""Versions of the fictional council's plan: one published, and one on its way. Everything is a sample."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta

from boards.models import Board
from councils.actors import Actor
from councils.models import Council
from plan_versions.actions import (
    StepRow,
    add_version,
    approve_step,
    circulate_version,
    publish_version,
    save_steps,
)
from plan_versions.models import ApprovalStep, PlanVersion
from strategies.models import Strategy

from ..samples import noon
from .clock import Clock

DIRECTOR = "Director of Children’s Services (fictional)"
OFFICER = "Demo Officer"


def publish_first_version(council: Council, strategy: Strategy, clock: Clock) -> None:
    """Version 1 was approved by the director, then by a group and the board on one day, and published."""
    circulated_on = clock.quarters[0].starts_on + timedelta(days=9)
    approved_on = circulated_on + timedelta(days=21)
    actor = Actor.system(council, OFFICER)
    note = (
        "Sample, made up for training. The plan as it began, without indicators and preparing for adulthood."
    )
    version = add_version(strategy=strategy, label="Version 1", note=note, by=actor, now=noon(circulated_on))
    save_steps(version=version, rows=list(_steps()), by=actor)
    circulate_version(version=version, by=actor, today=circulated_on, now=noon(circulated_on))
    _approve(version, actor, [circulated_on + timedelta(days=7), approved_on, approved_on])
    publish_version(version=_fresh(version), by=actor, today=approved_on, now=noon(approved_on))


def circulate_second_version(council: Council, strategy: Strategy, clock: Clock) -> None:
    """Version 2 is circulated. The director has approved it, and it waits for the group and the board."""
    circulated_on = clock.today - timedelta(days=6)
    actor = Actor.system(council, OFFICER)
    note = "Sample, made up for training. Adds preparing for adulthood and the indicators."
    version = add_version(strategy=strategy, label="Version 2", note=note, by=actor, now=noon(circulated_on))
    circulate_version(version=version, by=actor, today=circulated_on, now=noon(circulated_on))
    _approve(version, actor, [circulated_on + timedelta(days=2)])


def _steps() -> Iterable[StepRow]:
    yield StepRow(None, 1, DIRECTOR, "post")
    for slug in ("inclusion-group", "send-partnership-board"):
        board = Board.objects.get(slug=slug)
        yield StepRow(None, 2, board.name, "board", board=board)


def _approve(version: PlanVersion, actor: Actor, days: Iterable[date]) -> None:
    steps = ApprovalStep.objects.filter(plan_version=version)
    for step, on in zip(steps, days, strict=False):
        step.plan_version = _fresh(version)
        approve_step(step=step, on=on, by=actor, today=on, now=noon(on))


def _fresh(version: PlanVersion) -> PlanVersion:
    found: PlanVersion = PlanVersion.objects.for_pages().get(pk=version.pk)
    return found
