"""Invitations: sent, sent again, withdrawn, accepted once, and only by the invited address."""

from datetime import timedelta

import pytest
from django.core import mail
from django.core.exceptions import PermissionDenied
from django.test import Client
from django.utils import timezone

from boards.actions import take_seats
from boards.models import Board, Seat
from councils.accounts.actions import (
    Invitee,
    MemberRefused,
    accept_invitation,
    end_membership,
    invite,
    send_again,
    withdraw_invitation,
)
from councils.accounts.addresses import MAX_ADDRESSES, read_addresses
from councils.actors import Actor
from councils.models import Change, Invitation, Membership, Person, SecurityEvent, User
from councils.people.actions import merge_people
from councils.permissions import Role
from councils.tenancy import council_context
from tests.cast import signed_in
from tests.factories import BoardFactory, MembershipFactory, PersonFactory, UserFactory

pytestmark = pytest.mark.django_db
PASSWORD = "a quiet harbour at dawn"
NOT_ADMINISTRATORS = [role for role in Role if role != Role.ADMINISTRATOR]
ACCOUNT = {"name": "Nia New", "password": PASSWORD, "password_again": PASSWORD}


@pytest.fixture
def now():
    return timezone.now()


@pytest.fixture
def admin(cast):
    return cast.actor(Role.ADMINISTRATOR)


@pytest.fixture
def sent(cast, admin, now, django_capture_on_commit_callbacks):
    """Invite an address, and return its invitation."""

    def do(email="new@example.org", role=Role.OFFICER, by=admin, name="", person=None, boards=()):
        with django_capture_on_commit_callbacks(execute=True):
            [invitation] = invite(
                council=cast.council,
                invitees=[Invitee(email, name)],
                role=role,
                by=by,
                now=now,
                person=person,
                places={"boards": [str(board.public_id) for board in boards]},
            )
        return Invitation.objects.get(pk=invitation.pk)

    return do


def link(number=-1):
    """Path of the link in an email, by default the latest."""
    [line] = [line for line in mail.outbox[number].body.splitlines() if "/accounts/invitation/" in line]
    return "/" + line.split("/", 3)[3]


def test_somebody_new_chooses_name_and_password_and_is_in(cast, sent):
    invitation = sent(" New@Example.ORG ", name="Nia")
    assert (invitation.email, invitation.sent_at is None) == ("new@example.org", False)
    [message] = mail.outbox
    assert message.to == ["new@example.org"]
    assert message.subject == "Invitation to Northport on sendplan"
    assert "Administrator invited you" in message.body
    assert link() in message.alternatives[0].content
    client = Client()
    page = client.get(link()).content.decode()
    assert 'value="Nia"' in page and "Your role will be: officer" in page
    answer = client.post(link(), ACCOUNT)
    assert answer.headers["Location"] == "/northport/"
    membership = Membership.objects.get(user__email="new@example.org")
    assert (membership.council, membership.role, membership.user.name) == (cast.council, "officer", "Nia New")
    assert client.get("/northport/boards/").status_code == 200
    assert (
        Client().post("/accounts/login/", {"login": "new@example.org", "password": PASSWORD}).status_code
        == 302
    )


def test_opening_the_link_changes_nothing(sent):
    sent()
    before = SecurityEvent.objects.count()
    for _ in range(2):
        assert Client().get(link()).status_code == 200
        assert Client().head(link()).status_code == 200
    assert Invitation.objects.get().accepted_at is None
    assert not User.objects.filter(email="new@example.org").exists()
    assert SecurityEvent.objects.count() == before


def test_an_invitation_is_accepted_once(sent):
    sent()
    Client().post(link(), ACCOUNT)
    for answer in (Client().get(link()), Client().post(link(), ACCOUNT | {"name": "Someone else"})):
        assert answer.status_code == 410
        assert "accepted already" in answer.content.decode()
    assert User.objects.get(email="new@example.org").name == "Nia New"


def test_an_expired_invitation_is_refused(sent, now):
    sent()
    Invitation.objects.update(expires_at=now - timedelta(seconds=1))
    for answer in (Client().get(link()), Client().post(link(), ACCOUNT)):
        assert answer.status_code == 410
        assert "has expired" in answer.content.decode()
    assert not User.objects.filter(email="new@example.org").exists()


def test_it_lasts_seven_days(sent, now):
    assert sent().expires_at - now == timedelta(days=7)


