"""The whole plan as a Word document and a PDF: what it says, who sees names, and how long plans wait for a worker."""

from base64 import b64encode
from dataclasses import replace
from datetime import date
from decimal import Decimal
from io import BytesIO
from itertools import pairwise

import docx
import page as page_validation
import pikepdf
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from docx.oxml.ns import qn
from pypdf import PdfReader

from core.paper.blocks import Heading, Paper, Points, Table, Text
from core.paper.word import docx_file
from councils.actors import Actor
from councils.models import Council, Person
from councils.permissions import Role
from councils.tenancy import council_context
from deliverables.models import Deliverable
from money.actions import LineFacts, add_line
from plan_files import tasks
from plan_files.paper import html
from plan_files.paper.html import chapters_of, print_job, render
from plan_files.paper.printed import MayRead, plan_paper
from risks.actions import RiskFacts, add_risk
from strategies.models import CoverRole, Outcome, Oversight, Priority, Strategy, Version
from tests.cast import TODAY
from tests.factories import (
    AssignmentFactory,
    BoardFactory,
    DeliverableFactory,
    DuePointFactory,
    IndicatorFactory,
    PersonFactory,
    ReadingFactory,
    StrandFactory,
    StrategyFactory,
    TargetFactory,
)

PDF, WORD = "/northport/strategies/plan/plan.pdf", "/northport/strategies/plan/plan.docx"
ALL = MayRead(names=True, indicators=True, boards=True)


@pytest.fixture
def plan(cast):
    """A plan with a little of everything that a document prints."""
    with council_context(cast.council.pk):
        strategy = StrategyFactory(
            slug="plan", title="Our plan", strand_noun="Section", deliverable_noun="Milestone", summary="Why"
        )
        strand = StrandFactory(strategy=strategy, code="A", title="Early help", position=1)
        Priority.objects.create(strand=strand, code="A1", title="Shared ethos", position=1)
        outcome = Outcome.objects.create(strand=strand, title="Children are heard", position=1)
        outcome.measures.create(text="A survey", position=1)
        one = DeliverableFactory(strand=strand, number="1", position=1, title="Train staff", outcome=outcome)
        DeliverableFactory(strand=strand, number="2", position=2, title="Open a base", detail=["Find a room"])
        DuePointFactory(deliverable=one, source_text="Sep 2016")
        person = PersonFactory(initials="JK", name="Jo King", state="identified")
        AssignmentFactory(deliverable=one, person=person, state="identified")
        CoverRole.objects.create(strategy=strategy, role="lead", person=person, position=1)
        version = Version.objects.create(strategy=strategy, label="Version 1", position=1)
        version.approvals.create(
            kind="person", approver="Jo King", approved_on=date(2016, 4, 4), person=person
        )
        board = BoardFactory(name="SEND Board", slug="send-board", position=1)
        Oversight.objects.create(board=board, strategy=strategy, position=1)
        indicator = IndicatorFactory(
            strategy=strategy, title="Exclusions", label="1", unit="number", position=1
        )
        ReadingFactory(indicator=indicator, period="2015-16-Q4", value=3, sample=False)
        TargetFactory(indicator=indicator, period="2016-17-Q1", value=2)
    return strategy


def paper_of(plan, may=ALL):
    with council_context(plan.council_id):
        return plan_paper(plan, may=may, today=TODAY)


def said(paper):
    return repr(paper)


def word_of(paper):
    return docx.Document(BytesIO(docx_file(paper)))


