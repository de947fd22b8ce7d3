"""Tests of the page that lists boards and groups."""

import pytest
from django.urls import reverse

from boards.models import BoardLink, Seat
from boards.summaries import holder_words
from councils.permissions import Role
from councils.tenancy import council_context
from strategies.models import Oversight
from tests.factories import BoardFactory, PersonFactory, StrandFactory
from tests.pages import FRAME, text_of


def url(council):
    return reverse("boards:list", kwargs={"council": council.slug})


def add_board(name, parent=None):
    board = BoardFactory(name=name, aliases=["The group"])
    if parent:
        BoardLink.objects.create(child=board, parent=parent, to_confirm=True, note="the diagram is lost")
    strand = StrandFactory(code="A", title="Inclusion")
    Oversight.objects.create(board=board, strategy=strand.strategy, strand=strand)
    Seat.objects.create(board=board, role="chair", state="vacant", hint="a headteacher")
    Seat.objects.create(board=board, role="co_chair", state="named", holder=PersonFactory(name="Pat Parent"))
    return board


@pytest.mark.parametrize("role", list(Role))
def test_every_member_sees_the_boards(cast, role):
    response = cast.client(role).get(url(cast.council))
    assert response.status_code == 200
    assert "No boards yet" in text_of(response)


def test_for_an_outsider_there_is_no_such_page(cast):
    with council_context(cast.council.id):
        add_board("SEND Board")
    assert cast.outsider_client().get(url(cast.council)).status_code == 404
    assert "SEND Board" not in text_of(cast.outsider_client().get(url(cast.other)))


def test_the_page_refuses_to_be_posted_to(cast):
    assert cast.client().post(url(cast.council)).status_code == 405


def test_a_board_shows_its_place_and_its_seats(cast):
    with council_context(cast.council.id):
        add_board("Inclusion Group", parent=BoardFactory(name="SEND Board"))
    said = text_of(cast.client().get(url(cast.council)))
    for words in (
        "2 boards and groups",
        "Also called The group",
        "Inclusion Group , to confirm",
        "1 reporting line to confirm the diagram is lost: Inclusion Group to SEND Board",
        "1 vacant seat Chair of Inclusion Group : vacant (a headteacher)",
        "Chair: vacant (a headteacher)",
        "Co-chair: Pat Parent",
        "Strand A: Inclusion",
    ):
        assert words in said, words


@pytest.mark.parametrize(("role", "may"), [(Role.OFFICER, True), (Role.READER, False)])
def test_only_who_may_change_boards_is_shown_how(cast, role, may):
    empty = text_of(cast.client(role).get(url(cast.council)))
    assert ("Add a board" in empty) is may
    with council_context(cast.council.id):
        add_board("SEND Board")
    page = cast.client(role).get(url(cast.council)).content.decode()
    assert ("/northport/boards/board-" in page and "/change/" in page) is may


def test_the_drawing_leads_to_each_board_and_a_circle_breaks_nothing(cast):
    with council_context(cast.council.id):
        one, other = BoardFactory(name="One", slug="one"), BoardFactory(name="Other", slug="other")
        BoardLink.objects.create(child=one, parent=other)
        BoardLink.objects.create(child=other, parent=one)
    page = cast.client().get(url(cast.council)).content.decode()
    for slug in ("one", "other"):
        assert page.count(f'<a href="/northport/boards/{slug}/" tabindex="-1">') >= 2


@pytest.mark.parametrize("number", [1, 20])
def test_queries_do_not_grow(cast, number, django_assert_num_queries):
    with council_context(cast.council.id):
        parent = BoardFactory()
        for each in range(number):
            add_board(f"Group {each}", parent)
    client = cast.client()
    with django_assert_num_queries(FRAME + 4):
        client.get(url(cast.council))


@pytest.mark.parametrize(
    ("state", "hint", "holder", "post", "words"),
    [
        ("named", "", "Pat Parent", "", "Pat Parent"),
        ("named", "", "Pat Parent", "Head of Inclusion", "Pat Parent, Head of Inclusion"),
        ("named", "", "", "Head of Inclusion", "Head of Inclusion"),
        ("vacant", "", "", "", "vacant"),
        ("vacant", "a parent", "", "", "vacant (a parent)"),
        ("not_stated", "", "", "", "not stated"),
    ],
)
def test_who_holds_a_seat(state, hint, holder, post, words):
    assert holder_words(state=state, hint=hint, holder=holder, post=post) == words
