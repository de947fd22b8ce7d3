"""Where members arrive, and the page of what changed."""

import itertools
import re
from datetime import UTC, date, datetime
from functools import partial

import pytest
from django.test import Client
from django.urls import reverse

from boards.models import Board
from councils.access import Actor
from councils.models import Organisation, Person
from councils.rules import Role
from councils.summaries import TOLD_IN_FULL
from councils.tenancy import council_context, recorded
from reporting.models import Pack
from tests.cast import make_cast, signed_in
from tests.contracts.rows import Rows
from tests.factories import (
    MembershipFactory,
    OrganisationFactory,
    PersonFactory,
    ProgressUpdateFactory,
    UserFactory,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def cast():
    return make_cast()


@pytest.fixture
def acting(cast):
    """Do something in the council as its officer."""
    officer, requests = cast.actor(Role.OFFICER), itertools.count()

    def act(verb, work, reason=""):
        request_id = str(next(requests))  # the moment does not tell acts apart inside one test's transaction
        with (
            council_context(cast.council.id, request_id=request_id),
            recorded(verb, actor=officer.reference, reason=reason),
        ):
            return work()

    return act


def changes_url(council, **query):
    return reverse("councils:changes", kwargs={"council": council.slug}, query=query)


def text_of(response):
    body = response.content.decode().partition("<main")[2].partition("</main>")[0]
    return " ".join(re.sub(r"<[^>]+>", " ", body).split())


def test_home_asks_strangers_to_sign_in():
    assert Client().get("/").headers["Location"].startswith("/accounts/login/")


def test_home_of_a_member_of_one_council_is_its_dashboard(cast):
    response = cast.client(Role.READER).get("/")
    assert (response.status_code, response.headers["Location"]) == (302, "/northport/")


def test_home_of_a_member_of_several_councils_is_a_choice(cast):
    both = cast.members[Role.OFFICER]
    MembershipFactory(user=both.user, council=cast.other, role="reader")
    text = text_of(signed_in(both).get("/"))
    assert "You belong to 2 councils" in text
    assert "Northport Officer Southshire Reader" in text


def test_home_without_a_council_says_what_to_do(cast):
    client = Client()
    client.force_login(UserFactory(email="new@example.org"))
    assert "no council has given this account a role" in text_of(client.get("/"))


def test_an_ended_membership_leads_nowhere(cast):
    membership = cast.members[Role.READER]
    membership.ended_at = datetime(2026, 1, 1, tzinfo=UTC)
    membership.save()
    client = signed_in(membership)
    assert client.get(changes_url(cast.council)).status_code == 404
    assert "You do not belong to a council" in text_of(client.get("/"))


def test_only_members_of_several_councils_are_offered_a_switch(cast):
    both = cast.members[Role.OFFICER]
    MembershipFactory(user=both.user, council=cast.other, role="reader")
    assert "Change council" in signed_in(both).get(changes_url(cast.council)).content.decode()
    assert "Change council" not in cast.client(Role.READER).get(changes_url(cast.council)).content.decode()


def test_changes_of_a_new_council_say_what_will_appear(cast):
    assert "Nothing has changed yet" in text_of(cast.client(Role.READER).get(changes_url(cast.council)))


def test_changes_by_outsider_is_404(cast):
    assert cast.outsider_client().get(changes_url(cast.council)).status_code == 404


def test_changes_say_who_set_what_to_which_state_and_why(cast, acting):
    acting(
        "progress.recorded",
        lambda: ProgressUpdateFactory(
            rag="amber",
            deliverable__strand__code="A",
            deliverable__number="1",
            deliverable__title="Train staff",
        ),
        reason="A venue fell through.",
    )
    text = text_of(cast.client(Role.READER).get(changes_url(cast.council)))
    assert "Officer set A1 Train staff to Amber Reason: A venue fell through." in text


def test_changes_tell_an_update_by_its_columns(cast, acting):
    forum = acting("organisation.added", lambda: Organisation.objects.create(name="Forum"))
    acting(
        "organisation.changed",
        lambda: Organisation.objects.filter(id=forum.id).update(name="New", kind="forum"),
    )
    text = text_of(cast.client().get(changes_url(cast.council)))
    assert "Officer added organisation New" in text
    assert (
        "Officer changed organisation New "
        "Kind: Other became Parent carer forum or young people's group Name: “Forum” became “New”"
    ) in text.replace("&#x27;", "'")


def test_changes_tell_a_large_act_by_its_numbers(cast, acting):
    count = TOLD_IN_FULL + 1
    acting(
        "sample.added",
        lambda: [PersonFactory() for _ in range(count)] + [Organisation.objects.create(name="F")],
    )
    text = text_of(cast.client().get(changes_url(cast.council)))
    assert f"Officer added sample content Added 1 organisation and {count} people" in text


def test_changes_tell_of_a_person_known_by_name_alone_without_it(cast, acting):
    acting("person.linked", lambda: PersonFactory(initials="", name="Canary Name"))
    text = text_of(cast.client().get(changes_url(cast.council)))
    assert "Officer linked a person to a user" in text
    assert "Canary" not in text


def test_changes_never_show_a_personal_value(cast, acting):
    person = acting(
        "person.added", lambda: PersonFactory(initials="CN", name="Canary Name", email="canary@example.org")
    )
    acting("person.changed", lambda: Person.objects.filter(id=person.id).update(name="Canary Other"))
    page = cast.client(Role.ADMINISTRATOR).get(changes_url(cast.council)).content.decode()
    assert "changed person CN" in page
    assert "Name changed" in page
    assert "anary" not in page


def test_changes_name_programs_and_keys(cast):
    with council_context(cast.council.id), recorded("strategy.loaded", actor="system:demonstration"):
        Organisation.objects.create(name="Forum")
    with council_context(cast.council.id), recorded("", actor=Actor.system(cast.council).reference):
        Organisation.objects.create(name="Trust")
    text = text_of(cast.client().get(changes_url(cast.council)))
    assert "The demonstration loaded strategy" in text
    assert "sendplan added organisation Trust" in text


def test_a_row_that_is_gone_keeps_its_name(cast, acting):
    forum = acting("organisation.added", lambda: Organisation.objects.create(name="Forum"))
    acting("organisation.removed", forum.delete)
    assert "Officer removed organisation Forum" in text_of(cast.client().get(changes_url(cast.council)))


def test_changes_to_packs_are_for_those_who_see_every_pack(cast, acting):
    acting("pack.requested", lambda: Rows("x").one(Pack))
    assert "asked for the pack" in text_of(cast.client(Role.OFFICER).get(changes_url(cast.council)))
    assert "asked for the pack" not in text_of(cast.client(Role.READER).get(changes_url(cast.council)))


def test_changes_tell_how_a_mail_ended_and_not_each_step_of_the_worker(cast, acting):
    acting("delivery.claimed", lambda: OrganisationFactory(name="A step on the way"))
    acting("delivery.accepted", lambda: OrganisationFactory(name="How it ended"))
    page = text_of(cast.client(Role.OFFICER).get(changes_url(cast.council)))
    assert "How it ended" in page
    assert "A step on the way" not in page


@pytest.mark.parametrize(
    ("since", "shown"), [("2016-17-Q1", True), (date.today().isoformat(), True), ("2099-01-01", False)]
)
def test_changes_since_a_day_or_a_quarter(cast, acting, since, shown):
    acting("organisation.added", lambda: Organisation.objects.create(name="Forum"))
    text = text_of(cast.client().get(changes_url(cast.council, since=since)))
    assert ("added organisation Forum" in text) is shown
    assert ("Nothing changed since then" in text) is not shown


def test_changes_since_nonsense_says_what_to_type(cast):
    response = cast.client().get(changes_url(cast.council, since="June"))
    assert "Enter a day, such as 2016-07-01, or a quarter, such as 2016-17-Q1" in text_of(response)
    assert b"<title>Error: " in response.content


def test_changes_turn_over_after_fifty_acts(cast, acting):
    for number in range(51):
        acting("organisation.added", partial(Organisation.objects.create, name=f"Partner {number}"))
    first, second = (text_of(cast.client().get(changes_url(cast.council, page=page))) for page in (1, 2))
    assert "Partner 50" in first
    assert "Partner 0" not in first
    assert "Partner 0" in second


FRAME = 7
"""Session, user, membership with council, begin, context, commit; and the context given back, in a test's savepoint."""


@pytest.mark.parametrize("acts", [1, 40])
def test_changes_cost_the_same_queries_whatever_their_number(cast, acting, acts, django_assert_num_queries):
    for number in range(acts):
        acting("board.added", partial(Board.objects.create, slug=f"b{number}", name=f"Board {number}"))
    client = cast.client()
    with django_assert_num_queries(FRAME + 6):  # count, acts, numbers, rows, names of boards, users
        client.get(changes_url(cast.council))
