"""Models for areas that an inspection has named: who is accountable, which boards follow, and what answers them."""

from __future__ import annotations

from collections.abc import Mapping

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.text import Truncator

from boards.models import Board
from councils.models import Organisation
from councils.tenancy import CouncilForeignKey, CouncilManager, CouncilModel
from deliverables.models import Deliverable
from indicators.models import Indicator
from strategies.models import Strand, Strategy

LONGEST_NAME = 80


def area_name(number: str, text: str) -> str:
    """ "2 Children wait too long for an assessment…", in lists, banners and the change log."""
    return f"{number} {Truncator(text).chars(LONGEST_NAME)}".strip()


class InspectionArea(CouncilModel):
    """An area that an inspection report says must get better, as published. Areas have the order of their position.

    `source` is the title of the report and `source_on` its date.
    """

    class Kind(models.TextChoices):
        PRIORITY = "priority", "Area for priority action"
        IMPROVEMENT = "improvement", "Area for improvement"
        OTHER = "other", "Other finding"

    strategy = CouncilForeignKey(Strategy, on_delete=models.PROTECT, related_name="inspection_areas")
    kind = models.CharField(max_length=11, choices=Kind.choices, default=Kind.IMPROVEMENT)
    number = models.CharField(max_length=20, blank=True)
    text = models.TextField()
    source = models.CharField(max_length=300, blank=True)
    source_on = models.DateField(null=True, blank=True)
    position = models.PositiveIntegerField(default=0)

    objects = CouncilManager()

    log_name = "{number}\n{text}"

    class Meta:
        verbose_name = "inspection area"
        ordering = ["position", "id"]

    def __str__(self) -> str:
        return self.name

    @classmethod
    def name_in_log(cls, values: Mapping[str, str]) -> str:
        return area_name(values["number"], values["text"])

    @property
    def name(self) -> str:
        return area_name(self.number, self.text)

    def get_absolute_url(self) -> str:
        """Its place in the inspection view. The strategy must be loaded."""
        view = reverse(
            "evidence:inspection", kwargs={"council": self.council.slug, "slug": self.strategy.slug}
        )
        return f"{view}#area-{self.public_id}"


class _PartOfArea(CouncilModel):
    """Base of what belongs to an area. The change log shows the area's name for it."""

    log_name = "{area__number}\n{area__text}"

    class Meta:
        abstract = True

    @classmethod
    def name_in_log(cls, values: Mapping[str, str]) -> str:
        return area_name(values["area__number"], values["area__text"])


class AreaPartner(_PartOfArea):
    """An organisation that is accountable for an area. At most one of them leads."""

    area = CouncilForeignKey(InspectionArea, on_delete=models.CASCADE, related_name="partners")
    organisation = CouncilForeignKey(Organisation, on_delete=models.PROTECT, related_name="inspection_areas")
    is_lead = models.BooleanField(default=False)

    objects = CouncilManager()

    class Meta:
        verbose_name = "accountable partner"
        constraints = [
            models.UniqueConstraint(fields=["council", "area", "organisation"], name="areapartner_once"),
            models.UniqueConstraint(
                fields=["council", "area"], condition=Q(is_lead=True), name="areapartner_one_lead"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.organisation}{' (lead)' if self.is_lead else ''}"


class AreaBoard(_PartOfArea):
    """A board that follows an area."""

    area = CouncilForeignKey(InspectionArea, on_delete=models.CASCADE, related_name="boards")
    board = CouncilForeignKey(Board, on_delete=models.PROTECT, related_name="inspection_areas")

    objects = CouncilManager()

    class Meta:
        verbose_name = "inspection finding"
        constraints = [
            models.UniqueConstraint(fields=["council", "area", "board"], name="areaboard_once"),
        ]

    def __str__(self) -> str:
        return str(self.board)


class AreaItem(_PartOfArea):
    """What answers an area: a whole strand, a deliverable or an indicator."""

    area = CouncilForeignKey(InspectionArea, on_delete=models.CASCADE, related_name="items")
    strand = CouncilForeignKey(
        Strand, on_delete=models.CASCADE, null=True, blank=True, related_name="inspection_areas"
    )
    deliverable = CouncilForeignKey(
        Deliverable, on_delete=models.CASCADE, null=True, blank=True, related_name="inspection_areas"
    )
    indicator = CouncilForeignKey(
        Indicator, on_delete=models.CASCADE, null=True, blank=True, related_name="inspection_areas"
    )

    objects = CouncilManager()

    class Meta:
        verbose_name = "item of an area"
        verbose_name_plural = "items of areas"
        constraints = [
            models.CheckConstraint(
                condition=(
                    Q(strand__isnull=False, deliverable=None, indicator=None)
                    | Q(strand=None, deliverable__isnull=False, indicator=None)
                    | Q(strand=None, deliverable=None, indicator__isnull=False)
                ),
                name="areaitem_is_one_thing",
            ),
            *(
                models.UniqueConstraint(fields=["council", "area", each], name=f"areaitem_{each}_once")
                for each in ("strand", "deliverable", "indicator")
            ),
        ]

    def __str__(self) -> str:
        return str(self.strand or self.deliverable or self.indicator)
