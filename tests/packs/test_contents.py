"""Pages on which the contents, words and review of packs are chosen, and the files of a pack."""

import json
from dataclasses import replace
from io import BytesIO

import docx
import openpyxl
import pytest
from django.test import Client
from django.urls import reverse

from boards.models import Seat
from core.refusals import ChangeRefused
from councils.actors import Actor
from councils.files import CouncilStorage, pdf_path
from councils.models import Change, Person
from councils.permissions import Permission, Role
from councils.tenancy import council_context
from packs import actions, stored
from packs.document import read_document
from packs.file_kinds import FileKind
from packs.models import Pack, PackFile, PackReview, PackTemplate, PackWords, Snapshot
from packs.naming import Naming
from packs.parts import STANDARD, Part
from packs.printing.paper import render_files
from packs.review_rules import ReviewStep
from packs.states import PackState
from packs.ways import SendsBy
from tests.cast import TODAY
from tests.packs.paper import NOW, make_paper
from tests.pages import FRAME

SENT_BY_LINK = {"sends_by": "link", "naming": "roles"}

pytestmark = pytest.mark.usefixtures("no_queue")


@pytest.fixture
def paper(cast):
    with council_context(cast.council.id):
        return make_paper(cast.council)


@pytest.fixture
def rendered(paper, cast):
    with council_context(cast.council.id):
        return loaded(paper.render(paper.request()))


@pytest.fixture
def with_files(paper, cast, monkeypatch):
    """A pack with its real files beside a small PDF."""
    monkeypatch.setattr("packs.rendering.render_files", render_files)
    with council_context(cast.council.id):
        return loaded(paper.render(paper.request(release=True)))


def loaded(pack):
    """The pack with its board and snapshot, to be read outside the council's context."""
    return Pack.objects.select_related("snapshot", "board", "council", "period").get(pk=pack.pk)


def url(page, **kwargs):
    return reverse(f"packs:{page}", kwargs={"council": "northport", **kwargs})


def words(response):
    return " ".join(response.content.decode().split())


def needs_approval(board):
    PackTemplate.objects.create(board=board, parts=[part.value for part in STANDARD], needs_approval=True)


class TestContents:
    def page(self, paper):
        return url("contents", slug=paper.board.slug)

    def test_parts_are_chosen_in_their_order(self, cast, paper):
        client = cast.client(Role.APPROVER)
        sent = {"risks": "1", "attention": "2", "needs_approval": "on"} | SENT_BY_LINK
        answer = client.post(self.page(paper), sent, follow=True)
        assert "Saved what the packs of SEND Board hold and how they are sent." in words(answer)
        assert ">Undo</button>" not in words(answer), "it cannot be undone"
        with council_context(cast.council.id):
            saved = PackTemplate.of(paper.board)
            assert saved.chosen == (Part.SUMMARY, Part.RISKS, Part.ATTENTION, Part.READING)
            assert (saved.needs_approval, saved.sends_by, saved.naming) == (True, SendsBy.LINK, Naming.ROLES)
            assert Change.objects.filter(verb="pack.contents_chosen").exists()

    def test_two_parts_in_one_place_are_named(self, cast, paper):
        answer = cast.client().post(self.page(paper), {"risks": "3", "attention": "3", "changes": "x"})
        assert answer.status_code == 422
        said = words(answer)
        assert "“For the board’s attention” and “Risks” have the same place, 3. Give each its own" in said
        assert "The place of “What changed since the last pack” must be a whole number from 1 to 11" in said
        with council_context(cast.council.id):
            assert not PackTemplate.objects.exists()

    def test_who_may_not_release_cannot_waive_the_approval(self, cast, paper):
        with council_context(cast.council.id):
            needs_approval(paper.board)
        sent = {"risks": "1", "sends_by": "pdf", "naming": "names"}
        assert cast.client(Role.OFFICER).post(self.page(paper), sent).status_code == 302
        with council_context(cast.council.id):
            assert PackTemplate.of(paper.board).needs_approval
            officer = replace(Actor.system(cast.council), permissions=frozenset({Permission.PACKS_BUILD}))
            with pytest.raises(ChangeRefused, match="Only somebody who may release packs"):
                actions.save_template(
                    board=paper.board, parts=[], needs_approval=False, sends_by=SendsBy.PDF, by=officer
                )

    def test_readers_may_not_choose(self, cast, paper):
        assert cast.client(Role.READER).get(self.page(paper)).status_code == 403
        assert Client().get(self.page(paper)).status_code in (302, 404)

    def test_queries(self, cast, paper, django_assert_max_num_queries):
        client = cast.client()
        with django_assert_max_num_queries(FRAME + 2):
            client.get(self.page(paper))


