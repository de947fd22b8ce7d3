"""Single deliverables that boards oversee, and the part of the plan that somebody sees."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from django.db import models
from django.db.models import Q, QuerySet

from boards.models import Board
from councils.tenancy import CouncilForeignKey, CouncilManager, CouncilModel

from .deliverable import Deliverable

Ids = Collection[int] | QuerySet[Any, Any]
"""Internal ids, or a query for them."""


class SingleOversight(CouncilModel):
    """A board oversees one deliverable. Whole strategies and strands are `strategies.Oversight`.

    The row stays while the deliverable is dropped: brought back, it is overseen again.
    """

    board = CouncilForeignKey(Board, on_delete=models.CASCADE, related_name="single_oversights")
    deliverable = CouncilForeignKey(Deliverable, on_delete=models.PROTECT, related_name="single_oversights")

    objects = CouncilManager()

    log_name = "{board__name}, {deliverable__title}"

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["council", "board", "deliverable"], name="single_oversight_once"),
        ]

    def __str__(self) -> str:
        return f"{self.board} oversees {self.deliverable}"


@dataclass(frozen=True)
class Overseen:
    """What somebody sees of the plan: whole strands, and single deliverables. `whole_strategies` are seen as a whole.

    In words: docs/rules/oversight.md.
    """

    strands: Ids
    single: Ids = ()
    whole_strategies: Ids = ()

    def deliverables(self, prefix: str = "") -> Q:
        """Condition on deliverables, or on rows from which `prefix` ("deliverable__") leads to one."""
        in_strands = Q(**{f"{prefix}strand_id__in": self.strands})
        return in_strands | Q(**{f"{prefix}id__in": self.single})
