"""What a save of a workbook works with: the plan and the file, the changes of each sheet, and the rows as stored."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from core.refusals import ChangeRefused
from councils.actors import Actor
from councils.permissions import Permission
from strategies.models import Strategy

from ...workbook.book import Problem
from ...workbook.comparing import RowChange, SheetChanges
from ...workbook.sheets import SHEETS
from ...workbook.whole_plan import Plan

PERMISSIONS: Mapping[str, Permission] = {
    "People": Permission.PEOPLE_CHANGE,
    "Targets": Permission.INDICATORS_RECORD,
    "Readings": Permission.INDICATORS_RECORD,
    "Boards": Permission.BOARDS_CHANGE,
    "Evidence": Permission.PROGRESS_RECORD,
}
"""What changes on a sheet need, besides the permission to change the plan."""


class WorkbookRefused(Exception):
    """The workbook cannot be saved. Nothing has been changed. Each problem has its place."""

    def __init__(self, problems: Sequence[Problem]) -> None:
        self.problems = tuple(problems)
        super().__init__("; ".join(map(str, problems)))


@dataclass
class Save:
    """A save on its way: the plan, what changes, and by the ids of the file the rows that are stored now."""

    plan: Plan
    changes: Mapping[str, SheetChanges]
    by: Actor
    today: date
    now: datetime
    reason: str = ""
    strategy: Strategy | None = None
    objects: dict[str, Any] = field(default_factory=dict)
    """Stored rows of all sheets by their id in the file."""

    def rows(self, sheet: str) -> tuple[RowChange, ...]:
        found = self.changes.get(sheet)
        return found.changes if found else ()

    def any(self, sheet: str) -> bool:
        found = self.changes.get(sheet)
        return found.any if found else False

    def moved(self, sheet: str) -> bool:
        found = self.changes.get(sheet)
        return found.moved if found else False

    @contextmanager
    def placed(self, sheet: str, rows: Sequence[int] = ()) -> Iterator[None]:
        """Say where a refusal belongs. `rows` are the rows of the file that an action numbers from 0."""
        try:
            yield
        except ChangeRefused as refused:
            raise WorkbookRefused(
                [_problem(sheet, rows, name, sentence) for name, sentence in refused.problems.items()]
            ) from None


def _problem(sheet: str, rows: Sequence[int], name: str, sentence: str) -> Problem:
    number, _, column = name.partition(".") if "." in name else ("", "", name)
    row = rows[int(number)] if number.isdigit() and int(number) < len(rows) else 0
    if not row and len(rows) == 1:
        row = rows[0]
    return Problem(sheet, row, "" if column == "" else _title(sheet, column), sentence)


def _title(sheet: str, key: str) -> str:
    columns = next(each.columns for each in SHEETS if each.name == sheet)
    return next((each.title for each in columns if each.key == key), "")


def needed(changes: Collection[SheetChanges]) -> set[Permission]:
    """Permissions that these changes need."""
    return {Permission.PLAN_CHANGE} | {
        PERMISSIONS[each.sheet.name] for each in changes if each.any and each.sheet.name in PERMISSIONS
    }


def stored_value(word: str, choices: Sequence[tuple[Any, Any]]) -> str:
    """What is stored for the word of a choice, "" for an empty cell."""
    return next((str(value) for value, label in choices if str(label) == word), "")


def columns_of(change: RowChange, keys: Sequence[str]) -> list[str]:
    """Those of these columns that a save writes: all that the file has for a new row, else those that change."""
    if change.is_new:
        return [key for key in keys if key in change.row.cells]
    return [key for key in keys if key in change.keys]