def test_a_withdrawn_invitation_is_refused(sent, admin, now):
    withdraw_invitation(invitation=sent(), by=admin, now=now)
    for answer in (Client().get(link()), Client().post(link(), ACCOUNT)):
        assert answer.status_code == 410
        assert "has been withdrawn" in answer.content.decode()
    assert not User.objects.filter(email="new@example.org").exists()
    with pytest.raises(MemberRefused, match="already been withdrawn"):
        send_again(invitation=Invitation.objects.get(), by=admin, now=now)


def test_sent_again_has_a_new_link_and_the_old_one_is_dead(
    sent, admin, now, django_capture_on_commit_callbacks
):
    invitation = sent()
    Invitation.objects.update(expires_at=now - timedelta(days=1))
    with django_capture_on_commit_callbacks(execute=True):
        send_again(invitation=invitation, by=admin, now=now)
    assert "no longer works" in Client().get(link(0)).content.decode()
    assert Client().post(link(0), ACCOUNT).status_code == 410
    assert Client().post(link(1), ACCOUNT).status_code == 302
    with pytest.raises(MemberRefused, match="already been accepted"):
        send_again(invitation=invitation, by=admin, now=now)
    with pytest.raises(MemberRefused, match="already been accepted"):
        withdraw_invitation(invitation=invitation, by=admin, now=now)


def test_somebody_known_signs_in_and_confirms(cast, sent):
    user = User.objects.create_user("known@example.org", PASSWORD, name="Kim Known")
    sent("Known@Example.org", Role.READER)
    client = Client()
    page = client.get(link()).content.decode()
    assert f'href="/accounts/login/?next={link()}"' in page and 'name="password"' not in page
    assert client.post(link(), ACCOUNT).status_code == 403
    login = client.post(f"/accounts/login/?next={link()}", {"login": user.email, "password": PASSWORD})
    assert login.headers["Location"] == link()
    assert not Membership.objects.filter(user=user).exists()
    assert "Accept invitation" in client.get(link()).content.decode()
    assert client.post(link()).headers["Location"] == "/northport/"
    assert Membership.objects.get(user=user).role == "reader"
    user.refresh_from_db()
    assert user.name == "Kim Known" and user.check_password(PASSWORD)


def test_another_account_cannot_accept(cast, sent):
    sent("new@example.org")
    client = cast.client(Role.READER)
    page = client.get(link())
    assert "You are signed in as reader@northport.example.org" in page.content.decode()
    assert 'name="password"' not in page.content.decode()
    assert client.post(link(), ACCOUNT).status_code == 403
    assert Invitation.objects.get().accepted_at is None
    with pytest.raises(MemberRefused, match=r"is for new@example\.org"):
        accept_invitation(
            token=link().split("/")[-2], signed_in=cast.members[Role.READER].user, now=timezone.now()
        )


def test_an_account_without_a_password_gets_one(cast, sent):
    user = User.objects.create_user("early@example.org")
    sent("early@example.org")
    assert Client().post(link(), ACCOUNT).status_code == 302
    user.refresh_from_db()
    assert user.check_password(PASSWORD) and user.name == "Nia New"


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"name": ""}, "Enter your name"),
        ({"password": "short", "password_again": "short"}, "at least 12 characters"),
        ({"password_again": "another"}, "The passwords are not the same"),
    ],
)
def test_a_wrong_field_is_said_and_accepts_nothing(sent, changes, words):
    sent()
    answer = Client().post(link(), ACCOUNT | changes)
    assert answer.status_code == 422
    assert words in answer.content.decode()
    assert Invitation.objects.get().accepted_at is None
    assert not User.objects.filter(email="new@example.org").exists()


def test_the_person_is_linked_when_the_invitation_is_accepted(cast, sent):
    with council_context(cast.council.id):
        person = PersonFactory(initials="NN")
    sent(person=person)
    Client().post(link(), ACCOUNT)
    with council_context(cast.council.id):
        assert Person.objects.get().user.email == "new@example.org"
        change = Change.objects.latest("seq")
        assert (change.verb, change.actor) == (
            "person.linked",
            f"user:{User.objects.get(email='new@example.org').public_id}",
        )
        assert change.request_id


