"""The pages of an import: start, columns, names, rows, confirm, undo; who may open them, and what is refused."""

import io

import docx
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from councils.log.registry import phrases
from councils.models import Change, Person
from councils.permissions import Role
from councils.tenancy import council_context
from deliverables.models import Deliverable
from plan_files.models import PlanImport
from strategies.models import Strand, Strategy
from tests.factories import DeliverableFactory, DuePointFactory, PersonFactory, StrandFactory, StrategyFactory
from tests.pages import FRAME, text_of

pytestmark = pytest.mark.django_db

TEXT = """\
Section\tNumber\tMilestone\tBy when\tLead\tReporting to
A: Inclusion\t1\tMap the places that children need\tSep 2017\tJK\tNS
A: Inclusion\t2\tTrain the staff of all bases\t\tJK\t
B: Adulthood\t1\tStart supported internships\tMay 2017\tNS\t
"""
NEW_PLAN = {
    "plan": "new",
    "title": "SEND action plan",
    "kind": "action_plan",
    "strand_noun": "section",
    "deliverable_noun": "Milestone",
}
START = "/northport/import/"


def start(client, text=TEXT, **body):
    answer = client.post(START, {**NEW_PLAN, "pasted": text, **body})
    assert answer.status_code == 302, text_of(answer)
    return answer.url.removesuffix("columns/")


def hidden(page):
    """What a form sends besides what a person chooses."""
    version = page.context["import"].version
    sent = {"version": version}
    if "preview" in page.context and hasattr(page.context["preview"], "digest"):
        sent["seen"] = page.context["preview"].digest
    return sent


def as_shown(page):
    """Every choice of a page of doubts, as the form shows it."""
    body = hidden(page)
    for question in page.context["form"].questions:
        body |= {
            f"{question.name}-id": question.doubt.id,
            question.name: question.chosen,
            f"{question.name}-text": question.typed,
        }
    return body


def columns_as_shown(page):
    body = hidden(page)
    for table in page.context["form"].tables:
        body |= {column.name: column.chosen.value for column in table.columns}
        body |= {f"{table.prefix}-header_rows": table.header_rows, f"{table.prefix}-section": table.section}
    return body


def settle(client, address):
    """All steps with what is proposed, up to the page that confirms."""
    client.post(f"{address}columns/", columns_as_shown(client.get(f"{address}columns/")))
    client.post(f"{address}names/", as_shown(client.get(f"{address}names/")))
    for _ in range(3):
        page = client.get(f"{address}rows/")
        chosen = {
            kind.name: "proposed" if kind.differs else kind.common[0].value
            for kind in page.context["bulk"].kinds
            if kind.open
        }
        if not chosen:
            break
        client.post(f"{address}rows/", {**hidden(page), **chosen, "step": "bulk"})


def confirm(client, address, **body):
    page = client.get(f"{address}confirm/")
    return client.post(f"{address}confirm/", hidden(page) | body, follow=True)


def import_all(client, text=TEXT, **body):
    address = start(client, text, **body)
    settle(client, address)
    page = confirm(client, address)
    assert page.status_code == 200, text_of(page)
    return address, page


