"""Circulate a version as a frozen copy, make it a draft again, and withdraw it."""

from __future__ import annotations

from datetime import date, datetime

from core.refusals import ChangeRefused
from councils.actors import Actor
from councils.tenancy import recorded
from strategies.models import Version

from ..frozen.taking import freeze_plan
from ..log_phrases import BACK_TO_DRAFT, CIRCULATED, WITHDRAWN
from ..models import PlanVersion, VersionEvent
from ..rules import Act, VersionState
from .checks import check_act, steps_of, write_event
from .drafts import label_problem
from .table_rows import remove_approvals


def circulate_version(*, version: PlanVersion, by: Actor, today: date, now: datetime) -> PlanVersion:
    """Freeze the plan and send this version round for approval. Raises ChangeRefused, and TooBusy of `freeze_plan`."""
    check_act(version, Act.CIRCULATE, by)
    if not steps_of(version):
        raise ChangeRefused("Add who approves this version first")
    other = PlanVersion.objects.filter(strategy=version.strategy).circulated().for_pages().first()
    if other is not None:
        raise ChangeRefused(
            f"{other.label} is circulated. Publish it, withdraw it or make it a draft again first"
        )
    if problem := label_problem(version.strategy, version.label, but=version):
        raise ChangeRefused(problem)
    with recorded(CIRCULATED, actor=by.reference):
        copy = freeze_plan(strategy=version.strategy, council=by.council, now=now)
        mine = PlanVersion.objects.filter(pk=version.pk)
        mine.move(VersionState.CIRCULATED, copy=copy, circulated_on=today)
        write_event(
            version,
            VersionEvent.Kind.CIRCULATED,
            on=today,
            by=by,
            now=now,
            sha256=copy.sha256,
            comment=version.note,
        )
    version.refresh_from_db()
    return version


def back_to_draft(*, version: PlanVersion, reason: str, by: Actor, today: date, now: datetime) -> PlanVersion:
    """Make a circulated version a draft again. Its approvals leave the version table. Raises ChangeRefused."""
    check_act(version, Act.BACK_TO_DRAFT, by)
    why = _reason(reason)
    with recorded(BACK_TO_DRAFT, actor=by.reference, reason=why):
        remove_approvals(version, steps_of(version))
        PlanVersion.objects.filter(pk=version.pk).move(VersionState.DRAFT)
        _write(version, VersionEvent.Kind.BACK_TO_DRAFT, why, by, today, now)
    version.refresh_from_db()
    return version


def withdraw_version(
    *, version: PlanVersion, reason: str, by: Actor, today: date, now: datetime
) -> PlanVersion:
    """Give up a version that was circulated. Its copy, approvals and history stay. Raises ChangeRefused."""
    check_act(version, Act.WITHDRAW, by)
    why = _reason(reason)
    with recorded(WITHDRAWN, actor=by.reference, reason=why):
        PlanVersion.objects.filter(pk=version.pk).move(VersionState.WITHDRAWN)
        if version.version is not None:
            Version.objects.filter(pk=version.version.pk).update(withdrawn_on=today)
        _write(version, VersionEvent.Kind.WITHDRAWN, why, by, today, now)
    version.refresh_from_db()
    return version


def _reason(reason: str) -> str:
    if not (why := reason.strip()):
        raise ChangeRefused({"reason": "Enter why"})
    return why


def _write(
    version: PlanVersion, kind: VersionEvent.Kind, why: str, by: Actor, today: date, now: datetime
) -> None:
    sha256 = version.copy.sha256 if version.copy else ""
    write_event(version, kind, on=today, by=by, now=now, sha256=sha256, comment=why)
