"""Which updates need approval, and updates that have not been approved yet."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q

from boards.models import Board
from core.periods import Quarter
from councils.permissions import Permission
from councils.tenancy import CouncilForeignKey, CouncilManager, CouncilModel, CouncilQuerySet, council_manager
from strategies.models import ReportingPeriod, Strand

from ..rules.approval import OPEN_STATES, ProposalState
from .deliverable import Deliverable
from .progress import ProgressUpdate, UpdateContent


class ApprovalRule(CouncilModel):
    """Updates need approval: on deliverables of a strand, on what a board oversees, or with neither on everything."""

    strand = CouncilForeignKey(
        Strand, on_delete=models.CASCADE, null=True, blank=True, related_name="approval_rules"
    )
    board = CouncilForeignKey(
        Board, on_delete=models.CASCADE, null=True, blank=True, related_name="approval_rules"
    )

    objects = CouncilManager()

    class Meta:
        verbose_name = "choice of what needs approval"
        verbose_name_plural = "choices of what needs approval"
        constraints = [
            models.CheckConstraint(
                condition=Q(strand=None) | Q(board=None), name="approvalrule_strand_or_board"
            ),
            models.UniqueConstraint(
                fields=["council"], condition=Q(strand=None, board=None), name="approvalrule_whole_once"
            ),
            models.UniqueConstraint(fields=["council", "strand"], name="approvalrule_strand_once"),
            models.UniqueConstraint(fields=["council", "board"], name="approvalrule_board_once"),
        ]

    def __str__(self) -> str:
        return str(self.strand or self.board or "All updates")


class ProposedUpdateQuerySet(CouncilQuerySet["ProposedUpdate"]):
    def open(self) -> ProposedUpdateQuerySet:
        """Those that can still become updates, of deliverables that are in the plan."""
        return self.filter(state__in=OPEN_STATES, deliverable__dropped_on=None)

    def waiting(self) -> ProposedUpdateQuerySet:
        """Those that somebody has to approve, the longest waiting first."""
        waiting = self.filter(state=ProposalState.WAITING, deliverable__dropped_on=None)
        return waiting.order_by("recorded_at", "id")


class ProposedUpdate(UpdateContent):
    """An update that counts only once it is approved. The states are those of docs/rules/approval.md.

    `recorded_on` is the day on which it was last written or sent. `comment` says what an approver wanted changed, and
    `decided_by` who returned or approved it last. `update` is what it has become.
    """

    deliverable = CouncilForeignKey(Deliverable, on_delete=models.PROTECT, related_name="proposed_updates")
    period = CouncilForeignKey(ReportingPeriod, on_delete=models.PROTECT, related_name="proposed_updates")
    state = models.CharField(max_length=9, choices=ProposalState.choices())
    comment = models.TextField(blank=True)
    decided_on = models.DateField(null=True, blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        db_index=False,
    )
    update = CouncilForeignKey(
        ProgressUpdate, on_delete=models.PROTECT, null=True, blank=True, related_name="proposals"
    )

    objects = council_manager(ProposedUpdateQuerySet)

    personal_fields = ("by_name",)
    log_needs = Permission.UPDATES_VIEW_PROPOSED

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=[state.value for state in ProposalState]),
                name="proposedupdate_state_known",
            ),
            models.CheckConstraint(
                condition=~Q(state=ProposalState.APPROVED.value) | Q(update__isnull=False),
                name="proposedupdate_approved_is_an_update",
            ),
            models.UniqueConstraint(
                fields=["council", "deliverable", "period"],
                condition=Q(state__in=[state.value for state in OPEN_STATES]),
                name="proposedupdate_one_open",
            ),
            models.UniqueConstraint(fields=["council", "update"], name="proposedupdate_of_one_update"),
        ]
        indexes = [models.Index(fields=["council", "state", "recorded_at"], name="proposedupdate_queue")]

    def __str__(self) -> str:
        return f"{self.quarter}: {self.rag} ({self.state})"

    @property
    def quarter(self) -> Quarter:
        """The quarter that it is for."""
        quarter: Quarter = self.period.quarter
        return quarter

    @property
    def status(self) -> ProposalState:
        return ProposalState(self.state)
