"""Pack pages: who sees what, in how many queries, and what they say."""

from uuid import uuid4

import pytest
from django.core import mail
from django.test import Client
from django.urls import reverse

from boards.models import Recipient, Seat
from councils.files import pdf_path
from councils.models import Person
from councils.permissions import Role
from councils.tenancy import council_context
from packs.models import Delivery, Pack
from packs.states import DeliveryState, PackState
from tests.factories import BoardFactory, PersonFactory, ProgressUpdateFactory
from tests.packs.paper import make_paper
from tests.pages import FRAME

pytestmark = pytest.mark.usefixtures("no_queue")


@pytest.fixture
def paper(cast):
    with council_context(cast.council.id):
        return make_paper(cast.council)


@pytest.fixture
def rendered(paper, cast):
    with council_context(cast.council.id):
        return paper.render(paper.request())


@pytest.fixture
def released(paper, cast):
    with council_context(cast.council.id):
        return paper.render(paper.request(release=True))


def url(name, **kwargs):
    return reverse(f"packs:{name}", kwargs={"council": "northport", **kwargs})


def words(response):
    return " ".join(response.content.decode().split())


PACK_PAGES = ["pack", "pdf", "release", "cancel"]


class TestOutsiders:
    @pytest.mark.parametrize("name", ["list", "new"])
    def test_pages_are_404(self, cast, paper, name):
        assert cast.outsider_client().get(url(name)).status_code == 404

    @pytest.mark.parametrize("name", PACK_PAGES)
    @pytest.mark.parametrize("method", ["get", "post"])
    def test_a_pack_is_404(self, cast, released, name, method):
        answer = getattr(cast.outsider_client(), method)(url(name, pack=released.public_id))
        assert answer.status_code == 404

    def test_a_pack_under_their_own_councils_address_is_404(self, cast, released):
        address = reverse("packs:pack", kwargs={"council": "southshire", "pack": released.public_id})
        assert cast.outsider_client().get(address).status_code == 404


class TestArchive:
    @pytest.mark.parametrize("role", list(Role))
    def test_every_member_may_look(self, cast, paper, role):
        assert cast.client(role).get(url("list")).status_code == 200

    @pytest.mark.parametrize("role", [Role.OFFICER, Role.APPROVER, Role.ADMINISTRATOR])
    def test_who_works_on_packs_sees_all(self, cast, rendered, role):
        assert "SEND Board" in words(cast.client(role).get(url("list")))

    @pytest.mark.parametrize("role", [Role.READER, Role.BOARD_MEMBER])
    def test_unreleased_packs_do_not_exist_for_others(self, cast, rendered, role):
        assert "SEND Board" not in words(cast.client(role).get(url("list")))
        assert cast.client(role).get(url("pack", pack=rendered.public_id)).status_code == 404

    def test_a_boards_packs_are_asked_for_by_its_slug(self, cast, released):
        reader = cast.client(Role.READER)
        link = url("pack", pack=released.public_id)
        assert link in words(reader.get(f"{url('list')}?board=send-board"))
        others = words(reader.get(f"{url('list')}?board=nobody"))
        assert link not in others and "See the packs of all boards" in others

    def test_a_reader_sees_released_packs(self, cast, released):
        assert cast.client(Role.READER).get(url("pack", pack=released.public_id)).status_code == 200

    @pytest.mark.parametrize("number", [1, 10])
    def test_queries(self, cast, released, number, django_assert_max_num_queries):
        with council_context(cast.council.id):
            for edition in range(2, 2 + number):
                Pack.objects.create(
                    board=released.board,
                    period=released.period,
                    snapshot=released.snapshot,
                    edition=edition,
                    state=PackState.FROZEN,
                    requested_by="Officer",
                    requested_at=released.requested_at,
                )
        client = cast.client()
        with django_assert_max_num_queries(FRAME + 3):
            client.get(url("list"))


