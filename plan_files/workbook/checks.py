"""Check the rows of a workbook that are new or changed, before anything is saved: each problem with its place."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Any

from boards.models import Board
from councils.models import Person
from deliverables.models import Deliverable, DeliverableLink, DuePoint
from evidence.models import Evidence, InspectionArea
from indicators.models import Indicator, Reading, Target
from money.models import BudgetLine
from risks.models import SCORED, Risk
from strategies.models import (
    Approval,
    CoverRole,
    FrameworkCell,
    Outcome,
    Priority,
    Reference,
    Strand,
    Strategy,
    SuccessMatrixCell,
    Version,
)

from .book import Problem, Row, Sheet
from .cells import items_of
from .comparing import RowChange, SheetChanges
from .naming import folded
from .sheet_checks import SHEET_CHECKS
from .sheets import ORGANISATION, POST
from .whole_plan import Plan

MODELS: Mapping[str, Any] = {
    "Strategy": Strategy,
    "Strands": Strand,
    "Outcomes": Outcome,
    "Deliverables": Deliverable,
    "Due points": DuePoint,
    "People": Person,
    "Indicators": Indicator,
    "Targets": Target,
    "Readings": Reading,
    "Boards": Board,
    "Cover": CoverRole,
    "Versions": Version,
    "Approvals": Approval,
    "Priorities": Priority,
    "References": Reference,
    "Framework": FrameworkCell,
    "Success": SuccessMatrixCell,
    "Links": DeliverableLink,
    "Risks": Risk,
    "Money": BudgetLine,
    "Areas": InspectionArea,
    "Evidence": Evidence,
}
"""What the rows of each sheet are stored as. Cells may be as long as its columns."""

NEEDED: Mapping[str, tuple[str, ...]] = {
    "Strategy": ("title", "kind"),
    "Strands": ("code", "title"),
    "Outcomes": ("kind", "title"),
    "Deliverables": ("strand", "title"),
    "Due points": ("deliverable", "due_on"),
    "People": ("row_kind",),
    "Indicators": ("set", "kind", "unit"),
    "Targets": ("indicator", "period"),
    "Readings": ("indicator", "period"),
    "Boards": ("name", "kind"),
    "Cover": ("role",),
    "Versions": ("label",),
    "Approvals": ("version", "kind", "approver", "approved_on"),
    "Priorities": ("strand", "code", "title"),
    "References": ("kind", "text"),
    "Framework": ("kind",),
    "Success": ("theme", "question"),
    "Links": ("deliverable", "kind", "other"),
    "Risks": ("title", *SCORED[:4]),
    "Money": ("name", "financial_year"),
    "Areas": ("kind", "text"),
    "Evidence": ("title", "of_on"),
}

STAYS: Mapping[str, tuple[str, ...]] = {
    "Outcomes": ("kind", "strand"),
    "Due points": ("deliverable", "source_text", "original_due_on", "done_on"),
    "People": ("row_kind",),
    "Indicators": ("set",),
    "Targets": ("indicator", "period"),
    "Readings": ("indicator", "period", "derived"),
    "Approvals": ("version",),
    "Priorities": ("strand",),
    "References": ("kind",),
    "Links": ("deliverable", "kind", "other"),
    "Evidence": ("file",),
}
"""Columns that only count for new rows, or that other pages change."""

WHY_IT_STAYS = {
    "original_due_on": "The original date never changes",
    "done_on": "Record an update to mark it as done, or to take that back",
    "source_text": "What was printed stays as it is",
    "derived": "The formula on the sheet Indicators decides this",
    "file": "A file stays as it is",
}


def check(plan: Plan, changes: Iterable[SheetChanges]) -> list[Problem]:
    """Problems of all rows that are new or changed, in the order of the file."""
    return [problem for each in changes for problem in _check_sheet(plan, each)]


def _check_sheet(plan: Plan, changes: SheetChanges) -> Iterator[Problem]:
    sheet = changes.sheet
    if sheet.name == "Strategy" and len(plan.file["Strategy"]) > 1:
        said = "The workbook is for one plan. Delete this row"
        yield Problem(sheet.name, plan.file["Strategy"][1].number, "", said)
    yield from _repeated(sheet, plan)
    for change in changes.changes:
        for key, sentence in _row_problems(plan, sheet, change):
            yield Problem(sheet.name, change.row.number, sheet.column(key).title if key else "", sentence)


def _repeated(sheet: Sheet, plan: Plan) -> Iterator[Problem]:
    """Rows that would be the same thing twice: codes of strands, initials, names of organisations and boards."""
    once: dict[str, Callable[[Row], tuple[str, ...]]] = {
        "Strands": lambda row: (row["code"],),
        "People": lambda row: (_organisation(row), _initials(row), _post(row)),
        "Boards": lambda row: (folded(row["name"]),),
        "Versions": lambda row: (row["label"],),
        "Priorities": lambda row: (row["strand"], row["code"]),
        "Success": lambda row: (row["theme"], row["question"]),
        "Targets": lambda row: (row["indicator"], row["period"]),
        "Readings": lambda row: (row["indicator"], row["period"]),
        "Links": lambda row: (row["deliverable"], row["kind"], row["other"]),
    }
    if sheet.name not in once or sheet.name not in plan.file:
        return
    seen: dict[tuple[str, ...], Row] = {}
    in_file = {row.id for row in plan.file[sheet.name]}
    for row in plan.rows[sheet.name]:
        name = once[sheet.name](row)
        if not any(name):
            continue
        other = seen.setdefault(name, row)
        if other is not row and (row.id in in_file or other.id in in_file):
            where = f"Row {other.number}" if other.id in in_file else "Another row of the plan"
            number = row.number if row.id in in_file else other.number
            said = f"{where} is the same: {' '.join(filter(None, name))}. Each may be there once"
            yield Problem(sheet.name, number, "", said)


def _organisation(row: Row) -> str:
    return row["name"] if row["row_kind"] == ORGANISATION else ""


def _initials(row: Row) -> str:
    return "" if row["row_kind"] in (ORGANISATION, POST) else row["initials"]


def _post(row: Row) -> str:
    return row["name"] if row["row_kind"] == POST else ""


def _row_problems(plan: Plan, sheet: Sheet, change: RowChange) -> Iterator[tuple[str, str]]:
    row = change.row
    for key in NEEDED[sheet.name]:
        if not row[key] and (change.is_new or key in change.keys):
            column = sheet.column(key)
            words = f"one of: {', '.join(column.words)}" if column.words else "it"
            yield key, f"This is empty. Enter {words}"
    for each in change.cells:
        key = each.column.key
        if not change.is_new and key in STAYS.get(sheet.name, ()):
            why = WHY_IT_STAYS.get(key, "This row stays where it is")
            yield key, f"{why}. Put back “{each.old}”" if each.old else f"{why}. Empty this cell"
        yield from _length_problems(sheet, key, each.new)
    whole = Row({**(change.stored.cells if change.stored else {}), **row.cells}, row.number)
    yield from SHEET_CHECKS[sheet.name](plan, RowChange(whole, change.stored, change.cells))


def _length_problems(sheet: Sheet, key: str, cell: str) -> Iterator[tuple[str, str]]:
    model = MODELS[sheet.name]
    fields = {each.name: each for each in model._meta.local_fields}
    column = sheet.column(key)
    longest = getattr(fields.get(key), "max_length", None)
    if longest and not column.words and len(cell.strip()) > longest:
        yield key, f"This has {len(cell.strip()):,} characters. Write {longest:,} or fewer"
    base = getattr(fields.get(key), "base_field", None)
    if base is not None and (most := base.max_length) and any(len(each) > most for each in items_of(cell)):
        yield key, f"Each line must have {most:,} characters or fewer"


def needs_reason(changes: Sequence[SheetChanges]) -> bool:
    """Whether a date that stood moves, or something changes its place in the plan. The log keeps the reason."""
    for each in changes:
        if each.sheet.name == "Due points" and any("due_on" in one.keys for one in each.changed):
            return True
        if each.sheet.name == "Deliverables" and (
            each.moved or any("strand" in one.keys for one in each.changed)
        ):
            return True
    return False
