"""Entries of "You said, we did" on the public page: what is frozen, what is left out, and what members read of it."""

import json
from datetime import date

import pytest
from django.test import Client

from core.refusals import ChangeRefused
from councils.permissions import Role
from councils.tenancy import council_context
from public_page.document import read_progress, write_progress
from public_page.models import PublicEdition, sha256_of
from tests.factories import BoardFactory, PersonFactory, SaidAndDidFactory
from tests.pages import main_text_of, text_of
from tests.public_page.conftest import CLOSED, NOW
from tests.public_page.test_site import HOME, rows_of
from voice import actions
from voice.models import SaidAndDid

pytestmark = pytest.mark.django_db

LIST = "/northport/you-said-we-did/"


def change(plan, **values):
    with plan.within():
        SaidAndDid.objects.filter(title="Waiting").update(**values)


def withdraw(plan):
    with plan.within():
        actions.withdraw_entry(entry=SaidAndDid.objects.get(title="Waiting"), by=plan.by)


def publish_again(plan, **values):
    change(plan, **values)
    with plan.within():
        entry = SaidAndDid.objects.get(state="withdrawn", you_said="We wait too long")
        actions.publish_entry(entry=entry, by=plan.by, today=date(2016, 7, 8))


def without_said(content):
    """The JSON of an edition from before it had entries."""
    data = json.loads(content)
    del data["said"]
    return json.dumps(data)


class TestWhatIsFrozen:
    @pytest.fixture
    def said(self, plan):
        plan.settings()
        return plan.draft().progress.said

    def test_an_entry_has_its_words_and_its_quarter(self, said):
        [entry] = said
        assert (entry.title, entry.who, entry.months) == (
            "Waiting",
            "Parents and carers",
            "April to June 2016",
        )
        assert (entry.you_said, entry.we_did) == ("We wait too long", "There is a base.\nIt opens at nine.")

    def test_it_names_deliverables_of_the_edition_alone_in_their_order_with_their_status(self, said):
        [entry] = said
        assert [(each.title, each.word) for each in entry.items] == [
            ("Open a base", "Done"),
            ("Train staff", "Late"),
        ]

    def test_a_board_has_its_name_and_the_latest_entry_is_first(self, plan):
        plan.settings()
        with plan.within():
            board = BoardFactory(name="SEND Board")
            SaidAndDidFactory(title="New", group="", board=board, published_on=date(2016, 7, 5))
        assert [(each.title, each.who, each.months) for each in plan.draft().progress.said] == [
            ("New", "SEND Board", ""),
            ("Waiting", "Parents and carers", "April to June 2016"),
        ]

    def test_queries_do_not_grow_with_the_entries(self, plan, django_assert_max_num_queries):
        plan.settings()
        with plan.within():
            SaidAndDidFactory.create_batch(30)
        with plan.within(), django_assert_max_num_queries(22):
            plan.draft()

    def test_a_new_entry_alone_is_something_to_publish(self, public):
        with public.within():
            SaidAndDidFactory(title="New")
        public.publish()
        assert "New" in text_of(Client().get(HOME))


class TestPeopleInItsWords:
    @pytest.mark.parametrize("field", ["title", "you_said", "we_did"])
    def test_a_name_stops_it(self, plan, field):
        plan.settings()
        words = "Ask Robin\nExample" if field != "title" else "Ask Robin Example"
        change(plan, **{field: words})
        draft = plan.draft()
        assert [(each.text, each.found.stops) for each in draft.names] == [(words, ("Robin Example",))]
        with pytest.raises(ChangeRefused, match="of “You said, we did” name a person"):
            plan.publish()

    def test_the_name_of_a_board_is_searched_too(self, plan):
        plan.settings()
        with plan.within():
            board = BoardFactory(name="Group of Robin Example")
        change(plan, group="", board=board)
        assert [each.text for each in plan.draft().names] == ["Group of Robin Example"]

    def test_initials_are_pointed_out_and_the_preview_lists_both(self, plan, cast):
        plan.settings()
        with plan.within():
            PersonFactory(name="Grace")
        change(plan, you_said="RQX and Grace were slow", we_did="Write to robin@example.org")
        draft = plan.draft()
        assert [each.found.points_out for each in draft.may_name] == [("Grace", "RQX")]
        text = text_of(cast.client(Role.APPROVER).get(f"/northport/public-page/preview/?quarter={CLOSED}"))
        assert "“Write to robin@example.org”: robin@example.org" in text
        assert "or in the entry of “You said, we did”: withdraw it" in text
        assert "“RQX and Grace were slow”: Grace, RQX" in text


