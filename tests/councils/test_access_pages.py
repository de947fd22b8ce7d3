"""The pages that say who can sign in: who may open them, what they do, what they show."""

import pytest
from django.core import mail
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from boards.models import Seat
from councils.accounts.actions import Invitee, invite
from councils.models import ChangeCounter, Invitation, Membership, Person, SecurityEvent
from councils.permissions import Role
from councils.tenancy import council_context
from tests.factories import BoardFactory, MembershipFactory, PersonFactory

pytestmark = pytest.mark.django_db
ACCESS = "/northport/people/access/"
NOT_ADMINISTRATORS = [role for role in Role if role != Role.ADMINISTRATOR]


@pytest.fixture
def admin(cast):
    return cast.client(Role.ADMINISTRATOR)


@pytest.fixture
def invitation(cast):
    [invitation] = invite(
        council=cast.council,
        invitees=[Invitee("waiting@example.org", "Wim Waiting")],
        role=Role.READER,
        by=cast.actor(Role.ADMINISTRATOR),
        now=timezone.now(),
    )
    return invitation


def sit(person, board=None):
    """Give the person a seat on a board."""
    return Seat.objects.create(board=board or BoardFactory(), role="member", state="named", holder=person)


def member_page(cast, role=Role.READER):
    return f"{ACCESS}{cast.members[role].user.public_id}/"


def every_page(cast, invitation):
    yield from (ACCESS, f"{ACCESS}invite/", member_page(cast), f"{member_page(cast)}end/")
    yield f"{member_page(cast)}link/"
    yield from (f"{ACCESS}invitations/{invitation.public_id}/{act}/" for act in ("resend", "withdraw"))


BODY = {"addresses": "new@example.org", "role": "administrator", "person": "", "reason": "x"}


def state(cast):
    with council_context(cast.council.id):
        seq = ChangeCounter.objects.get().seq
    return (
        seq,
        list(Membership.objects.order_by("id").values_list("role", "ended_at")),
        list(Invitation.objects.values_list("email", "token_hash", "withdrawn_at")),
    )


@pytest.mark.parametrize("role", NOT_ADMINISTRATORS)
def test_every_other_role_is_refused(cast, invitation, role):
    before, client = state(cast), cast.client(role)
    for page in every_page(cast, invitation):
        assert client.post(page, BODY).status_code in (403, 405)
        assert client.get(page).status_code in (403, 405)
    assert state(cast) == before
    assert ACCESS not in client.get("/northport/").content.decode()


def test_an_outsider_finds_nothing(cast, invitation):
    before, client = state(cast), cast.outsider_client()
    for page in every_page(cast, invitation):
        assert client.get(page).status_code in (404, 405)
        assert client.post(page, BODY).status_code == 404
        elsewhere = page.replace("northport", "southshire")
        if elsewhere not in (ACCESS.replace("northport", "southshire"), "/southshire/people/access/invite/"):
            assert client.post(elsewhere, BODY).status_code == 404
    assert state(cast) == before


def test_the_page_shows_who_can_sign_in(cast, admin, invitation):
    with council_context(cast.council.id):
        person = PersonFactory(initials="OO", user=cast.members[Role.OFFICER].user)
        board = BoardFactory(name="SEND Board")
        sit(person, board)
        sit(person, board)
        sit(person, BoardFactory(name="Inclusion Group"))
        sit(PersonFactory(), BoardFactory(name="Another Board"))
    MembershipFactory(council=cast.council, user__name="Never Seen", last_seen_at=None)
    MembershipFactory(council=cast.council, user__name="Former Member", ended_at=timezone.now())
    page = admin.get(ACCESS).content.decode()
    assert "6 members" in page and "Never Seen" in page and "Not yet" in page and "OO" in page
    assert '">SEND Board, Inclusion Group</td>' in page and "Another Board" not in page
    assert "Former Member" not in page and "outsider@southshire" not in page
    assert "1 invitation not accepted yet" in page and "waiting@example.org" in page and "Wim Waiting" in page
    assert "invited waiting@example.org, as reader" in page
    assert f'href="{ACCESS}"' in admin.get("/northport/").content.decode()


def test_the_page_needs_a_known_number_of_queries(cast, admin, invitation):
    def count():
        with CaptureQueriesContext(connection) as queries:
            assert admin.get(ACCESS).status_code == 200
        return len(queries)

    with council_context(cast.council.id):
        sit(PersonFactory(user=cast.members[Role.OFFICER].user))
    few = count()
    with council_context(cast.council.id):
        for _ in range(5):
            sit(PersonFactory(user=MembershipFactory(council=cast.council).user))
    assert count() == few <= 7 + 5


