"""The page on which administrators say whether small numbers are hidden outside the council."""

import re

import pytest
from django.core.exceptions import PermissionDenied

from core.refusals import ChangeRefused
from councils.models import Council, SecurityEvent
from councils.permissions import Permission, Role, Scope, permissions_of_scopes
from councils.small_numbers.actions import change_small_numbers
from tests.pages import FRAME, main_text_of

PAGE = "/northport/small-numbers/"
OFF = {"hides": "no", "reason": "Only whole schools are counted."}
MEMBERS = [role for role in Role if role != Role.ADMINISTRATOR]


def hides(cast):
    cast.council.refresh_from_db()
    return cast.council.hides_small_numbers


def change(cast, **said):
    arguments = {
        "council": cast.council,
        "by": cast.actor(Role.ADMINISTRATOR),
        "hides": False,
        "reason": "So.",
    }
    return change_small_numbers(**arguments | said)


@pytest.mark.django_db
def test_a_new_council_hides_them():
    assert Council.objects.create(slug="new", name="New").hides_small_numbers


def test_an_administrator_turns_it_off_and_the_page_says_who_and_why(cast):
    client = cast.client(Role.ADMINISTRATOR)
    answer = client.post(PAGE, OFF, follow=True)
    assert not hides(cast)
    said = main_text_of(answer)
    assert "Small numbers are no longer hidden." in said
    assert "Administrator stopped hiding small numbers. Reason: Only whole schools are counted." in said
    event = SecurityEvent.objects.get(kind="small_numbers_shown")
    assert (event.user, event.council) == (cast.members[Role.ADMINISTRATOR].user, cast.council)
    assert event.detail["reason"] == "Only whole schools are counted."


def test_and_on_again(cast):
    change(cast)
    answer = cast.client(Role.ADMINISTRATOR).post(PAGE, OFF | {"hides": "yes"}, follow=True)
    assert hides(cast)
    assert "Small numbers are hidden on everything that leaves the council." in main_text_of(answer)
    assert SecurityEvent.objects.filter(kind="small_numbers_hidden").count() == 1


def test_what_is_as_it_was_is_no_event(cast):
    change(cast, hides=True)
    assert not SecurityEvent.objects.filter(kind__startswith="small_numbers").exists()


@pytest.mark.parametrize("role", MEMBERS)
def test_anyone_but_an_administrator_is_refused(cast, role):
    assert cast.client(role).get(PAGE).status_code == 403
    assert cast.client(role).post(PAGE, OFF).status_code == 403
    assert hides(cast)
    with pytest.raises(PermissionDenied):
        change(cast, by=cast.actor(role))


def test_an_outsider_finds_no_page(cast):
    assert cast.outsider_client().get(PAGE).status_code == 404
    assert cast.outsider_client().post(PAGE, OFF).status_code == 404
    assert hides(cast)


def test_nobody_acts_for_another_council(cast):
    with pytest.raises(PermissionDenied):
        change(cast, council=cast.other)


def test_without_a_reason_nothing_changes_and_the_choice_is_kept(cast):
    answer = cast.client(Role.ADMINISTRATOR).post(PAGE, OFF | {"reason": " "})
    assert answer.status_code == 422
    assert "Enter the reason for the change" in main_text_of(answer)
    assert re.search(r'value="no"[^>]*checked', answer.content.decode())
    assert hides(cast)
    with pytest.raises(ChangeRefused, match="Enter the reason"):
        change(cast, reason=" ")


def test_without_a_choice_the_reason_is_kept(cast):
    answer = cast.client(Role.ADMINISTRATOR).post(PAGE, {"reason": "Only whole schools."})
    assert answer.status_code == 422
    assert "Only whole schools." in answer.content.decode()


def test_another_administrators_change_is_not_overwritten_unseen(cast):
    client = cast.client(Role.ADMINISTRATOR)
    change(cast)
    seen = client.get(PAGE).context["form"]["seen"].value()
    change(cast, hides=True, reason="Asked for by the board.")
    answer = client.post(PAGE, OFF | {"seen": seen})
    assert answer.status_code == 409
    assert hides(cast)


def test_it_is_in_the_menu_of_administrators_only(cast):
    assert PAGE in cast.client(Role.ADMINISTRATOR).get("/northport/glossary/").content.decode()
    assert PAGE not in cast.client(Role.OFFICER).get("/northport/glossary/").content.decode()


def test_queries(cast, django_assert_num_queries):
    change(cast)
    client = cast.client(Role.ADMINISTRATOR)
    with django_assert_num_queries(FRAME + 1):
        client.get(PAGE)


def test_only_a_scope_of_its_own_shows_small_numbers_to_a_key():
    for scope in Scope:
        may = Permission.SMALL_NUMBERS_VIEW in permissions_of_scopes([scope])
        assert may == (scope == Scope.SMALL_NUMBERS_READ)
