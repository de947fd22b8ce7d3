"""A workbook that comes back: the plan that it is for, what it would change, and what cannot be taken."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from core.periods import words_for_date
from deliverables.models import Deliverable
from strategies.models import Strand, Strategy

from .book import Book, Problem, Row
from .checks import check, needs_reason
from .comparing import SheetChanges, compare
from .evidence_files import without_files_elsewhere
from .export import book_of
from .matching import match
from .naming import folded
from .reading import read_book
from .sheets import SHEETS
from .whole_plan import Plan
from .wording import in_own_words
from .xlsx import RawSheet

WITHIN: Mapping[str, str] = {
    "Outcomes": "strand",
    "Deliverables": "strand",
    "Due points": "deliverable",
    "Indicators": "set",
    "Priorities": "strand",
    "References": "kind",
    "Approvals": "version",
}
"""The column inside which the order of a sheet counts."""


@dataclass(frozen=True)
class Incoming:
    """`strategy` is None for a plan that the council does not have yet. `unused` are parts of the file, in words."""

    strategy: Strategy | None
    stored: Book
    file: Book
    changes: Sequence[SheetChanges]
    problems: Sequence[Problem]
    unused: Sequence[str]

    @property
    def any(self) -> bool:
        return any(each.any for each in self.changes)

    @property
    def needs_reason(self) -> bool:
        return needs_reason(self.changes)

    @property
    def digest(self) -> str:
        """Changes as a short text, to notice that they are no longer those that somebody has seen."""
        told = [
            (
                each.sheet.name,
                each.moved,
                one.row.id,
                [(cell.column.key, cell.old, cell.new) for cell in one.cells],
            )
            for each in self.changes
            for one in each.changes
        ]
        moved = [each.sheet.name for each in self.changes if each.moved]
        return hashlib.sha256(repr((told, moved)).encode()).hexdigest()[:16]


def incoming(raw: Mapping[str, RawSheet], *, lock: bool = False) -> Incoming:
    """Compare a file with the council's plan (51 queries). With `lock`, nobody else changes the plan meanwhile."""
    reading = read_book(SHEETS, raw)
    strategy = _plan_of(reading.book)
    if strategy is not None and lock:
        strategy = Strategy.objects.select_for_update().get(pk=strategy.pk)
    stored = book_of(strategy)
    file, elsewhere = without_files_elsewhere(stored, match(SHEETS, stored, reading.book))
    file = in_own_words(stored, file)
    changes = compare(SHEETS, stored, file, within=WITHIN)
    problems = [*reading.problems]
    if not problems:
        problems += check(Plan(stored, file), changes)
        problems += _dropped(stored, file)
        if strategy is None and not file["Strategy"]:
            problems.append(
                Problem(
                    "Strategy",
                    2,
                    "",
                    "The file does not say which plan it is for. Enter the title of the plan",
                )
            )
    return Incoming(strategy, stored, file, changes, problems, [*reading.unused, *elsewhere])


def _plan_of(file: Book) -> Strategy | None:
    """The plan with the id or the title on the sheet Strategy, else the one whose strands the file has."""
    rows = file["Strategy"]
    plans = list(Strategy.objects.all())
    if rows:
        by_id = {str(plan.public_id): plan for plan in plans}
        by_title = {folded(plan.title): plan for plan in reversed(plans)}
        return by_id.get(rows[0].id) or by_title.get(folded(rows[0]["title"]))
    ids = _uuids(file["Strands"])
    strand = Strand.objects.filter(public_id__in=ids).select_related("strategy").first() if ids else None
    deliverables = _uuids(file["Deliverables"])
    if strand is None and deliverables:
        found = Deliverable.objects.filter(public_id__in=deliverables).select_related("strategy").first()
        return found.strategy if found else _only(plans)
    return strand.strategy if strand else _only(plans)


def _only(plans: Sequence[Strategy]) -> Strategy | None:
    return plans[0] if len(plans) == 1 else None


def _uuids(rows: Sequence[Row]) -> list[UUID]:
    ids = []
    for row in rows:
        try:
            ids.append(UUID(row.id))
        except ValueError:
            continue
    return ids


def _dropped(stored: Book, file: Book) -> list[Problem]:
    """Rows of deliverables that have been dropped since the file was made: they are not added again."""
    known = stored.by_id("Deliverables")
    unknown = [row for row in file["Deliverables"] if row.id not in known]
    rows = Deliverable.with_dropped.filter(public_id__in=_uuids(unknown)).exclude(dropped_on=None)
    dropped = {str(key): day for key, day in rows.values_list("public_id", "dropped_on") if day}
    return [
        Problem(
            "Deliverables",
            row.number,
            "",
            f"This was dropped on {words_for_date(dropped[row.id])}. Delete this row or bring it back first",
        )
        for row in unknown
        if row.id in dropped
    ]