class TestBoardMembers:
    def sees(self, cast, pack):
        return cast.client(Role.BOARD_MEMBER).get(url("pack", pack=pack.public_id)).status_code == 200

    def person(self, cast):
        user = cast.members[Role.BOARD_MEMBER].user
        return PersonFactory(user=user, name="Member", state=Person.State.IDENTIFIED)

    def test_without_a_seat_there_is_nothing(self, cast, released):
        assert not self.sees(cast, released)

    def test_they_see_the_packs_of_boards_where_they_sit(self, cast, released):
        with council_context(cast.council.id):
            Seat.objects.create(board=released.board, holder=self.person(cast), role="member", state="named")
        assert self.sees(cast, released)

    def test_who_was_invited_to_the_board_sees_its_packs_after_accepting(
        self, cast, released, django_capture_on_commit_callbacks
    ):
        with council_context(cast.council.id):
            board = str(released.board.public_id)
        with django_capture_on_commit_callbacks(execute=True):
            cast.client(Role.ADMINISTRATOR).post(
                reverse("councils:invite", kwargs={"council": "northport"}),
                {"addresses": "Mo Member <mo@example.org>", "role": "board-member", "boards": [board]},
            )
        [link] = [line for line in mail.outbox[-1].body.splitlines() if "/accounts/invitation/" in line]
        member, password = Client(), "a quiet harbour at dawn"
        accepted = member.post(link, {"name": "Mo Member", "password": password, "password_again": password})
        assert accepted.headers["Location"] == "/northport/"
        assert member.get(url("pack", pack=released.public_id)).status_code == 200
        assert url("pack", pack=released.public_id) in words(member.get(url("list")))

    def test_they_see_what_is_mailed_to_a_board_where_they_sit(self, cast, released):
        with council_context(cast.council.id):
            above = BoardFactory()
            Seat.objects.create(board=above, holder=self.person(cast), role="member", state="named")
            Recipient.objects.filter(name="Reader 0").update(sits_on=above)
        assert self.sees(cast, released)

    def test_they_see_what_is_mailed_to_themselves(self, cast, released):
        with council_context(cast.council.id):
            Recipient.objects.filter(name="Reader 0").update(email=cast.members[Role.BOARD_MEMBER].user.email)
        assert self.sees(cast, released)


class TestPack:
    def test_the_web_page_says_what_the_paper_says(self, cast, rendered):
        text = words(cast.client().get(url("pack", pack=rendered.public_id)))
        for expected in (
            "A venue fell through.",
            "Book another.",
            "Reader 0, SEND Board",
            "Open the PDF",
            "SHA-256 of the snapshot",
        ):
            assert expected in text

    def test_what_is_frozen_stays_whatever_is_said_later(self, cast, paper, rendered):
        with council_context(cast.council.id):
            ProgressUpdateFactory(
                deliverable__strand=paper.strand, rag="red", reason="Something new went wrong."
            )
        assert "Something new" not in words(cast.client().get(url("pack", pack=rendered.public_id)))

    def test_while_it_is_made_one_can_check_again(self, cast, paper):
        with council_context(cast.council.id):
            pack = paper.request()
        page = cast.client().get(url("pack", pack=pack.public_id))
        assert "Check again" in words(page)
        assert cast.client().get(url("pdf", pack=pack.public_id)).status_code == 404

    def test_the_file(self, cast, rendered):
        answer = cast.client().get(url("pdf", pack=rendered.public_id))
        assert answer["Content-Type"] == "application/pdf"
        assert 'filename="northport-send-board-2016-17-Q1.pdf"' in answer["Content-Disposition"]
        assert (answer.content[:5], len(answer.content)) == (b"%PDF-", rendered.pdf_bytes)

    def test_a_file_that_the_store_has_lost_is_told_in_words(self, cast, rendered):
        pdf_path(cast.council, rendered.pdf_sha256).unlink()
        answer = cast.client().get(url("pdf", pack=rendered.public_id))
        assert answer.status_code == 404
        assert "The PDF of this pack is missing from the file store" in words(answer)

    def test_of_several_packs_the_one_asked_for(self, cast, paper, released):
        with council_context(cast.council.id):
            ProgressUpdateFactory(deliverable__strand=paper.strand, period=paper.period, rag="amber")
            newer = paper.render(paper.request(release=True))
        for pack in (released, newer):
            assert (
                f"edition {pack.edition}"
                in words(cast.client().get(url("pack", pack=pack.public_id))).lower()
            )

    def test_a_pack_that_is_not_there_is_404(self, cast, paper):
        assert cast.client().get(url("pack", pack=uuid4())).status_code == 404

    def test_addresses_of_recipients_are_for_those_who_work_on_packs(self, cast, released):
        assert "reader0@" in words(cast.client(Role.OFFICER).get(url("pack", pack=released.public_id)))
        assert "reader0@" not in words(cast.client(Role.READER).get(url("pack", pack=released.public_id)))

    def test_queries(self, cast, released, django_assert_max_num_queries):
        client = cast.client()
        with django_assert_max_num_queries(FRAME + 6):
            client.get(url("pack", pack=released.public_id))


