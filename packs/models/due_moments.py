"""Directory of due moments: which council has something due when."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from councils.models import Council


class DueMoment(models.Model):
    """The next moment at which something in a council's packs or deliveries is due. None if nothing is.

    A directory table, so the clock can read it without a council. It must never hold more than a time. Triggers lower
    the moment, and the council's own sweep sets it again from the rows (`packs.due_moments`).
    """

    never_deleted = True

    council = models.OneToOneField(Council, on_delete=models.PROTECT, primary_key=True, related_name="+")
    due_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        indexes = [models.Index(fields=["due_at"], name="due_moment", condition=Q(due_at__isnull=False))]

    def __str__(self) -> str:
        return f"{self.council_id}: {self.due_at}"
