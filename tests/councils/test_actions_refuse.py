"""Actions on councils and members that are refused or fail half-way change nothing."""

from datetime import date

import pytest
from django.core.exceptions import PermissionDenied

from councils.accounts import actions, emails
from councils.accounts.actions import (
    Invitee,
    change_role,
    create_council,
    end_membership,
    invite,
    link_person,
    withdraw_invitation,
)
from councils.actors import Actor
from councils.branding.actions import change_branding
from councils.importers import load_council
from councils.log import security_events
from councils.models import AreaCode, Council, Invitation, Membership, SecurityEvent
from councils.permissions import Role
from councils.tenancy import council_context
from tests.factories import MembershipFactory, PersonFactory
from tests.locks import locked_tables

pytestmark = pytest.mark.django_db
NOT_ADMINISTRATORS = [role for role in Role if role != Role.ADMINISTRATOR]


TODAY = date(2026, 11, 22)
NEW = Invitee("new@example.org")


class Broken(Exception):
    """Raised after the first rows are written."""


def breaks(*_args, **_kwargs):
    raise Broken


@pytest.fixture(autouse=True)
def _files(settings, tmp_path):
    settings.FILES_ROOT = tmp_path


@pytest.fixture
def admin(cast):
    return cast.actor(Role.ADMINISTRATOR)


@pytest.fixture
def neighbour(cast):
    """Administrator of the other council."""
    return Actor.member(cast.outsider)


def ended(membership):
    return Membership.objects.get(pk=membership.pk).ended_at


# Permissions


@pytest.mark.parametrize("role", NOT_ADMINISTRATORS)
def test_only_administrators_end_a_membership(cast, now, role):
    member = MembershipFactory(council=cast.council, role=Role.ADMINISTRATOR)
    with pytest.raises(PermissionDenied):
        end_membership(membership=member, by=cast.actor(role), now=now)
    assert ended(member) is None


def test_the_administrator_next_door_ends_no_membership(cast, neighbour, now):
    with pytest.raises(PermissionDenied):
        end_membership(membership=cast.members[Role.OFFICER], by=neighbour, now=now)
    assert ended(cast.members[Role.OFFICER]) is None


@pytest.mark.parametrize("role", NOT_ADMINISTRATORS)
def test_only_administrators_link_a_person(cast, role):
    with council_context(cast.council.id):
        person = PersonFactory()
        with pytest.raises(PermissionDenied):
            link_person(person=person, user=cast.members[Role.OFFICER].user, by=cast.actor(role))
        person.refresh_from_db()
    assert person.user is None


def test_the_administrator_next_door_links_nobody(cast, neighbour):
    with council_context(cast.council.id):
        person = PersonFactory()
        with pytest.raises(PermissionDenied):
            link_person(person=person, user=cast.members[Role.OFFICER].user, by=neighbour)
        person.refresh_from_db()
    assert person.user is None


@pytest.mark.parametrize("role", [*NOT_ADMINISTRATORS, None])
def test_only_the_councils_own_administrators_change_its_look(cast, neighbour, role):
    by = cast.actor(role) if role else neighbour
    with pytest.raises(PermissionDenied):
        change_branding(council=cast.council, by=by, name="Elsewhere", accent="#0b6141")
    cast.council.refresh_from_db()
    assert (cast.council.name, cast.council.accent) == ("Northport", "")


# Failures half-way


def test_no_council_is_created_if_its_security_event_fails(monkeypatch):
    monkeypatch.setattr(security_events, "record", breaks)
    with pytest.raises(Broken):
        create_council(slug="north", name="North", by="test", today=TODAY)
    assert not Council.objects.filter(slug="north").exists()


def test_an_invitation_without_its_mail_is_none(cast, admin, now, monkeypatch):
    monkeypatch.setattr(emails, "invitation", breaks)
    with pytest.raises(Broken):
        invite(council=cast.council, invitees=[NEW], role=Role.READER, by=admin, now=now)
    assert not Invitation.objects.exists()
    assert not SecurityEvent.objects.exists()


def test_no_membership_ends_if_its_security_event_fails(cast, admin, now, monkeypatch):
    monkeypatch.setattr(security_events, "record", breaks)
    with pytest.raises(Broken):
        end_membership(membership=cast.members[Role.READER], by=admin, now=now)
    assert ended(cast.members[Role.READER]) is None


