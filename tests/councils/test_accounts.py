"""Create councils, invite members, end memberships, link users to people."""

from datetime import UTC, datetime

import pytest
from django.core import mail
from django.core.exceptions import PermissionDenied
from django.test import Client

from councils.accounts.actions import (
    CouncilRefused,
    MemberRefused,
    create_council,
    end_membership,
    invite_member,
    link_person,
)
from councils.actors import Actor
from councils.models import Change, Council, Membership, Person, SecurityEvent, User
from councils.permissions import Role
from councils.slugs import RESERVED_SLUGS
from councils.tenancy import council_context
from tests.cast import make_cast
from tests.factories import MembershipFactory, PersonFactory, UserFactory

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)


@pytest.fixture
def cast():
    return make_cast()


@pytest.fixture
def admin(cast):
    return cast.actor(Role.ADMINISTRATOR)


@pytest.fixture
def invite(cast, admin, django_capture_on_commit_callbacks):
    def do(email="new@example.org", role=Role.OFFICER, by=admin, **more):
        with django_capture_on_commit_callbacks(execute=True):
            return invite_member(council=cast.council, email=email, role=role, by=by, **more)

    return do


def test_a_new_council_is_empty_and_counts_its_changes_from_one():
    council = create_council(slug="north-shire", name=" North Shire ", by="test")
    assert (council.name, council.pinned_today) == ("North Shire", None)
    with council_context(council.id):
        PersonFactory()
        assert Change.objects.get().seq == 1
    assert SecurityEvent.objects.get(kind="council_created").detail == {"by": "test"}


@pytest.mark.parametrize(
    "slug", ["North", "1shire", "north_shire", "-north", "north-", "a--b", "ñorth", "", "n" * 51]
)
def test_a_slug_that_cannot_stand_in_an_address_is_refused(slug):
    with pytest.raises(CouncilRefused, match="cannot be used in a web address"):
        create_council(slug=slug, name="North", by="test")


@pytest.mark.parametrize("slug", sorted(RESERVED_SLUGS))
def test_the_products_own_addresses_are_no_slugs(slug):
    with pytest.raises(CouncilRefused, match="is reserved"):
        create_council(slug=slug, name="North", by="test")


def test_a_taken_slug_is_refused(cast):
    with pytest.raises(CouncilRefused, match="“northport” is already in use"):
        create_council(slug="northport", name="Another", by="test")


def test_a_council_needs_a_name():
    with pytest.raises(CouncilRefused, match="name"):
        create_council(slug="north", name=" ", by="test")
    assert not Council.objects.exists()


def test_somebody_new_chooses_a_password_by_the_mails_link(cast, invite):
    membership = invite(" New@Example.ORG ", name="Nia New")
    assert (membership.user.email, membership.role) == ("new@example.org", "officer")
    (message,) = mail.outbox
    assert message.to == ["new@example.org"]
    assert message.subject == "Invitation to Northport on sendplan"
    (link,) = [line for line in message.body.splitlines() if "/password/reset/key/" in line]
    assert link in message.alternatives[0].content.replace("&amp;", "&")
    path, client = "/" + link.split("/", 3)[3], Client()
    form = client.get(path, follow=True)
    assert "Choose a new password" in form.content.decode()
    password = "a quiet harbour at dawn"
    client.post(form.request["PATH_INFO"], {"password1": password, "password2": password})
    signed_in = client.post("/accounts/login/", {"login": "new@example.org", "password": password})
    assert signed_in.headers["Location"] == "/"
    assert "no longer works" in Client().get(path, follow=True).content.decode()


def test_somebody_known_is_told_to_sign_in(cast, invite):
    User.objects.create_user("known@example.org", "a quiet harbour at dawn")
    invite("known@example.org")
    (message,) = mail.outbox
    assert "/accounts/login/" in message.body
    assert "/password/reset/key/" not in message.body


