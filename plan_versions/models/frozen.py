"""Model of the frozen copy of a plan."""

from __future__ import annotations

from django.db import models

from councils.permissions import Permission
from councils.tenancy import CouncilForeignKey, CouncilManager, CouncilModel
from strategies.models import Strategy


class FrozenPlan(CouncilModel):
    """A plan as it was at one moment: canonical JSON (`plan_versions.frozen.document`) with its SHA-256.

    It never changes. `change_seq` is the last number of the change log then.
    """

    strategy = CouncilForeignKey(Strategy, on_delete=models.PROTECT, related_name="frozen_copies")
    format = models.PositiveSmallIntegerField(default=1)
    content = models.TextField()
    sha256 = models.CharField(max_length=64)
    change_seq = models.BigIntegerField()
    frozen_at = models.DateTimeField()

    objects = CouncilManager()

    append_only = True
    log_needs = Permission.PLAN_CHANGE
    personal_fields = ("content",)
    log_name = "{strategy__title}"

    class Meta:
        verbose_name = "frozen copy"
        verbose_name_plural = "frozen copies"

    def __str__(self) -> str:
        return f"{self.strategy}: {self.sha256[:12]}"
