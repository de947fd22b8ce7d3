"""Set and remove targets, and rate the confidence that they will be met."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal

from django.db import transaction

from core.periods import Period
from core.rag import Rag
from core.refusals import ChangeRefused
from councils.actors import Actor, require
from councils.permissions import Permission
from councils.tenancy import recorded

from ..models import ConfidenceRating, Indicator, Target


def set_target(
    *,
    indicator: Indicator,
    period: Period,
    value: Decimal | None,
    tolerance: Decimal | None = None,
    label: str = "",
    borrowed_from: str = "",
    by: Actor,
) -> Target:
    """Set the target for the end of a period, or change the one that it has. Raises ChangeRefused.

    A target without a value is one that is not set yet. `tolerance` is by how much it may be missed and be amber.
    `borrowed_from` names the benchmark that it was taken from.
    """
    require(by, Permission.INDICATORS_RECORD)
    if not indicator.holds_figures:
        raise ChangeRefused(f"{indicator.name} holds no figures, so it has no targets.")
    if indicator.is_contextual:
        raise ChangeRefused(
            f"{indicator.name} is contextual, so it has no targets. Change its definition to set one."
        )
    if tolerance is not None and tolerance < 0:
        raise ChangeRefused(
            {"tolerance": "Enter 0 or more: by how much the target may be missed and still be amber."}
        )
    with transaction.atomic():
        Indicator.objects.select_for_update().get(pk=indicator.pk)
        target = Target.objects.filter(indicator=indicator, period=period.token).first()
        with recorded("target.changed" if target else "target.set", actor=by.reference):
            target = target or Target(indicator=indicator, period=period.token, ends_on=period.ends_on)
            target.value, target.tolerance, target.label = value, tolerance, label.strip()
            target.borrowed_from = borrowed_from.strip()
            target.sample = False
            target.save()
    return target


def remove_target(*, target: Target, reason: str = "", by: Actor) -> None:
    """Remove a target with its confidence ratings. The change log keeps them."""
    require(by, Permission.INDICATORS_RECORD)
    with recorded("target.removed", actor=by.reference, reason=reason.strip()):
        target.delete()


def rate_confidence(
    *, target: Target, rag: str, reason: str = "", by: Actor, today: date, now: datetime
) -> ConfidenceRating:
    """Say whether a target will be met. Earlier ratings stay. Raises ChangeRefused."""
    require(by, Permission.INDICATORS_RECORD)
    if rag in (Rag.RED, Rag.AMBER) and not reason.strip():
        raise ChangeRefused({"reason": f"Say why the target may be missed. {Rag(rag).word} needs a reason."})
    with recorded("confidence.rated", actor=by.reference):
        return ConfidenceRating.objects.create(
            target=target, rag=rag, reason=reason.strip(), recorded_on=today, recorded_at=now, by_name=by.name
        )
