"""Create councils, change roles, end memberships, link users to people."""

from datetime import UTC, date, datetime

import pytest
from django.core.exceptions import PermissionDenied

from councils.accounts.actions import (
    CouncilRefused,
    MemberRefused,
    change_member,
    change_role,
    create_council,
    end_membership,
    link_person,
    unlink_person,
)
from councils.actors import Actor
from councils.models import Change, Council, Membership, Person, SecurityEvent
from councils.permissions import Role
from councils.slugs import RESERVED_SLUGS
from councils.tenancy import council_context
from strategies.models import ReportingPeriod
from tests.cast import make_cast, signed_in
from tests.factories import MembershipFactory, PersonFactory

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)
TODAY = date(2026, 11, 22)


@pytest.fixture
def cast():
    return make_cast()


@pytest.fixture
def admin(cast):
    return cast.actor(Role.ADMINISTRATOR)


def test_a_new_council_has_the_quarters_of_two_years_and_counts_its_changes_from_one():
    council = create_council(slug="north-shire", name=" North Shire ", by="test", today=TODAY)
    assert (council.name, council.pinned_today) == ("North Shire", None)
    with council_context(council.id):
        quarters = list(ReportingPeriod.objects.order_by("starts_on").values_list("label", flat=True))
        assert quarters == [f"{year}-Q{number}" for year in ("2026-27", "2027-28") for number in (1, 2, 3, 4)]
        assert list(Change.objects.order_by("seq").values_list("seq", "actor")) == [
            (number, "system:test") for number in range(1, 9)
        ]
    assert SecurityEvent.objects.get(kind="council_created").detail == {"by": "test"}


@pytest.mark.parametrize(
    "slug", ["North", "1shire", "north_shire", "-north", "north-", "a--b", "ñorth", "", "n" * 51]
)
def test_a_slug_that_cannot_stand_in_an_address_is_refused(slug):
    with pytest.raises(CouncilRefused, match="cannot be used in a web address"):
        create_council(slug=slug, name="North", by="test", today=TODAY)


@pytest.mark.parametrize("slug", sorted(RESERVED_SLUGS))
def test_the_products_own_addresses_are_no_slugs(slug):
    with pytest.raises(CouncilRefused, match="is reserved"):
        create_council(slug=slug, name="North", by="test", today=TODAY)


def test_a_taken_slug_is_refused(cast):
    with pytest.raises(CouncilRefused, match="“northport” is already in use"):
        create_council(slug="northport", name="Another", by="test", today=TODAY)


def test_a_council_needs_a_name():
    with pytest.raises(CouncilRefused, match="name"):
        create_council(slug="north", name=" ", by="test", today=TODAY)
    assert not Council.objects.exists()


def test_an_ending_is_written_down(cast, admin):
    end_membership(membership=cast.members[Role.OFFICER], by=admin, now=NOW, reason="Left")
    ended = SecurityEvent.objects.get()
    assert (ended.kind, ended.subject, ended.user, ended.council) == (
        "membership_ended",
        "officer@northport.example.org",
        admin.user,
        cast.council,
    )
    assert ended.detail == {"role": "officer", "by": admin.reference, "reason": "Left"}


def test_the_last_administrator_stays(cast, admin):
    own = cast.members[Role.ADMINISTRATOR]
    with pytest.raises(MemberRefused, match="only administrator"):
        end_membership(membership=own, by=admin, now=NOW)
    MembershipFactory(council=cast.council, role=Role.ADMINISTRATOR)
    assert end_membership(membership=own, by=admin, now=NOW).ended_at == NOW


def test_ending_twice_ends_once(cast, admin):
    membership = cast.members[Role.READER]
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


def test_removing_the_link_keeps_person_and_user(cast, admin):
    user = cast.members[Role.OFFICER].user
    with council_context(cast.council.id):
        person = link_person(person=PersonFactory(initials="OO"), user=user, by=admin)
        unlink_person(person=person, by=admin)
        unlink_person(person=person, by=admin)
        assert Person.objects.get().user is None
        assert Change.objects.latest("seq").verb == "person.unlinked"
    linked, unlinked = SecurityEvent.objects.order_by("id")
    assert (linked.kind, unlinked.kind) == ("person_linked", "person_unlinked")
    assert unlinked.subject == user.email
    assert unlinked.detail == {"person": str(person.public_id), "by": admin.reference}


