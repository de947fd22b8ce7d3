"""Steps of a pack's review: who sent it, approved it or asked for changes."""

from __future__ import annotations

from django.db import models

from councils.permissions import Permission
from councils.tenancy import CouncilForeignKey, CouncilManager, CouncilModel

from ..review_rules import ReviewStep
from .packs import Pack


class PackReview(CouncilModel):
    """One step of a pack's review. Steps are only added. `by` is who took it, as they were called then."""

    pack = CouncilForeignKey(Pack, on_delete=models.PROTECT, related_name="reviews")
    step = models.CharField(max_length=16, choices=ReviewStep.choices())
    taken_at = models.DateTimeField()
    by = models.CharField(max_length=200)
    by_reference = models.CharField(max_length=100)
    note = models.TextField(blank=True)

    objects = CouncilManager()

    append_only = True
    log_needs = Permission.PACKS_VIEW_ALL
    personal_fields = ("by",)
    log_name = "{pack__board__name}, {pack__period__label}, edition {pack__edition}"

    class Meta:
        verbose_name = "step of a pack’s review"
        verbose_name_plural = "steps of packs’ reviews"
        ordering = ["id"]

    def __str__(self) -> str:
        return f"{self.pack}: {ReviewStep(self.step).word}"