def test_a_member_is_linked_to_the_person_with_their_address(cast, admin):
    officer, reader = cast.members[Role.OFFICER].user, cast.members[Role.READER].user
    with council_context(cast.council.id):
        person = PersonFactory(initials="OO", email=officer.email.upper())
        for initials in ("RA", "RB"):
            PersonFactory(initials=initials, email=reader.email)
    page = admin.get(ACCESS).content.decode()
    assert page.count("Same email address") == 1 and f'value="{person.public_id}"' in page
    url = f"{ACCESS}{officer.public_id}/link/"
    answer = admin.post(url, {"person": str(person.public_id)}, follow=True)
    assert f"linked to {person.label}." in answer.content.decode()
    with council_context(cast.council.id):
        assert Person.objects.get(pk=person.pk).user == officer
    assert "Same email address" not in admin.get(ACCESS).content.decode()
    again = admin.post(url, {"person": str(person.public_id)}, follow=True)
    assert again.status_code == 200
    with council_context(cast.council.id):
        other = PersonFactory(initials="XX")
    refused = admin.post(url, {"person": str(other.public_id)}, follow=True)
    assert f"is already linked to {person.label}" in refused.content.decode()
    assert admin.post(url, {"person": "nobody"}).status_code == 404
    assert "Select who they are" in admin.post(url, follow=True).content.decode()
    assert cast.client(Role.OFFICER).post(url, {"person": str(person.public_id)}).status_code == 403


