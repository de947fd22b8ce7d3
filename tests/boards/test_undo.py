"""Undo of changes to boards: the banner's button takes back each kind of change, with everything that belongs to it."""

import re
from datetime import date

import pytest

from boards.models import Board, BoardLink, FormerHolder, Meeting, Recipient, Seat
from councils.tenancy import council_context
from strategies.models import Oversight
from tests.boards.forms import fields_of
from tests.factories import BoardFactory, PersonFactory, StrandFactory
from tests.pages import text_of

BOARDS = "/northport/boards/"
MODELS = (Board, BoardLink, Seat, FormerHolder, Meeting, Recipient, Oversight)


@pytest.fixture
def board(cast):
    with council_context(cast.council.id):
        top = BoardFactory(name="Trust Board", slug="trust", position=1)
        board = BoardFactory(name="SEND Board", slug="send", position=2)
        BoardLink.objects.create(child=board, parent=top, to_confirm=True)
        Seat.objects.create(board=board, role="chair", state="named", holder=PersonFactory(name="Ada Able"))
        Meeting.objects.create(board=board, held_on=date(2016, 7, 14))
        strand = StrandFactory(code="A")
        Oversight.objects.create(board=top, strategy=strand.strategy, strand=strand)
        Recipient.objects.create(board=top, name="Clerk", email="clerk@example.org", position=1)
        return board


def rows(cast):
    """All rows of boards without their versions, which only grow."""
    with council_context(cast.council.id):
        return {
            model.__name__: sorted(
                tuple((name, str(value)) for name, value in row.items() if name not in ("id", "version"))
                for row in model.objects.values()
            )
            for model in MODELS
        }


def saved(cast, path, **typed):
    """Open a page, type, send it, and press Undo in the banner."""
    client = cast.client()
    fields = fields_of(client.get(f"{BOARDS}{path}")) | typed
    page = client.post(f"{BOARDS}{path}", fields, follow=True)
    changed = rows(cast)
    act = re.search(r'name="act" value="([^"]+)"', page.content.decode())
    assert act, text_of(page)
    undone = client.post("/northport/undo/", {"act": act[1], "next": BOARDS}, follow=True)
    assert "Undone:" in text_of(undone), text_of(undone)
    return changed


@pytest.mark.parametrize(
    ("path", "typed"),
    [
        ("new/", {"name": "Group", "kind": "group"}),
        ("send/change/", {"name": "SEND Partnership", "parent_1": "", "to_confirm_1": ""}),
        ("send/seats/", {"new-0-role": "member", "new-0-holder": "vacant", "new-0-hint": "Parent or carer"}),
        ("send/meetings/", {"days": "13 October 2016\n12 January 2017"}),
        ("trust/recipients/", {"new-0-name": "Forum", "new-0-email": "forum@example.org"}),
    ],
)
def test_a_change_is_taken_back(cast, board, path, typed):
    before = rows(cast)
    assert saved(cast, path, **typed) != before
    assert rows(cast) == before


def test_a_new_holder_is_taken_back_with_the_history_entry(cast, board):
    with council_context(cast.council.id):
        seat, eve = Seat.objects.get(), PersonFactory(name="Eve Early")
    before = rows(cast)
    changed = saved(cast, "send/seats/", **{f"{seat.public_id}-holder": str(eve.public_id)})
    assert len(changed["FormerHolder"]) == 1
    assert rows(cast) == before


def test_a_removed_board_comes_back_with_its_seats_and_lines(cast, board):
    with council_context(cast.council.id):
        Meeting.objects.all().delete()
    before = rows(cast)
    changed = saved(cast, "send/remove/")
    assert (len(changed["Board"]), changed["Seat"], changed["BoardLink"]) == (1, [], [])
    assert rows(cast) == before


def test_the_order_and_the_oversight_are_taken_back(cast, board):
    with council_context(cast.council.id):
        strand = Oversight.objects.get().strand
    before = rows(cast)
    saved(cast, "order/", **{f"{board.public_id}-place": "1"})
    saved(cast, "send/oversight/", **{f"parts_of_{strand.strategy_id}": [str(strand.public_id)]})
    assert rows(cast) == before
