"""Reads for the approval of updates: what needs it, what is proposed, and who may approve it.

In words, with the tables that the tests run: docs/rules/approval.md.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import Q, QuerySet
from django.http import Http404

from boards.access import boards_chaired
from boards.models import Board
from core.words import list_words
from councils.actors import Actor, can
from councils.permissions import Permission
from strategies.models import ReportingPeriod, Strand

from .models import ApprovalRule, Deliverable, ProposedUpdate
from .models.approval import ProposedUpdateQuerySet
from .oversight import overseen_by
from .rules.approval import ProposalState, may_approve, needs_approval


@dataclass(frozen=True)
class ApprovalRules:
    """For what the council asks for approval: everything, these strands, and what these boards oversee."""

    whole: bool
    strands: tuple[Strand, ...]
    boards: tuple[Board, ...]

    @property
    def any(self) -> bool:
        return bool(self.whole or self.strands or self.boards)

    @property
    def words(self) -> str:
        """ "Approval is needed for strand A: Inclusion and what SEND Board oversees." """
        if self.whole:
            return "Approval is needed for all updates."
        parts = [f"{each.strategy.strand_noun.lower()} {each}" for each in self.strands]
        parts += [f"what {each.name} oversees" for each in self.boards]
        return f"Approval is needed for {list_words(parts)}."

    def needing(self, deliverables: Iterable[Deliverable]) -> frozenset[int]:
        """Ids of those whose updates need approval (1 query if a board asks for it)."""
        found = list(deliverables)
        strands = {each.pk for each in self.strands}
        overseen = overseen_among([each.pk for each in found], self.boards) if self.boards else frozenset()
        return frozenset(
            each.pk
            for each in found
            if needs_approval(council=self.whole, strand=each.strand_id in strands, board=each.pk in overseen)
        )


def approval_rules() -> ApprovalRules:
    """What the council has chosen (1 query)."""
    rows = list(ApprovalRule.objects.select_related("strand__strategy", "board"))
    return ApprovalRules(
        whole=any(row.strand_id is None and row.board_id is None for row in rows),
        strands=tuple(row.strand for row in rows if row.strand_id),
        boards=tuple(row.board for row in rows if row.board_id),
    )


def needing_approval(deliverables: Iterable[Deliverable]) -> frozenset[int]:
    """Ids of those whose updates need approval (1 query, and 1 if a board asks for it)."""
    return approval_rules().needing(deliverables)


def proposed_for(
    deliverables: Collection[int], *, period: ReportingPeriod | None = None
) -> dict[int, ProposedUpdate]:
    """The draft, waiting or returned update of each deliverable (ids), for a quarter or the latest (1 query)."""
    rows = ProposedUpdate.objects.open().filter(deliverable_id__in=deliverables).select_related("period")
    if period is not None:
        rows = rows.filter(period=period)
    return {row.deliverable_id: row for row in rows.order_by("period__starts_on")}


def get_proposed(public_id: UUID, *, actor: Actor, today: date, lock: bool = False) -> ProposedUpdate:
    """A proposed update that the actor may see, with its deliverable. Raises Http404."""
    rows = seen_by(ProposedUpdate.objects.all(), actor, today).filter(deliverable__dropped_on=None)
    rows = rows.select_related("deliverable__strategy", "deliverable__strand", "period")
    if lock:
        rows = rows.select_for_update(of=("self",))
    found: ProposedUpdate | None = rows.filter(public_id=public_id).first()
    if found is None:
        raise Http404("Update not found. It may have been dropped from the plan.")
    return found


def may_see_any(actor: Actor, today: date) -> bool:
    """Whether the page of updates to approve is for the actor: by permission, or as chair of a board."""
    return can(actor, Permission.UPDATES_VIEW_PROPOSED) or boards_chaired(actor, today).exists()


def seen_by(proposals: ProposedUpdateQuerySet, actor: Actor, today: date) -> ProposedUpdateQuerySet:
    """Those of the proposed updates that the actor may see: all by permission, a chair what their boards oversee.

    A chair sees no drafts, because these have not been sent.
    """
    if can(actor, Permission.UPDATES_VIEW_PROPOSED):
        return proposals
    sent = proposals.exclude(state=ProposalState.DRAFT)
    return sent.filter(_overseen_by_any(boards_chaired(actor, today), "deliverable__"))


def approvable(proposals: Collection[ProposedUpdate], actor: Actor, today: date) -> frozenset[int]:
    """Ids of those that the actor may approve (no query with the permission, else at most 4)."""
    permitted = can(actor, Permission.UPDATES_APPROVE)
    chaired: frozenset[int] = frozenset()
    if not permitted and proposals:
        boards = list(boards_chaired(actor, today))
        chaired = overseen_among([each.deliverable_id for each in proposals], boards)
    return frozenset(
        each.pk
        for each in proposals
        if may_approve(permitted=permitted, chairs=each.deliverable_id in chaired, own=is_own(each, actor))
    )


def number_to_approve(actor: Actor, today: date) -> int:
    """How many updates wait for the actor's approval (1 query if none waits, at most 5)."""
    proposals = ProposedUpdate.objects.waiting().only("deliverable_id", "by_user_id")
    waiting = list(proposals)
    if waiting and not can(actor, Permission.UPDATES_VIEW_PROPOSED):
        waiting = list(seen_by(proposals, actor, today))
    return len(approvable(waiting, actor, today))


def is_own(proposal: ProposedUpdate, actor: Actor) -> bool:
    """Whether the actor sent it."""
    return actor.user is not None and proposal.by_user_id == actor.user.pk


def overseen_among(deliverables: Collection[int], boards: Iterable[Board]) -> frozenset[int]:
    """Ids of those of the deliverables that one of the boards oversees (1 query)."""
    rows = Deliverable.objects.filter(_overseen_by_any(boards), pk__in=deliverables)
    return frozenset(rows.values_list("pk", flat=True))


def _overseen_by_any(boards: Iterable[Board] | QuerySet[Board], prefix: str = "") -> Q:
    condition = Q(pk__in=())
    for board in boards:
        condition |= overseen_by(board.slug).deliverables(prefix)
    return condition
