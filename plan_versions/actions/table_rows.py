"""Rows of a version in the plan's version table: they come with its first approval and go with its last one."""

from __future__ import annotations

from datetime import date

from django.db.models import Max

from core.refusals import ChangeRefused
from strategies.models import Approval, Version

from ..models import ApprovalStep, PlanVersion
from .drafts import APPROVERS


def enter_approval(version: PlanVersion, step: ApprovalStep, *, on: date) -> Approval:
    """Enter an approval in the version table, after those that are there."""
    row = _row_of(version)
    last = Approval.objects.filter(version=row).aggregate(last=Max("position"))["last"] or 0
    approval: Approval = Approval.objects.create(
        version=row,
        kind=step.kind,
        approver=step.words,
        approved_on=on,
        position=last + 1,
        **{name: getattr(step, name) for name in APPROVERS},
    )
    return approval


def _row_of(version: PlanVersion) -> Version:
    """The version's row in the table: a new one, or that with its label and only stages. Raises ChangeRefused."""
    if version.version is not None:
        entered: Version = version.version
        return entered
    rows = Version.objects.filter(strategy=version.strategy)
    row = rows.filter(label=version.draft_label).first()
    if row is not None and (row.published_on or row.plan_versions.exists()):
        raise ChangeRefused(
            f"The version table has {row.label} already. Make this version a draft again and enter another label"
        )
    if row is None:
        last = rows.aggregate(last=Max("position"))["last"] or 0
        row = Version.objects.create(strategy=version.strategy, label=version.draft_label, position=last + 1)
    PlanVersion.objects.filter(pk=version.pk).update(version=row, draft_label="")
    version.version, version.draft_label = row, ""
    found: Version = row
    return found


def remove_approvals(version: PlanVersion, steps: list[ApprovalStep]) -> None:
    """Remove the approvals of these steps from the table, and the version's row if nothing is left in it."""
    approvals = [step.approval_id for step in steps if step.approval_id]
    ApprovalStep.objects.filter(pk__in=[step.pk for step in steps]).update(
        approval=None, returned_on=None, comment=""
    )
    Approval.objects.filter(pk__in=approvals).delete()
    row = version.version
    if row is None or Approval.objects.filter(version=row).exists():
        return
    PlanVersion.objects.filter(pk=version.pk).update(version=None, draft_label=row.label)
    version.version, version.draft_label = None, row.label
    row.delete()
