"""The page of who gets the packs of a board."""

import pytest

from boards.models import Recipient, Seat
from councils.permissions import Role
from councils.tenancy import council_context
from packs.models import Delivery, Pack
from tests.boards.forms import fields_of
from tests.contracts.sides import Side
from tests.factories import BoardFactory, PersonFactory
from tests.pages import text_of

LIST = "/northport/boards/send/recipients/"


@pytest.fixture
def board(cast):
    with council_context(cast.council.id):
        board = BoardFactory(name="SEND Board", slug="send")
        for position, name in enumerate(("chair", "clerk"), 1):
            Recipient.objects.create(
                board=board, name=f"SEND {name}", email=f"{name}@example.org", position=position
            )
        return board


def save(cast, **typed):
    fields = fields_of(cast.client().get(LIST))
    with council_context(cast.council.id):
        keys = [str(each.public_id) for each in Recipient.objects.all()]
    names = dict(zip(("chair", "clerk"), keys, strict=False)) | {"new": "new-0"}
    for name, value in typed.items():
        row, _, field = name.partition("__")
        key = f"{names[row]}-{field}" if field else name
        if value is None:
            del fields[key]
        else:
            fields[key] = value
    return cast.client().post(LIST, fields, follow=True)


def rows(cast):
    with council_context(cast.council.id):
        found = Recipient.objects.select_related("sits_on")
        return [(each.name, each.email, each.sits_on and each.sits_on.slug, each.active) for each in found]


def test_outside_addresses_and_people_are_added(cast, board):
    with council_context(cast.council.id):
        ada = PersonFactory(name="Ada Able", initials="AA", email="ada@example.org")
        Seat.objects.create(board=board, role="chair", state="named", holder=ada)
        PersonFactory(name="No Address")
    page = cast.client().get(LIST)
    assert "Ada Able (AA), chair of SEND Board – ada@example.org" in text_of(page)
    assert "No Address" not in text_of(page)
    response = save(
        cast, new__name="Forum", new__email="forum@example.org", people=str(ada.public_id), clerk__active=None
    )
    assert "Distribution list of SEND Board saved." in text_of(response)
    assert 'name="act"' in response.content.decode(), "nothing personal was lost, so it can be undone"
    assert rows(cast) == [
        ("SEND chair", "chair@example.org", None, True),
        ("SEND clerk", "clerk@example.org", None, False),
        ("Forum", "forum@example.org", None, True),
        ("Ada Able", "ada@example.org", "send", True),
    ]
    assert "Ada Able (AA), chair" not in text_of(cast.client().get(LIST)), (
        "who is on the list is not offered again"
    )


def test_the_log_says_whose_list_was_changed_and_no_address(cast, board):
    save(cast, new__name="Forum", new__email="forum@example.org")
    for role in (Role.OFFICER, Role.READER):
        said = text_of(cast.client(role).get("/northport/changes/?view=log"))
        assert "changed who gets the packs of SEND Board" in said
        assert "forum@example.org" not in said


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        (
            {"new__name": "Forum", "new__email": "forum"},
            "New recipient 1: Enter an email address in the correct format",
        ),
        ({"new__name": "Forum"}, "New recipient 1: Enter the email"),
        ({"new__email": "forum@example.org"}, "New recipient 1: Enter the name"),
        (
            {"new__name": "Forum", "new__email": "CLERK@example.org"},
            "New recipient 1: CLERK@example.org is already on the list, for SEND clerk",
        ),
        ({"chair__email": "clerk@example.org"}, "clerk@example.org is already on the list, for SEND chair"),
    ],
)
def test_what_is_wrong_names_the_row_and_nothing_is_saved(cast, board, typed, words):
    before = rows(cast)
    response = save(cast, **typed)
    assert response.status_code == 422
    assert words in text_of(response)
    assert rows(cast) == before


def test_two_recipients_can_exchange_their_addresses(cast, board):
    save(cast, chair__email="clerk@example.org", clerk__email="chair@example.org")
    assert [row[:2] for row in rows(cast)] == [
        ("SEND chair", "clerk@example.org"),
        ("SEND clerk", "chair@example.org"),
    ]


def test_a_changed_address_cannot_be_undone_so_no_undo_is_offered(cast, board):
    response = save(cast, chair__email="new@example.org")
    assert "saved." in text_of(response)
    assert 'name="act"' not in response.content.decode()


def test_who_never_got_a_pack_is_removed(cast, board):
    response = save(cast, chair__remove="on")
    assert 'name="act"' not in response.content.decode(), "an address that is gone cannot be put back"
    assert [row[0] for row in rows(cast)] == ["SEND clerk"]


def test_who_got_a_pack_stays_on_the_list_and_gets_no_more(settings, tmp_path, db):
    settings.FILES_ROOT = tmp_path
    side = Side.make("north")
    from councils.tenancy import council_context as inside
    from tests.cast import signed_in
    from tests.factories import MembershipFactory

    client = signed_in(MembershipFactory(council=side.council, role=Role.ADMINISTRATOR))
    with inside(side.council.id):
        recipient = Delivery.objects.get().recipient
        address = f"/north/boards/{recipient.board.slug}/recipients/"
        assert Pack.objects.exists()
    fields = fields_of(client.get(address)) | {f"{recipient.public_id}-remove": "on"}
    response = client.post(address, fields, follow=True)
    assert f"{recipient.name} has received packs" in text_of(response)
    with inside(side.council.id):
        assert not Recipient.objects.get(pk=recipient.pk).active


def test_a_board_of_another_council_is_no_choice(cast, board):
    with council_context(cast.other.id):
        other = BoardFactory(name="Elsewhere")
    response = save(cast, chair__sits_on=str(other.public_id))
    assert response.status_code == 422
    assert "Elsewhere" not in text_of(response)
