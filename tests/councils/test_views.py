"""The home page after sign-in."""

from datetime import UTC, datetime

import pytest
from django.test import Client

from councils.permissions import Role
from tests.cast import make_cast, signed_in
from tests.factories import MembershipFactory, UserFactory
from tests.pages import main_text_of

pytestmark = pytest.mark.django_db
PAGE = "/northport/boards/"


@pytest.fixture
def cast():
    return make_cast()


def test_home_asks_strangers_to_sign_in():
    assert Client().get("/").headers["Location"].startswith("/accounts/login/")


def test_home_of_a_member_of_one_council_is_its_dashboard(cast):
    response = cast.client(Role.READER).get("/")
    assert (response.status_code, response.headers["Location"]) == (302, "/northport/")


def test_home_of_a_member_of_several_councils_is_a_choice(cast):
    both = cast.members[Role.OFFICER]
    MembershipFactory(user=both.user, council=cast.other, role="reader")
    text = main_text_of(signed_in(both).get("/"))
    assert "You are a member of 2 councils" in text
    assert "Northport Officer Southshire Reader" in text


def test_home_without_a_council_says_what_to_do(cast):
    client = Client()
    client.force_login(UserFactory(email="new@example.org"))
    assert "This account has no role in a council" in main_text_of(client.get("/"))


def test_an_ended_membership_gives_no_access(cast):
    membership = cast.members[Role.READER]
    membership.ended_at = datetime(2026, 1, 1, tzinfo=UTC)
    membership.save()
    client = signed_in(membership)
    assert client.get(PAGE).status_code == 404
    assert "You are not a member of a council" in main_text_of(client.get("/"))


def test_only_members_of_several_councils_are_offered_a_switch(cast):
    both = cast.members[Role.OFFICER]
    MembershipFactory(user=both.user, council=cast.other, role="reader")
    assert "Change council" in signed_in(both).get(PAGE).content.decode()
    assert "Change council" not in cast.client(Role.READER).get(PAGE).content.decode()
