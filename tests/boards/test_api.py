"""Tests of the boards API: parents, seats and oversight."""

from datetime import date

import pytest

from boards.models import BoardLink, Seat
from councils.models import Post
from councils.tenancy import council_context
from deliverables.models import SingleOversight
from strategies.models import Oversight
from tests.api_client import address, key_client, query_count, results
from tests.factories import BoardFactory, DeliverableFactory, PersonFactory, StrandFactory


@pytest.fixture
def board(cast):
    with council_context(cast.council.id):
        parent = BoardFactory(slug="cspg", position=2)
        board = BoardFactory(slug="send-board", name="SEND Board", aliases=["SB"], position=1)
        BoardLink.objects.create(child=board, parent=parent, to_confirm=True)
        julia = PersonFactory(initials="JK", name="Julia Known")
        post = Post.objects.create(title="Director of Public Health")
        seats = [
            {"role": "chair", "state": "named", "holder": julia},
            {"role": "co_chair", "state": "named", "post": post},
            {"role": "member", "state": "named", "holder": PersonFactory(initials="HG")},
            {"role": "representative", "state": "vacant", "hint": "Parent or carer"},
        ]
        for position, seat in enumerate(seats, 1):
            Seat.objects.create(board=board, position=position, **seat)
        strand = StrandFactory(code="D")
        Oversight.objects.create(board=board, strategy=strand.strategy, position=1)
        Oversight.objects.create(board=board, strategy=strand.strategy, strand=strand, position=2)
        return board


def test_board_has_every_field(cast, board):
    client = key_client(cast.council, "read", "people:read")
    with council_context(cast.council.id):
        strategy = str(board.oversights.first().strategy.public_id)
    found = results(client, cast.council, "boards")
    assert [each["slug"] for each in found] == ["send-board", "cspg"]
    assert found[0] == {
        "id": str(board.public_id),
        "slug": "send-board",
        "name": "SEND Board",
        "aliases": ["SB"],
        "kind": "board",
        "quorum": None,
        "parents": [{"slug": "cspg", "to_confirm": True}],
        "seats": [
            {"role": "chair", "holder": "Julia Known", "state": "named", "hint": None},
            {"role": "co_chair", "holder": "Director of Public Health", "state": "named", "hint": None},
            {"role": "member", "holder": "HG", "state": "named", "hint": None},
            {"role": "representative", "holder": None, "state": "vacant", "hint": "Parent or carer"},
        ],
        "oversees": [{"strategy": strategy, "strand": None}, {"strategy": strategy, "strand": "D"}],
        "oversees_deliverables": [],
    }
    assert client.get(address(cast.council, f"boards/{board.public_id}")).json() == found[0]


def test_names_of_seat_holders_are_null_without_the_scope(cast, board):
    response = key_client(cast.council).get(address(cast.council, f"boards/{board.public_id}"))
    holders = [seat["holder"] for seat in response.json()["seats"]]
    assert holders == [None, "Director of Public Health", "HG", None]
    assert b"Julia" not in response.content


def test_filters(cast, board):
    client = key_client(cast.council)
    assert len(results(client, cast.council, "boards?slug=cspg")) == 1
    assert results(client, cast.council, "boards?kind=panel") == []


def test_outsider_is_404(cast, board):
    assert results(key_client(cast.other), cast.other, "boards") == []
    path = f"boards/{board.public_id}"
    assert key_client(cast.other).get(address(cast.other, path)).status_code == 404
    assert key_client(cast.other).get(address(cast.council, path)).status_code == 404


def test_queries_do_not_grow_with_the_rows(cast, board):
    client = key_client(cast.council)
    few = query_count(client, cast.council, "boards")
    with council_context(cast.council.id):
        for _ in range(20):
            more = BoardFactory()
            BoardLink.objects.create(child=more, parent=board)
            Seat.objects.create(board=more, role="chair", state="named", holder=PersonFactory())
            strand = StrandFactory()
            Oversight.objects.create(board=more, strategy=strand.strategy, strand=strand)
    assert query_count(client, cast.council, "boards") == few


def test_single_deliverables_are_listed_without_dropped_ones(cast, board):
    with council_context(cast.council.id):
        first, dropped = DeliverableFactory(), DeliverableFactory(dropped_on=date(2016, 7, 1))
        for each in (first, dropped):
            SingleOversight.objects.create(board=board, deliverable=each)
        strategy = str(first.strategy.public_id)
    found, other = results(key_client(cast.council), cast.council, "boards")
    assert found["oversees_deliverables"] == [
        {"strategy": strategy, "strand": first.strand.code, "deliverable": str(first.public_id)}
    ]
    assert other["oversees_deliverables"] == []
    assert len(found["oversees"]) == 2