def test_a_person_who_was_merged_meanwhile_gives_the_account_to_who_they_are(cast, sent):
    with council_context(cast.council.id):
        person, known = PersonFactory(initials="NN"), PersonFactory(initials="KK")
    sent(person=person)
    with council_context(cast.council.id):
        merge_people(person=person, into=known, by=cast.actor())
    assert Client().post(link(), ACCOUNT).status_code == 302
    with council_context(cast.council.id):
        assert list(Person.objects.exclude(user=None).values_list("initials", "user__email")) == [
            ("KK", "new@example.org")
        ]


def test_a_person_who_was_linked_meanwhile_stays_linked(cast, sent):
    with council_context(cast.council.id):
        person = PersonFactory(initials="NN")
    sent(person=person)
    with council_context(cast.council.id):
        Person.objects.update(user=cast.members[Role.OFFICER].user)
    assert Client().post(link(), ACCOUNT).status_code == 302
    with council_context(cast.council.id):
        assert Person.objects.get().user == cast.members[Role.OFFICER].user


@pytest.fixture
def boards(cast):
    with council_context(cast.council.id):
        return (
            BoardFactory(name="SEND Board"),
            BoardFactory(name="Inclusion Group"),
            BoardFactory(name="Other"),
        )


def seats(cast):
    with council_context(cast.council.id):
        return list(
            Seat.objects.order_by("board__name").values_list("board__name", "holder__name", "role", "state")
        )


def test_the_email_names_the_boards_also_when_it_is_sent_again(cast, admin, now, sent, boards):
    invitation = sent(role=Role.BOARD_MEMBER, boards=boards[:2])
    send_again(invitation=invitation, by=admin, now=now)
    for letter in mail.outbox[0], mail.outbox[-1]:
        for words in (letter.body, letter.alternatives[0][0]):
            assert "You will have a seat on SEND Board and Inclusion Group." in words
            assert "Other" not in words


def test_the_email_says_nothing_of_boards_when_none_is_chosen(sent, boards):
    sent()
    assert "seat" not in mail.outbox[0].body


def test_somebody_new_takes_their_seats_when_they_accept(cast, sent, boards):
    sent(role=Role.BOARD_MEMBER, boards=boards[:2])
    assert seats(cast) == []
    assert Client().post(link(), ACCOUNT).status_code == 302
    assert seats(cast) == [
        ("Inclusion Group", "Nia New", "member", "named"),
        ("SEND Board", "Nia New", "member", "named"),
    ]
    user = User.objects.get(email="new@example.org")
    with council_context(cast.council.id):
        person = Person.objects.get()
        assert (person.user, person.email, person.state, person.initials) == (
            user,
            "new@example.org",
            "identified",
            "",
        )
        acts = (
            Change.objects.order_by("seq")
            .filter(actor=f"user:{user.public_id}")
            .values_list("verb", "reason")
        )
        assert list(dict.fromkeys(acts)) == [
            ("person.added", ""),
            ("person.linked", ""),
            ("board.seats-taken", "By invitation"),
        ]
        assert set(Board.objects.values_list("name", "version")) == {
            ("SEND Board", 2),
            ("Inclusion Group", 2),
            ("Other", 1),
        }
    log = cast.client().get("/northport/changes/?view=log").content.decode()
    assert "took seats on SEND Board and 1 more" in log


def test_the_person_in_the_plan_with_the_invited_address_takes_the_seat(cast, sent, boards):
    with council_context(cast.council.id):
        PersonFactory(initials="NN", name="Nia New", state="identified", email="New@example.org")
        Seat.objects.create(board=boards[0], role="chair", state="vacant", hint="Chair", position=3)
    sent(role=Role.BOARD_MEMBER, boards=boards[:1])
    Client().post(link(), ACCOUNT)
    with council_context(cast.council.id):
        assert Person.objects.get().user.email == "new@example.org"
        taken = Seat.objects.get(state="named")
        assert (taken.holder.initials, taken.position, Seat.objects.count()) == ("NN", 4, 2)


def test_two_people_with_the_invited_address_are_not_guessed_between(cast, sent, boards):
    with council_context(cast.council.id):
        for initials in ("AA", "BB"):
            PersonFactory(initials=initials, name="Shared", state="identified", email="new@example.org")
    sent(boards=boards[:1])
    Client().post(link(), ACCOUNT)
    assert seats(cast) == [("SEND Board", "Nia New", "member", "named")]
    with council_context(cast.council.id):
        assert Person.objects.get(user__email="new@example.org").initials == ""


