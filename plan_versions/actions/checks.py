"""What every action on a version checks, and how it is written down."""

from __future__ import annotations

from datetime import date, datetime

from core.refusals import ChangeRefused
from councils.actors import Actor, require

from ..models import ApprovalStep, PlanVersion, VersionEvent
from ..rules import NEEDS, Act, VersionState, has_act

NOT_NOW = {
    VersionState.DRAFT: "is a draft. Circulate it first",
    VersionState.CIRCULATED: "is circulated. Make it a draft again first",
    VersionState.PUBLISHED: "is published, so it stays as it is. Begin a new version",
    VersionState.WITHDRAWN: "was withdrawn. Begin a new version",
}


def check_act(version: PlanVersion, act: Act, by: Actor) -> None:
    """Raise PermissionDenied if the actor may not do this, or ChangeRefused if this version does not have the act."""
    require(by, NEEDS[act])
    state = VersionState(version.state)
    if has_act(act, state, was_circulated=version.copy_id is not None):
        return
    if act == Act.DELETE and version.is_draft:
        raise ChangeRefused(
            f"{version.label} was circulated before, so its history stays. Withdraw it if it is given up"
        )
    if act == Act.WITHDRAW and version.is_draft:
        raise ChangeRefused(f"{version.label} was never circulated. Delete the draft")
    raise ChangeRefused(f"{version.label} {NOT_NOW[state]}")


def steps_of(version: PlanVersion) -> list[ApprovalStep]:
    """Steps of approval in the agreed order (1 query)."""
    return list(
        ApprovalStep.objects.filter(plan_version=version).select_related(
            "approval", "board", "organisation", "post", "person"
        )
    )


def write_event(
    version: PlanVersion,
    kind: VersionEvent.Kind,
    *,
    on: date,
    by: Actor,
    now: datetime,
    sha256: str,
    who: str = "",
    comment: str = "",
) -> None:
    VersionEvent.objects.create(
        plan_version=version,
        kind=kind.value,
        who=who,
        on=on,
        comment=comment,
        sha256=sha256,
        recorded_by=by.name,
        recorded_at=now,
    )
