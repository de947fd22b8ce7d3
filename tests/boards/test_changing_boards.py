"""Add, change, order and remove boards."""

import pytest
from django.core.exceptions import PermissionDenied

from boards.actions import add_board
from boards.models import Board, BoardLink, Recipient, Seat
from core.refusals import ChangeRefused
from councils.actors import Actor
from councils.models import Change
from councils.permissions import Role
from councils.tenancy import council_context
from strategies.models import Oversight
from tests.boards.forms import fields_of
from tests.factories import BoardFactory, PersonFactory, StrategyFactory
from tests.pages import FRAME, text_of

BOARDS = "/northport/boards/"


@pytest.fixture
def chain(cast):
    """Trust Board ← SEND Board ← Inclusion Group."""
    with council_context(cast.council.id):
        boards = [
            BoardFactory(name=name, slug=slug, position=position, kind="board")
            for position, (slug, name) in enumerate(
                [("trust", "Trust Board"), ("send", "SEND Board"), ("inclusion", "Inclusion Group")], 1
            )
        ]
        for child, parent in ((boards[1], boards[0]), (boards[2], boards[1])):
            BoardLink.objects.create(child=child, parent=parent, to_confirm=True, note="the diagram is lost")
        return boards


def opened(cast, path, role=Role.OFFICER):
    return fields_of(cast.client(role).get(f"{BOARDS}{path}"))


def acts(cast):
    return [
        (change.verb, change.actor)
        for change in Change.objects.filter(verb__startswith="board.").order_by("seq")
    ]


def test_a_board_is_added_with_its_parents_and_the_page_offers_undo(cast, chain):
    typed = opened(cast, "new/") | {
        "name": "  Young people’s   group ",
        "aliases": "Dynamite\n\nYPG\nYPG",
        "kind": "group",
        "purpose": "Co-production",
        "parent_1": str(chain[1].public_id),
        "parent_2": str(chain[0].public_id),
        "to_confirm_2": "on",
        "note_2": "said in a meeting",
    }
    client = cast.client()
    response = client.post(f"{BOARDS}new/", typed, follow=True)
    page = response.content.decode()
    assert "Young people’s group added." in page
    assert 'name="act"' in page, "the banner has an Undo button"
    with council_context(cast.council.id):
        board = Board.objects.get(slug="young-peoples-group")
        assert (board.name, board.aliases, board.kind) == (
            "Young people’s group",
            ["Dynamite", "YPG"],
            "group",
        )
        assert board.position == 4
        lines = board.parent_links.order_by("parent__position").values_list(
            "parent__slug", "to_confirm", "note"
        )
        assert list(lines) == [("trust", True, "said in a meeting"), ("send", False, "")]
        assert set(acts(cast)) == {("board.added", cast.actor().reference)}
    assert "added the board Young people’s group" in text_of(client.get("/northport/changes/?view=log"))


def test_slugs_are_free_and_leave_the_pages_of_all_boards_alone(cast, chain):
    with council_context(cast.council.id):
        by = cast.actor()
        slugs = [add_board(name=name, by=by).slug for name in ("New", "Order", "Send!", "…", "S" * 200)]
    assert slugs[:4] == ["new-board", "order-board", "send-2", "board"]
    assert len(slugs[4]) <= 80


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ({"name": ""}, "Enter the name"),
        ({"name": "send board"}, "There already is a board called send board"),
        ({"name": "New", "aliases": "x" * 201}, "must be 200 characters or fewer"),
        ({"name": "New", "kind": "committee"}, "Select a valid choice"),
    ],
)
def test_what_is_wrong_is_said_and_what_was_typed_is_kept(cast, chain, typed, words):
    response = cast.client().post(f"{BOARDS}new/", {"kind": "group", "purpose": "Kept words"} | typed)
    assert response.status_code == 422
    assert words in text_of(response) and "Kept words" in text_of(response)
    with council_context(cast.council.id):
        assert Board.objects.count() == 3


def test_a_change_keeps_the_address_and_the_lines_that_stay(cast, chain):
    typed = opened(cast, "send/change/")
    assert typed["parent_1"] == str(chain[0].public_id) and typed["to_confirm_1"] == "on"
    del typed["to_confirm_1"]
    with council_context(cast.council.id):
        before = BoardLink.objects.get(child=chain[1]).public_id
    cast.client().post(f"{BOARDS}send/change/", typed | {"name": "SEND Partnership", "note_1": ""})
    with council_context(cast.council.id):
        board = Board.objects.get(slug="send")
        link = BoardLink.objects.get(child=board)
        assert (board.name, board.version) == ("SEND Partnership", 2)
        assert (link.public_id, link.to_confirm, link.note) == (before, False, "")


@pytest.mark.parametrize(
    ("slug", "parents", "words"),
    [
        ("trust", ["inclusion"], "Inclusion Group already reports to Trust Board"),
        ("trust", ["send"], "SEND Board already reports to Trust Board"),
        ("inclusion", ["send", "send"], "SEND Board is chosen twice"),
    ],
)
def test_a_circle_of_parents_is_refused_with_a_sentence(cast, chain, slug, parents, words):
    by_slug = {board.slug: str(board.public_id) for board in chain}
    typed = opened(cast, f"{slug}/change/")
    typed |= {f"parent_{number}": by_slug[parent] for number, parent in enumerate(parents, 1)}
    response = cast.client().post(f"{BOARDS}{slug}/change/", typed)
    assert response.status_code == 422
    assert words in text_of(response)
    with council_context(cast.council.id):
        assert BoardLink.objects.count() == 2