@pytest.mark.django_db
class TestWhatItSays:
    def test_it_has_all_parts_in_the_plans_own_words(self, plan):
        paper = paper_of(plan)
        titles = [chapter.title for chapter in chapters_of(paper.chapters)]
        assert titles == ["About this plan", "Section A: Early help", "Governance", "Indicators"]
        (deliverables,) = (
            each for each in paper.chapters if isinstance(each, Table) and "Milestones" in each.name
        )
        assert [column.title for column in deliverables.columns] == ["No.", "Milestone", "By when", "Lead"]
        outcome, first, heading, second = deliverables.rows
        assert outcome.heads_rows and outcome.cells[0].lines == (
            "Outcome: Children are heard",
            "Measure of success: A survey",
        )
        assert [cell.lines[0] for cell in first.cells] == ["A1", "Train staff", "Sep 2016", "Jo King (JK)"]
        assert heading.cells[0].lines == ("Milestones without an outcome",)
        assert second.cells[1].points == ("Find a room",) and second.cells[2].lines == ("–",)

    def test_the_cover_has_the_table_of_versions_as_printed(self, plan):
        (versions,) = (
            block for block in paper_of(plan).cover if getattr(block, "name", "") == "Version control"
        )
        assert [[cell.lines[0] for cell in row.cells] for row in versions.rows] == [
            ["Version 1", "4 April 2016", "Jo King"]
        ]

    def test_without_names_people_have_initials_only(self, plan):
        with council_context(plan.council_id):
            Strategy.objects.filter(pk=plan.pk).update(contact_text="jo.king@example.org")
            plan = Strategy.objects.get(pk=plan.pk)
        assert "Jo King" in said(paper_of(plan)) and "jo.king@example.org" in said(paper_of(plan))
        hidden = said(paper_of(plan, MayRead(names=False, indicators=True, boards=True)))
        assert "Jo King" not in hidden and "jo.king" not in hidden and "'JK'" in hidden

    def test_what_the_reader_may_not_see_is_left_out(self, plan):
        paper = paper_of(plan, MayRead(names=True, indicators=False, boards=False))
        assert not {"Indicators", "Governance"} & {each.title for each in chapters_of(paper.chapters)}

    def test_small_numbers_are_hidden_unless_the_council_shows_them(self, plan):
        assert "Suppressed" in said(paper_of(plan)) and "'3 (" not in said(paper_of(plan))
        Council.objects.filter(pk=plan.council_id).update(hides_small_numbers=False)
        with council_context(plan.council_id):
            again = Strategy.objects.get(pk=plan.pk)
        assert "'3 (Q4 2015–16)'" in said(paper_of(again))

    def test_the_target_is_beside_the_indicator(self, plan):
        assert "Q1 2016–17: 2" in said(paper_of(plan))

    def test_open_risks_and_budget_lines_have_chapters(self, cast, plan):
        levels = {
            "inherent_likelihood": 5,
            "inherent_impact": 4,
            "current_likelihood": 4,
            "current_impact": 4,
        }
        with council_context(plan.council_id):
            by, one = Actor.system(cast.council), Deliverable.objects.get(number="1")
            facts = RiskFacts(
                title="Too few staff",
                cause="Vacancies",
                owner=Person.objects.get(),
                review_on=date(2016, 7, 1),
                deliverables=[one],
                **levels,
            )
            add_risk(strategy=plan, facts=facts, by=by)
            add_risk(strategy=plan, facts=RiskFacts(title="Over", status="closed", **levels), by=by)
            planned = LineFacts(
                name="Training", financial_year="2016-17", planned=Decimal(1200), deliverables=[one]
            )
            add_line(strategy=plan, facts=planned, by=by, today=TODAY)
        paper = paper_of(plan)
        titles = [chapter.title for chapter in chapters_of(paper.chapters)]
        assert titles[-3:] == ["Indicators", "Risks", "Money"]
        tables = {each.name: each for each in paper.chapters if isinstance(each, Table)}
        assert [cell.lines for row in tables["Open risks"].rows for cell in row.cells] == [
            ("1",),
            ("Too few staff", "Vacancies", "Threatens A1"),
            ("Inherent: 20, very high", "Current: 16, very high"),
            ("–",),
            ("Jo King (JK)", "Review: 1 July 2016 (overdue)"),
        ]
        assert Text("1 closed risk not listed.", quiet=True) in paper.chapters
        line, total = tables["Budget lines of 2016-17"].rows
        assert [cell.lines for cell in line.cells] == [
            ("Training", "Pays for A1"),
            ("£1,200.00",),
            *[("–",)] * 3,
        ]
        assert total.cells[1].lines == ("£1,200.00",)
        hidden = said(paper_of(plan, MayRead(names=False, indicators=True, boards=True)))
        assert "Jo King" not in hidden

    def test_an_empty_plan_is_a_cover(self, cast):
        with council_context(cast.council.pk):
            empty = StrategyFactory(slug="empty", title="Empty")
        paper = paper_of(empty)
        assert paper.chapters == ()
        assert word_of(paper).paragraphs
        assert render(print_job(paper)).pages == 2


