"""Model of the steps in which a version is approved."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from boards.models import Board
from councils.models import Organisation, Person, Post
from councils.tenancy import CouncilForeignKey, CouncilManager, CouncilModel
from strategies.models import Approval

from ..rules import StepFacts
from .versions import PlanVersion


class ApprovalStep(CouncilModel):
    """One that has to approve a version: a board, an organisation, a post or a person, at a place in the agreed order.

    Several may share a place. `words` are printed in the version table: "DCS approval". `approval` is its row there
    once it has approved. `returned_on` and `comment` are for one that has returned the copy.
    """

    plan_version = CouncilForeignKey(PlanVersion, on_delete=models.CASCADE, related_name="steps")
    place = models.PositiveSmallIntegerField(default=1)
    kind = models.CharField(
        max_length=12, choices=[each for each in Approval.Kind.choices if each[0] != Approval.Kind.STAGE]
    )
    words = models.CharField("as printed", max_length=200)
    board = CouncilForeignKey(Board, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    organisation = CouncilForeignKey(
        Organisation, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    post = CouncilForeignKey(Post, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    person = CouncilForeignKey(Person, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    approval = CouncilForeignKey(
        Approval, on_delete=models.PROTECT, null=True, blank=True, related_name="steps"
    )
    returned_on = models.DateField(null=True, blank=True)
    comment = models.TextField(blank=True)
    position = models.PositiveIntegerField(default=0)

    objects = CouncilManager()

    names_the_past = True
    log_name = "{plan_version__draft_label}{plan_version__version__label}"
    freed_by = "Take the approval back on the page Versions first"

    class Meta:
        verbose_name = "step of approval"
        verbose_name_plural = "steps of approval"
        ordering = ["place", "position", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(kind="board", organisation=None, post=None, person=None)
                | Q(kind="organisation", board=None, post=None, person=None)
                | Q(kind="post", board=None, organisation=None, person=None)
                | Q(kind="person", board=None, organisation=None, post=None),
                name="approvalstep_approver_fits_kind",
            ),
            models.CheckConstraint(
                condition=Q(approval=None) | Q(returned_on=None), name="approvalstep_approved_or_returned"
            ),
        ]

    def __str__(self) -> str:
        return self.who

    @property
    def who(self) -> str:
        """Who approves, as printed. Once approved, the version table has it."""
        return self.approval.approver if self.approval else self.words

    @property
    def facts(self) -> StepFacts:
        approved_on = self.approval.approved_on if self.approval else None
        return StepFacts(self.place, self.who, approved_on, self.returned_on is not None)