class TestTheWholeWay:
    def test_pasted_text_becomes_a_plan(self, cast):
        client = cast.client()
        _, page = import_all(client)
        words = text_of(page)
        assert "3 milestones added. 2 sections added. To identify: JK, NS." in words
        with council_context(cast.council.id):
            plan = Strategy.objects.get()
            assert (plan.title, plan.strand_noun, plan.deliverable_noun) == (
                "SEND action plan",
                "Section",
                "Milestone",
            )
            assert [str(each) for each in Strand.objects.all()] == ["A: Inclusion", "B: Adulthood"]
            first, second, _ = Deliverable.objects.in_plan_order().with_parts()
            assert (first.name, [str(each) for each in first.due_points.all()]) == (
                "A1 Map the places that children need",
                ["Sep 2017"],
            )
            assert [str(each) for each in first.assignments.all()] == ["Lead: JK", "Reporting to: NS"]
            assert first.source_text == {
                "number": "1",
                "by_when": "Sep 2017",
                "lead": "JK",
                "reporting": "NS",
            }
            assert not second.due_points.all()
            assert {each.state for each in Person.objects.all()} == {"to_identify"}
            verbs = set(
                Change.objects.filter(table="deliverables_deliverable").values_list("verb", flat=True)
            )
            assert verbs == {"deliverable.imported"} <= phrases().keys()

    def test_undo_takes_everything_back_and_leaves_a_draft(self, cast):
        client = cast.client()
        address, page = import_all(client)
        with council_context(cast.council.id):
            act = PlanImport.objects.get().request_id
        page = client.post("/northport/undo/", {"act": act, "next": address}, follow=True)
        assert "Undone:" in text_of(page)
        with council_context(cast.council.id):
            assert not Strategy.objects.exists() and not Deliverable.objects.exists()
            assert not Person.objects.exists()
            draft = PlanImport.objects.get()
            assert (draft.state, draft.strategy, draft.written) == ("draft", None, {})
        assert confirm(client, address).status_code == 200, "it can be imported again"
        with council_context(cast.council.id):
            assert Deliverable.objects.count() == 3

    def test_undo_is_refused_once_something_was_changed(self, cast):
        client = cast.client()
        address, _ = import_all(client)
        with council_context(cast.council.id):
            act, changed = PlanImport.objects.get().request_id, Deliverable.objects.first()
            changed.title = "Another title"
            changed.save()
        page = client.post("/northport/undo/", {"act": act, "next": address}, follow=True)
        assert "has been changed since" in text_of(page)
        with council_context(cast.council.id):
            assert Deliverable.objects.count() == 3
        assert "Take it back" not in text_of(client.get(address))

    def test_the_change_log_says_what_was_imported(self, cast):
        client = cast.client()
        import_all(client)
        page = text_of(client.get("/northport/changes/?view=log"))
        assert "imported A1 Map the places that children need and 2 more" in page
        assert "started to import a plan: Pasted text" in page

    def test_an_existing_plan_keeps_what_it_has(self, cast):
        with council_context(cast.council.id):
            plan = StrategyFactory(slug="plan", strand_noun="Section", deliverable_noun="Milestone")
            own = DeliverableFactory(
                strategy=plan, strand=StrandFactory(strategy=plan, code="A", title="Inclusion")
            )
        _, page = import_all(cast.client(), plan="plan")
        assert "3 milestones added. 1 section added" in text_of(page)
        with council_context(cast.council.id):
            assert [each.strand.code for each in Deliverable.objects.in_plan_order()] == ["A", "A", "A", "B"]
            assert own.position < Deliverable.objects.get(title__startswith="Map").position

    def test_an_empty_cell_takes_nothing_from_a_plan_that_was_typed(self, cast):
        with council_context(cast.council.id):
            plan = StrategyFactory(slug="plan", starts_on=None, ends_on=None)
            strand = StrandFactory(strategy=plan, code="A", title="Inclusion")
            own = DeliverableFactory(strategy=plan, strand=strand, number="2")
            own.title = "Train the staff of all bases"
            own.save()
            DuePointFactory(deliverable=own, due_on="2017-03-31", original_due_on="2017-03-31")
        _, page = import_all(cast.client(), plan="plan")
        assert "2 milestones added" in text_of(page) or "2 deliverables added" in text_of(page)
        with council_context(cast.council.id):
            own = Deliverable.objects.with_parts().get(pk=own.pk)
            assert [str(each.due_on) for each in own.due_points.all()] == ["2017-03-31"]
            assert [str(each) for each in own.assignments.all()] == ["Lead: JK"]


