"""A workbook of each council of the demonstration: back without a change, and into an empty council without a loss."""

import pytest
from django.utils import timezone

from councils.actors import Actor
from councils.models import Council
from councils.tenancy import council_context
from plan_files.actions.workbook import save_workbook
from plan_files.workbook.book import Book
from plan_files.workbook.evidence_files import without_files_elsewhere
from plan_files.workbook.export import book_of
from plan_files.workbook.incoming import incoming
from plan_files.workbook.sheets import SHEETS
from plan_files.workbook.xlsx import read_xlsx, write_xlsx
from strategies.models import Strategy


def leave(strategy):
    return write_xlsx(SHEETS, book_of(strategy), about=["About"], personal=True)


def come(file, council):
    """Import a file, and return the plan."""
    found = incoming(read_xlsx(file), lock=True)
    assert [str(each) for each in found.problems] == []
    return save_workbook(
        strategy=found.strategy,
        stored=found.stored,
        file=found.file,
        changes=found.changes,
        reason="",
        by=Actor.system(council),
        today=council.today(timezone.now()),
        now=timezone.now(),
    )


def without_ids(book: Book):
    """Rows whose ids are their places in the workbook."""
    names: dict[str, str] = {}
    for sheet in SHEETS:
        for row in book[sheet.name]:
            names[row.id] = f"{sheet.name} {len(names)}"

    def renamed(cell: str) -> str:
        lines = (names.get(line, line) for line in cell.split("\n"))
        return "\n".join(lines)

    return {
        sheet.name: [{key: renamed(cell) for key, cell in row.cells.items()} for row in book[sheet.name]]
        for sheet in SHEETS
    }


@pytest.mark.parametrize("slug", ["portsmouth", "cambridgeshire", "northmere"])
def test_a_plan_leaves_and_comes_back(demonstration, slug, django_assert_max_num_queries):
    council = Council.objects.get(slug=slug)
    with council_context(council.pk):
        strategy = Strategy.objects.first()
        with django_assert_max_num_queries(44):
            file = leave(strategy)
        assert file == leave(strategy)
        # A file of evidence does not travel: the plan that takes it has no row of it.
        left = without_ids(without_files_elsewhere(Book(), book_of(strategy))[0])
        found = incoming(read_xlsx(file))
        assert found.strategy == strategy
        assert found.problems == []
        assert not found.any
        assert not any(each.missing for each in found.changes)
    empty = Council.objects.create(slug="empty", name="Empty", pinned_today=council.pinned_today)
    with council_context(empty.pk):
        with django_assert_max_num_queries(960):
            saved = come(file, empty)
        again = without_ids(book_of(saved))
        for name, rows in left.items():
            assert again[name] == rows, name
        second = incoming(read_xlsx(file))
        assert second.strategy == saved
        assert not second.any