def test_branding_is_unchanged_if_its_security_event_fails(cast, admin, monkeypatch):
    monkeypatch.setattr(security_events, "record", breaks)
    with pytest.raises(Broken):
        change_branding(council=cast.council, by=admin, name="Elsewhere", accent="")
    cast.council.refresh_from_db()
    assert cast.council.name == "Northport"


def test_the_old_logo_is_deleted_only_after_the_new_one_is_committed(
    cast, admin, tmp_path, django_capture_on_commit_callbacks
):
    def logos():
        return len(list(tmp_path.rglob("*.png")))

    change_branding(council=cast.council, by=admin, name="Northport", accent="", logo=b"first")
    with django_capture_on_commit_callbacks() as callbacks:
        change_branding(council=cast.council, by=admin, name="Northport", accent="", logo=b"second")
        assert logos() == 2
    for callback in callbacks:
        callback()
    assert logos() == 1


# Locks


def test_two_invitations_of_one_person_wait_for_each_other(cast, admin, now):
    with locked_tables() as locked:
        invite(council=cast.council, invitees=[NEW], role=Role.READER, by=admin, now=now)
    assert locked == ["councils_council"]


def test_two_changes_of_one_invitation_wait_for_each_other(cast, admin, now):
    [invitation] = invite(council=cast.council, invitees=[NEW], role=Role.READER, by=admin, now=now)
    with locked_tables() as locked:
        withdraw_invitation(invitation=invitation, by=admin, now=now)
    assert locked == ["councils_invitation"]


def test_two_changes_of_a_role_wait_for_each_other(cast, admin):
    with locked_tables() as locked:
        change_role(membership=cast.members[Role.READER], role=Role.OFFICER, by=admin)
    assert locked == ["councils_membership", "councils_membership"]


def test_two_administrators_cannot_end_each_other_at_once(cast, admin, now):
    with locked_tables() as locked:
        end_membership(membership=cast.members[Role.READER], by=admin, now=now)
    assert locked == ["councils_membership"]


def test_two_changes_of_a_look_wait_for_each_other(cast, admin):
    with locked_tables() as locked:
        change_branding(council=cast.council, by=admin, name="Northport", accent="#0b6141")
    assert locked == ["councils_council"]


def test_two_loads_of_one_plan_wait_for_each_other(tmp_path):
    (tmp_path / "council.toml").write_text(
        'slug = "north"\nname = "North"\npinned_today = 2016-07-08\n'
        '[[area_codes]]\nscheme = "ons"\ncode = "E10000003"\n'
    )
    with locked_tables() as locked:
        first = load_council(tmp_path, training=False)
    assert locked == ["councils_council"]
    Council.objects.filter(pk=first.pk).update(name="Renamed since")
    again = load_council(tmp_path, training=False)
    assert (again.pk, again.name, AreaCode.objects.count()) == (first.pk, "Renamed since", 1)


# Edge cases of memberships


def test_a_last_administrator_is_counted_in_their_own_council_and_role(cast, admin, now, neighbour):
    """Officers, former administrators and administrators of other councils do not count."""
    former = MembershipFactory(council=cast.council, role=Role.ADMINISTRATOR, ended_at=now)
    own = cast.members[Role.ADMINISTRATOR]
    with pytest.raises(actions.MemberRefused, match="only administrator"):
        end_membership(membership=own, by=admin, now=now)
    assert (ended(own), ended(former)) == (None, now)


def test_only_the_one_membership_ends(cast, admin, now):
    end_membership(membership=cast.members[Role.READER], by=admin, now=now)
    assert [member.role for member in Membership.objects.exclude(ended_at=None)] == [Role.READER]


def test_a_former_member_is_not_linked_to_a_person(cast, admin, now):
    member = cast.members[Role.READER]
    end_membership(membership=member, by=admin, now=now)
    with council_context(cast.council.id), pytest.raises(actions.MemberRefused, match="is not a member"):
        link_person(person=PersonFactory(), user=member.user, by=admin)


def test_linking_the_same_user_again_is_allowed(cast, admin):
    user = cast.members[Role.OFFICER].user
    with council_context(cast.council.id):
        person = link_person(person=PersonFactory(), user=user, by=admin)
        assert link_person(person=person, user=user, by=admin).user == user


@pytest.fixture
def now():
    from django.utils import timezone

    return timezone.now()
