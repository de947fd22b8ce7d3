"""Links between deliverables."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from councils.tenancy import CouncilForeignKey, CouncilManager

from ..rules.links import LinkKind
from .deliverable import Deliverable, NamedByDeliverable


class DeliverableLink(NamedByDeliverable):
    """A link from a deliverable to another of the council, in the same plan or another.

    The kinds and what they say on both pages are docs/rules/deliverable-links.md.
    """

    deliverable = CouncilForeignKey(Deliverable, on_delete=models.CASCADE, related_name="links_out")
    other = CouncilForeignKey(Deliverable, on_delete=models.CASCADE, related_name="links_in")
    kind = models.CharField(max_length=15, choices=LinkKind.choices())
    note = models.CharField(max_length=300, blank=True)

    objects = CouncilManager()

    class Meta:
        verbose_name = "link between deliverables"
        verbose_name_plural = "links between deliverables"
        constraints = [
            models.UniqueConstraint(
                fields=["council", "deliverable", "other", "kind"], name="deliverablelink_once"
            ),
            models.CheckConstraint(
                condition=~Q(deliverable=F("other")), name="deliverablelink_not_to_itself"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.deliverable} {LinkKind(self.kind).word.lower()} {self.other}"
