"""Models for strands, the main sections of a strategy, and what the document prints in them."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.urls import reverse

from boards.models import Board
from councils.tenancy import CouncilForeignKey, CouncilManager, CouncilModel, ListedModel

from .strategy import Strategy


class Strand(CouncilModel):
    """A main section of a strategy. The council may call it a section. Its title may vary between chapters."""

    strategy = CouncilForeignKey(Strategy, on_delete=models.CASCADE, related_name="strands")
    code = models.CharField(max_length=10)
    title = models.CharField(max_length=300)
    aliases = ArrayField(models.CharField(max_length=300), default=list, blank=True)
    long_term_plan = models.TextField(blank=True)
    position = models.PositiveIntegerField(default=0)

    objects = CouncilManager()

    log_name = "{code} {title}"

    class Meta:
        ordering = ["strategy_id", "position", "id"]
        constraints = [
            # Checked after each statement, so that rows of an edited list can swap their codes.
            models.UniqueConstraint(
                fields=["council", "strategy", "code"],
                name="strand_code_once",
                deferrable=models.Deferrable.IMMEDIATE,
            ),
        ]

    def __str__(self) -> str:
        return f"{self.code}: {self.title}"

    def get_absolute_url(self) -> str:
        return reverse(
            "strategies:strand",
            kwargs={"council": self.council.slug, "slug": self.strategy.slug, "code": self.code},
        )


class Priority(CouncilModel):
    """A coded aim of a strand, as the contents page lists it (A1)."""

    strand = CouncilForeignKey(Strand, on_delete=models.CASCADE, related_name="priorities")
    code = models.CharField(max_length=10)
    title = models.CharField(max_length=300)
    position = models.PositiveIntegerField(default=0)

    objects = CouncilManager()

    class Meta:
        ordering = ["position", "id"]
        constraints = [
            # Checked after each statement, so that rows of an edited list can swap their codes.
            models.UniqueConstraint(
                fields=["council", "strand", "code"],
                name="priority_code_once",
                deferrable=models.Deferrable.IMMEDIATE,
            ),
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.title}"


class PrintedPriority(ListedModel):
    """A priority as another chapter prints it. The wording, order or number may differ."""

    strand = CouncilForeignKey(Strand, on_delete=models.CASCADE, related_name="printed_priorities")
    chapter = models.CharField(max_length=100)
    code = models.CharField(max_length=10)
    text = models.TextField()
    means = CouncilForeignKey(
        Priority, on_delete=models.SET_NULL, null=True, blank=True, related_name="printed_as"
    )

    def __str__(self) -> str:
        return f"{self.chapter}: {self.code} {self.text}"


class Achievement(ListedModel):
    """Something that the strand has done so far."""

    strand = CouncilForeignKey(Strand, on_delete=models.CASCADE, related_name="achievements")
    heading = models.CharField(max_length=200, blank=True)
    text = models.TextField()

    def __str__(self) -> str:
        return self.text


class PlannedAction(ListedModel):
    """Something that the strand plans to deliver this year, as its chapter lists it, perhaps under a subheading."""

    strand = CouncilForeignKey(Strand, on_delete=models.CASCADE, related_name="planned_actions")
    heading = models.CharField(max_length=200, blank=True)
    text = models.TextField()

    def __str__(self) -> str:
        return self.text


class Oversight(CouncilModel):
    """Which board oversees a whole strategy (`strand` is None) or one of its strands."""

    board = CouncilForeignKey(Board, on_delete=models.CASCADE, related_name="oversights")
    strategy = CouncilForeignKey(Strategy, on_delete=models.CASCADE, related_name="oversights")
    strand = CouncilForeignKey(
        Strand, on_delete=models.CASCADE, null=True, blank=True, related_name="oversights"
    )
    position = models.PositiveIntegerField(default=0)

    objects = CouncilManager()

    log_name = "{board__name}, {strategy__title}"

    class Meta:
        ordering = ["position", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["council", "board", "strategy", "strand"],
                name="oversight_once",
                nulls_distinct=False,
            ),
        ]

    def __str__(self) -> str:
        return f"{self.board} oversees {self.strand or self.strategy}"
