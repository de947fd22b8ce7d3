"""Models for evidence: a file or an address, and what it is evidence for."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse

from councils.tenancy import CouncilForeignKey, CouncilManager, CouncilModel, CouncilQuerySet, council_manager
from deliverables.models import Deliverable
from indicators.models import Indicator
from strategies.models import Strategy

from ..rules.addresses import MAX_ADDRESS
from ..rules.file_types import FileType
from .areas import InspectionArea


class EvidenceUse(NamedTuple):
    """Where a row of another room names evidence: in words, with the address of its page."""

    words: str
    url: str


class EvidenceQuerySet(CouncilQuerySet["Evidence"]):
    def newest_first(self) -> EvidenceQuerySet:
        """Order by the date that it is of. What has none comes last."""
        return self.order_by(models.F("of_on").desc(nulls_last=True), "-id")

    def for_list(self) -> EvidenceQuerySet:
        """With its plan and who added it."""
        return self.select_related("strategy", "added_by")


class Evidence(CouncilModel):
    """A file in the file store, or an address, with what it shows and the date that it is of.

    A file is never changed: `file_sha256` names it. What somebody adds later is other evidence.
    """

    strategy = CouncilForeignKey(Strategy, on_delete=models.PROTECT, related_name="evidence")
    title = models.CharField(max_length=200)
    shows = models.TextField(blank=True)
    of_on = models.DateField(null=True, blank=True)
    address = models.CharField(max_length=MAX_ADDRESS, blank=True)
    file_name = models.CharField(max_length=200, blank=True)
    file_kind = models.CharField(
        max_length=4, choices=[(each.value, each.word) for each in FileType], blank=True
    )
    file_sha256 = models.CharField(max_length=64, blank=True)
    file_size = models.PositiveIntegerField(default=0)
    added_at = models.DateTimeField()
    added_on = models.DateField()
    added_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        db_index=False,
    )
    sample = models.BooleanField(default=False)

    objects = council_manager(EvidenceQuerySet)

    log_name = "{title}"

    class Meta:
        verbose_name = "evidence item"
        constraints = [
            models.CheckConstraint(
                condition=(Q(file_sha256="") & ~Q(address="")) | (~Q(file_sha256="") & Q(address="")),
                name="evidence_is_a_file_or_an_address",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def is_file(self) -> bool:
        return bool(self.file_sha256)

    @property
    def kind_words(self) -> str:
        """ "PDF, 1.2 MB", or "Web page" for an address."""
        if not self.is_file:
            return "Web page"
        return f"{FileType(self.file_kind).word}, {size_words(self.file_size)}"

    def get_absolute_url(self) -> str:
        return reverse("evidence:evidence", kwargs={"council": self.council.slug, "evidence": self.public_id})


def size_words(size: int) -> str:
    """ "1.2 MB", "340 kB", "1 kB"."""
    if size >= 1024 * 1024:
        return f"{size / 1024 / 1024:.1f} MB"
    return f"{max(1, round(size / 1024))} kB"


class EvidenceLink(CouncilModel):
    """What evidence is for: a deliverable, an indicator or an area of an inspection."""

    evidence = CouncilForeignKey(Evidence, on_delete=models.CASCADE, related_name="links")
    deliverable = CouncilForeignKey(
        Deliverable, on_delete=models.CASCADE, null=True, blank=True, related_name="evidence_links"
    )
    indicator = CouncilForeignKey(
        Indicator, on_delete=models.CASCADE, null=True, blank=True, related_name="evidence_links"
    )
    area = CouncilForeignKey(
        InspectionArea, on_delete=models.CASCADE, null=True, blank=True, related_name="evidence_links"
    )

    objects = CouncilManager()

    log_name = "{evidence__title}"

    class Meta:
        verbose_name = "link of evidence"
        verbose_name_plural = "links of evidence"
        constraints = [
            models.CheckConstraint(
                condition=(
                    Q(deliverable__isnull=False, indicator=None, area=None)
                    | Q(deliverable=None, indicator__isnull=False, area=None)
                    | Q(deliverable=None, indicator=None, area__isnull=False)
                ),
                name="evidencelink_is_to_one_thing",
            ),
            *(
                models.UniqueConstraint(
                    fields=["council", "evidence", each], name=f"evidencelink_{each}_once"
                )
                for each in ("deliverable", "indicator", "area")
            ),
        ]

    def __str__(self) -> str:
        return f"{self.evidence}: {self.deliverable or self.indicator or self.area}"

    @classmethod
    def name_in_log(cls, values: Mapping[str, str]) -> str:
        return values["evidence__title"]
