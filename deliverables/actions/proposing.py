"""Keep updates that need approval as proposed ones, until somebody approves them."""

from __future__ import annotations

from collections.abc import Sequence

from councils.actors import Actor
from councils.tenancy import recorded
from strategies.models import ReportingPeriod

from ..approval import needing_approval, proposed_for
from ..models import Deliverable, ProgressUpdate, ProposedUpdate
from ..rules.approval import ProposalState, Step, step_problem
from .bulk import bump_versions

SENT, KEPT = "update.sent", "update.kept"
Key = tuple[int, int]
"""The ids of a deliverable and a quarter."""
CONTENT = (
    *("rag", "narrative", "reason", "path_to_green", "forecast_on", "done_points"),
    *("recorded_at", "recorded_on", "by_user_id", "by_name"),
)
"""What a proposed update and the update that it becomes have in common."""


def propose_updates(
    updates: Sequence[ProgressUpdate], *, by: Actor, draft: bool, verb: str = ""
) -> list[ProposedUpdate]:
    """Propose these unsaved updates, of deliverables that are locked (at most 5 queries).

    One that is proposed already for its quarter says this instead. If somebody else had proposed it, theirs is
    withdrawn, and this one has its comment. `draft`: it is kept, and not yet sent.
    """
    if not updates:
        return []
    state = ProposalState.DRAFT if draft else ProposalState.WAITING
    known = _proposed(updates)
    proposals = [_proposal(update, known, state) for update in updates]
    kept = {each.pk for each in proposals}
    replaced = [each.pk for each in known.values() if each.pk not in kept]
    with recorded(verb or (KEPT if draft else SENT), actor=by.reference):
        if replaced:
            ProposedUpdate.objects.filter(pk__in=replaced).update(state=ProposalState.WITHDRAWN)
        ProposedUpdate.objects.bulk_create([each for each in proposals if each.pk is None])
        if changed := [each for each in proposals if each.pk is not None]:
            ProposedUpdate.objects.bulk_update(changed, ("state", *CONTENT))
        bump_versions([update.deliverable for update in updates])
    return proposals


def withdraw_proposed(updates: Sequence[ProgressUpdate]) -> None:
    """Withdraw what is proposed for the quarters of these updates, which are recorded directly (1 query)."""
    proposals = ProposedUpdate.objects.open().filter(
        deliverable__in=[update.deliverable_id for update in updates],
        period__in={update.period_id for update in updates},
    )
    proposals.update(state=ProposalState.WITHDRAWN)


def draft_problem(deliverable: Deliverable, period: ReportingPeriod) -> str:
    """Why an update cannot be kept as a draft, as a sentence without its full stop, or "" (at most 3 queries)."""
    if deliverable.pk not in needing_approval([deliverable]):
        return "Only an update that needs approval can be kept as a draft. Save it instead"
    found = proposed_for([deliverable.pk], period=period).get(deliverable.pk)
    return step_problem(found.status, Step.KEEP, own=False) if found else ""


def _proposed(updates: Sequence[ProgressUpdate]) -> dict[Key, ProposedUpdate]:
    """What is proposed for the deliverables and quarters of these updates (1 query)."""
    keys = {(update.deliverable_id, update.period_id) for update in updates}
    rows = ProposedUpdate.objects.open().filter(deliverable__in=[deliverable for deliverable, _ in keys])
    found = {(row.deliverable_id, row.period_id): row for row in rows}
    return {key: row for key, row in found.items() if key in keys}


def _proposal(
    update: ProgressUpdate, known: dict[Key, ProposedUpdate], state: ProposalState
) -> ProposedUpdate:
    """The row for an update: that of the same person for its quarter, or a new one."""
    earlier = known.get((update.deliverable_id, update.period_id))
    author = (update.by_user_id, update.by_name)
    if earlier is not None and (earlier.by_user_id, earlier.by_name) == author:
        found = earlier
    else:
        found = ProposedUpdate(deliverable=update.deliverable, period=update.period)
        if earlier is not None:
            found.comment = earlier.comment
            found.decided_on, found.decided_by_id = earlier.decided_on, earlier.decided_by_id
    found.state = state.value
    for name in CONTENT:
        setattr(found, name, getattr(update, name))
    return found
