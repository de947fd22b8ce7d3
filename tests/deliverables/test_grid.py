"""Tests of the grid that adds and changes many deliverables at once."""

import csv
import re
import sys
from collections import defaultdict
from datetime import date
from pathlib import Path

import pytest
from django.conf import settings
from django.db import connection
from django.test.utils import CaptureQueriesContext

from councils.models import Change, Person, Post
from councils.permissions import Role
from councils.tenancy import council_context
from deliverables.models import Assignment, Deliverable, DuePoint
from strategies.models import Outcome
from tests.api_client import ALL_SCOPES, key_client, results
from tests.cast import make_cast
from tests.factories import (
    AssignmentFactory,
    BoardFactory,
    DeliverableFactory,
    DuePointFactory,
    OrganisationFactory,
    PeriodFactory,
    PersonFactory,
    StrandFactory,
    StrategyFactory,
)
from tests.pages import FRAME, text_of

GRID = "/northport/strategies/plan/grid/?strand=A"
COLUMNS = ("number", "title", "by_when", "lead", "reporting", "outcome")


@pytest.fixture
def strand(cast):
    """An empty strand A, with section B beside it."""
    with council_context(cast.council.id):
        PeriodFactory(label="2016-17-Q1")
        strategy = StrategyFactory(slug="plan", deliverable_noun="Milestone", strand_noun="Section")
        StrandFactory(strategy=strategy, code="B", title="Universal", position=2)
        return StrandFactory(strategy=strategy, code="A", title="Targeted", position=1)


@pytest.fixture
def a1(cast, strand):
    """A1, due in September 2016, led by JK and NS, reporting to HP."""
    with council_context(cast.council.id):
        deliverable = DeliverableFactory(
            strand=strand,
            position=1,
            title="Open the centre",
            source_text={"number": "1", "by_when": "Sep 16", "lead": "JK/NS", "reporting": "HP"},
        )
        DuePointFactory(deliverable=deliverable, source_text="Sep 16")
        people = {each: PersonFactory(initials=each) for each in ("JK", "NS", "HP")}
        for position, (initials, role) in enumerate(
            [("JK", "lead"), ("NS", "joint"), ("HP", "reporting")], 1
        ):
            AssignmentFactory(deliverable=deliverable, person=people[initials], role=role, position=position)
    return deliverable


def sent(response, *, step="save", new=(), change=None, **more):
    """The form of a page as a browser would send it, with new rows typed in its empty rows, and cells changed."""
    body = response.content.decode()
    data = {}
    for tag in re.findall(r'<input type="hidden"[^>]*>', body):
        name, value = re.search(r'name="([^"]*)"', tag)[1], re.search(r'value="([^"]*)"', tag)[1]
        data.setdefault(name, []).append(value)
    for name, value in re.findall(r'<textarea[^>]* name="([^"]*)"[^>]*>\n(.*?)</textarea>', body, re.S):
        data[name] = unescaped(value)
    empty = [
        n for n in range(int(data["rows"][0])) if data.get(f"r{n}-id") == [""] and not data[f"r{n}-title"]
    ]
    for place, row in zip(empty, new, strict=False):
        data |= {f"r{place}-{name}": value for name, value in row.items()}
    return {**data, "step": step, **(change or {}), **more}


def unescaped(text):
    for entity, character in (("&lt;", "<"), ("&gt;", ">"), ("&quot;", '"'), ("&#x27;", "'"), ("&amp;", "&")):
        text = text.replace(entity, character)
    return text


def row(title, **cells):
    return {"title": title, **cells}


def save(client, *, url=GRID, **typed):
    """Open the grid, type and save, and save again where the page says what it also adds."""
    response = client.post(url, sent(client.get(url), **typed))
    if response.status_code == 200 and "Nothing has been saved yet" in response.content.decode():
        response = client.post(url, sent(response))
    return response


def deliverables(council):
    with council_context(council.id):
        return list(Deliverable.objects.in_plan_order().with_parts())


# Who