def test_an_invitation_that_is_rolled_back_sends_no_email(cast, admin):
    invite_member(council=cast.council, email="new@example.org", role=Role.READER, by=admin)
    assert mail.outbox == []  # the test's transaction is never committed


@pytest.mark.parametrize("email", ["nobody", "a@b@c", ""])
def test_only_an_address_can_be_invited(invite, email):
    with pytest.raises(MemberRefused, match="is not an email address"):
        invite(email)


def test_a_member_is_not_invited_again(invite):
    invite()
    with pytest.raises(MemberRefused, match="is already a member, as officer"):
        invite(role=Role.READER)


def test_an_ended_membership_begins_again_with_its_new_role(cast, invite, admin):
    first = end_membership(membership=invite(), by=admin, now=NOW)
    again = invite(role=Role.READER)
    assert (again.id, again.role, again.ended_at) == (first.id, "reader", None)


def test_a_closed_account_is_not_invited(invite):
    UserFactory(email="closed@example.org", is_active=False)
    with pytest.raises(MemberRefused, match="is closed"):
        invite("closed@example.org")


@pytest.mark.parametrize("role", [role for role in Role if role != Role.ADMINISTRATOR])
def test_only_administrators_invite(cast, invite, role):
    with pytest.raises(PermissionDenied):
        invite(by=cast.actor(role))
    assert not User.objects.filter(email="new@example.org").exists()


def test_another_councils_administrator_does_not_invite(cast, invite):
    with pytest.raises(PermissionDenied):
        invite(by=Actor.member(cast.outsider))


def test_invitations_and_endings_are_written_down(cast, invite, admin):
    end_membership(membership=invite(), by=admin, now=NOW, reason="Left")
    given, ended = SecurityEvent.objects.filter(kind__startswith="membership").order_by("id")
    assert (given.kind, given.subject, given.user, given.council) == (
        "membership_given",
        "new@example.org",
        admin.user,
        cast.council,
    )
    assert ended.detail == {"role": "officer", "by": admin.reference, "reason": "Left"}


def test_the_last_administrator_stays(cast, admin, invite):
    own = cast.members[Role.ADMINISTRATOR]
    with pytest.raises(MemberRefused, match="only administrator"):
        end_membership(membership=own, by=admin, now=NOW)
    invite(role=Role.ADMINISTRATOR)
    assert end_membership(membership=own, by=admin, now=NOW).ended_at == NOW


def test_ending_twice_ends_once(invite, admin):
    membership = invite()
    end_membership(membership=membership, by=admin, now=NOW)
    end_membership(membership=membership, by=admin, now=NOW.replace(year=2027))
    assert Membership.objects.get(id=membership.id).ended_at == NOW
    assert SecurityEvent.objects.filter(kind="membership_ended").count() == 1


def test_a_user_is_linked_to_a_person(cast, admin):
    user = cast.members[Role.OFFICER].user
    with council_context(cast.council.id):
        person = link_person(person=PersonFactory(initials="OO"), user=user, by=admin)
        assert Person.objects.get(user=user) == person
        assert Change.objects.latest("seq").verb == "person.linked"
        with pytest.raises(MemberRefused, match="is already linked to OO"):
            link_person(person=PersonFactory(initials="XX"), user=user, by=admin)
        with pytest.raises(MemberRefused, match="OO is already linked to another user"):
            link_person(person=person, user=cast.members[Role.READER].user, by=admin)
        with pytest.raises(MemberRefused, match="is not a member of Northport"):
            link_person(person=PersonFactory(initials="ZZ"), user=cast.outsider.user, by=admin)


@pytest.mark.parametrize(("name", "shown"), [("Sam Field", "Sam Field"), ("", "sam@example.org")])
def test_a_member_acts_under_their_name_or_else_their_address(name, shown):
    member = MembershipFactory(user__email="sam@example.org", user__name=name)
    assert Actor.member(member).name == shown
