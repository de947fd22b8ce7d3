"""Boards whose packs are made by the clock."""

from __future__ import annotations

from django.db import models

from boards.models import Board
from councils.permissions import Permission
from councils.tenancy import CouncilForeignKey, CouncilManager, CouncilModel


class BoardCycle(CouncilModel):
    """A board's cycle is on while it has this row.

    `taken_for` is the label of the latest quarter whose figures the clock has taken, or somebody for it. The clock
    looks at the board at `next_look_at`. `releases`: it releases the pack on the day on which the papers are due.
    """

    log_needs = Permission.PACKS_VIEW_ALL
    log_name = "{board__name}"

    board = CouncilForeignKey(Board, on_delete=models.CASCADE, related_name="cycles")
    taken_for = models.CharField(max_length=10, blank=True)
    next_look_at = models.DateTimeField()
    releases = models.BooleanField(default=False, db_default=False)

    objects = CouncilManager()

    class Meta:
        verbose_name = "cycle of a board"
        verbose_name_plural = "cycles of boards"
        constraints = [models.UniqueConstraint(fields=["council", "board"], name="boardcycle_once")]

    def __str__(self) -> str:
        return f"Cycle of {self.board}"