@pytest.mark.parametrize("role", [Role.READER, Role.BOARD_MEMBER, Role.APPROVER])
def test_only_who_may_change_the_plan_opens_or_saves_it(cast, strand, role):
    client = cast.client(role)
    assert client.get(GRID).status_code == 403
    assert client.post(GRID, {"step": "save", "rows": "1", "r0-title": "A try"}).status_code == 403
    assert deliverables(cast.council) == []


def test_an_outsider_finds_nothing(cast, strand):
    assert cast.outsider_client().get(GRID).status_code == 404
    assert cast.outsider_client().post(GRID, {"step": "save"}).status_code == 404


# New rows


def test_rows_typed_are_read_as_the_published_plans_are(cast, strand):
    typed = [
        row("Two dates", number="1.", by_when="i) Jan 16 ii) July 16", lead="JK/NS", reporting="HP; tbc"),
        row("No date\nFirst detail\nSecond detail", lead="НР"),
    ]
    response = save(cast.client(), new=typed)
    assert response.status_code == 302
    first, second = deliverables(cast.council)
    assert (first.number, first.position, first.title) == ("1.", 1, "Two dates")
    assert first.source_text == {
        "number": "1.",
        "by_when": "i) Jan 16 ii) July 16",
        "lead": "JK/NS",
        "reporting": "HP; tbc",
    }
    points = [(each.label, each.due_on, each.source_text) for each in first.due_points.all()]
    assert points == [("i)", date(2016, 1, 31), "i) Jan 16"), ("ii)", date(2016, 7, 31), "ii) July 16")]
    people = [
        (each.role, each.person and each.person.initials, each.state) for each in first.assignments.all()
    ]
    assert people == [
        ("lead", "JK", "to_identify"),
        ("joint", "NS", "to_identify"),
        ("reporting", "HP", "to_identify"),
        ("reporting", None, "to_confirm"),
    ]
    assert (second.detail, list(second.due_points.all())) == (["First detail", "Second detail"], [])
    assert second.assignments.all()[0].person == first.assignments.all()[2].person


def test_the_page_says_what_it_adds_before_it_saves(cast, strand):
    client = cast.client()
    typed = [
        row("One", lead="XY", outcome="Children thrive"),
        row("Two", lead="XY", outcome="children  thrive."),
    ]
    response = client.post(GRID, sent(client.get(GRID), new=typed))
    assert "1 outcome: “Children thrive”" in text_of(response)
    assert "1 person to identify: XY" in text_of(response)
    html = response.content.decode()
    assert "<title>Not saved yet: Edit milestones on a grid" in html
    assert ">Save and add 1 outcome and 1 person</button>" in html
    banner = html.index('role="alert" aria-labelledby="adds-title"')
    assert banner < html.index("<h1") < html.index('data-module="sendplan-unsaved" data-changed')
    assert deliverables(cast.council) == []
    response = client.post(GRID, sent(response))
    assert response.status_code == 302
    assert "2 milestones added. 1 outcome added. To identify: XY." in text_of(client.get(response.url))
    with council_context(cast.council.id):
        outcome = Outcome.objects.get()
        assert (outcome.title, outcome.strand_id, outcome.position) == ("Children thrive", strand.pk, 1)
        assert {each.outcome_id for each in Deliverable.objects.all()} == {outcome.pk}
        assert Person.objects.get(initials="XY").state == "to_identify"


def test_a_full_name_and_a_post_can_lead(cast, strand):
    with council_context(cast.council.id):
        PersonFactory(initials="JK", name="Jay Kay", state="identified")
        Post.objects.create(title="Director of Education")
    save(cast.client(), new=[row("One", lead="jay kay; Director of Education (SEND)")])
    [one] = deliverables(cast.council)
    assert [each.words for each in one.assignments.all()] == ["Jay Kay (JK)", "Director of Education (SEND)"]
    assert [each.state for each in one.assignments.all()] == ["identified", "identified"]


