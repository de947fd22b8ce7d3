"""A deliverable, an indicator, packs of the board on which the board member sits, and a pack of another."""

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

import pytest

from boards.models import Board, Seat
from councils.permissions import Role
from councils.tenancy import council_context
from deliverables.models import Deliverable
from indicators.models import Indicator
from packs.models import Pack
from tests.factories import (
    BoardFactory,
    DeliverableFactory,
    IndicatorFactory,
    PeriodFactory,
    PersonFactory,
    StrandFactory,
)

NOW = datetime(2016, 7, 8, 12, tzinfo=UTC)


@dataclass
class Place:
    board: Board
    deliverable: Deliverable
    indicator: Indicator
    pack: Pack
    draft: Pack
    other_pack: Pack

    @property
    def items(self):
        return (self.deliverable, self.indicator, self.pack)


def a_pack(board, *, released=True, **given: Any):
    """A pack without a file, released or not."""
    given |= {"released_at": NOW, "released_by": "Olga Officer"} if released else {}
    return Pack.objects.create(
        board=board, period=PeriodFactory(), requested_by="Olga Officer", requested_at=NOW, **given
    )


@pytest.fixture
def place(cast):
    with council_context(cast.council.id):
        board, other = BoardFactory(name="SEND Board", slug="send"), BoardFactory(name="Other board")
        member = PersonFactory(
            name="Bo Board", initials="BB", user=cast.members[Role.BOARD_MEMBER].user, state="identified"
        )
        Seat.objects.create(board=board, role="member", holder=member, state="named")
        strand = StrandFactory(code="A")
        return Place(
            board=board,
            deliverable=DeliverableFactory(strand=strand, title="Open a base", number="1"),
            indicator=IndicatorFactory(strategy=strand.strategy, title="Attendance", label="1.1"),
            pack=a_pack(board, edition=1),
            draft=a_pack(board, released=False, edition=2),
            other_pack=a_pack(other, edition=1),
        )


@pytest.fixture
def inside(cast):
    with council_context(cast.council.id):
        yield