class TestWords:
    def page(self, pack):
        return url("words", pack=pack.public_id)

    def sent(self, **changed):
        return {"covering_note": "", "plain": "", "easy_read": "", **changed}

    def test_the_drafted_words_are_shown(self, cast, rendered):
        assert "For families:" in words(cast.client().get(self.page(rendered)))

    def test_words_make_a_new_edition_that_says_who_wrote_them(self, cast, rendered):
        text = "Two schools have no place for every child.\nFor families: Ask the council for help."
        answer = cast.client().post(
            self.page(rendered),
            self.sent(covering_note="Please read page 2.", plain=text, easy_read="We need more places."),
        )
        with council_context(cast.council.id):
            pack = Pack.objects.select_related("snapshot").get(edition=2)
            document = read_document(pack.snapshot.content)
        assert answer["Location"] == url("pack", pack=pack.public_id)
        assert document.words.covering_note == ("Please read page 2.",)
        [item] = document.plain.items
        assert (item.families, document.plain.edited_by) == ("Ask the council for help.", "Officer")
        page = words(cast.client().get(url("pack", pack=pack.public_id)))
        for said in ("Please read page 2.", "We need more places.", "changed by Officer"):
            assert said in page

    def test_a_paragraph_without_families_is_named_and_nothing_is_lost(self, cast, rendered):
        answer = cast.client().post(self.page(rendered), self.sent(plain="One.\nFor families: A.\n\nTwo."))
        assert answer.status_code == 422
        assert "Paragraph 2 does not say what it means for families" in words(answer)
        assert "Two." in words(answer)
        with council_context(cast.council.id):
            assert not PackWords.objects.exists()
            assert Pack.objects.count() == 1

    def test_words_that_are_as_drafted_name_nobody(self, cast, rendered):
        shown = cast.client().get(self.page(rendered)).context["form"]["plain"].value()
        cast.client().post(self.page(rendered), self.sent(plain=shown))
        with council_context(cast.council.id):
            assert Pack.objects.count() == 1
            assert PackWords.objects.get().plain == ""

    def test_an_older_edition_keeps_its_words(self, cast, rendered):
        before = rendered.snapshot.content
        cast.client().post(self.page(rendered), self.sent(covering_note="New words"))
        with council_context(cast.council.id):
            assert Snapshot.objects.get(pk=rendered.snapshot_id).content == before