def test_each_cell_has_its_own_error_and_nothing_is_lost_or_saved(cast, strand):
    with council_context(cast.council.id):
        BoardFactory(name="SEND Board", aliases=["SENDB"])
        OrganisationFactory(name="Health Trust")
    client = cast.client()
    typed = [
        row("Fine", number="1"),
        row("", by_when="whenever", lead="Sarah Jones", reporting="SENDB", number="9" * 21),
        row("Led by an organisation", lead="Health Trust"),
    ]
    response = client.post(GRID, sent(client.get(GRID), new=typed))
    assert response.status_code == 422
    text = text_of(response)
    assert "<title>Error: Edit milestones" in response.content.decode()
    assert "Row 2, milestone: Enter a title" in text
    assert "Row 2, by when: “whenever” is not a due date" in text
    assert "Row 2, lead: “Sarah Jones” is not a person or post" in text
    assert "Row 2, reporting to: “SENDB” is a board" in text
    assert "Row 2, number: Number must be 20 characters or fewer" in text
    assert "Row 3, lead: “Health Trust” is an organisation" in text
    again = sent(response)
    assert (again["r1-by_when"], again["r1-lead"], again["r0-title"]) == ("whenever", "Sarah Jones", "Fine")
    assert deliverables(cast.council) == []


def test_dates_are_read_as_people_write_them_with_examples_of_next_year(cast, strand):
    client = cast.client()
    assert "By when: Sep 2017, 30 Sep 2017, 30/9/2017" in text_of(client.get(GRID))
    typed = [row("One", by_when="31/03/2017"), row("Two", by_when="Q4 2016-17"), row("Three", by_when="soon")]
    response = client.post(GRID, sent(client.get(GRID), new=typed))
    text = text_of(response)
    assert (
        "“Q4 2016-17” is a quarter. Write the month by which it is due, such as its last one: Mar 2017"
        in text
    )
    assert "“soon” is not a due date. Write a month (Sep 2017)" in text
    data = sent(response, change={"r1-by_when": "To be confirmed", "r2-by_when": "2016-17 Q3"})
    response = client.post(GRID, data)
    assert "such as its last one: Dec 2016" in text_of(response)
    assert client.post(GRID, sent(response, change={"r2-by_when": "Dec-16"})).status_code == 302
    first, second, third = deliverables(cast.council)
    assert [each.due_on for each in first.due_points.all()] == [date(2017, 3, 31)]
    assert (list(second.due_points.all()), second.source_text["by_when"]) == ([], "To be confirmed")
    assert [each.due_on for each in third.due_points.all()] == [date(2016, 12, 31)]
    assert "To be confirmed" in client.get(GRID).content.decode()


def test_all_strands_on_one_grid(cast, strand):
    url = GRID.partition("?")[0]
    client = cast.client()
    typed = [row("In B", strand="b"), row("In A", strand="Targeted"), row("Nowhere", strand="C")]
    response = client.post(url, sent(client.get(url), new=typed))
    assert "Row 3, section: Enter a section: A and B" in text_of(response)
    response = client.post(url, sent(response, change={"r2-strand": "A"}))
    assert response.status_code == 302
    found = [(each.strand.code, each.position, each.title) for each in deliverables(cast.council)]
    assert found == [("A", 1, "In A"), ("A", 2, "Nowhere"), ("B", 1, "In B")]


# Pasting


def test_a_pasted_table_fills_empty_rows_to_check_and_save(cast, strand):
    client = cast.client()
    table = 'Milestone\tNo\tBy when\tWho\tCost\nOpen it\t1\tSep 16\tJK\t£5\n"Two\nlines"\t2\tnever\t\t'
    response = client.post(GRID, sent(client.get(GRID), step="paste", paste=table))
    assert response.status_code == 422
    assert "Columns not used: Cost." in text_of(response)
    assert "Row 2, by when: “never” is not a due date" in text_of(response)
    data = sent(response, change={"r1-by_when": "Oct 16"})
    assert data["paste"] == ""
    response = client.post(GRID, data)
    response = client.post(GRID, sent(response))
    assert response.status_code == 302
    first, second = deliverables(cast.council)
    assert (first.number, first.title, first.source_text["lead"]) == ("1", "Open it", "JK")
    assert (second.title, second.detail) == ("Two", ["lines"])