class TestBuilding:
    def test_a_pack_is_built(self, cast, paper):
        answer = cast.client().post(url("new"), {"board": "send-board", "quarter": "2016-17-Q1"})
        with council_context(cast.council.id):
            [pack] = Pack.objects.all()
        assert answer["Location"] == url("pack", pack=pack.public_id)
        assert pack.requested_by == "Officer"

    def test_board_and_quarter_of_the_link_are_chosen(self, cast, paper):
        text = words(cast.client().get(url("new") + "?board=send-board&quarter=2016-17-Q1"))
        assert '<option value="send-board" selected>' in text

    def test_without_boards_and_quarters_it_says_what_is_missing(self, cast):
        response = cast.client().get(url("new"))
        text = words(response)
        assert f'href="{url("list")}">Back to the packs</a>' in response.content.decode()
        assert "This council has no boards. An officer or administrator can add one" in text
        assert "No quarter has begun. An approver or administrator can add one" in text
        assert "Build the pack</button>" not in text

    def test_without_a_quarter_only_that_is_missing(self, cast):
        with council_context(cast.council.id):
            BoardFactory()
        text = words(cast.client().get(url("new")))
        assert "No quarter has begun." in text
        assert "This council has no boards." not in text

    def test_bad_input_is_answered_on_the_page(self, cast, paper):
        answer = cast.client().post(url("new"), {"board": "nothing", "quarter": ""})
        assert answer.status_code == 422
        assert "Choose a board from the list" in words(answer)
        assert "Choose a quarter" in words(answer)

    @pytest.mark.parametrize("role", [Role.READER, Role.BOARD_MEMBER])
    def test_others_may_not(self, cast, paper, role):
        assert cast.client(role).get(url("new")).status_code == 403

    def test_unchanged_it_is_the_same_edition(self, cast, rendered):
        answer = cast.client().post(url("new"), {"board": "send-board", "quarter": "2016-17-Q1"}, follow=True)
        assert "Nothing has changed since edition 1" in words(answer)


