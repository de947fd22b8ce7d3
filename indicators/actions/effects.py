"""Say which deliverables are meant to move which indicators."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

from core.refusals import ChangeRefused
from councils.actors import Actor, require
from councils.permissions import Permission
from councils.tenancy import recorded
from deliverables.models import Deliverable

from ..models import ExpectedEffect, Indicator


def add_effect(
    *,
    deliverable: Deliverable,
    indicator: Indicator,
    direction: str,
    size: Decimal | None = None,
    horizon_on: date | None = None,
    confidence: str = "",
    evidence: str = "",
    note: str = "",
    by: Actor,
    picked: str = "indicator",
) -> ExpectedEffect:
    """Say that a deliverable is meant to move an indicator. Raises ChangeRefused, with a pair's problem at `picked`."""
    require(by, Permission.PLAN_CHANGE)
    _check(direction, size)
    with recorded("effect.added", actor=by.reference):
        Indicator.objects.select_for_update().get(pk=indicator.pk)
        if indicator.is_heading:
            raise ChangeRefused({picked: f"{indicator.name} is a heading. Choose one of its sub-rows."})
        if ExpectedEffect.objects.filter(deliverable=deliverable, indicator=indicator).exists():
            pair = f"{deliverable.name} already has an effect on {indicator.name}"
            raise ChangeRefused({picked: f"{pair}. Change that one."})
        return ExpectedEffect.objects.create(
            deliverable=deliverable,
            indicator=indicator,
            **_said(direction, size, horizon_on, note),
            **_grounds(confidence, evidence),
        )


def change_effect(
    *,
    effect: ExpectedEffect,
    direction: str,
    size: Decimal | None = None,
    horizon_on: date | None = None,
    confidence: str = "",
    evidence: str = "",
    note: str = "",
    by: Actor,
) -> None:
    """Change direction, size, horizon, confidence, evidence or note. Raises ChangeRefused."""
    require(by, Permission.PLAN_CHANGE)
    _check(direction, size)
    with recorded("effect.changed", actor=by.reference):
        said = _said(direction, size, horizon_on, note) | _grounds(confidence, evidence)
        for name, value in said.items():
            setattr(effect, name, value)
        effect.save()


def remove_effect(*, effect: ExpectedEffect, reason: str = "", by: Actor) -> None:
    require(by, Permission.PLAN_CHANGE)
    with recorded("effect.removed", actor=by.reference, reason=reason.strip()):
        effect.delete()


def _check(direction: str, size: Decimal | None) -> None:
    if size is not None and size <= 0:
        raise ChangeRefused({"size": "Enter a number above 0. The direction says whether it is up or down."})
    if size is not None and direction == ExpectedEffect.Direction.STEADY:
        raise ChangeRefused({"size": "Leave this empty. A figure that holds steady does not move."})


def _said(direction: str, size: Decimal | None, horizon_on: date | None, note: str) -> dict[str, Any]:
    return {"direction": direction, "size": size, "horizon_on": horizon_on, "note": note.strip()}


def _grounds(confidence: str, evidence: str) -> dict[str, str]:
    """How sure people are of an effect, and why."""
    return {"confidence": confidence, "evidence": evidence.strip()}
