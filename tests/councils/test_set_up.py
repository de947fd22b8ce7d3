"""The set-up address of an empty installation."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from councils.accounts.actions import SetUpRefused, new_set_up_address, set_up_council
from councils.models import Council, Membership, SecurityEvent, SetUpAddress, User
from councils.tenancy import council_context
from strategies.models import ReportingPeriod
from tests.factories import CouncilFactory, UserFactory
from tests.locks import locked_tables

pytestmark = pytest.mark.django_db
PASSWORD = "a quiet harbour at dawn"


@pytest.fixture
def token():
    return new_set_up_address(now=timezone.now())


def typed(**changes):
    return {
        "name": "North Shire",
        "slug": "",
        "own_name": "Ada Example",
        "email": "Ada@Example.org",
        "password": PASSWORD,
        "password_again": PASSWORD,
    } | changes


def post(token, client=None, **changes):
    return (client or Client()).post(f"/set-up/{token}/", typed(**changes))


def test_the_form_makes_council_administrator_and_quarters_and_signs_in(token):
    client = Client()
    answer = post(token, client)
    assert (answer.status_code, answer.headers["Location"]) == (302, "/north-shire/")
    membership = Membership.objects.get()
    assert (membership.council.name, membership.role) == ("North Shire", "administrator")
    assert (membership.user.email, membership.user.name) == ("ada@example.org", "Ada Example")
    with council_context(membership.council_id):
        labels = list(ReportingPeriod.objects.order_by("starts_on").values_list("label", flat=True))
    assert len(labels) == 8 and labels[0].endswith("Q1") and labels[-1].endswith("Q4")
    assert client.get("/north-shire/boards/").status_code == 200
    assert client.get("/north-shire/people/access/").status_code == 200
    assert list(SecurityEvent.objects.order_by("id").values_list("kind", "user__email")) == [
        ("council_created", "ada@example.org"),
        ("membership_given", "ada@example.org"),
        ("signed_in", "ada@example.org"),
    ]


def test_opening_the_page_spends_nothing(token):
    for _ in range(3):
        page = Client().get(f"/set-up/{token}/")
        assert page.status_code == 200
        assert "Set up your council" in page.content.decode()
    assert Client().head(f"/set-up/{token}/").status_code == 200
    assert SetUpAddress.objects.get().spent_at is None
    assert post(token).status_code == 302


def test_only_a_hash_is_stored(token):
    address = SetUpAddress.objects.get()
    assert token not in str(vars(address))
    assert len(address.token_hash) == 64


def test_it_works_once(token):
    post(token)
    for answer in (Client().get(f"/set-up/{token}/"), post(token, name="Another", email="b@example.org")):
        assert answer.status_code == 410
        assert "This installation has a council already" in answer.content.decode()
    assert Council.objects.count() == 1


def test_a_spent_address_stays_spent_when_the_council_is_gone(token):
    SetUpAddress.objects.update(spent_at=timezone.now())
    assert post(token).status_code == 410
    assert not Council.objects.exists()


@pytest.mark.parametrize("which", ["expired", "replaced", "unknown"])
def test_any_other_address_gets_a_sentence(token, which):
    if which == "expired":
        SetUpAddress.objects.update(expires_at=timezone.now() - timedelta(seconds=1))
    elif which == "replaced":
        new_set_up_address(now=timezone.now())
    else:
        token = "x" * 43
    for answer in (Client().get(f"/set-up/{token}/"), post(token)):
        assert answer.status_code == 410
        assert "A set-up address works once, for one day" in answer.content.decode()
    assert not User.objects.exists()


def test_a_council_that_was_made_otherwise_ends_the_address(token):
    CouncilFactory()
    assert post(token).status_code == 410
    with pytest.raises(SetUpRefused, match="has a council already"):
        new_set_up_address(now=timezone.now())


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"name": ""}, "Enter the council&#x27;s name"),
        ({"slug": "Not This"}, "cannot be used in a web address"),
        ({"slug": "set-up"}, "is reserved"),
        ({"name": "1500"}, "cannot be used in a web address"),
        ({"name": "???"}, "Enter the part of the web address"),
        ({"own_name": ""}, "Enter your name"),
        ({"email": "ada"}, "Enter an email address, like name@example.org"),
        ({"email": "taken@example.org"}, "has an account already"),
        ({"password": "short", "password_again": "short"}, "at least 12 characters"),
        ({"password": "ada@example.org", "password_again": "ada@example.org"}, "too similar"),
        ({"password_again": "another harbour"}, "The passwords are not the same"),
    ],
)
def test_a_wrong_field_keeps_what_was_typed_and_spends_nothing(token, changes, words):
    UserFactory(email="taken@example.org")
    answer = post(token, **changes)
    page = answer.content.decode()
    assert answer.status_code == 422
    assert words in page
    assert "<title>Error: " in page
    expected = typed(**changes)
    assert all(
        f'value="{expected[name]}"' in page for name in ("name", "own_name", "email") if expected[name]
    )
    assert PASSWORD not in page
    assert (Council.objects.count(), User.objects.count()) == (0, 1)
    assert SetUpAddress.objects.get().spent_at is None


def test_two_at_once_wait_for_each_other(token):
    said = {name: value for name, value in typed().items() if name != "password_again"}
    with locked_tables() as locked:
        set_up_council(token=token, now=timezone.now(), **said)
    assert locked == ["councils_setupaddress"]
