"""The sheets of lists in a workbook: cover, versions, approvals, priorities, references and more, and oversight."""

from datetime import date

import pytest

from boards.models import Board
from councils.models import Person
from councils.tenancy import council_context
from deliverables.models import Deliverable, SingleOversight
from strategies.models import (
    Approval,
    CoverRole,
    FrameworkCell,
    Priority,
    Reference,
    Strand,
    Strategy,
    SuccessMatrixCell,
)
from tests.plan_files.test_workbook_views import added, downloaded, plan, put, uploaded

pytestmark = pytest.mark.django_db

assert plan  # a fixture


@pytest.fixture
def lists(cast, plan):
    """A row in each list of the plan."""
    with council_context(cast.council.pk):
        board, person = Board.objects.get(), Person.objects.get()
        CoverRole.objects.create(strategy=plan, role="lead_board", board=board, position=1)
        version = plan.versions.create(label="Version 1", position=1)
        version.approvals.create(
            kind="board", approver="SEND Board", board=board, approved_on=date(2016, 4, 4), position=1
        )
        Priority.objects.create(strand=Strand.objects.get(code="A"), code="A1", title="Ethos", position=1)
        Reference.objects.create(strategy=plan, kind="law", text="An Act", position=1)
        FrameworkCell.objects.create(strategy=plan, kind="question", questions=["How well?"], position=1)
        SuccessMatrixCell.objects.create(
            strategy=plan, theme="Homes", question="What?", items=["a"], position=1
        )
        SingleOversight.objects.create(board=board, deliverable=Deliverable.objects.get(number="1"))
    return person


def imported(client, book):
    answer = uploaded(client, book)
    page = client.get(answer.url)
    assert not page.context["problems"], page.context["problems"]
    seen = page.context["found"].digest
    return client.post(answer.url, {"step": "import", "seen": seen}, follow=True)


def problems(client, book):
    return [str(each) for each in client.get(uploaded(client, book).url).context["problems"]]


def test_they_go_out_and_back_without_a_change(cast, plan, lists):
    client = cast.client()
    book = downloaded(client)
    assert [cell.value for cell in book["Approvals"][2]][1:5] == [
        "Version 1",
        "Board",
        "SEND Board",
        "SEND Board",
    ]
    assert b"Nothing would change" in client.get(uploaded(client, book).url).content


def test_rows_are_changed_and_added_and_one_undo_takes_them_back(cast, plan, lists):
    client = cast.client()
    book = downloaded(client)
    put(book["Priorities"], 2, "Title", "A shared ethos")
    added(book["Priorities"], Strand="B", Code="B1", Title="Health")
    added(book["Cover"], Role="Lead", Person="JK")
    added(book["Versions"], Version="Version 2")
    added(
        book["Approvals"],
        Version="Version 2",
        Kind="Person",
        **{"Approved by, as printed": "Jo King", "Who that is": "JK", "Approved on": date(2016, 6, 1)},
    )
    added(book["References"], Kind="Initiative", Text="A programme")
    added(book["Framework"], Kind="Outputs", Need="Identifying needs", Questions="How many?\nHow soon?")
    added(book["Success"], Theme="Homes", Question="When?", When="Next year")
    two = book["Deliverables"].cell(3, 1).value
    put(book["Boards"], 2, "Oversees deliverables", two)
    page = imported(client, book)
    assert "Workbook imported" in page.content.decode()
    with council_context(cast.council.pk):
        assert list(Priority.objects.values_list("code", "title")) == [
            ("A1", "A shared ethos"),
            ("B1", "Health"),
        ]
        assert CoverRole.objects.get(role="lead").person == lists
        second = Approval.objects.get(version__label="Version 2")
        assert (second.person, second.board, second.approved_on) == (lists, None, date(2016, 6, 1))
        assert Reference.objects.get(kind="initiative").text == "A programme"
        assert FrameworkCell.objects.get(kind="outputs").questions == ["How many?", "How soon?"]
        assert SuccessMatrixCell.objects.get(question="When?").horizon == "Next year"
        assert SingleOversight.objects.get().deliverable.number == "2"
        assert Strategy.objects.get().versions.count() == 2


@pytest.mark.parametrize(
    ("sheet", "cells", "why"),
    [
        ("Cover", {"Role": "Lead"}, "Enter a board or a person, not both"),
        ("Cover", {"Role": "Lead", "Person": "Nobody Known"}, "“Nobody Known” is not a person"),
        ("Cover", {"Role": "Lead", "Board": "Another board"}, "is not a board on the sheet Boards"),
        ("Approvals", {"Version": "Version 9", "Kind": "Stage"}, "The sheet Versions has no “Version 9”"),
        ("Priorities", {"Strand": "Z", "Code": "Z1", "Title": "New"}, "The sheet Strands has no code Z"),
        ("Priorities", {"Strand": "A", "Code": "A1", "Title": "Again"}, "is the same: A A1"),
        ("References", {"Text": "Without a kind"}, "This is empty. Enter one of: Principle"),
        ("Framework", {"Kind": "Outputs", "Need": "Needs"}, "This is empty. Enter a question"),
        ("Success", {"Theme": "Homes", "Question": "What?"}, "is the same: Homes What?"),
        ("Versions", {"Version": "x" * 61}, "Write 60 or fewer"),
    ],
)
def test_what_cannot_be_taken_is_named_with_its_place(cast, plan, lists, sheet, cells, why):
    client = cast.client()
    book = downloaded(client)
    row = book[sheet].max_row + 1
    for title, value in cells.items():
        put(book[sheet], row, title, value)
    found = problems(client, book)
    assert any(why in each and f"Sheet {sheet}, row {row}" in each for each in found), found


def test_a_board_that_oversees_an_unknown_deliverable_is_refused(cast, plan, lists):
    client = cast.client()
    book = downloaded(client)
    put(book["Boards"], 2, "Oversees deliverables", "nothing of this name")
    assert "No row of the sheet Deliverables has the id" in " ".join(problems(client, book))


def test_a_workbook_from_before_has_none_of_these_sheets_and_changes_none(cast, plan, lists):
    client = cast.client()
    book = downloaded(client)
    for sheet in ("Cover", "Versions", "Approvals", "Priorities", "References", "Framework", "Success"):
        del book[sheet]
    assert b"Nothing would change" in client.get(uploaded(client, book).url).content