def test_lines_of_other_boards_stay_as_they_are(cast, chain):
    typed = opened(cast, "send/change/") | {"parent_1": ""}
    assert cast.client().post(f"{BOARDS}send/change/", typed).status_code == 302
    with council_context(cast.council.id):
        assert list(BoardLink.objects.values_list("child__slug", "parent__slug")) == [("inclusion", "send")]


def test_a_stale_save_shows_both_values_and_saves_nothing(cast, chain):
    typed = opened(cast, "send/change/") | {"name": "Mine"}
    with council_context(cast.council.id):
        Board.objects.filter(slug="send").update(name="Theirs")
    response = cast.client().post(f"{BOARDS}send/change/", typed)
    assert response.status_code == 409
    assert "Saved: Theirs" in text_of(response) and "You typed: Mine" in text_of(response)
    cast.client().post(f"{BOARDS}send/change/", fields_of(response))
    with council_context(cast.council.id):
        assert Board.objects.get(slug="send").name == "Mine"


def test_the_order_of_the_boards(cast, chain):
    typed = opened(cast, "order/")
    typed[f"{chain[2].public_id}-place"] = "1"
    response = cast.client().post(f"{BOARDS}order/", typed, follow=True)
    assert "Order of the boards saved." in text_of(response)
    with council_context(cast.council.id):
        in_order = list(Board.objects.in_order().values_list("position", "slug"))
        assert in_order == [(1, "inclusion"), (2, "trust"), (3, "send")]
    assert "changed the order of the boards" in text_of(cast.client().get("/northport/changes/?view=log"))


def test_a_board_is_removed_with_its_seats_and_lines(cast, chain):
    with council_context(cast.council.id):
        Seat.objects.create(board=chain[2], role="chair", state="vacant")
    response = cast.client().post(
        f"{BOARDS}inclusion/remove/", opened(cast, "inclusion/remove/"), follow=True
    )
    assert "Inclusion Group removed." in text_of(response)
    with council_context(cast.council.id):
        assert not Board.objects.filter(slug="inclusion").exists() and not Seat.objects.exists()
        assert BoardLink.objects.count() == 1
    assert "removed the board Inclusion Group" in text_of(cast.client().get("/northport/changes/?view=log"))


def test_what_stands_in_the_way_of_removing_a_board_is_named(cast, chain):
    with council_context(cast.council.id):
        Oversight.objects.create(board=chain[1], strategy=StrategyFactory())
        Recipient.objects.create(board=chain[1], name="Clerk", email="clerk@example.org")
        for number in (1, 2):
            Recipient.objects.create(
                board=chain[0], sits_on=chain[1], name="Clerk", email=f"clerk-{number}@example.org"
            )
    said = text_of(cast.client().get(f"{BOARDS}send/remove/"))
    for words in (
        "1 board that reports to it",
        "2 recipients of another board’s packs who sit on it",
        "1 oversight",
        "1 recipient",
    ):
        assert words in said, words
    response = cast.client().post(f"{BOARDS}send/remove/", {"seen": ""})
    assert response.status_code == 422
    assert "SEND Board cannot be removed while it has" in text_of(response)
    with council_context(cast.council.id):
        assert Board.objects.count() == 3


@pytest.mark.parametrize("role", [Role.READER, Role.BOARD_MEMBER, Role.APPROVER])
@pytest.mark.parametrize(
    "page",
    [
        "new/",
        "order/",
        "send/change/",
        "send/remove/",
        "send/seats/",
        "send/recipients/",
        "send/meetings/",
        "send/oversight/",
    ],
)
def test_who_may_not_change_boards_changes_nothing(cast, chain, role, page):
    client = cast.client(role)
    with council_context(cast.council.id):
        before = Change.objects.latest("seq").seq
    typed = {"name": "Mine", "kind": "group", "days": "14 July 2016", "paper_days": "5", "seen": ""}
    assert client.get(f"{BOARDS}{page}").status_code == 403
    assert client.post(f"{BOARDS}{page}", typed).status_code == 403
    assert cast.outsider_client().get(f"{BOARDS}{page}").status_code == 404
    assert cast.outsider_client().post(f"{BOARDS}{page}", typed).status_code == 404
    with council_context(cast.council.id):
        assert Change.objects.latest("seq").seq == before


def test_actions_ask_for_the_permission_themselves(cast):
    with council_context(cast.council.id), pytest.raises(PermissionDenied):
        add_board(name="Mine", by=cast.actor(Role.READER))


def test_an_unknown_board_is_404(cast):
    assert cast.client().get(f"{BOARDS}nowhere/change/").status_code == 404


@pytest.mark.parametrize("number", [1, 15])
def test_queries_of_the_forms_do_not_grow(cast, chain, number, django_assert_num_queries):
    with council_context(cast.council.id):
        for _ in range(number):
            Seat.objects.create(
                board=chain[1], role="member", state="named", holder=PersonFactory(email="a@example.org")
            )
            Recipient.objects.create(board=chain[1], name="Clerk", email=f"{BoardFactory().slug}@example.org")
    client = cast.client()
    for page, queries in (
        *(("new/", 1), ("order/", 1), ("send/change/", 3), ("send/seats/", 5)),
        *(("send/recipients/", 7), ("send/meetings/", 2), ("send/oversight/", 3)),
    ):
        with django_assert_num_queries(FRAME + queries):
            client.get(f"{BOARDS}{page}")


def test_the_system_may_add_boards(cast):
    with council_context(cast.council.id):
        board = add_board(name="SEND Board", by=Actor.system(cast.council))
        with pytest.raises(ChangeRefused):
            add_board(name="SEND board", by=Actor.system(cast.council))
        assert board.slug == "send-board"