def test_after_pasting_one_press_saves(cast, strand):
    client = cast.client()
    pasted = client.post(GRID, sent(client.get(GRID), step="paste", paste="1\tOpen it\tSep 16\tJK\t\tThrive"))
    assert "Saving also adds" in text_of(pasted)
    assert client.post(GRID, sent(pasted)).status_code == 302
    assert len(deliverables(cast.council)) == 1


def test_merged_outcome_cells_are_filled_when_asked(cast, strand):
    client = cast.client()
    table = "1\tOne\t\t\t\tThrive\n2\tTwo\t\t\t\t"
    pasted = client.post(GRID, sent(client.get(GRID), step="paste", paste=table, fill_down="yes"))
    client.post(GRID, sent(pasted))
    assert [each.outcome.title for each in deliverables(cast.council)] == ["Thrive", "Thrive"]


def test_too_many_columns_stay_in_the_box(cast, strand):
    client = cast.client()
    table = "1\tOne\tSep 16\tJK\tHP\tThrive\tWhat is this"
    response = client.post(GRID, sent(client.get(GRID), step="paste", paste=table))
    assert response.status_code == 422
    assert "The rows have 7 columns, and the grid has 6" in text_of(response)
    assert sent(response)["paste"] == table


# Rows that are there


def test_only_changed_cells_are_written(cast, strand, a1):
    with council_context(cast.council.id):
        DeliverableFactory(strand=strand, position=2, title="Untouched")
        seq = Change.objects.latest("seq").seq
    response = save(cast.client(), change={"r0-title": "Open the new centre"})
    assert response.status_code == 302
    with council_context(cast.council.id):
        [change] = Change.objects.after(seq)
        assert (change.verb, change.before) == (
            "deliverable.changed",
            {"title": "Open the centre", "version": 1},
        )
        a1.refresh_from_db()
    assert a1.source_text["by_when"] == "Sep 16"


def test_saving_nothing_writes_nothing(cast, strand, a1):
    with council_context(cast.council.id):
        seq = Change.objects.latest("seq").seq
    assert save(cast.client()).status_code == 302
    with council_context(cast.council.id):
        assert not Change.objects.after(seq).exists()


def test_a_date_that_stood_needs_a_reason(cast, strand, a1):
    client = cast.client()
    response = client.post(GRID, sent(client.get(GRID), change={"r0-by_when": "i) Oct 16 ii) Dec 16"}))
    assert response.status_code == 422
    assert "Enter the reason for the new date" in text_of(response)
    assert client.post(GRID, sent(response, reason="The builders are late.")).status_code == 302
    with council_context(cast.council.id):
        points = list(DuePoint.objects.values_list("label", "due_on", "original_due_on", "source_text"))
        assert points == [
            ("i)", date(2016, 10, 31), date(2016, 9, 30), "Sep 16"),
            ("ii)", date(2016, 12, 31), date(2016, 12, 31), "ii) Dec 16"),
        ]
        moved = Change.objects.filter(verb="dates.moved", table="deliverables_duepoint", op="update").get()
        assert moved.reason == "The builders are late."
    page = text_of(client.get(a1.get_absolute_url()))
    assert "Sep 2016 to Oct 2016" in page
    assert "The builders are late." in page


def test_a_first_date_needs_none(cast, strand):
    with council_context(cast.council.id):
        undated = DeliverableFactory(strand=strand, position=1)
    client = cast.client()
    assert save(client, change={"r0-by_when": "30 Sep 2016"}).status_code == 302
    with council_context(cast.council.id):
        point = DuePoint.objects.get(deliverable=undated)
        assert (point.due_on, point.precision) == (date(2016, 9, 30), "day")
        assert Change.objects.filter(table="deliverables_duepoint").latest("seq").verb == "dates.set"
    assert "First date: 30 September 2016" in text_of(client.get(undated.get_absolute_url()))