class TestWhatThePublicReads:
    def test_the_page_in_words(self, public):
        text = text_of(Client().get(HOME))
        for words in (
            "You said, we did Waiting Parents and carers, April to June 2016",
            "You said: We wait too long.",
            "We did: There is a base. It opens at nine. In our plan:",
            "Spreadsheet of “You said, we did” (CSV)",
        ):
            assert words in text
        assert text.index("How it is going") < text.index("You said, we did") < text.index("Section A")

    def test_the_spreadsheet_has_a_row_for_each_entry(self, public):
        response = Client().get(f"{HOME}{CLOSED}/said.csv")
        assert f"northport-{CLOSED}-said.csv" in response.headers["Content-Disposition"]
        [row] = rows_of(response)
        done_by = row.pop("By which it was done").split("; ")
        assert [each.partition(": ")[2] for each in done_by] == ["Done", "Late"]
        assert list(row.values()) == [
            *("Waiting", "Parents and carers", "We wait too long"),
            *("There is a base.\nIt opens at nine.", "April to June 2016"),
        ]

    def test_no_cell_is_a_formula_and_no_word_is_markup(self, public):
        change(public, we_did="=HYPERLINK(1)", you_said="<script>alert(1)</script>")
        public.publish()
        assert rows_of(Client().get(f"{HOME}said.csv"))[0]["We did"] == "'=HYPERLINK(1)"
        assert "<script>alert" not in Client().get(HOME).content.decode()

    def test_without_entries_there_is_no_part_and_the_spreadsheet_is_empty(self, plan):
        withdraw(plan)
        plan.settings()
        plan.publish()
        plan.turn_on()
        assert "You said" not in text_of(Client().get(HOME))
        assert rows_of(Client().get(f"{HOME}said.csv")) == []

    def test_it_stays_as_it_was_until_the_quarter_is_published_again(self, public):
        pages = (HOME, f"{HOME}said.csv", f"{HOME}progress.json")
        before = [Client().get(page).content for page in pages]
        withdraw(public)
        change(public, title="Other words")
        assert [Client().get(page).content for page in pages] == before
        public.publish()
        assert "You said" not in text_of(Client().get(HOME))


class TestEditionsFromBefore:
    def test_one_without_the_field_is_read(self, plan):
        plan.settings()
        content = plan.draft().content
        assert read_progress(without_said(content)).said == ()
        assert read_progress(content).said and write_progress(read_progress(content)) == content

    def test_one_without_the_field_is_shown_as_before(self, public):
        with public.within():
            newest = PublicEdition.objects.get()
            content = without_said(newest.content)
            PublicEdition.objects.create(
                period=newest.period,
                edition=2,
                content=content,
                sha256=sha256_of(content),
                published_on=newest.published_on,
                published_at=NOW,
                published_by="Approver",
            )
        text = text_of(Client().get(HOME))
        assert "Of 3 milestones, 1 is done" in text and "You said" not in text
        assert Client().get(f"{HOME}progress.json").content.decode() == content
        assert rows_of(Client().get(f"{HOME}said.csv")) == []


class TestWhatMembersRead:
    def said(self, cast, role=Role.APPROVER):
        return main_text_of(cast.client(role).get(LIST))

    def test_nothing_while_there_is_no_public_page(self, plan, cast):
        plan.settings()
        plan.publish()
        assert "public page" not in self.said(cast)

    def test_whether_the_public_reads_it(self, public, cast):
        assert "On the public page." in self.said(cast, Role.READER)
        with public.within():
            SaidAndDidFactory(title="New")
        assert "Not on the public page yet. It comes with the next edition." in self.said(cast, Role.READER)

    def test_what_is_withdrawn_or_put_right(self, public, cast):
        withdraw(public)
        assert "Still on the public page, until its next edition." in self.said(cast)
        publish_again(public, title="Waiting times")
        assert "On the public page in other words." in self.said(cast)
        public.publish()
        said = self.said(cast)
        assert "On the public page." in said and "other words" not in said

    def test_publishing_an_entry_says_that_the_public_reads_it(self, plan, cast):
        with plan.within():
            draft = SaidAndDid.objects.get(title="A draft entry")
        page = f"{LIST}{draft.public_id}/publish/"
        words = "The next edition of the public page has it too"
        assert words not in main_text_of(cast.client(Role.APPROVER).get(page))
        plan.settings()
        assert words in main_text_of(cast.client(Role.APPROVER).get(page))


def test_two_councils_do_not_meet(public, cast):
    with council_context(cast.other.id):
        assert SaidAndDid.objects.get().title == "Southshire canary entry"
    assert "Southshire" not in Client().get(HOME).content.decode()