@pytest.mark.django_db
class TestWord:
    def test_it_has_real_headings_marked_header_rows_and_a4(self, plan):
        document = word_of(paper_of(plan))
        styles = [
            each.style.name for each in document.paragraphs if each.style.name.startswith(("H", "Title"))
        ]
        assert styles[:4] == ["Title", "Heading 1", "Heading 1", "Heading 1"]
        levels = [int(style[-1]) for style in styles[1:]]
        assert all(after - before <= 1 for before, after in pairwise(levels))
        for table in document.tables:
            head, *rows = table._tbl.tr_lst
            assert head.trPr.find(qn("w:tblHeader")) is not None
            assert all(row.trPr.find(qn("w:tblHeader")) is None for row in rows)
            assert all(row.trPr.find(qn("w:cantSplit")) is not None for row in (head, *rows))
        section = document.sections[0]
        assert (round(section.page_width.mm), round(section.page_height.mm)) == (210, 297)

    def test_it_says_its_title_language_and_author(self, plan):
        document = word_of(paper_of(plan))
        assert document.core_properties.title == "Our plan"
        assert document.core_properties.language == "en-GB"
        assert document.core_properties.author == plan.council.name
        assert 'w:lang w:val="en-GB"' in document.styles.element.xml

    def test_its_contents_lead_to_its_chapters(self, plan):
        document = word_of(paper_of(plan))
        body = document.element.body
        links = [each.get(qn("w:anchor")) for each in body.iter(qn("w:hyperlink"))]
        marks = [each.get(qn("w:name")) for each in body.iter(qn("w:bookmarkStart"))]
        assert links == marks and len(links) == 4

    def test_short_tables_stay_whole_and_a_long_title_leaves_room_for_them(self, plan):
        word = word_of(paper_of(plan))
        [table, *_] = word.tables
        kept = [row._tr.find(f".//{qn('w:keepNext')}") is not None for row in table.rows]
        assert kept == [True] * (len(kept) - 1) + [False]
        sizes = {run.font.size.pt for run in word.sections[0].footer.paragraphs[0].runs}
        assert sizes == {9}
        [title] = [each for each in word.paragraphs if each.style.name == "Title"]
        assert title.runs[0].font.size is None
        long = word_of(replace(paper_of(plan), title="A plan with a very long title " * 3))
        [title] = [each for each in long.paragraphs if each.style.name == "Title"]
        assert title.runs[0].font.size.pt == 22

    def test_letters_that_xml_cannot_hold_are_left_out(self, plan):
        with council_context(plan.council_id):
            plan.deliverables.update(title="A\x0bB & <C>")
        document = word_of(paper_of(plan))
        assert "AB & <C>" in [cell.text for table in document.tables for cell in table.column_cells(1)]

    def test_the_same_plan_gives_the_same_bytes(self, plan):
        assert docx_file(paper_of(plan)) == docx_file(paper_of(plan))


class TestPublishedPlans:
    @pytest.mark.parametrize(("council", "deliverables"), [("portsmouth", 37), ("cambridgeshire", 61)])
    def test_every_deliverable_is_in_it(self, published_plans, council, deliverables):
        with council_context(Council.objects.get(slug=council).pk):
            strategy = Strategy.objects.get()
            paper = plan_paper(strategy, may=ALL, today=TODAY)
            noun = strategy.deliverable_noun
        tables = [each for each in paper.chapters if isinstance(each, Table)]
        rows = [
            row
            for table in tables
            for row in table.rows
            if noun in [column.title for column in table.columns] and not row.heads_rows
        ]
        assert len(rows) == deliverables
        document = word_of(paper)
        heads = sum(1 for each in (*paper.cover, *paper.chapters) if isinstance(each, Table))
        assert len(document.tables) == heads

    def test_portsmouths_cover_prints_its_ten_approvals(self, published_plans):
        with council_context(Council.objects.get(slug="portsmouth").pk):
            paper = plan_paper(Strategy.objects.get(), may=ALL, today=TODAY)
        roles, versions = (block for block in paper.cover if isinstance(block, Table))
        assert len(versions.rows) == 10
        assert [cell.lines[0] for cell in versions.rows[0].cells] == [
            "Version 1",
            "4 April 2016",
            "Early Draft",
        ]
        assert "Director of Children's Services" in str(roles.rows[1])

    def test_portsmouths_pdf_is_tagged_and_no_heading_is_alone_at_a_pages_foot(self, published_plans):
        with council_context(Council.objects.get(slug="portsmouth").pk):
            paper = plan_paper(Strategy.objects.get(), may=ALL, today=TODAY)
        made = render(print_job(paper))
        checked = page_validation.validate_pdf_bytes(made.bytes, profile="ua1")
        assert checked.failures == [] and checked.is_compliant
        headings = {block.text for block in paper.chapters if isinstance(block, Heading)}
        reader = PdfReader(BytesIO(made.bytes))
        pages = [sheet.extract_text() for sheet in reader.pages]
        for text in pages[2:]:
            lines = [each.strip() for each in text.splitlines() if each.strip()]
            foot = next(
                place for place, each in enumerate(lines) if "Page " in each or paper.title[:40] in each
            )
            above = lines[:foot] or lines[foot + 2 :]
            assert above[-1] not in headings
        assert sum("Indicator" in text and "Unit" in text for text in pages) >= 4  # heads are repeated
        with pikepdf.open(BytesIO(made.bytes)) as opened:
            assert str(opened.Root.Lang) == "en-GB"
            assert str(opened.docinfo.Title) == paper.title