def test_a_part_that_is_done_keeps_its_date(cast, strand, a1):
    with council_context(cast.council.id):
        DuePoint.objects.update(done_on=date(2016, 7, 1))
    response = save(cast.client(), change={"r0-by_when": "Oct 16"}, reason="Late.")
    assert response.status_code == 422
    assert "Sep 2016 is done, so it keeps its date" in text_of(response)


def test_people_who_stay_keep_their_rows(cast, strand, a1):
    with council_context(cast.council.id):
        before = {each.person.initials: each.pk for each in Assignment.objects.select_related("person")}
    assert save(cast.client(), change={"r0-lead": "NS; LT"}).status_code == 302
    with council_context(cast.council.id):
        now = [
            (each.role, each.person.initials, each.pk) for each in Assignment.objects.select_related("person")
        ]
    assert now[0] == ("lead", "NS", before["NS"])
    assert now[1][:2] == ("joint", "LT")
    assert now[2] == ("reporting", "HP", before["HP"])


def test_both_values_are_shown_where_someone_else_was_quicker(cast, strand, a1):
    client = cast.client()
    page = client.get(GRID)
    with council_context(cast.council.id):
        Deliverable.objects.update(title="Open another centre", number="7", version=2)
    response = client.post(GRID, sent(page, change={"r0-title": "Open my centre"}))
    assert response.status_code == 409
    assert "Saved: Open another centre You typed: Open my centre" in text_of(response)
    again = sent(response)
    assert (again["r0-title"], again["r0-number"]) == ("Open my centre", "7")
    assert client.post(GRID, again).status_code == 302
    with council_context(cast.council.id):
        a1.refresh_from_db()
    assert (a1.title, a1.number, a1.version) == ("Open my centre", "7", 3)


def test_other_peoples_changes_elsewhere_are_kept(cast, strand, a1):
    client = cast.client()
    page = client.get(GRID)
    with council_context(cast.council.id):
        Deliverable.objects.update(number="7", version=2)
    assert client.post(GRID, sent(page, change={"r0-title": "Open my centre"})).status_code == 302
    with council_context(cast.council.id):
        a1.refresh_from_db()
    assert (a1.title, a1.number) == ("Open my centre", "7")


def test_a_row_that_has_gone_is_not_saved_over(cast, strand, a1):
    client = cast.client()
    page = client.get(GRID)
    with council_context(cast.council.id):
        Deliverable.objects.update(dropped_on=date(2016, 7, 8))
    response = client.post(GRID, sent(page, change={"r0-title": "Open my centre"}))
    assert response.status_code == 422
    assert "Someone has dropped or moved this row" in text_of(response)
    assert sent(response)["r0-title"] == "Open my centre"


# The same number twice


def test_a_number_that_occurs_twice_is_shown_and_saved(cast, strand, a1):
    with council_context(cast.council.id):
        Deliverable.objects.update(number="1")
        section_b = strand.strategy.strands.get(code="B")
        DeliverableFactory(strand=section_b, position=1, number="1", title="Elsewhere")
        DeliverableFactory(strand=strand, position=2, number="", title="No number")
    client = cast.client()
    page = client.get(GRID)
    assert page.context["form"].repeats == []
    typed = [row("Open a school", number="A1."), row("Nor this", number="")]
    told = text_of(client.post(GRID, sent(page, step="more", new=typed)))
    assert "Number 1 occurs twice in section A: row 1 “Open the centre” and row 3 “Open a school”." in told
    assert "Also row 3" in told and "Also row 1" in told
    saved = client.post(GRID, sent(page, new=typed))
    assert saved.status_code == 302
    banner = text_of(client.get(saved.url))
    assert (
        "2 milestones added. Number 1 occurs twice in section A: “Open the centre” and “Open a school”."
        in banner
    )
    assert len(client.get(GRID).context["form"].repeats) == 1
    again = client.post(GRID, sent(client.get(GRID), change={"r0-title": "Open our centre"}))
    assert "occurs twice" not in text_of(client.get(again.url))