def test_several_people_are_invited_at_once(cast, admin, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        answer = admin.post(
            f"{ACCESS}invite/",
            {"addresses": "ada@example.org\r\nBo Example <bo@example.org>\r\n", "role": "board-member"},
        )
    assert answer.headers["Location"] == ACCESS
    assert "2 people invited. We are sending each an email" in admin.get(ACCESS).content.decode()
    assert [message.to for message in mail.outbox] == [["ada@example.org"], ["bo@example.org"]]
    invited = Invitation.objects.order_by("email").values_list("email", "name", "role", "invited_by__email")
    assert list(invited) == [
        ("ada@example.org", "", "board-member", "administrator@northport.example.org"),
        ("bo@example.org", "Bo Example", "board-member", "administrator@northport.example.org"),
    ]


def test_one_wrong_line_keeps_the_list_and_invites_nobody(cast, admin, invitation):
    typed = "ada@example.org\nofficer@northport.example.org\nwaiting@example.org"
    answer = admin.post(f"{ACCESS}invite/", {"addresses": typed, "role": "reader"})
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "Line 2: officer@northport.example.org is already a member, as officer." in page
    assert "Line 3: waiting@example.org is already invited, until" in page
    assert typed in page.replace("\r\n", "\n")
    assert Invitation.objects.count() == 1
    broken = admin.post(f"{ACCESS}invite/", {"addresses": "ada@example.org\nnobody", "role": "reader"})
    assert "Line 2: “nobody” is not an email address" in broken.content.decode()
    assert broken.context["form"]["role"].value() == "reader"


def test_a_person_is_chosen_for_one_address_only(cast, admin):
    with council_context(cast.council.id):
        person = PersonFactory(initials="NN")
        taken = PersonFactory(initials="TT", user=cast.members[Role.OFFICER].user)
    form = admin.get(f"{ACCESS}invite/").content.decode()
    assert str(person.public_id) in form and str(taken.public_id) not in form
    typed = {
        "addresses": "ada@example.org\nbo@example.org",
        "role": "reader",
        "person": str(person.public_id),
    }
    refused = admin.post(f"{ACCESS}invite/", typed)
    assert "Choose a person only if you invite one address" in refused.content.decode()
    assert not Invitation.objects.exists()
    assert admin.post(f"{ACCESS}invite/", typed | {"addresses": "ada@example.org"}).status_code == 302
    assert Invitation.objects.get().person_public_id == person.public_id
    assert "NN" in admin.get(ACCESS).content.decode()


def test_boards_are_chosen_for_everyone_who_is_invited(cast, admin):
    assert "Boards that they sit on" not in admin.get(f"{ACCESS}invite/").content.decode()
    with council_context(cast.council.id):
        chosen, other = BoardFactory(name="SEND Board"), BoardFactory(name="Another Board")
    typed = {
        "addresses": "ada@example.org\nbo@example.org",
        "role": "board-member",
        "boards": [str(chosen.public_id)],
    }
    refused = admin.post(f"{ACCESS}invite/", typed | {"addresses": "nobody"})
    assert refused.status_code == 422
    assert refused.context["form"]["boards"].value() == [str(chosen.public_id)]
    elsewhere = admin.post(f"{ACCESS}invite/", typed | {"boards": [str(cast.other.public_id)]})
    assert "One of these has been removed. Choose again" in elsewhere.content.decode()
    assert not Invitation.objects.exists()
    assert admin.post(f"{ACCESS}invite/", typed).status_code == 302
    assert [each.places for each in Invitation.objects.all()] == [{"boards": [str(chosen.public_id)]}] * 2
    page = admin.get(ACCESS).content.decode()
    assert page.count('data-label="Boards">SEND Board</td>') == 2 and other.name not in page


def test_a_member_gets_another_role_and_a_person(cast, admin):
    with council_context(cast.council.id):
        person = PersonFactory(initials="NN")
    page = member_page(cast)
    assert 'value="reader"' in admin.get(page).content.decode()
    answer = admin.post(page, {"role": "officer", "person": str(person.public_id)})
    assert answer.headers["Location"] == ACCESS
    member = cast.members[Role.READER]
    member.refresh_from_db()
    assert member.role == "officer"
    with council_context(cast.council.id):
        assert Person.objects.get().user == member.user
    shown = admin.get(ACCESS).content.decode()
    assert "changed the role of reader@northport.example.org from reader to officer" in shown
    assert "linked reader@northport.example.org to a person in the plan" in shown
    admin.post(page, {"role": "officer", "person": ""})
    with council_context(cast.council.id):
        assert Person.objects.get().user is None
    log = admin.get("/northport/changes/?view=log").content.decode()
    assert "linked NN to a user" in log and "removed the link between NN and their user" in log


def test_a_stale_save_shows_both_roles(cast, admin):
    page, member = member_page(cast), cast.members[Role.READER]
    form = admin.get(page).context["form"]
    Membership.objects.filter(pk=member.pk).update(role="approver")
    answer = admin.post(page, {"role": "officer", "person": "", "seen": form["seen"].value()})
    assert answer.status_code == 409
    assert "Approver" in answer.content.decode() and "Officer" in answer.content.decode()
    member.refresh_from_db()
    assert member.role == "approver"


def test_the_last_administrator_is_told_why_not(cast, admin):
    page = member_page(cast, Role.ADMINISTRATOR)
    refused = admin.post(page, {"role": "reader", "person": ""})
    assert refused.status_code == 422
    assert "Invite another administrator first" in refused.content.decode()
    refused = admin.post(f"{page}end/", {"reason": ""})
    assert refused.status_code == 422
    assert "Invite another administrator first" in refused.content.decode()
    assert Membership.objects.get(user=cast.members[Role.ADMINISTRATOR].user).ended_at is None


def test_an_administrator_who_steps_down_is_led_to_what_they_may_see(cast, admin):
    MembershipFactory(council=cast.council, role=Role.ADMINISTRATOR)
    answer = admin.post(member_page(cast, Role.ADMINISTRATOR), {"role": "reader", "person": ""})
    assert answer.headers["Location"] == "/northport/"
    assert admin.get(ACCESS).status_code == 403


def test_an_ended_membership_is_refused_from_the_next_request(cast, admin):
    reader = cast.client(Role.READER)
    assert reader.get("/northport/boards/").status_code == 200
    assert admin.get(f"{member_page(cast)}end/").status_code == 200
    assert reader.get("/northport/boards/").status_code == 200
    answer = admin.post(f"{member_page(cast)}end/", {"reason": "Left the council"})
    assert answer.headers["Location"] == ACCESS
    assert reader.get("/northport/boards/").headers["Location"].startswith("/accounts/login/")
    shown = admin.get(ACCESS).content.decode()
    assert "ended the membership of reader@northport.example.org" in shown
    assert "Reason: Left the council" in shown
    assert admin.get(member_page(cast)).status_code == 404


def test_an_invitation_is_sent_again_and_withdrawn(
    cast, admin, invitation, django_capture_on_commit_callbacks
):
    page = f"{ACCESS}invitations/{invitation.public_id}/"
    with django_capture_on_commit_callbacks(execute=True):
        admin.post(f"{page}resend/")
    assert [message.to for message in mail.outbox] == [["waiting@example.org"]]
    assert "Invitation sent to waiting@example.org again" in admin.get(ACCESS).content.decode()
    admin.post(f"{page}withdraw/")
    shown = admin.get(ACCESS).content.decode()
    assert "Invitation of waiting@example.org withdrawn" in shown and "not accepted yet" not in shown
    admin.post(f"{page}resend/")
    assert "has already been withdrawn" in admin.get(ACCESS).content.decode()
    assert SecurityEvent.objects.filter(kind="invitation_sent_again").count() == 1
