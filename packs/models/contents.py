"""What a board wants in its packs, and what people wrote for one of them."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.db import models

from boards.models import Board
from councils.permissions import Permission
from councils.tenancy import CouncilForeignKey, CouncilManager, CouncilModel
from strategies.models import ReportingPeriod

from ..naming import Naming
from ..parts import STANDARD, Part, in_order
from ..ways import SendsBy


class PackTemplate(CouncilModel):
    """The parts of a board's packs, in their order, how they name people and are sent, and whether each needs approval.

    A board without a row has the standard parts, names people, sends the PDF by email, and needs no approval.
    """

    board = CouncilForeignKey(Board, on_delete=models.CASCADE, related_name="pack_templates")
    parts = ArrayField(models.CharField(max_length=16, choices=Part.choices()))
    needs_approval = models.BooleanField(default=False)
    sends_by = models.CharField(
        max_length=6, choices=SendsBy.choices(), default=SendsBy.PDF, db_default=SendsBy.PDF.value
    )
    naming = models.CharField(
        max_length=5, choices=Naming.choices(), default=Naming.NAMES, db_default=Naming.NAMES.value
    )

    objects = CouncilManager()

    log_needs = Permission.PACKS_VIEW_ALL
    log_name = "{board__name}"

    class Meta:
        verbose_name = "contents of a board’s packs"
        verbose_name_plural = "contents of boards’ packs"
        constraints = [models.UniqueConstraint(fields=["council", "board"], name="packtemplate_once")]

    def __str__(self) -> str:
        return f"Packs of {self.board}"

    @classmethod
    def of(cls, board: Board) -> PackTemplate:
        """The board's template, or an unsaved one with the standard parts (1 query)."""
        found: PackTemplate | None = cls.objects.filter(board=board).first()
        return found or cls(board=board, parts=[part.value for part in STANDARD])

    @property
    def chosen(self) -> tuple[Part, ...]:
        """The parts in their order. One that this version does not know is left out."""
        known = {part.value for part in Part}
        return in_order(Part(part) for part in self.parts if part in known)


class PackWords(CouncilModel):
    """What people wrote for a board's pack of a quarter: a covering note, the plain English and the easy-read words.

    Each has the name of who wrote it last. An empty `plain` leaves the words that are drafted by rule.
    """

    board = CouncilForeignKey(Board, on_delete=models.CASCADE, related_name="pack_words")
    period = CouncilForeignKey(ReportingPeriod, on_delete=models.CASCADE, related_name="pack_words")
    covering_note = models.TextField(blank=True)
    covering_by = models.CharField(max_length=200, blank=True)
    plain = models.TextField(blank=True)
    plain_by = models.CharField(max_length=200, blank=True)
    easy_read = models.TextField(blank=True)
    easy_read_by = models.CharField(max_length=200, blank=True)

    objects = CouncilManager()

    log_needs = Permission.PACKS_VIEW_ALL
    personal_fields = ("covering_by", "plain_by", "easy_read_by")
    log_name = "{board__name}, {period__label}"

    class Meta:
        verbose_name = "words of a pack"
        verbose_name_plural = "words of packs"
        constraints = [models.UniqueConstraint(fields=["council", "board", "period"], name="packwords_once")]

    def __str__(self) -> str:
        return f"Words for {self.board}, {self.period}"