def test_numbers_on_other_pages_of_the_grid_count(cast, strand, monkeypatch):
    monkeypatch.setattr(sys.modules["deliverables.views.grid"], "PER_PAGE", 1)
    with council_context(cast.council.id):
        DeliverableFactory(strand=strand, position=1, number="11.", title="First")
        DeliverableFactory(strand=strand, position=2, number="11", title="Second")
    told = text_of(cast.client().get(GRID))
    assert "Number 11. occurs twice in section A: row 1 “First” and “Second”." in told
    assert "Also “Second”" in told


def test_the_same_number_in_two_strands_of_one_grid_is_no_repeat(cast, strand):
    url = GRID.partition("?")[0]
    client = cast.client()
    typed = [
        row("In A", number="1", strand="A"),
        row("In B", number="1", strand="B"),
        row("None", number="1"),
    ]
    response = client.post(url, sent(client.get(url), new=typed))
    assert response.status_code == 422
    assert response.context["form"].repeats == []
    response = client.post(url, sent(response, change={"r2-strand": "b"}))
    assert response.status_code == 302
    assert "Number 1 occurs twice in section B: “In B” and “None”." in text_of(client.get(response.url))


# Undo, log, numbers


def test_undo_takes_back_rows_people_and_outcomes(cast, strand, a1):
    client = cast.client()
    with council_context(cast.council.id):
        before = [list(model.objects.values()) for model in (Person, Outcome, DuePoint, Assignment)]
    save(
        client,
        new=[row("New", lead="XY/JK", by_when="Oct 16", outcome="Thrive")],
        change={"r0-lead": "ZZ", "r0-by_when": "Dec 16", "r0-title": "Changed", "r0-outcome": "Thrive"},
        reason="A new plan.",
    )
    assert len(deliverables(cast.council)) == 2
    with council_context(cast.council.id):
        act = Change.objects.latest("seq").request_id
    response = client.post("/northport/undo/", {"act": act, "next": GRID}, follow=True)
    assert "Undone: 2 milestones restored" in text_of(response)
    [kept] = deliverables(cast.council)
    assert (kept.title, kept.outcome, kept.version) == ("Open the centre", None, 3)
    with council_context(cast.council.id):
        assert [list(model.objects.values()) for model in (Person, Outcome, DuePoint, Assignment)] == before


def test_the_changes_page_says_what_was_done(cast, strand, a1):
    client = cast.client()
    save(
        client, new=[row("New", lead="XY"), row("Newer")], change={"r0-by_when": "Dec 16"}, reason="Builders."
    )
    text = text_of(client.get("/northport/changes/?view=log"))
    assert "added ANew" not in text
    assert "added New and 1 more to the plan" in text
    assert "added XY, to be identified" in text
    assert "moved the due date of A1 Open the centre" in text


def test_the_page_reads_the_same_for_any_number_of_rows(cast, strand, a1, django_assert_num_queries):
    with council_context(cast.council.id):
        for position in range(2, 20):
            more = DeliverableFactory(strand=strand, position=position)
            DuePointFactory(deliverable=more)
            AssignmentFactory(deliverable=more, person=PersonFactory())
    client = cast.client()
    with django_assert_num_queries(FRAME + 11):
        client.get(GRID)


def test_a_hundred_rows_need_few_statements(cast, strand):
    client = cast.client()
    people = ["JK", "NS", "HP", "LT"]
    typed = [
        row(f"Milestone {n}", number=str(n), by_when="Sep 16", lead=people[n % 4], outcome=f"Outcome {n % 5}")
        for n in range(100)
    ]
    page = client.get(GRID)
    for _ in range(9):
        page = client.post(GRID, sent(page, step="more"))
    told = client.post(GRID, sent(page, new=typed))
    data = sent(told)
    with CaptureQueriesContext(connection) as queries:
        assert client.post(GRID, data).status_code == 302
    assert len(deliverables(cast.council)) == 100
    assert len(queries) <= 60