class TestReview:
    def page(self, pack, step):
        return url("review", pack=pack.public_id, step=step)

    def test_a_pack_goes_from_draft_to_release(self, cast, paper, rendered):
        with council_context(cast.council.id):
            needs_approval(paper.board)
        officer, approver = cast.client(Role.OFFICER), cast.client(Role.APPROVER)
        release = url("release", pack=rendered.public_id)
        said = words(approver.post(release, follow=True))
        assert "need approval before they are released. This one is “draft”." in said
        assert officer.post(self.page(rendered, "sent"), {"note": "Please look at B3"}).status_code == 302
        assert "Please look at B3" in words(approver.get(url("pack", pack=rendered.public_id)))
        assert approver.post(self.page(rendered, "approved"), {"note": ""}).status_code == 302
        assert approver.post(release).status_code == 302
        with council_context(cast.council.id):
            rendered.refresh_from_db()
            assert rendered.released_at
            assert [step.step for step in PackReview.objects.all()] == ["sent", "approved"]

    def test_nobody_approves_what_they_sent(self, cast, rendered):
        approver = cast.client(Role.APPROVER)
        approver.post(self.page(rendered, "sent"), {"note": ""})
        answer = approver.post(self.page(rendered, "approved"), {"note": ""})
        assert answer.status_code == 422
        assert "somebody else has to approve it" in words(answer)

    def test_the_chair_sees_a_pack_in_review_and_approves_it(self, cast, paper, rendered):
        with council_context(cast.council.id):
            member = cast.members[Role.BOARD_MEMBER]
            person = Person.objects.create(name="Chair", user=member.user)
            Seat.objects.create(board=paper.board, role="chair", state="named", holder=person)
        chair = cast.client(Role.BOARD_MEMBER)
        assert chair.get(url("pack", pack=rendered.public_id)).status_code == 404
        cast.client(Role.OFFICER).post(self.page(rendered, "sent"), {"note": ""})
        assert "Approve" in words(chair.get(url("pack", pack=rendered.public_id)))
        assert chair.post(self.page(rendered, "approved"), {"note": ""}).status_code == 302
        assert chair.post(url("release", pack=rendered.public_id)).status_code == 404

    def test_changes_need_a_note(self, cast, rendered):
        cast.client(Role.OFFICER).post(self.page(rendered, "sent"), {"note": ""})
        answer = cast.client(Role.APPROVER).post(self.page(rendered, "changes_asked"), {"note": ""})
        assert answer.status_code == 422
        assert "Say what should change" in words(answer)

    def test_officers_do_not_approve(self, cast, rendered):
        cast.client(Role.APPROVER).post(self.page(rendered, "sent"), {"note": ""})
        assert (
            cast.client(Role.OFFICER).post(self.page(rendered, "approved"), {"note": ""}).status_code == 403
        )

    def test_neither_command_nor_worker_releases_without_approval(self, cast, paper):
        with council_context(cast.council.id):
            needs_approval(paper.board)
            with pytest.raises(actions.PackRefused, match="need approval"):
                paper.request(release=True)
            pack = paper.request()
            Pack.objects.filter(pk=pack.pk).update(release_when_rendered=True)
            assert paper.render(pack).state == PackState.RENDERED
            assert not pack.deliveries.exists()

    def test_a_new_edition_is_a_draft_again(self, cast, paper, rendered):
        with council_context(cast.council.id):
            by = Actor.system(cast.council)
            actions.review_pack(pack=rendered, step=ReviewStep.SENT, by=by, today=TODAY, now=NOW)
            PackTemplate.objects.create(board=paper.board, parts=["risks"])
            assert paper.request().review == ""


