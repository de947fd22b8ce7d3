"""The workbook of a plan: what leaves comes back, cell by cell."""

import pytest

from councils.models import Council
from councils.tenancy import council_context
from plan_files.workbook.comparing import compare
from plan_files.workbook.export import book_of
from plan_files.workbook.reading import read_book
from plan_files.workbook.sheets import SHEETS
from plan_files.workbook.xlsx import read_xlsx, write_xlsx
from strategies.models import Strategy

COUNCILS = ("portsmouth", "cambridgeshire", "northmere")


@pytest.mark.parametrize("slug", COUNCILS)
def test_what_leaves_comes_back_and_changes_nothing(demonstration, slug, django_assert_max_num_queries):
    with council_context(Council.objects.get(slug=slug).pk):
        for strategy in Strategy.objects.all():
            with django_assert_max_num_queries(21):
                book = book_of(strategy)
            file = write_xlsx(SHEETS, book, about=["About"], personal=True)
            assert file == write_xlsx(SHEETS, book_of(strategy), about=["About"], personal=True)
            reading = read_book(SHEETS, read_xlsx(file))
            assert reading.problems == []
            assert reading.unused == []
            for sheet in SHEETS:
                came = [{k: v for k, v in row.cells.items() if v} for row in reading.book[sheet.name]]
                left = [{k: v for k, v in row.cells.items() if v} for row in book[sheet.name]]
                assert came == left
            changes = compare(SHEETS, book, reading.book, within={"Deliverables": "strand"})
            assert not any(each.any or each.missing for each in changes)
