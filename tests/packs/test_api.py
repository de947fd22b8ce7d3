"""Packs over the API: released packs for every reader, the rest by role."""

from datetime import UTC, date, datetime

import pytest

from boards.models import Recipient
from councils.permissions import Role
from councils.tenancy import council_context
from packs.models import Delivery, Pack, Snapshot
from tests.api_client import address, key_client, query_count, results
from tests.factories import BoardFactory, PeriodFactory

MOMENT = datetime(2016, 7, 8, 12, tzinfo=UTC)


def make_pack(board, edition=1, released_at=MOMENT, state="partly_delivered"):
    period = PeriodFactory(label="2016-17-Q1")
    snapshot = Snapshot.objects.create(
        board=board,
        period=period,
        content="{}",
        sha256="a" * 64,
        change_seq=1,
        as_at=date(2016, 7, 8),
        frozen_at=MOMENT,
    )
    pack = Pack.objects.create(
        board=board,
        period=period,
        edition=edition,
        state=state,
        snapshot=snapshot,
        pdf_sha256="b" * 64,
        requested_by="Demo Officer",
        requested_at=MOMENT,
        released_at=released_at,
    )
    for number, reached in enumerate(("accepted", "accepted", "uncertain")):
        email = f"{board.slug}-{edition}-{number}@example.org"
        recipient = Recipient.objects.create(board=board, name="Demo Reader", email=email)
        Delivery.objects.create(
            pack=pack, recipient=recipient, name="Demo Reader", email=email, message_id=email, state=reached
        )
    return pack


@pytest.fixture
def board(cast):
    with council_context(cast.council.id):
        return BoardFactory(slug="send-board")


@pytest.fixture
def pack(cast, board):
    with council_context(cast.council.id):
        return make_pack(board)


def test_pack_has_every_field(cast, pack):
    [row] = results(key_client(cast.council), cast.council, "packs")
    deliveries = row.pop("deliveries")
    assert row == {
        "id": str(pack.public_id),
        "board": str(pack.board.public_id),
        "quarter": "2016-17-Q1",
        "paper": 0,
        "edition": 1,
        "state": "partly_delivered",
        "snapshot_sha256": "a" * 64,
        "pdf_sha256": "b" * 64,
    }
    assert {state: count for state, count in deliveries.items() if count} == {"accepted": 2, "uncertain": 1}
    assert "failed" in deliveries


def test_filters(cast, pack):
    client = key_client(cast.council)
    for query in ("board=send-board", f"board={pack.board.public_id}", "quarter=2016-17-Q1"):
        assert len(results(client, cast.council, f"packs?{query}")) == 1
    for query in ("board=cspg", "quarter=2015-16-Q4", "state=failed"):
        assert results(client, cast.council, f"packs?{query}") == []


def test_pack_that_is_not_released_is_seen_by_keys_and_those_who_work_on_it(cast, pack, board):
    with council_context(cast.council.id):
        draft = make_pack(board, edition=2, released_at=None, state="rendered")
    path = address(cast.council, f"packs/{draft.public_id}")
    assert key_client(cast.council).get(path).status_code == 200
    assert cast.client(Role.READER).get(path).status_code == 404
    assert cast.client(Role.OFFICER).get(path).status_code == 200


def test_outsider_is_404(cast, pack):
    assert results(key_client(cast.other), cast.other, "packs") == []
    path = f"packs/{pack.public_id}"
    assert key_client(cast.other).get(address(cast.other, path)).status_code == 404
    assert key_client(cast.other).get(address(cast.council, path)).status_code == 404


def test_queries_do_not_grow_with_the_rows(cast, pack):
    client = key_client(cast.council)
    few = query_count(client, cast.council, "packs")
    with council_context(cast.council.id):
        for _ in range(20):
            make_pack(BoardFactory())
    assert len(results(client, cast.council, "packs")) == 21
    assert query_count(client, cast.council, "packs") == few
