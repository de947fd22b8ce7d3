"""What a frozen copy holds, and what of it each reader sees."""

import hashlib
from dataclasses import replace

import pytest
from django.utils import timezone

from councils.permissions import Permission
from councils.tenancy import council_context
from plan_files.workbook.export import book_of
from plan_files.workbook.sheets import PLAN_SHEETS
from plan_versions.comparing import VERSION_TABLE
from plan_versions.frozen import taking
from plan_versions.frozen.document import FORMAT, UnknownFormat, read_document, write_document
from plan_versions.frozen.more_sheets import MORE_SHEETS
from plan_versions.frozen.seen_by import seen_by
from plan_versions.frozen.taking import TooBusy, freeze_plan, plan_now
from plan_versions.models import FrozenPlan
from tests.plan_versions.made import make_plan

pytestmark = pytest.mark.django_db


@pytest.fixture
def plan(cast):
    with council_context(cast.council.pk):
        yield make_plan()


def cells(book):
    return {name: [dict(row.cells) for row in rows] for name, rows in book.rows.items()}


def test_the_copy_leaves_out_nothing_that_the_workbook_has(plan, cast):
    document = read_document(write_document(plan_now(plan, cast.council)))
    workbook = cells(book_of(plan, rooms=False).without_personal(PLAN_SHEETS))
    found = cells(document.book)
    assert {name: found[name] for name in workbook} == workbook
    assert [row.number for row in document.book["Deliverables"]] == [2, 3]
    for sheet in PLAN_SHEETS:
        kept = {column.key for column in sheet.columns if not column.personal}
        assert set(document.columns[sheet.name]) == kept
        if sheet.name not in VERSION_TABLE:
            assert found[sheet.name], f"the test plan has nothing on the sheet {sheet.name}"


def test_it_has_no_email_address_and_no_telephone_number(plan, cast):
    content = write_document(plan_now(plan, cast.council))
    for address in ("jo@example.org", "office@example.org"):
        assert address in str(cells(book_of(plan)))
        assert address not in content


def test_it_has_the_lists_that_the_workbook_leaves_out(plan, cast):
    book = plan_now(plan, cast.council).book
    assert [sheet.name for sheet in MORE_SHEETS if sheet.name in book] == [each.name for each in MORE_SHEETS]
    assert book["Priorities"][0]["title"] == "Shared ethos"
    assert [row["person"] or row["board"] for row in book["Cover"]] == ["JK", "SEND Board"]
    assert book["References"][0]["kind"] == "Legislation"


def test_the_same_plan_has_the_same_sha(plan, cast):
    first, second = (freeze_plan(strategy=plan, council=cast.council, now=timezone.now()) for _ in range(2))
    assert first.sha256 == second.sha256 == hashlib.sha256(first.content.encode()).hexdigest()
    plan.strands.filter(code="A").update(title="Earlier help")
    third = freeze_plan(strategy=plan, council=cast.council, now=timezone.now())
    assert third.sha256 != first.sha256
    assert FrozenPlan.objects.get(pk=first.pk).content == first.content


def test_a_plan_that_keeps_changing_is_not_frozen(plan, cast, monkeypatch):
    numbers = iter(range(100))
    monkeypatch.setattr(taking, "_change_seq", lambda: next(numbers))
    with pytest.raises(TooBusy):
        freeze_plan(strategy=plan, council=cast.council, now=timezone.now())
    assert not FrozenPlan.objects.exists()


def test_a_copy_of_a_newer_product_is_not_misread():
    with pytest.raises(UnknownFormat):
        read_document("{}", format=FORMAT + 1)


def test_reading_the_plan_takes_a_fixed_number_of_queries(plan, cast, django_assert_max_num_queries):
    with django_assert_max_num_queries(32):
        plan_now(plan, cast.council)


def without(cast, *permissions):
    officer = cast.actor()
    return replace(officer, permissions=officer.permissions - set(permissions))


def test_who_may_not_see_names_sees_initials(plan, cast):
    document = plan_now(plan, cast.council)
    seen = write_document(seen_by(without(cast, Permission.PEOPLE_NAMES), document))
    for name in ("Jo King", "Ann Doe"):
        assert name in write_document(document)
        assert name not in seen
    deliverable = seen_by(without(cast, Permission.PEOPLE_NAMES), document).book["Deliverables"][0]
    assert deliverable["leads"] == "JK; Person"


@pytest.mark.parametrize(
    ("permission", "sheets"),
    [
        (Permission.INDICATORS_VIEW, {"Indicators", "Targets", "Readings"}),
        (Permission.BOARDS_VIEW, {"Boards"}),
    ],
)
def test_sheets_need_the_permission_of_their_pages(plan, cast, permission, sheets):
    document = plan_now(plan, cast.council)
    seen = seen_by(without(cast, permission), document)
    assert document.book.rows.keys() - seen.book.rows.keys() == sheets


def test_small_numbers_of_that_day_are_hidden_in_files(plan, cast):
    document = plan_now(plan, cast.council)
    small = next(row for row in document.book["Readings"] if row["numerator"] == "2")
    assert small.id in document.hidden
    outside = seen_by(cast.actor(), document, outside=True).book.by_id("Readings")[small.id]
    assert (outside["value"], outside["numerator"], outside["missing_code"]) == ("", "", "c")
    inside = seen_by(cast.actor(), document).book.by_id("Readings")[small.id]
    assert inside["value"] == "50"