class TestReleasing:
    def test_it_is_asked_once_more(self, cast, rendered):
        page = cast.client(Role.APPROVER).get(url("release", pack=rendered.public_id))
        assert "Release and send" in words(page)
        assert "Reader 0, SEND Board" in words(page) and "<li>Reader 1: reader1@" in words(page)
        assert "has changed since" not in words(page)

    def test_it_says_who_gets_it_now_and_what_the_pack_prints(self, cast, rendered):
        with council_context(cast.council.id):
            Recipient.objects.filter(name="Reader 1").update(active=False)
            other = BoardFactory(name="Schools Group")
            Recipient.objects.create(board=rendered.board, name="Clerk", email="c@example.org", sits_on=other)
        page = words(cast.client(Role.APPROVER).get(url("release", pack=rendered.public_id)))
        now, changed, printed = page.partition("The list has changed since the pack was built")
        assert changed and "Clerk, Schools Group" in now and "Reader 1" not in now
        assert "<li>Reader 1</li>" in printed and "Clerk" not in printed

    def test_it_goes_out(self, cast, rendered):
        cast.client(Role.APPROVER).post(url("release", pack=rendered.public_id))
        with council_context(cast.council.id):
            rendered.refresh_from_db()
        assert rendered.state == PackState.RELEASED

    def test_released_twice_it_says_so(self, cast, released):
        answer = cast.client(Role.APPROVER).post(url("release", pack=released.public_id), follow=True)
        assert "You can only release a pack once its PDF is ready" in words(answer)

    def test_an_officer_may_not(self, cast, rendered):
        assert cast.client(Role.OFFICER).post(url("release", pack=rendered.public_id)).status_code == 403
        assert "Release to the board" not in words(cast.client().get(url("pack", pack=rendered.public_id)))

    def test_a_pack_is_set_aside(self, cast, rendered):
        cast.client().post(url("cancel", pack=rendered.public_id))
        with council_context(cast.council.id):
            rendered.refresh_from_db()
        assert rendered.state == PackState.CANCELLED

    def test_what_has_gone_out_is_not_set_aside(self, cast, released):
        answer = cast.client().post(url("cancel", pack=released.public_id), follow=True)
        assert "can no longer cancel this pack" in words(answer)


class TestSettling:
    @pytest.fixture
    def uncertain(self, cast, released):
        with council_context(cast.council.id):
            Delivery.objects.update(state=DeliveryState.ACCEPTED)
            delivery = Delivery.objects.select_related("pack").get(name="Reader 0")
            Delivery.objects.filter(pk=delivery.pk).update(state=DeliveryState.UNCERTAIN)
            Pack.objects.update(state=PackState.PARTLY_DELIVERED)
        return delivery

    def settle(self, cast, delivery, outcome, role=Role.APPROVER):
        address = url("settle_delivery", pack=delivery.pack.public_id, delivery=delivery.public_id)
        return cast.client(role).post(address, {"outcome": outcome})

    def state(self, cast, delivery):
        with council_context(cast.council.id):
            delivery.refresh_from_db()
        return delivery.state

    def test_an_uncertain_mail_is_shown_with_both_answers(self, cast, uncertain):
        text = words(cast.client(Role.APPROVER).get(url("pack", pack=uncertain.pack.public_id)))
        assert "1 sent" in text and "1 may not have arrived" in text
        assert ("It arrived" in text, "Send again" in text, "May not have arrived" in text) == (
            True,
            True,
            True,
        )

    @pytest.mark.parametrize(("outcome", "state"), [("arrived", "accepted"), ("send_again", "queued")])
    def test_a_person_says_what_became_of_it(self, cast, uncertain, outcome, state):
        assert self.settle(cast, uncertain, outcome).status_code == 302
        assert self.state(cast, uncertain) == state

    def test_another_answer_is_refused(self, cast, uncertain):
        assert self.settle(cast, uncertain, "maybe").status_code == 404

    def test_an_officer_may_not(self, cast, uncertain):
        assert self.settle(cast, uncertain, "arrived", Role.OFFICER).status_code == 403
        assert self.state(cast, uncertain) == "uncertain"

    def test_an_unknown_mail_is_not_found(self, cast, uncertain):
        unknown = uncertain.pack.public_id
        address = url("settle_delivery", pack=uncertain.pack.public_id, delivery=unknown)
        assert cast.client(Role.APPROVER).post(address, {"outcome": "arrived"}).status_code == 404

    def test_an_outsider_finds_nothing(self, cast, uncertain):
        address = url("settle_delivery", pack=uncertain.pack.public_id, delivery=uncertain.public_id)
        assert cast.outsider_client().post(address, {"outcome": "arrived"}).status_code == 404