def test_a_chosen_person_who_sits_there_already_gets_no_second_seat(cast, sent, boards):
    with council_context(cast.council.id):
        person = PersonFactory(initials="NN", name="Nia", state="identified")
        Seat.objects.create(board=boards[0], role="chair", state="named", holder=person)
    sent(person=person, boards=boards[:2])
    Client().post(link(), ACCOUNT)
    assert seats(cast) == [
        ("Inclusion Group", "Nia", "member", "named"),
        ("SEND Board", "Nia", "chair", "named"),
    ]


def test_a_board_that_is_gone_is_left_out(cast, sent, boards):
    sent(boards=boards[:2])
    with council_context(cast.council.id):
        boards[1].delete()
    assert Client().post(link(), ACCOUNT).status_code == 302
    assert seats(cast) == [("SEND Board", "Nia New", "member", "named")]


def test_a_member_who_is_in_the_plan_keeps_their_person(cast, sent, boards):
    user = User.objects.create_user("known@example.org", PASSWORD, name="Kim Known")
    member = MembershipFactory(council=cast.council, user=user, ended_at=timezone.now())
    with council_context(cast.council.id):
        PersonFactory(name="Kim", state="identified", user=user)
    sent(user.email, boards=boards[:1])
    assert signed_in(member).post(link()).status_code == 302
    assert seats(cast) == [("SEND Board", "Kim", "member", "named")]


def test_only_a_board_of_the_council_can_be_chosen(cast, sent):
    with council_context(cast.other.id):
        elsewhere = BoardFactory(name="Elsewhere")
    with pytest.raises(MemberRefused, match="has been removed"):
        sent(boards=[elsewhere])
    assert not Invitation.objects.exists()


def test_nobody_takes_a_seat_for_somebody_else(cast, boards):
    with council_context(cast.council.id):
        someone = PersonFactory(user=cast.members[Role.OFFICER].user)
        for by in (cast.actor(Role.READER), Actor.system(cast.council)):
            with pytest.raises(PermissionDenied):
                take_seats(person=someone, boards=[boards[0].public_id], by=by, reason="")
        assert not Seat.objects.exists()


def test_an_ended_membership_begins_again_with_its_new_role(cast, sent, admin, now):
    former = cast.members[Role.OFFICER]
    former.user.set_password(PASSWORD)
    former.user.save()
    end_membership(membership=former, by=admin, now=now)
    sent(former.user.email, Role.READER)
    former.user.refresh_from_db()
    assert signed_in(former).post(link()).status_code == 302
    again = Membership.objects.get(id=former.id)
    assert (again.role, again.ended_at) == ("reader", None)


def test_who_became_a_member_meanwhile_keeps_their_role(cast, sent):
    user = User.objects.create_user("known@example.org", PASSWORD)
    sent("known@example.org", Role.ADMINISTRATOR)
    member = MembershipFactory(council=cast.council, user=user, role=Role.READER)
    signed_in(member).post(link())
    member.refresh_from_db()
    assert member.role == "reader"


def test_an_invitation_to_another_council_leaves_the_first(cast, sent):
    user = cast.outsider.user
    user.set_password(PASSWORD)
    user.save()
    sent(user.email, Role.READER)
    assert signed_in(cast.outsider).post(link()).status_code == 302
    assert dict(Membership.objects.filter(user=user).values_list("council__slug", "role")) == {
        "southshire": "administrator",
        "northport": "reader",
    }


def test_an_invitation_that_is_rolled_back_sends_no_email(cast, admin, now):
    invite(council=cast.council, invitees=[Invitee("new@example.org")], role=Role.READER, by=admin, now=now)
    assert mail.outbox == []  # the test's transaction is never committed


def test_an_email_that_cannot_be_sent_stops_nothing(cast, sent, monkeypatch):
    def no_server(self):
        raise ConnectionRefusedError("no server")

    monkeypatch.setattr("django.core.mail.EmailMultiAlternatives.send", no_server)
    assert sent().sent_at is None
    page = cast.client(Role.ADMINISTRATOR).get("/northport/people/access/").content.decode()
    assert "The email could not be sent. Send it again" in page


@pytest.mark.parametrize("email", ["nobody", "a@b@c", ""])
def test_only_an_address_can_be_invited(sent, email):
    with pytest.raises(MemberRefused, match="is not an email address"):
        sent(email)