class TestFiles:
    def get(self, cast, pack, kind):
        return cast.client(Role.READER).get(url("file", pack=pack.public_id, name=kind.value))

    def test_all_files_are_of_the_snapshot(self, cast, with_files):
        document = read_document(with_files.snapshot.content)
        first = document.summary.deliverables[0].title
        found = {kind: self.get(cast, with_files, kind).content for kind in FileKind}
        assert json.loads(found[FileKind.JSON])["edition"] == 1
        assert first in found[FileKind.HTML].decode()
        assert first in found[FileKind.ITEMS].decode("utf-8-sig")
        assert "Indicator" in found[FileKind.INDICATORS].decode("utf-8-sig")
        book = openpyxl.load_workbook(BytesIO(found[FileKind.EXCEL]))
        assert book.sheetnames == ["Items", "Indicators", "Changes"]
        text = "\n".join(each.text for each in docx.Document(BytesIO(found[FileKind.WORD])).paragraphs)
        assert "For the board’s attention" in text

    def test_later_edits_change_no_byte(self, cast, paper, with_files):
        before = {kind: self.get(cast, with_files, kind).content for kind in FileKind}
        with council_context(cast.council.id):
            paper.strand.title = "Another title"
            paper.strand.save()
            PackWords.objects.create(board=paper.board, period=paper.period, covering_note="Later")
        assert {kind: self.get(cast, with_files, kind).content for kind in FileKind} == before

    @pytest.mark.parametrize("kind", FileKind)
    def test_the_same_snapshot_gives_the_same_bytes(self, cast, with_files, kind):
        [made] = [each for each in render_files(with_files.snapshot) if each.kind == kind]
        assert made.body == self.get(cast, with_files, kind).content

    def test_the_web_page_fetches_nothing(self, cast, with_files):
        answer = self.get(cast, with_files, FileKind.HTML)
        assert "asset:" not in answer.content.decode()
        policy = answer["Content-Security-Policy"]
        assert "default-src 'none'" in policy and "'sha256-" in policy

    def test_a_pack_from_before_has_its_files_made(self, cast, rendered):
        with council_context(cast.council.id):
            assert not PackFile.objects.exists()
        assert (
            self.get_as_officer(cast, rendered, FileKind.JSON).content == rendered.snapshot.content.encode()
        )

    def get_as_officer(self, cast, pack, kind):
        return cast.client().get(url("file", pack=pack.public_id, name=kind.value))

    def test_a_changed_file_is_noticed_and_not_given_out(self, cast, with_files):
        with council_context(cast.council.id):
            row = PackFile.objects.get(kind=FileKind.JSON)
            path = CouncilStorage(cast.council).path(f"{row.sha256}.pack")
        with open(path, "ab") as file:
            file.write(b" ")
        answer = self.get(cast, with_files, FileKind.JSON)
        assert answer.status_code == 404
        assert "was changed in the file store" in words(answer)
        assert "The JSON of this pack was changed" in words(
            cast.client().get(url("pack", pack=with_files.public_id))
        )

    def test_a_changed_pdf_is_not_sent(self, cast, with_files, paper):
        pdf_path(cast.council, with_files.pdf_sha256).write_bytes(b"%PDF-1.7 other")
        with council_context(cast.council.id):
            paper.send(with_files)
            [error] = set(with_files.deliveries.values_list("error", flat=True))
            assert "was changed in the file store" in error
        assert cast.client().get(url("pdf", pack=with_files.public_id)).status_code == 404

    def test_a_changed_snapshot_is_noticed(self, cast, with_files, monkeypatch):
        monkeypatch.setattr(stored, "snapshot_is_whole", lambda snapshot: False)
        monkeypatch.setattr("packs.detail_page.snapshot_is_whole", lambda snapshot: False)
        page = words(cast.client().get(url("pack", pack=with_files.public_id)))
        assert "The stored content of this pack was changed after it was made" in page
        assert "For the board’s attention" not in page

    def test_an_unknown_file_is_not_found(self, cast, with_files):
        assert cast.client().get(url("file", pack=with_files.public_id, name="other.exe")).status_code == 404

    def test_files_of_an_unreleased_pack_are_not_for_readers(self, cast, rendered):
        assert self.get(cast, rendered, FileKind.JSON).status_code == 404


class TestComparing:
    def test_two_editions_stand_side_by_side(self, cast, paper, with_files):
        with council_context(cast.council.id):
            deliverable = paper.strand.deliverables.first()
            deliverable.title = "A clearer title"
            deliverable.save()
            second = paper.render(paper.request())
        page = words(cast.client().get(url("compare", pack=second.public_id)))
        assert "A clearer title" in page and "Previous title" in page
        swapped = cast.client().get(f"{url('compare', pack=with_files.public_id)}?with={second.public_id}")
        assert "Previous title" in words(swapped)

    def test_it_says_which_words_are_different(self, cast, paper, with_files):
        with council_context(cast.council.id):
            PackWords.objects.create(
                board=paper.board, period=paper.period, covering_note="Look here.", easy_read="Help us."
            )
            second = paper.render(paper.request())
        page = words(cast.client().get(url("compare", pack=second.public_id)))
        assert "Different in the two packs: the covering note and the easy-read words." in page

    def test_a_board_with_one_pack_has_nothing_to_compare(self, cast, with_files):
        page = words(cast.client().get(url("compare", pack=with_files.public_id)))
        assert "This is the only pack of the board" in page

    @pytest.mark.parametrize("other", ["nonsense", "00000000-0000-0000-0000-000000000000"])
    def test_an_unknown_pack_is_not_found(self, cast, with_files, other):
        assert (
            cast.client().get(f"{url('compare', pack=with_files.public_id)}?with={other}").status_code == 404
        )

    def test_queries(self, cast, with_files, django_assert_max_num_queries):
        client = cast.client()
        with django_assert_max_num_queries(FRAME + 5):
            client.get(url("compare", pack=with_files.public_id))
