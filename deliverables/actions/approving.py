"""Say which updates need approval, and approve, return or withdraw proposed ones: docs/rules/approval.md."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import date, datetime

from django.core.exceptions import PermissionDenied

from boards.access import boards_chaired
from boards.models import Board
from core.refusals import ChangeRefused
from councils.actors import Actor, can, require
from councils.permissions import Permission
from councils.tenancy import recorded
from strategies.models import Strand
from strategies.quarter_rules import is_late

from ..approval import approvable, approval_rules, is_own
from ..models import ApprovalRule, Deliverable, ProgressUpdate, ProposedUpdate
from ..rules.approval import SAY_WHAT, ProposalState, Step, step_problem
from .bulk import ExpectedVersions, bump_versions, lock_all
from .proposing import CONTENT
from .updates import record_updates, update_problems

APPROVED, RETURNED, WITHDRAWN = "update.approved", "update.returned", "update.withdrawn"
CHOSEN = "approval.changed"
ONLY_APPROVERS = "Only approvers, and the chair of a board that oversees it, approve an update."


def choose_approval(
    *, whole: bool, strands: Collection[Strand], boards: Collection[Board], by: Actor
) -> bool:
    """Say for what updates need approval: everything, these strands, what these boards oversee. Nothing turns it off.

    Returns whether anything has changed.
    """
    require(by, Permission.PEOPLE_MANAGE)
    with recorded(CHOSEN, actor=by.reference):
        stored = approval_rules()
        wanted = (whole, {each.pk for each in strands}, {each.pk for each in boards})
        if wanted == (
            stored.whole,
            {each.pk for each in stored.strands},
            {each.pk for each in stored.boards},
        ):
            return False
        ApprovalRule.objects.all().delete()
        ApprovalRule.objects.bulk_create(
            [
                *([ApprovalRule()] if whole else []),
                *(ApprovalRule(strand=each) for each in strands),
                *(ApprovalRule(board=each) for each in boards),
            ]
        )
    return True


def approve_updates(
    *,
    proposals: Sequence[ProposedUpdate],
    by: Actor,
    today: date,
    now: datetime,
    expected_versions: ExpectedVersions | None = None,
) -> list[ProgressUpdate]:
    """Approve proposed updates, all or none: each becomes an update recorded today.

    Raises PermissionDenied, ChangeRefused, or StaleDeliverables if the version of a deliverable has changed.
    """
    require_may_decide(by, today)
    with recorded(APPROVED, actor=by.reference):
        locked, rows = _decided(proposals, Step.APPROVE, by, today, expected_versions)
        updates = [_update(row, locked[row.deliverable_id], today, now) for row in rows]
        for update in updates:
            if problems := update_problems(update):
                raise ChangeRefused(f"{update.deliverable.short_name}: {next(iter(problems.values()))}")
        record_updates(updates)
        for row, update in zip(rows, updates, strict=True):
            row.state, row.update = ProposalState.APPROVED.value, update
        _save_decisions(rows, by, today)
    return updates


def return_update(
    *,
    proposal: ProposedUpdate,
    comment: str,
    by: Actor,
    today: date,
    expected_versions: ExpectedVersions | None = None,
) -> ProposedUpdate:
    """Return a proposed update to whoever sent it, saying what should change. Raises what `approve_updates` raises."""
    require_may_decide(by, today)
    comment = comment.strip()
    with recorded(RETURNED, actor=by.reference):
        locked, [row] = _decided([proposal], Step.RETURN, by, today, expected_versions, comment)
        row.state, row.comment = ProposalState.RETURNED.value, comment
        _save_decisions([row], by, today)
        bump_versions(list(locked.values()))
    return row


def withdraw_update(*, proposal: ProposedUpdate, by: Actor) -> ProposedUpdate:
    """Withdraw a proposed update, so that it is no longer shown. Raises ChangeRefused."""
    require(by, Permission.PROGRESS_RECORD)
    with recorded(WITHDRAWN, actor=by.reference):
        locked, [row] = _locked([proposal], None)
        if problem := step_problem(row.status, Step.WITHDRAW, own=is_own(row, by)):
            raise ChangeRefused(problem)
        row.state = ProposalState.WITHDRAWN.value
        row.save(update_fields=["state"])
        bump_versions(list(locked.values()))
    return row


def require_may_decide(by: Actor, today: date) -> None:
    """Raise PermissionDenied for somebody who may approve no update at all."""
    if can(by, Permission.UPDATES_APPROVE):
        return
    if by.user is None or not boards_chaired(by, today).exists():
        raise PermissionDenied(ONLY_APPROVERS)


def _decided(
    proposals: Sequence[ProposedUpdate],
    step: Step,
    by: Actor,
    today: date,
    expected_versions: ExpectedVersions | None,
    comment: str = "",
) -> tuple[Mapping[int, Deliverable], list[ProposedUpdate]]:
    """Lock and check what is to be decided. Raises PermissionDenied and ChangeRefused."""
    locked, rows = _locked(proposals, expected_versions)
    allowed = approvable(rows, by, today)
    for row in rows:
        problem = step_problem(row.status, step, own=is_own(row, by), comment=comment)
        if problem:
            named = f"{locked[row.deliverable_id].short_name}: {problem}" if len(rows) > 1 else problem
            raise ChangeRefused({"comment": problem} if problem == SAY_WHAT else named)
        if row.pk not in allowed:
            raise PermissionDenied(ONLY_APPROVERS)
    return locked, rows


def _locked(
    proposals: Iterable[ProposedUpdate], expected_versions: ExpectedVersions | None
) -> tuple[dict[int, Deliverable], list[ProposedUpdate]]:
    """The deliverables, locked until the transaction ends, and the proposed updates as they are now (3 queries)."""
    asked = list(proposals)
    locked = {
        each.pk: each
        for each in lock_all([each.deliverable for each in asked], expected_versions, "due_points")
    }
    rows = ProposedUpdate.objects.filter(pk__in=[each.pk for each in asked], deliverable__in=locked)
    found = list(rows.select_related("period").order_by("period__starts_on", "recorded_at", "id"))
    if len(found) < len(asked):
        raise ChangeRefused("One of these is no longer there. Reload the page.")
    return locked, found


def _update(proposal: ProposedUpdate, deliverable: Deliverable, today: date, now: datetime) -> ProgressUpdate:
    """What an approved one becomes: recorded today by whoever sent it."""
    content = {name: getattr(proposal, name) for name in CONTENT}
    return ProgressUpdate(
        **content
        | {
            "deliverable": deliverable,
            "period": proposal.period,
            "quarter_starts_on": proposal.period.starts_on,
            "recorded_at": now,
            "recorded_on": today,
            "late": is_late(today, proposal.period.cut_off_on),
        }
    )


def _save_decisions(rows: Sequence[ProposedUpdate], by: Actor, today: date) -> None:
    for row in rows:
        row.decided_on, row.decided_by = today, by.user
    columns = ("state", "update", "comment", "decided_on", "decided_by")
    ProposedUpdate.objects.bulk_update(rows, columns)