@pytest.mark.django_db
class TestPages:
    def test_another_councils_members_find_nothing(self, cast, plan):
        for address in (PDF, WORD):
            assert cast.outsider_client().get(address).status_code == 404

    def test_word_is_downloaded_at_once(self, cast, plan):
        client = cast.client(Role.READER)
        client.get(WORD)
        response = client.get(WORD)
        assert response.headers["Content-Disposition"] == 'attachment; filename="northport-plan.docx"'
        assert docx.Document(BytesIO(response.content)).core_properties.title == "Our plan"

    def test_a_longer_plan_needs_no_more_queries(self, plan):
        def more(numbers):
            for number in numbers:
                strand = StrandFactory(strategy=plan, code=f"S{number}", position=number)
                one = DeliverableFactory(strand=strand, number="1", position=number)
                DuePointFactory(deliverable=one)
                AssignmentFactory(
                    deliverable=one, person=PersonFactory(initials=f"P{number}"), state="identified"
                )
                IndicatorFactory(strategy=plan, position=number)

        counts = []
        plan.council = Council.objects.get(pk=plan.council_id)  # as the page has it
        with council_context(plan.council_id):
            for numbers in (range(3, 4), range(4, 12)):
                more(numbers)
                with CaptureQueriesContext(connection) as queries:
                    plan_paper(plan, may=ALL, today=TODAY)
                counts.append(len(queries))
        assert counts[0] == counts[1] <= 30

    def test_the_pdf_is_made_by_a_worker_and_then_there(self, cast, plan, monkeypatch):
        queued = []
        monkeypatch.setattr(tasks.print_plan, "delay", lambda **said: queued.append(said))
        client = cast.client(Role.READER)
        first, second = client.get(PDF), client.get(PDF)
        assert first.status_code == second.status_code == 202
        assert "Check again" in first.content.decode()
        assert len(queued) == 1  # nobody has it made twice
        tasks.print_plan(**queued[0])
        done = client.get(PDF)
        assert done.headers["Content-Type"] == "application/pdf" and done.content.startswith(b"%PDF")
        monkeypatch.setattr(html, "render_to_string", None)  # the plan is not put together again
        assert client.get(f"{PDF}?key={queued[0]['key']}").content == done.content

    def test_a_plan_that_has_changed_is_printed_again(self, cast, plan, monkeypatch):
        queued = []
        monkeypatch.setattr(tasks.print_plan, "delay", lambda **said: queued.append(said["key"]))
        client = cast.client(Role.READER)
        client.get(PDF)
        with council_context(plan.council_id):
            Strategy.objects.filter(pk=plan.pk).update(summary="Another reason")
        client.get(PDF)
        assert len(set(queued)) == 2

    def test_a_pdf_that_cannot_be_made_says_so(self, cast, plan, monkeypatch, caplog):
        queued = []
        monkeypatch.setattr(tasks.print_plan, "delay", lambda **said: queued.append(said))
        monkeypatch.setattr(tasks, "render", lambda job: 1 / 0)
        client = cast.client(Role.READER)
        client.get(PDF)
        tasks.print_plan(**queued[0])
        response = client.get(PDF)
        assert response.status_code == 503
        assert "could not be made" in response.content.decode() and len(queued) == 1

    def test_a_worker_that_finds_nothing_to_print_does_nothing(self, cast, plan):
        tasks.print_plan(council_id=plan.council_id, key="0" * 64)

    def test_both_are_linked_from_the_plan(self, cast, plan):
        page = cast.client(Role.READER).get("/northport/strategies/plan/").content.decode()
        assert PDF in page and WORD in page


def test_texts_and_points_are_shown_in_both(plan_of_blocks):
    text = "\n".join(each.text for each in word_of(plan_of_blocks).paragraphs)
    assert "Part of: A larger plan" in text and "1.1\tFirst" in text
    job = print_job(plan_of_blocks)
    assert "<strong>Part of:</strong>" in job.html and "<span>1.1</span> First" in job.html


@pytest.fixture
def plan_of_blocks():
    blocks = (
        Heading(1, "One"),
        Text("A larger plan", "Part of"),
        Points(("First", "Second"), ("1.1", "1.2")),
    )
    return Paper("Northport", "Strategy", "A plan", TODAY, (), blocks, accent="#232a4d")


def test_a_logo_that_cannot_be_read_is_left_out(plan_of_blocks):
    paper = replace(plan_of_blocks, logo=b64encode(b"no picture").decode())
    assert not word_of(paper).inline_shapes