class TestNames:
    def questions(self, client, address):
        page = client.get(f"{address}names/")
        return page, {each.doubt.subject: each for each in page.context["form"].questions}

    def test_each_lead_is_asked_once_and_can_be_anyone(self, cast):
        with council_context(cast.council.id):
            known = PersonFactory(initials="", name="Nell Stone", state="identified")
        client = cast.client()
        address = start(client, TEXT.replace("JK\t\n", "JK; AB\t\n").replace("Sep 2017\tJK", "Sep 2017\tCD"))
        page, asked = self.questions(client, address)
        assert asked.keys() == {"JK", "NS", "AB", "CD"}
        body = as_shown(page)
        for initials, said in (("NS", "Nell Stone"), ("AB", "Ada Brown"), ("CD", "")):
            name = asked[initials].name
            body |= {name: "write", f"{name}-text": said} if said else {name: "vacancy"}
        client.post(f"{address}names/", body)
        settle(client, address)
        assert confirm(client, address).status_code == 200
        with council_context(cast.council.id):
            first, second, third = Deliverable.objects.in_plan_order().with_parts()
            assert [(each.role, each.person) for each in first.assignments.all()] == [
                ("lead", None),
                ("reporting", known),
            ]
            assert [str(each.person) for each in second.assignments.all()] == ["JK", "Ada Brown"]
            assert [each.person for each in third.assignments.all()] == [known]
            added = Person.objects.get(name="Ada Brown")
            assert added.state == "identified"

    def test_an_empty_answer_is_refused_and_kept(self, cast):
        client = cast.client()
        address = start(client)
        page, asked = self.questions(client, address)
        answer = client.post(f"{address}names/", as_shown(page) | {asked["JK"].name: "write"})
        assert answer.status_code == 422 and "Write the answer, or choose another one" in text_of(answer)
        assert answer.context["form"].questions[asked["JK"].place].chosen == "write"

    def test_the_words_of_a_status_column_are_kept_for_the_plan(self, cast):
        client = cast.client()
        text = "Milestone\tBy when\tStatus\nOpen a base\tSep 2017\tBlue\nTrain the staff\tMay 2017\tGreen\n"
        import_all(client, text)
        with council_context(cast.council.id):
            done, plan = PlanImport.objects.get(), Strategy.objects.get()
            assert done.status_key == {"Blue": "", "Green": "green"}
            printed = dict(Deliverable.objects.values_list("title", "source_text"))
            assert printed["Open a base"]["status"] == "Blue"
        address = start(client, text, plan=plan.slug)
        assert self.questions(client, address)[1] == {}, "nobody is asked about these words again"


class TestTheNextCopy:
    def test_the_same_file_again_changes_nothing(self, cast):
        client = cast.client()
        import_all(client)
        with council_context(cast.council.id):
            slug, before = (
                Strategy.objects.get().slug,
                Change.objects.exclude(table="plan_files_planimport").count(),
            )
        _, page = import_all(client, plan=slug)
        assert "Nothing was changed: everything in the file is in the plan." in text_of(page)
        with council_context(cast.council.id):
            assert Change.objects.exclude(table="plan_files_planimport").count() == before

    def test_a_newer_copy_changes_only_what_is_different_in_it(self, cast):
        client = cast.client()
        import_all(client)
        with council_context(cast.council.id):
            slug = Strategy.objects.get().slug
            moved = Deliverable.objects.get(title__startswith="Start")
            moved.title = "Start supported internships in all colleges"
            moved.save()
        newer = TEXT.replace("May 2017", "July 2017").replace(
            "A: Inclusion\t2\tTrain the staff of all bases\t\tJK\t\n",
            "A: Inclusion\t3\tOpen a base\tJan 2018\tJK\t\n",
        )
        address = start(client, newer, plan=slug)
        settle(client, address)
        page = client.get(f"{address}confirm/")
        words = text_of(page)
        assert "1 milestone to add" in words and "1 milestone to change" in words
        assert "By when: May 2017 becomes Jul 2017" in words
        assert "In the plan, but not in this file" in words and "A2 Train the staff of all bases" in words
        refused = client.post(f"{address}confirm/", hidden(page))
        assert refused.status_code == 422 and "Enter the reason for the new date" in text_of(refused)
        done = client.post(
            f"{address}confirm/", hidden(page) | {"reason": "Two colleges asked."}, follow=True
        )
        assert "1 milestone added and 1 milestone changed." in text_of(done)
        with council_context(cast.council.id):
            moved = Deliverable.objects.get(pk=moved.pk)
            assert moved.title == "Start supported internships in all colleges", "what was typed here stays"
            assert [str(each.due_on) for each in moved.due_points.all()] == ["2017-07-31"]
            assert Deliverable.objects.count() == 4

    def test_what_was_dropped_stays_dropped(self, cast):
        client = cast.client()
        import_all(client)
        with council_context(cast.council.id):
            slug = Strategy.objects.get().slug
            Deliverable.objects.filter(title__startswith="Map").update(
                dropped_on="2016-07-01", dropped_reason="Done"
            )
        _, page = import_all(client, plan=slug)
        assert "Nothing was changed" in text_of(page)
        with council_context(cast.council.id):
            assert Deliverable.objects.count() == 2

    def test_corrected_columns_are_proposed_again(self, cast):
        client = cast.client()
        text = TEXT.replace("Milestone\t", "What we will do\t")
        address = start(client, text)
        body = columns_as_shown(client.get(f"{address}columns/"))
        client.post(f"{address}columns/", body | {"t0-c2": "title"})
        settle(client, address)
        confirm(client, address)
        again = client.get(f"{start(client, text)}columns/")
        assert [each.chosen for each in again.context["form"].tables[0].columns][2] == "title"


