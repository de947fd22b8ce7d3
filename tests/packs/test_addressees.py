"""To whom a released pack goes: people, posts and seats at their addresses of that day, each address once."""

import pytest

from boards.models import Recipient, Seat
from core import mail
from councils.models import Person, Post
from councils.permissions import Role
from councils.tenancy import council_context
from packs import actions
from packs.actions import PackRefused, Settlement
from packs.models import Delivery, PackTemplate
from packs.parts import STANDARD
from packs.states import DeliveryState, PackState
from packs.ways import SendsBy
from tests.cast import TODAY
from tests.factories import PersonFactory
from tests.packs.paper import mails_to, make_paper
from tests.pages import text_of

pytestmark = pytest.mark.usefixtures("no_queue")


@pytest.fixture
def paper(cast, tmp_path):
    cast.council.slug = f"north{tmp_path.name.replace('_', '-')}"[:50]
    cast.council.save()
    with council_context(cast.council.id):
        yield make_paper(cast.council, recipients=0)


def on_the_list(paper, kind, **names):
    return Recipient.objects.create(board=paper.board, kind=kind, position=Recipient.objects.count(), **names)


def released(paper):
    return paper.render(paper.request(release=True))


def deliveries():
    return list(Delivery.objects.order_by("id").values_list("name", "email", "state"))


@pytest.fixture
def ada(paper):
    return PersonFactory(name="Ada Able", email=f"ada@{paper.council.slug}.example.org")


@pytest.fixture
def bo(paper):
    return PersonFactory(name="Bo Brown")


def test_each_kind_gets_the_pack_where_it_is_now(paper, ada, bo):
    post = Post.objects.create(title="Director", holder=bo, email="director@example.org")
    Seat.objects.create(board=paper.board, role="chair", state="named", holder=ada)
    Seat.objects.create(board=paper.board, role="member", state="vacant")
    on_the_list(paper, "all_seats")
    on_the_list(paper, "post", post=post)
    pack = released(paper)
    assert deliveries() == [
        ("Ada Able", ada.email, "queued"),
        ("Director", "director@example.org", "queued"),
    ]
    Person.objects.filter(pk=ada.pk).update(email="new@example.org")
    pack = paper.send(pack)
    assert pack.state == PackState.DELIVERED
    [sent] = mails_to(ada.email)
    assert sent["To"] == f"Ada Able <{ada.email}>", "the address of the release"


def test_two_who_share_an_address_get_one_email(paper, ada):
    seat = Seat.objects.create(board=paper.board, role="chair", state="named", holder=ada)
    on_the_list(paper, "person", person=ada)
    on_the_list(paper, "seat", seat=seat)
    on_the_list(paper, "address", name="The chair", email=ada.email.upper())
    assert [name for name, _, _ in deliveries()] == []
    paper.send(released(paper))
    assert deliveries() == [("Ada Able", ada.email, "accepted")]


def test_without_an_address_it_says_so_until_there_is_one(paper, ada, bo, cast):
    on_the_list(paper, "person", person=ada)
    on_the_list(paper, "person", person=bo)
    pack = paper.send(released(paper))
    lacking = Delivery.objects.get(name="Bo Brown")
    assert (lacking.state, lacking.error) == (
        DeliveryState.NO_ADDRESS,
        "Enter the email address of Bo Brown on the page People.",
    )
    assert pack.state == PackState.PARTLY_DELIVERED
    again = {"delivery": lacking, "outcome": Settlement.SEND_AGAIN, "today": TODAY}
    approver = cast.actor(Role.APPROVER)
    with pytest.raises(PackRefused, match="Enter the email address of Bo Brown"):
        actions.settle_delivery(**again, by=approver)
    Person.objects.filter(pk=bo.pk).update(email=ada.email.upper())
    with pytest.raises(PackRefused, match="already, for Ada Able"):
        actions.settle_delivery(**again, by=approver)
    Person.objects.filter(pk=bo.pk).update(email=f"bo@{cast.council.slug}.example.org")
    actions.settle_delivery(**again, by=approver)
    assert paper.send(pack).state == PackState.DELIVERED
    assert len(mails_to(f"bo@{cast.council.slug}.example.org")) == 1
    assert len(mails_to(ada.email)) == 1


def test_a_corrected_address_gets_the_pack_as_another_message(paper, ada, cast, monkeypatch):
    recipient = on_the_list(paper, "address", name="Ada", email=f"adda@{cast.council.slug}.example.org")

    def refuse(*_, **__):
        raise mail.Refused("550 no such person")

    with monkeypatch.context() as patched:
        patched.setattr(mail, "send", refuse)
        pack = paper.send(released(paper))
    before = Delivery.objects.get()
    assert (pack.state, before.state) == (PackState.FAILED, DeliveryState.FAILED)
    Recipient.objects.filter(pk=recipient.pk).update(email=ada.email)
    actions.settle_delivery(
        delivery=before, outcome=Settlement.SEND_AGAIN, by=cast.actor(Role.APPROVER), today=TODAY
    )
    assert paper.send(pack).state == PackState.DELIVERED
    [sent] = mails_to(ada.email)
    stored = Delivery.objects.get()
    assert (stored.email, sent["Message-ID"]) == (ada.email, stored.message_id)
    stored.refresh_from_db()
    assert Delivery.objects.get(pk=before.pk).message_id == stored.message_id


def test_nobody_with_an_address(paper, bo):
    on_the_list(paper, "person", person=bo)
    assert released(paper).state == PackState.FAILED


def test_a_newer_edition_leaves_nobody_waiting_for_the_older(paper, bo):
    on_the_list(paper, "person", person=bo)
    released(paper)
    paper.strand.deliverables.update(title="Other words")
    released(paper)
    assert [state for _, _, state in deliveries()] == ["suppressed", "no_address"]


def test_a_link_alone_is_sent_if_the_board_wants_that(paper, ada):
    parts = [part.value for part in STANDARD]
    template = PackTemplate.objects.create(board=paper.board, parts=parts, sends_by=SendsBy.LINK)
    on_the_list(paper, "person", person=ada)
    pack = released(paper)
    PackTemplate.objects.filter(pk=template.pk).update(sends_by=SendsBy.PDF)
    paper.send(pack)
    [sent] = mails_to(ada.email)
    assert list(sent.iter_attachments()) == [], "the way of the release"
    plain, html = (sent.get_body((kind,)).get_content() for kind in ("plain", "html"))
    for words in (plain, html):
        assert f"/packs/{pack.public_id}/" in words
        assert "Sign in to read the pack" in words
        assert "attached" not in words


def test_the_page_of_the_release_says_who_gets_it_and_who_does_not(cast, paper, ada, bo):
    on_the_list(paper, "person", person=ada)
    on_the_list(paper, "person", person=bo)
    pack = paper.render(paper.request())
    with council_context(cast.council.id):
        address = f"{pack.get_absolute_url()}release/"
    page = text_of(cast.client(Role.APPROVER).get(address))
    assert "Everyone gets an email with the PDF attached, and needs no account." in page
    assert f"Ada Able: {ada.email}" in page
    assert "Bo Brown: no email address. Enter the email address of Bo Brown on the page People." in page
    said = text_of(cast.client(Role.APPROVER).post(address, follow=True))
    assert "The pack is being sent to the board. Some recipients have no address." in said
    assert "Not sent: no address" in said
    assert "Send again to Bo Brown" in said
