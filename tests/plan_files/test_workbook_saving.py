"""A workbook into an empty council: the plan that leaves there is the same."""

import pytest
from django.utils import timezone

from councils.actors import Actor
from councils.models import Council
from councils.tenancy import council_context
from plan_files.actions.workbook import WorkbookRefused, save_workbook
from plan_files.workbook.book import Book, Row
from plan_files.workbook.checks import Plan, check
from plan_files.workbook.comparing import compare
from plan_files.workbook.export import book_of
from plan_files.workbook.matching import match
from plan_files.workbook.reading import read_book
from plan_files.workbook.sheets import SHEETS
from plan_files.workbook.xlsx import read_xlsx, write_xlsx
from strategies.models import Strategy

WITHIN = {"Deliverables": "strand", "Due points": "deliverable", "Outcomes": "strand", "Indicators": "set"}


def leave(slug, plan=None):
    council = Council.objects.get(slug=slug)
    with council_context(council.pk):
        strategy = Strategy.objects.first() if plan is None else plan
        return write_xlsx(SHEETS, book_of(strategy), about=["About"], personal=True)


def come(file, council, strategy=None, reason=""):
    raw = read_book(SHEETS, read_xlsx(file))
    assert raw.problems == []
    stored = book_of(strategy)
    book = match(SHEETS, stored, raw.book)
    changes = compare(SHEETS, stored, book, within=WITHIN)
    problems = check(Plan(stored, book), changes)
    assert [str(each) for each in problems] == []
    saved = save_workbook(
        strategy=strategy,
        stored=stored,
        file=book,
        changes=changes,
        reason=reason,
        by=Actor.system(council),
        today=council.today(timezone.now()),
    )
    return saved, changes


def without_ids(book: Book):
    """Rows with ids in the order of the workbook in place of their own."""
    names: dict[str, str] = {}
    for sheet in SHEETS:
        for row in book[sheet.name]:
            names[row.id] = f"{sheet.name} {len(names)}"

    def renamed(cell: str) -> str:
        for key, name in names.items():
            if key in cell:
                cell = cell.replace(key, name)
        return cell

    return {
        sheet.name: [{k: renamed(v) for k, v in row.cells.items()} for row in book[sheet.name]]
        for sheet in SHEETS
    }


@pytest.mark.parametrize("slug", ["portsmouth", "cambridgeshire"])
def test_a_published_plan_into_an_empty_council(published_plans, slug):
    file = leave(slug)
    council = Council.objects.get(slug=slug)
    with council_context(council.pk):
        left = without_ids(book_of(Strategy.objects.first()))
    empty = Council.objects.create(slug="empty", name="Empty", pinned_today=council.pinned_today)
    with council_context(empty.pk):
        saved, _ = come(file, empty)
        again = without_ids(book_of(saved))
        for name in left:
            assert again[name] == left[name], name
        _, changes = come(file, empty, saved)
        assert not any(each.any for each in changes)