@pytest.mark.parametrize("role", [role for role in Role if role != Role.ADMINISTRATOR])
def test_only_administrators_change_a_role_or_a_link(cast, role):
    member = cast.members[Role.READER]
    with council_context(cast.council.id):
        person = PersonFactory(user=member.user)
        with pytest.raises(PermissionDenied):
            change_role(membership=member, role=Role.ADMINISTRATOR, by=cast.actor(role))
        with pytest.raises(PermissionDenied):
            change_member(membership=member, role=Role.READER, person=None, by=cast.actor(role))
        with pytest.raises(PermissionDenied):
            unlink_person(person=person, by=cast.actor(role))
        assert Person.objects.get().user == member.user
    member.refresh_from_db()
    assert member.role == "reader"


def test_a_role_changes_and_is_written_down(cast, admin):
    member = cast.members[Role.READER]
    change_role(membership=member, role=Role.READER, by=admin)
    assert not SecurityEvent.objects.exists()
    change_role(membership=member, role=Role.OFFICER, by=admin)
    member.refresh_from_db()
    assert member.role == "officer"
    event = SecurityEvent.objects.get()
    assert (event.kind, event.subject, event.user) == ("role_changed", member.user.email, admin.user)
    assert event.detail == {"before": "reader", "role": "officer", "by": admin.reference}


def test_the_last_administrator_keeps_the_role(cast, admin):
    own = cast.members[Role.ADMINISTRATOR]
    MembershipFactory(council=cast.council, role=Role.ADMINISTRATOR, ended_at=NOW)
    with pytest.raises(MemberRefused, match="only administrator"):
        change_role(membership=own, role=Role.OFFICER, by=admin)
    MembershipFactory(council=cast.council, role=Role.ADMINISTRATOR)
    change_role(membership=own, role=Role.OFFICER, by=admin)
    assert Membership.objects.get(id=own.id).role == "officer"


def test_an_ended_membership_has_no_role_to_change(cast, admin):
    member = MembershipFactory(council=cast.council, role=Role.READER, ended_at=NOW)
    with pytest.raises(MemberRefused, match="has ended"):
        change_role(membership=member, role=Role.ADMINISTRATOR, by=admin)
    assert Membership.objects.get(id=member.id).role == "reader"


def test_a_refused_link_leaves_the_role_as_it_was(cast, admin):
    member = cast.members[Role.READER]
    with council_context(cast.council.id):
        taken = PersonFactory(user=cast.members[Role.OFFICER].user)
        with pytest.raises(MemberRefused, match="already linked to another user"):
            change_member(membership=member, role=Role.OFFICER, person=taken, by=admin)
    assert Membership.objects.get(id=member.id).role == "reader"
    assert not SecurityEvent.objects.exists()


def test_a_member_becomes_another_person(cast, admin):
    member = cast.members[Role.OFFICER]
    with council_context(cast.council.id):
        before, after = PersonFactory(user=member.user), PersonFactory()
        change_member(membership=member, role=Role.OFFICER, person=after, by=admin)
        before.refresh_from_db()
        after.refresh_from_db()
        assert (before.user, after.user) == (None, member.user)


def test_sessions_end_with_the_last_membership(cast, admin):
    member = cast.members[Role.READER]
    client = signed_in(member)
    assert client.get("/accounts/password/change/").status_code == 200
    end_membership(membership=member, by=admin, now=NOW)
    assert client.get("/accounts/password/change/").headers["Location"].startswith("/accounts/login/")
    assert signed_in(Membership.objects.get(id=member.id)).get("/").status_code == 200


def test_sessions_go_on_in_another_council(cast, admin):
    member = cast.members[Role.READER]
    MembershipFactory(user=member.user, council=cast.other, role=Role.READER)
    client = signed_in(member)
    end_membership(membership=member, by=admin, now=NOW)
    assert client.get("/northport/boards/").status_code == 404
    assert client.get("/southshire/boards/").status_code == 200
