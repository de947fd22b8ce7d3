"""The page of a board's seats: holders, vacancies, terms of office, and who held a seat before."""

from datetime import date

import pytest
from django.db import IntegrityError, transaction

from boards.models import FormerHolder, Seat
from boards.summaries import term_words
from councils.models import Change, Post
from councils.permissions import Role
from councils.tenancy import council_context
from tests.boards.forms import fields_of
from tests.cast import TODAY
from tests.factories import BoardFactory, PersonFactory
from tests.pages import text_of

SEATS = "/northport/boards/send/seats/"


@pytest.fixture
def seats(cast):
    with council_context(cast.council.id):
        board = BoardFactory(name="SEND Board", slug="send")
        chair = Seat.objects.create(
            board=board, role="chair", state="named", holder=PersonFactory(name="Ada Able"), position=1
        )
        vacant = Seat.objects.create(
            board=board, role="member", state="vacant", hint="Head Teacher", position=2
        )
        return chair, vacant


def save(cast, **typed):
    """Open the page, type (chair__role="…"), and send it."""
    fields = fields_of(cast.client().get(SEATS))
    with council_context(cast.council.id):
        keys = [str(each.public_id) for each in Seat.objects.all()]
    names = dict(zip(("chair", "vacant"), keys, strict=False)) | {"new": "new-0"}
    for name, value in typed.items():
        row, _, field = name.partition("__")
        fields[f"{names[row]}-{field}" if field else name] = value
    return cast.client().post(SEATS, fields)


def rows(cast):
    with council_context(cast.council.id):
        return [
            (seat.role, str(seat.holder or seat.post or seat.state), seat.hint)
            for seat in Seat.objects.select_related("holder", "post")
        ]


def test_seats_are_added_changed_and_put_in_order_on_one_page(cast, seats):
    with council_context(cast.council.id):
        post = Post.objects.create(title="Director of Public Health")
    response = save(
        cast,
        new__role="co_chair",
        new__post=str(post.public_id),
        new__from_on="1 April 2016",
        new__until_on="31/03/2018",
        vacant__place="1",
    )
    assert response.status_code == 302
    assert [row[:2] for row in rows(cast)] == [
        ("member", "vacant"),
        ("chair", "Ada Able (P0)".replace("P0", seats[0].holder.initials)),
        ("co_chair", "Director of Public Health"),
    ]
    with council_context(cast.council.id):
        assert Seat.objects.get(role="chair").public_id == seats[0].public_id, "a row stays the same row"
        assert not FormerHolder.objects.exists()
    said = text_of(cast.client().get("/northport/boards/"))
    assert "Co-chair: Director of Public Health, from 1 April 2016 until 31 March 2018" in said
    assert "changed the seats of SEND Board" in text_of(cast.client().get("/northport/changes/?view=log"))


def test_who_leaves_a_seat_is_kept_in_its_history(cast, seats):
    with council_context(cast.council.id):
        eve = PersonFactory(name="Eve Early")
    save(cast, chair__holder=str(eve.public_id), chair__from_on="1 July 2016")
    with council_context(cast.council.id):
        former = FormerHolder.objects.get()
        assert (former.holder_id, former.role, former.until_on) == (
            seats[0].holder_id,
            "chair",
            date(2016, 6, 30),
        )
    assert "Chair: Ada Able" in text_of(cast.client().get(SEATS))
    save(cast, chair__remove="on")
    with council_context(cast.council.id):
        assert set(FormerHolder.objects.values_list("holder__name", "until_on")) == {
            ("Ada Able", date(2016, 6, 30)),
            ("Eve Early", TODAY),
        }
        mistake = str(FormerHolder.objects.get(holder=eve).public_id)
    save(cast, forgotten=mistake)
    with council_context(cast.council.id):
        assert [each.holder.name for each in FormerHolder.objects.all()] == ["Ada Able"]


def test_giving_a_person_a_post_is_no_leaving(cast, seats):
    with council_context(cast.council.id):
        post = Post.objects.create(title="Head of Inclusion")
    save(cast, chair__post=str(post.public_id), vacant__holder="")
    with council_context(cast.council.id):
        assert not FormerHolder.objects.exists()
        assert Seat.objects.get(role="member").state == "not_stated"


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ({"new__hint": "a parent"}, "New seat 1: Choose a role"),
        ({"new__role": "chair", "new__from_on": "soon"}, "New seat 1: “soon” is not a date"),
        (
            {"chair__from_on": "2 July 2016", "chair__until_on": "1 July 2016"},
            "Seat 1: The term must end on or after the day on which it begins",
        ),
        ({"chair__holder": "f0000000-0000-0000-0000-000000000000"}, "Seat 1: Select a valid choice"),
    ],
)
def test_what_is_wrong_names_the_row_and_nothing_is_saved(cast, seats, typed, words):
    before = rows(cast)
    response = save(cast, vacant__hint="Typed words", **typed)
    assert response.status_code == 422
    assert words in text_of(response)
    assert "Typed words" in response.content.decode()
    assert rows(cast) == before


def test_a_vacant_seat_has_no_post(cast, seats):
    with council_context(cast.council.id):
        post = Post.objects.create(title="Head of Inclusion")
    response = save(cast, vacant__post=str(post.public_id))
    assert "Seat 2: A vacant seat has no post" in text_of(response)


def test_saving_without_a_change_writes_nothing(cast, seats):
    with council_context(cast.council.id):
        before = Change.objects.latest("seq").seq
    assert save(cast).status_code == 302
    with council_context(cast.council.id):
        assert Change.objects.latest("seq").seq == before


def test_a_stale_save_names_the_row_and_saves_nothing(cast, seats):
    fields = fields_of(cast.client().get(SEATS))
    with council_context(cast.council.id):
        Seat.objects.filter(role="member").update(hint="Parent or carer")
    response = cast.client().post(SEATS, fields | {f"{seats[1].public_id}-hint": "Governor"})
    assert response.status_code == 409
    assert "Seat 2: Hint or note Saved: Parent or carer You typed: Governor" in text_of(response)
    assert rows(cast)[1][2] == "Parent or carer"


def test_people_of_another_council_cannot_hold_a_seat(cast, seats):
    with council_context(cast.other.id):
        stranger = PersonFactory(name="Stranger")
    assert save(cast, chair__holder=str(stranger.public_id)).status_code == 422
    assert "Stranger" not in text_of(cast.client(Role.ADMINISTRATOR).get(SEATS))


def test_a_term_in_words():
    day = date(2016, 4, 1)
    assert term_words(None, None, TODAY) == ""
    assert term_words(day, None, TODAY) == "from 1 April 2016"
    assert term_words(day, date(2018, 3, 31), TODAY) == "from 1 April 2016 until 31 March 2018"
    assert term_words(day, date(2016, 7, 7), TODAY) == "term ended 7 July 2016"
    assert term_words(None, TODAY, TODAY) == "until 8 July 2016"


def test_the_database_refuses_a_term_that_ends_before_it_begins(cast, seats):
    with council_context(cast.council.id), pytest.raises(IntegrityError), transaction.atomic():
        Seat.objects.filter(role="chair").update(from_on=TODAY, until_on=date(2016, 1, 1))
