"""Pack that a board last received."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Max
from django.utils import timezone

from boards.models import Board
from core.periods import Quarter
from strategies.models import ReportingPeriod

from ..document import PackDocument, read_document
from ..models import Pack


@dataclass(frozen=True, slots=True)
class LastPack:
    """Pack that the board last received, with its content."""

    public_id: str
    edition: int
    quarter: Quarter
    released_at: datetime
    document: PackDocument

    @property
    def words(self) -> str:
        return f"{self.quarter.short_words}, edition {self.edition}"


def last_pack(board: Board, *, period: ReportingPeriod) -> LastPack | None:
    """Latest pack released for this quarter or an earlier one, or None (1 query)."""
    row = (
        Pack.objects.released()
        .filter(board=board, period__starts_on__lte=period.starts_on)
        .order_by("-period__starts_on", "-edition")
        .values_list("public_id", "edition", "period__label", "released_at", "snapshot__content")
        .first()
    )
    if row is None:
        return None
    public_id, edition, quarter, released_at, content = row
    return LastPack(str(public_id), edition, Quarter.parse(quarter), released_at, read_document(content))


def last_released_on(board: Board, *, before: ReportingPeriod) -> date | None:
    """Day on which the board last received a pack of an earlier quarter, or None (1 query)."""
    earlier = Pack.objects.released().filter(board=board, period__starts_on__lt=before.starts_on)
    released_at: datetime | None = earlier.aggregate(last=Max("released_at"))["last"]
    return timezone.localdate(released_at) if released_at else None
