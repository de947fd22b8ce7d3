"""The page of who gets the packs of a board."""

from types import SimpleNamespace

import pytest

from boards.access import own_boards
from boards.actions import RecipientRow, change_recipients
from boards.addressees import addressees_of
from boards.models import Board, Recipient, Seat
from boards.recipient_rules import RecipientKind
from core.refusals import ChangeRefused
from councils.actors import Actor
from councils.models import Person, Post
from councils.people.actions import merge_people
from councils.permissions import Role
from councils.tenancy import council_context
from packs.models import Delivery, Pack
from tests.boards.forms import fields_of
from tests.cast import TODAY
from tests.contracts.sides import Side
from tests.factories import BoardFactory, PersonFactory
from tests.pages import FRAME, text_of

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
        keys = [str(each.public_id) for each in Recipient.objects.filter(kind="address")]
    names = dict(zip(("chair", "clerk"), keys, strict=False)) | {"new": "new-0"}
    for name, value in typed.items():
        row, _, field = name.partition("__")
        key = f"{names[row]}-{field}" if field else name
        if value is None:
            fields.pop(key, None)
        else:
            fields[key] = value
    return cast.client().post(LIST, fields, follow=True)


def rows(cast):
    with council_context(cast.council.id):
        found = Recipient.objects.select_related("sits_on")
        return [(each.name, each.email, each.sits_on and each.sits_on.slug, each.active) for each in found]


def named(cast):
    with council_context(cast.council.id):
        found = Recipient.objects.exclude(kind="address")
        return [(each.kind, each.person_id or each.post_id or each.seat_id, each.active) for each in found]


@pytest.fixture
def people(cast, board):
    """Ada chairs the board, Bo has no address, and the Director's post has a mailbox and a seat."""
    with council_context(cast.council.id):
        ada = PersonFactory(name="Ada Able", initials="AA", email="ada@example.org")
        bo = PersonFactory(name="Bo Brown", initials="BB")
        director = Post.objects.create(title="Director", email="director@example.org")
        chair = Seat.objects.create(board=board, role="chair", state="named", holder=ada)
        Seat.objects.create(board=board, role="member", state="named", post=director, position=1)
        return SimpleNamespace(ada=ada, bo=bo, director=director, chair=chair)


def test_outside_addresses_are_added_and_others_stopped(cast, board):
    response = save(cast, new__name="Forum", new__email="forum@example.org", clerk__active=None)
    assert "Distribution list of SEND Board saved." in text_of(response)
    assert 'name="act"' in response.content.decode(), "nothing personal was lost, so it can be undone"
    assert rows(cast) == [
        ("SEND chair", "chair@example.org", None, True),
        ("SEND clerk", "clerk@example.org", None, False),
        ("Forum", "forum@example.org", None, True),
    ]


def test_seats_posts_and_people_are_added(cast, board, people):
    with council_context(cast.council.id):
        Person.objects.create(initials="ZZ")
    page = text_of(cast.client().get(LIST))
    assert "ZZ" not in page, "nobody knows who that is"
    assert "Ada Able &lt;ada@example.org&gt;" in page, "the hint is no markup"
    for offered in (
        "All seats of this board, whoever holds them",
        "Chair: Ada Able (AA)",
        "Director – director@example.org",
        "Ada Able (AA) – ada@example.org",
        "Bo Brown (BB) – no email address yet",
    ):
        assert offered in page
    response = save(
        cast,
        seats=["every", str(people.chair.public_id)],
        posts=str(people.director.public_id),
        people=str(people.bo.public_id),
    )
    assert 'name="act"' in response.content.decode(), "nothing personal was lost, so it can be undone"
    assert named(cast) == [
        ("all_seats", None, True),
        ("seat", people.chair.pk, True),
        ("post", people.director.pk, True),
        ("person", people.bo.pk, True),
    ]
    page = text_of(cast.client().get(LIST))
    assert "Director – director@example.org" not in page, "what is on the list is not offered again"
    for said in (
        "Ada Able, SEND Board: ada@example.org",
        "Ada Able, SEND Board: ada@example.org, the same address as Ada Able, so it gets one email",
        "Bo Brown: no email address. Enter the email address of Bo Brown on the page People.",
    ):
        assert said in page


def test_the_list_follows_whoever_holds_a_seat(cast, board, people):
    save(cast, seats=str(people.chair.public_id))
    with council_context(cast.council.id):
        Seat.objects.filter(pk=people.chair.pk).update(holder=people.bo)
        assert [each.name for each in addressees_of(board, today=TODAY)][-1] == "Bo Brown"
        people.chair.delete()
        assert addressees_of(board, today=TODAY)[-1].problem == "Remove this recipient"
    page = text_of(cast.client().get(LIST))
    assert "Seat that no longer exists" in page
    assert "A seat that no longer exists, SEND Board: no email address. Remove this recipient." in page


def test_a_named_recipient_is_stopped_and_removed_with_undo(cast, board, people):
    save(cast, people=str(people.ada.public_id))
    with council_context(cast.council.id):
        key = str(Recipient.objects.get(kind="person").public_id)
    save(cast, **{f"{key}-active": None})
    assert named(cast) == [("person", people.ada.pk, False)]
    response = save(cast, **{f"{key}-remove": "on"})
    assert 'name="act"' in response.content.decode()
    assert named(cast) == []