# As published

FOLDER = Path(settings.BASE_DIR) / "fixtures/cambridgeshire"


def printed_rows():
    """Section 3 as its fixture prints it: a cell for each column of the grid."""
    with (FOLDER / "outcomes.csv").open(newline="") as file:
        outcomes = {each["position"]: each["title"] for each in csv.DictReader(file) if each["strand"] == "3"}
    with (FOLDER / "deliverables.csv").open(newline="") as file:
        for each in csv.DictReader(file):
            if each["strand"] == "3":
                details = filter(None, each["detail"].split(" | "))
                yield {name: each[name] for name in ("number", "by_when", "lead", "reporting")} | {
                    "title": "\n".join((each["title"], *details)),
                    "outcome": outcomes[each["outcome"]],
                }


def printed_outcomes():
    """Section 3's outcomes as the form takes them: a title, and a line for each measure of impact."""
    measures = defaultdict(list)
    with (FOLDER / "measures.csv").open(newline="") as file:
        for each in csv.DictReader(file):
            measures[each["strand"], each["outcome"]].append(each["title"])
    with (FOLDER / "outcomes.csv").open(newline="") as file:
        for each in csv.DictReader(file):
            if each["strand"] == "3":
                lines = "\n".join(measures["3", each["position"]])
                yield {"title": each["title"], "measures": lines} | (
                    {"is_query": "on"} if each["is_query"] == "yes" else {}
                )


def shown_by_the_api(council, code):
    """What the API shows of a strand, its outcomes with their measures, and its deliverables.

    Without ids: a deliverable's outcome is its title and place. What print did to the text of outcomes and measures
    (`source_text`) is only in what was loaded.
    """
    client = key_client(council, *ALL_SCOPES)
    [strand] = [each for each in results(client, council, "strands") if each["code"] == code]
    outcomes = [
        each for each in results(client, council, "outcomes?limit=200") if each["strand"] == strand["id"]
    ]
    titles = {each["id"]: (each["title"], each["position"]) for each in outcomes}
    return {
        "strand": strand | {"id": "", "strategy": ""},
        "outcomes": [each | {"id": "", "strand": "", "source_text": ""} for each in outcomes],
        "deliverables": [
            each | {"id": "", "strategy": "", "strand": "", "outcome": titles[each["outcome"]]}
            for each in results(client, council, f"deliverables?strand={code}")
        ],
    }


def type_section_3(client, plan):
    """Type the four sections, then section 3 with its outcomes, their measures and its milestones."""
    sections = "1 Whole System\n2 Universal Provision\n3 Targeted Provision\n4 Specialist Provision"
    assert client.post(f"{plan}lists/strands/", {"pasted": sections}).status_code == 302
    page = f"{plan}strands/3/lists/outcomes/"
    outcomes = {
        f"new-{number}-{name}": cell
        for number, cells in enumerate(printed_outcomes())
        for name, cell in {"seen": "", **cells}.items()
    }
    assert client.post(page, outcomes).status_code == 302
    url = f"{plan}grid/?strand=3"
    assert save(client, url=url, new=list(printed_rows())).status_code == 302


def test_a_section_typed_here_comes_out_as_the_loaded_one(published_plans):
    from councils.models import Council

    cast = make_cast()
    with council_context(cast.council.id):
        PeriodFactory(label="2016-17-Q1")
        StrategyFactory(slug="plan", deliverable_noun="Milestone", strand_noun="Section")
    type_section_3(cast.client(), "/northport/strategies/plan/")
    loaded = shown_by_the_api(Council.objects.get(slug="cambridgeshire"), "3")
    typed = shown_by_the_api(cast.council, "3")
    assert (len(typed["deliverables"]), len(typed["outcomes"])) == (9, 5)
    assert sum(len(each["measures"]) for each in typed["outcomes"]) == 22
    assert typed["strand"] == loaded["strand"]
    assert typed["outcomes"] == loaded["outcomes"]
    assert typed["deliverables"] == loaded["deliverables"]