class TestDrafts:
    def test_a_draft_waits_and_can_be_deleted(self, cast):
        client = cast.client()
        address = start(client)
        listed = text_of(client.get(START))
        assert "Pasted text" in listed and "Delete this draft" in listed
        page = client.post(f"{address}delete/", follow=True)
        assert "The draft of Pasted text was deleted" in text_of(page)
        assert client.get(address).status_code == 404

    def test_open_doubts_keep_it_from_being_imported(self, cast):
        client = cast.client()
        address = start(client)
        page = client.get(f"{address}confirm/")
        assert "still open" in text_of(page)
        answer = client.post(f"{address}confirm/", hidden(page))
        assert answer.status_code == 422 and "first." in text_of(answer)
        with council_context(cast.council.id):
            assert not Deliverable.objects.exists()

    def test_a_stale_page_saves_nothing_and_keeps_what_was_chosen(self, cast):
        client = cast.client()
        address = start(client)
        body = columns_as_shown(client.get(f"{address}columns/"))
        client.post(f"{address}columns/", body | {"t0-c5": "unused"})
        stale = client.post(f"{address}columns/", body | {"t0-c4": "unused"})
        assert stale.status_code == 409 and "Somebody else has changed this draft" in text_of(stale)
        assert stale.context["form"].tables[0].columns[4].chosen == "unused"
        stale = client.post(f"{address}rows/", {"version": body["version"], "step": "save"})
        assert stale.status_code == 409
        stale = client.post(f"{address}names/", {"version": body["version"]})
        assert stale.status_code == 409

    def test_an_import_is_not_done_if_the_plan_has_changed_since(self, cast):
        client = cast.client()
        import_all(client)
        with council_context(cast.council.id):
            slug = Strategy.objects.get().slug
        address = start(client, TEXT.replace("May 2017", ""), plan=slug)
        settle(client, address)
        page = client.get(f"{address}confirm/")
        with council_context(cast.council.id):
            one = Deliverable.objects.get(title__startswith="Start")
            one.version += 1
            one.save()
        answer = client.post(f"{address}confirm/", hidden(page) | {"reason": "Why not"})
        assert answer.status_code == 409 and "Nothing was imported" in text_of(answer)

    def test_two_columns_cannot_both_be_the_title(self, cast):
        client = cast.client()
        address = start(client)
        body = columns_as_shown(client.get(f"{address}columns/"))
        answer = client.post(f"{address}columns/", body | {"t0-c5": "title"})
        assert answer.status_code == 422 and "Two columns are" in text_of(answer)
        assert answer.context["form"].tables[0].columns[5].chosen == "title"
        answer = client.post(f"{address}columns/", body | {"t0-header_rows": "many"})
        assert answer.status_code == 422 and "Enter how many rows are headers" in text_of(answer)


