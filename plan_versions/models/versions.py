"""Models of a version on its way from draft to publication, and of its history."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.db.models import Q
from django.urls import reverse

from core.words import WordedEnum
from councils.permissions import Permission
from councils.tenancy import CouncilForeignKey, CouncilManager, CouncilModel, CouncilQuerySet, council_manager
from strategies.models import Strategy, Version

from ..rules import VersionState, states_before
from .frozen import FrozenPlan


class PlanVersionQuerySet(CouncilQuerySet["PlanVersion"]):
    def move(self, after: VersionState, **fields: Any) -> int:
        """Move the rows that may change to this state, and return how many did."""
        before = [state.value for state in states_before(after)]
        return self.filter(state__in=before).update(state=after.value, **fields)

    def circulated(self) -> PlanVersionQuerySet:
        return self.filter(state=VersionState.CIRCULATED.value)

    def without_drafts(self) -> PlanVersionQuerySet:
        return self.exclude(state=VersionState.DRAFT.value)

    def newest_first(self) -> PlanVersionQuerySet:
        return self.order_by("-id")

    def for_pages(self) -> PlanVersionQuerySet:
        """With what pages show. The content of the copy stays in the database."""
        return self.select_related("strategy", "version", "copy").defer("copy__content")


class PlanVersion(CouncilModel):
    """A version of a plan. `copy` is the frozen copy that is approved. A draft has none, or one that was taken back.

    `version` is its row in the plan's version table. It has none before its first approval, and its label is in
    `draft_label` until then. `note` says what is new.
    """

    strategy = CouncilForeignKey(Strategy, on_delete=models.CASCADE, related_name="plan_versions")
    version = CouncilForeignKey(
        Version, on_delete=models.PROTECT, null=True, blank=True, related_name="plan_versions"
    )
    draft_label = models.CharField("label", max_length=60, blank=True)
    note = models.TextField("what is new", blank=True)
    state = models.CharField(max_length=10, choices=VersionState.choices(), default=VersionState.DRAFT.value)
    copy = CouncilForeignKey(
        FrozenPlan, on_delete=models.PROTECT, null=True, blank=True, related_name="plan_versions"
    )
    circulated_on = models.DateField(null=True, blank=True)
    made_by = models.CharField(max_length=200)
    made_at = models.DateTimeField()

    objects = council_manager(PlanVersionQuerySet)

    log_needs = Permission.PLAN_CHANGE
    personal_fields = ("made_by",)
    log_name = "{draft_label}{version__label}, {strategy__title}"
    freed_by = "Withdraw the version on the page Versions first"

    class Meta:
        verbose_name = "version with a frozen copy"
        verbose_name_plural = "versions with a frozen copy"
        constraints = [
            models.CheckConstraint(
                condition=Q(version=None) & ~Q(draft_label="") | Q(version__isnull=False, draft_label=""),
                name="planversion_has_one_label",
            ),
            models.CheckConstraint(
                condition=Q(state="draft") | Q(copy__isnull=False, circulated_on__isnull=False),
                name="planversion_has_copy_once_circulated",
            ),
            models.CheckConstraint(
                condition=~Q(state="published") | Q(version__isnull=False),
                name="planversion_published_is_in_the_table",
            ),
            models.UniqueConstraint(
                fields=["council", "strategy"],
                condition=Q(state="circulated"),
                name="planversion_one_circulated",
            ),
            models.UniqueConstraint(
                fields=["council", "version"],
                condition=Q(version__isnull=False),
                name="planversion_one_for_each_row",
            ),
            models.UniqueConstraint(
                fields=["council", "strategy", "draft_label"],
                condition=~Q(draft_label="") & ~Q(state="withdrawn"),
                name="planversion_label_once",
            ),
        ]

    def __str__(self) -> str:
        return self.label

    @property
    def label(self) -> str:
        return self.version.label if self.version else self.draft_label

    @property
    def is_draft(self) -> bool:
        return self.state == VersionState.DRAFT

    @property
    def is_circulated(self) -> bool:
        return self.state == VersionState.CIRCULATED

    @property
    def is_published(self) -> bool:
        return self.state == VersionState.PUBLISHED

    def get_absolute_url(self) -> str:
        place = {"council": self.council.slug, "slug": self.strategy.slug, "version": self.public_id}
        return reverse("plan_versions:version", kwargs=place)


class VersionEvent(CouncilModel):
    """What happened to a version once it was circulated. Rows are only added.

    `who` approved or returned it, `on` which day, and `recorded_by` entered it. `sha256` is that of the copy that it
    was about, so a text that was taken back and changed keeps the history of its first form.
    """

    class Kind(WordedEnum):
        CIRCULATED = "circulated"
        APPROVED = "approved"
        RETURNED = "returned"
        TAKEN_BACK = "taken_back"
        BACK_TO_DRAFT = "back_to_draft"
        WITHDRAWN = "withdrawn"
        PUBLISHED = "published"

    plan_version = CouncilForeignKey(PlanVersion, on_delete=models.PROTECT, related_name="events")
    kind = models.CharField(max_length=13, choices=Kind.choices())
    who = models.CharField(max_length=200, blank=True)
    on = models.DateField()
    comment = models.TextField(blank=True)
    sha256 = models.CharField(max_length=64)
    recorded_by = models.CharField(max_length=200)
    recorded_at = models.DateTimeField()

    objects = CouncilManager()

    append_only = True
    personal_fields = ("who", "recorded_by", "comment")
    log_name = "{plan_version__draft_label}{plan_version__version__label}"

    class Meta:
        verbose_name = "event of a version"
        verbose_name_plural = "events of versions"
        ordering = ["id"]

    def __str__(self) -> str:
        return f"{self.plan_version}: {self.kind}"