def test_addresses_are_pasted_one_a_line(cast, board):
    save(cast, addresses="Parent Forum <forum@example.org>\n\nschool@example.org\n")
    assert rows(cast)[2:] == [
        ("Parent Forum", "forum@example.org", None, True),
        ("school@example.org", "school@example.org", None, True),
    ]


def test_a_bad_line_is_refused_with_its_number_and_nothing_is_saved(cast, board, people):
    before = rows(cast)
    pasted = "forum@example.org\nnot an address\nCLERK@example.org\nforum@example.org"
    response = save(cast, addresses=pasted, people=str(people.bo.public_id), chair__name="Another")
    assert response.status_code == 422
    said = text_of(response)
    for words in (
        "Line 2: “not an address” is not an email address. Enter it like name@example.org",
        "Line 3: CLERK@example.org is already on the list, for SEND clerk. Delete this line",
        "Line 4: forum@example.org is already in line 1. Delete one of them",
    ):
        assert said.count(words) == 2, "in the summary and at the field"
    assert "not an address\nCLERK" in response.content.decode().replace("\r\n", "\n"), (
        "what was pasted is kept"
    )
    assert "<title>Error: " in response.content.decode()
    assert rows(cast) == before


def test_a_pasted_address_that_was_typed_in_a_row_too_is_refused(cast, board):
    response = save(cast, new__name="Forum", new__email="forum@example.org", addresses="forum@example.org")
    assert response.status_code == 422
    assert "forum@example.org is already on the list, for Forum" in text_of(response)
    assert len(rows(cast)) == 2


def test_seats_and_people_of_others_are_no_choice(cast, board, people):
    with council_context(cast.council.id):
        elsewhere = Seat.objects.create(board=BoardFactory(), role="chair", state="named", holder=people.ada)
    with council_context(cast.other.id):
        stranger = PersonFactory(name="Stranger", email="stranger@example.org")
    for typed in ({"seats": str(elsewhere.public_id)}, {"people": str(stranger.public_id)}):
        response = save(cast, **typed)
        assert (response.status_code, named(cast)) == (422, [])
        assert "Stranger" not in text_of(response)


def test_the_action_refuses_what_the_page_does_not_offer(cast, board, people):
    with council_context(cast.council.id):
        elsewhere = Seat.objects.create(board=BoardFactory(), role="chair", state="named", holder=people.ada)
        of_other = RecipientRow(None, kind=RecipientKind.SEAT, names=elsewhere)
        ada = RecipientRow(None, kind=RecipientKind.PERSON, names=people.ada)
        by = cast.actor(Role.ADMINISTRATOR)
        change_recipients(board=board, recipients=[ada], by=by)
        for row, words in ((of_other, "of another board"), (ada, "Ada Able \\(AA\\) is already on the list")):
            with pytest.raises(ChangeRefused, match=words):
                change_recipients(board=board, recipients=[row], by=by)


def test_merged_people_keep_their_places_on_the_list(cast, board, people):
    """Both may have got packs, which keep their names, so neither row goes."""
    save(cast, people=[str(people.ada.public_id), str(people.bo.public_id)])
    with council_context(cast.council.id):
        merge_people(person=people.bo, into=people.ada, by=cast.actor(Role.ADMINISTRATOR))
        found = addressees_of(board, today=TODAY)
    assert named(cast) == [("person", people.ada.pk, True)] * 2
    assert [each.name for each in found if each.gets_it] == ["SEND chair", "SEND clerk", "Ada Able"]


def test_who_is_on_a_list_reads_its_packs(cast, board, people):
    """As the person, by a seat or a post, or by their address; and nobody else does."""
    with council_context(cast.council.id):
        member = cast.actor(Role.BOARD_MEMBER)
        assert not Board.objects.filter(own_boards(member, "id")).exists()
        reader = Person.objects.create(name="Reader", initials="RR", user=member.user)
        seat = Seat.objects.create(board=board, role="member", state="named", post=people.director)
        director = Post.objects.filter(pk=people.director.pk)
        for kind, names in (
            ("person", {"person": reader}),
            ("post", {"post": people.director}),
            ("seat", {"seat": seat}),
            ("all_seats", {}),
        ):
            row = Recipient.objects.create(board=board, kind=kind, **names)
            director.update(holder=None if kind == "person" else reader)
            assert Board.objects.filter(own_boards(member, "id")).exists(), kind
            director.update(holder=None, email=member.user.email)
            assert Board.objects.filter(own_boards(member, "id")).exists(), kind
            director.update(email="")
            assert Board.objects.filter(own_boards(member, "id")).exists() == (kind == "person")
            row.delete()
        assert not Board.objects.filter(own_boards(Actor.system(cast.council), "id")).exists()


def test_the_list_is_shown_in_a_known_number_of_queries(cast, board, people, django_assert_num_queries):
    client = cast.client()
    client.get(LIST)
    with django_assert_num_queries(FRAME + 7):
        client.get(LIST)


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