class TestRefused:
    def test_nothing_typed_is_lost(self, cast):
        client = cast.client()
        answer = client.post(START, {**NEW_PLAN, "title": "", "pasted": TEXT})
        assert answer.status_code == 422 and "Enter the title of the plan" in text_of(answer)
        assert "Map the places that children need" in answer.content.decode()
        answer = client.post(START, {**NEW_PLAN, "pasted": "No table here."})
        assert answer.status_code == 422
        with council_context(cast.council.id):
            assert not PlanImport.objects.exists()

    def test_a_word_file_is_read_and_its_name_kept(self, cast):
        document = docx.Document()
        table = document.add_table(rows=3, cols=3)
        rows = (
            ("Milestone", "By when", "Lead"),
            ("Open a base", "Sep 2017", "JK"),
            ("Train", "May 2017", "JK"),
        )
        for row, texts in zip(table.rows, rows, strict=True):
            for cell, words in zip(row.cells, texts, strict=True):
                cell.text = words
        content = io.BytesIO()
        document.save(content)
        file = SimpleUploadedFile("plan.docx", content.getvalue())
        answer = cast.client().post(START, {**NEW_PLAN, "file": file})
        assert answer.status_code == 302, text_of(answer)
        with council_context(cast.council.id):
            draft = PlanImport.objects.get()
            assert (draft.name, draft.size) == ("plan.docx", len(content.getvalue()))
            assert draft.document["tables"][0]["rows"][1] == ["Open a base", "Sep 2017", "JK"]

    @pytest.mark.parametrize("content", [b"\0\0\0", b"Milestone\tLead\nOpen\0 a base\tJK\n", b"PK\x03\x04"])
    def test_a_damaged_file_is_refused_or_read_without_what_is_damaged(self, cast, content):
        file = SimpleUploadedFile("plan.txt", content)
        answer = cast.client().post(START, {**NEW_PLAN, "file": file})
        assert answer.status_code in (302, 422)

    def test_a_long_file_is_refused(self, cast, monkeypatch):
        monkeypatch.setattr("plan_files.uploads.MOST_ROWS", 3)
        answer = cast.client().post(START, {**NEW_PLAN, "pasted": TEXT})
        assert answer.status_code == 422 and "It has 4 rows in its tables" in text_of(answer)

    def test_a_large_file_is_refused_before_it_is_read(self, cast, monkeypatch):
        monkeypatch.setattr("plan_files.forms.start.MAX_BYTES", 10)
        monkeypatch.setattr("plan_files.views.imports.read_file", None)
        file = SimpleUploadedFile("plan.docx", b"x" * 11)
        answer = cast.client().post(START, {**NEW_PLAN, "file": file})
        assert answer.status_code == 422 and "It may have up to" in text_of(answer)

    @pytest.mark.parametrize("role", [Role.READER, Role.BOARD_MEMBER])
    def test_who_cannot_change_the_plan_cannot_import_one(self, cast, role):
        address = start(cast.client())
        client = cast.client(role)
        for step in ("columns/", "names/", "rows/", "confirm/", "delete/"):
            assert client.get(f"{address}{step}").status_code == 403
            assert client.post(f"{address}{step}").status_code == 403
        assert client.get(START).status_code == client.get(address).status_code == 403
        assert client.post(START, {**NEW_PLAN, "pasted": TEXT}).status_code == 403
        with council_context(cast.council.id):
            assert PlanImport.objects.get().version == 1

    def test_an_outsider_finds_nothing(self, cast):
        address = start(cast.client())
        client = cast.outsider_client()
        assert client.get(START).status_code == client.get(address).status_code == 404
        other = address.replace("northport", "southshire")
        for step in ("", "columns/", "names/", "rows/", "confirm/", "delete/"):
            assert client.get(f"{other}{step}").status_code == 404

    def test_what_is_done_cannot_be_changed(self, cast):
        client = cast.client()
        address, _ = import_all(client)
        for step in ("columns/", "names/", "rows/", "confirm/", "delete/"):
            assert client.post(f"{address}{step}").status_code == 404


@pytest.mark.parametrize(
    ("step", "queries"),
    [("", 4), ("columns/", 1), ("names/", 4), ("rows/", 4), ("confirm/", 4), ("delete/", 1)],
)
def test_queries_of_a_draft(cast, django_assert_num_queries, step, queries):
    address = start(cast.client())
    client = cast.client()
    client.get(f"{address}{step}")
    with django_assert_num_queries(FRAME + queries):
        client.get(f"{address}{step}")