def test_a_member_is_not_invited_again(cast, sent):
    with pytest.raises(MemberRefused, match="is already a member, as officer"):
        sent("Officer@northport.example.org")


def test_an_address_is_not_invited_twice_until_the_first_has_expired(sent, now):
    first = sent()
    with pytest.raises(MemberRefused, match=r"new@example\.org is already invited, until"):
        sent("NEW@example.org")
    Invitation.objects.update(expires_at=now - timedelta(days=1))
    second = sent(role=Role.READER)
    first.refresh_from_db()
    assert (first.withdrawn_at, second.withdrawn_at) == (now, None)
    assert Client().post(link(0), ACCOUNT).status_code == 410


def test_a_closed_account_is_not_invited_and_does_not_accept(sent):
    UserFactory(email="closed@example.org", is_active=False)
    with pytest.raises(MemberRefused, match="is closed"):
        sent("closed@example.org")
    sent("closing@example.org")
    UserFactory(email="closing@example.org", is_active=False)
    assert Client().post(link(), ACCOUNT).status_code == 403
    with pytest.raises(MemberRefused, match="is closed"):
        accept_invitation(token=link().split("/")[-2], signed_in=None, now=timezone.now())


@pytest.mark.parametrize("role", NOT_ADMINISTRATORS)
def test_only_administrators_invite(cast, sent, role, now):
    with pytest.raises(PermissionDenied):
        sent(by=cast.actor(role))
    assert not Invitation.objects.exists()
    invitation = sent()
    for act in (send_again, withdraw_invitation):
        with pytest.raises(PermissionDenied):
            act(invitation=invitation, by=cast.actor(role), now=now)


def test_another_councils_administrator_does_not_invite(cast, sent, now):
    with pytest.raises(PermissionDenied):
        sent(by=Actor.member(cast.outsider))
    invitation = sent()
    for act in (send_again, withdraw_invitation):
        with pytest.raises(PermissionDenied):
            act(invitation=invitation, by=Actor.member(cast.outsider), now=now)


def test_every_step_is_written_down(cast, sent, admin, now):
    invitation = sent()
    send_again(invitation=invitation, by=admin, now=now)
    withdraw_invitation(invitation=invitation, by=admin, now=now)
    sent()
    Client().post(link(), ACCOUNT)
    events = SecurityEvent.objects.exclude(kind="signed_in").order_by("id")
    assert list(events.values_list("kind", "user__email", "subject")) == [
        ("invitation_sent", admin.user.email, "new@example.org"),
        ("invitation_sent_again", admin.user.email, "new@example.org"),
        ("invitation_withdrawn", admin.user.email, "new@example.org"),
        ("invitation_sent", admin.user.email, "new@example.org"),
        ("invitation_accepted", "new@example.org", "new@example.org"),
    ]
    assert events[0].detail == {
        "role": "officer",
        "by": admin.reference,
        "invitation": str(invitation.public_id),
    }


# Lists of addresses


def test_a_list_of_addresses_is_read_as_people_paste_it():
    invitees, problems = read_addresses(
        'ada@example.org\n\n Bo Example <Bo@Example.org>;\n"Example, Cy" <cy@example.org>,\n<dee@example.org>'
    )
    assert problems == []
    assert invitees == [
        Invitee("ada@example.org", "", 1),
        Invitee("bo@example.org", "Bo Example", 3),
        Invitee("cy@example.org", "Example, Cy", 4),
        Invitee("dee@example.org", "", 5),
    ]


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("ada@example.org\nnobody", "Line 2: “nobody” is not an email address."),
        ("ada@example.org\n\nADA@example.org", "Line 3: ada@example.org is on line 1 too."),
        ("a@example.org, b@example.org", "Line 1: There is more than one address."),
        ("Ada Example", "Line 1: “Ada Example” is not an email address."),
        (f"{'x' * 201} <ada@example.org>", "Line 1: The name must be 200 characters or fewer."),
        (
            "\n".join(f"p{n}@example.org" for n in range(MAX_ADDRESSES + 2)),
            "up to 50 people at once. Remove 2.",
        ),
    ],
)
def test_an_error_in_a_list_names_its_line(text, problem):
    _, problems = read_addresses(text)
    assert len(problems) == 1 and problem in problems[0]
