"""Check the rows of a workbook that are new or changed, before anything is saved: each problem with its place."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from boards.models import Board
from core.periods import Period, Precision, due_day, words_for_date
from councils.models import Organisation, Person
from deliverables.models import Deliverable, DuePoint
from indicators.models import Indicator, Reading, Target
from strategies.models import Outcome, Strand, Strategy

from .book import Book, Problem, Row, Sheet
from .cells import CellProblem, day_of, items_of
from .comparing import RowChange, SheetChanges
from .export import BEFORE_NOTE, TO_CONFIRM, board_words, key_outcome_words, outcome_words
from .matching import overlaid
from .naming import PeopleNames, folded, ids_by_words
from .sheets import KEY_OUTCOME, ORGANISATION, POST, SHEETS, STRAND_OUTCOME

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
}
STAYS: Mapping[str, tuple[str, ...]] = {
    "Outcomes": ("kind", "strand"),
    "Due points": ("deliverable", "source_text", "original_due_on", "done_on"),
    "People": ("row_kind",),
    "Indicators": ("set",),
    "Targets": ("indicator", "period"),
    "Readings": ("indicator", "period", "derived"),
}
"""Columns that only count for new rows, or that other pages change."""
WHY_IT_STAYS = {
    "original_due_on": "The original date never changes",
    "done_on": "Record an update to mark it as done, or to take that back",
    "source_text": "What was printed stays as it is",
    "derived": "The formula on the sheet Indicators decides this",
}
MOST_DECIMALS, MOST_DIGITS = 4, 10


@dataclass
class Plan:
    """The plan and the file together, as they will be: what cells can refer to."""

    stored: Book
    file: Book

    def __post_init__(self) -> None:
        self.rows = {sheet.name: overlaid(self.stored[sheet.name], self.file[sheet.name]) for sheet in SHEETS}
        self.people = PeopleNames.of(self.rows["People"])
        self.codes = {row["code"]: row.id for row in self.rows["Strands"]}
        outcomes = [row for row in self.rows["Outcomes"] if row["kind"] == KEY_OUTCOME]
        self.key_outcomes = ids_by_words(
            key_outcome_words((row.id, row["number"], row["title"]) for row in outcomes)
        ) | {folded(row["title"]): row.id for row in outcomes}
        own = [row for row in self.rows["Outcomes"] if row["kind"] == STRAND_OUTCOME]
        words = outcome_words((row.id, row["strand"], row["title"]) for row in own)
        self.outcomes = {(row["strand"], folded(words[row.id])): row.id for row in own}
        self.boards = ids_by_words(board_words((row.id, row["name"]) for row in self.rows["Boards"]))
        self.ids = {name: {row.id for row in rows} for name, rows in self.rows.items()}

    def board(self, line: str) -> str:
        """The id of the board in a line of “Reports to”. Raises CellProblem."""
        name = board_line(line)[0]
        if found := self.boards.get(folded(name)):
            return found
        raise CellProblem(f"“{name}” is not a board on the sheet Boards")


def board_line(line: str) -> tuple[str, bool, str]:
    """Name of a board, whether the line is to confirm, and a note: "SEND Board (to confirm) | From the diagram"."""
    name, _, note = line.partition(BEFORE_NOTE)
    bare = name.strip().removesuffix(TO_CONFIRM.strip()).strip()
    return bare, bare != name.strip(), note.strip()


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
        "Targets": lambda row: (row["indicator"], row["period"]),
        "Readings": lambda row: (row["indicator"], row["period"]),
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


def _strategy(plan: Plan, change: RowChange) -> Iterator[tuple[str, str]]:
    row = change.row
    for first, last in (("starts_on", "ends_on"), ("delivery_starts_on", "delivery_ends_on")):
        if row[first] and row[last] and row[last] < row[first]:
            yield last, f"This is before {words_for_date(_day(row[first]))}. The end comes after the start"
    for key in ("strand_noun", "deliverable_noun"):
        if key in change.keys and not row[key].strip():
            yield key, "Enter one word, such as Section or Milestone"


def _day(cell: str) -> Any:
    return day_of(cell)


def _nothing(plan: Plan, change: RowChange) -> Iterator[tuple[str, str]]:
    yield from ()


def _outcome(plan: Plan, change: RowChange) -> Iterator[tuple[str, str]]:
    row = change.row
    if row["kind"] == STRAND_OUTCOME and row["strand"] not in plan.codes:
        yield "strand", _no_strand(row["strand"])
    if row["kind"] == KEY_OUTCOME:
        if row["strand"]:
            yield "strand", "A key outcome is of the whole plan. Empty this cell"
        for line in items_of(row["lines"]):
            if "|" not in line:
                yield "lines", f"Write a number, | and the statement: 1.1 | {line[:60]}"


def _no_strand(code: str) -> str:
    return f"The sheet Strands has no code {code}" if code else "This is empty. Enter the code of a strand"


def _deliverable(plan: Plan, change: RowChange) -> Iterator[tuple[str, str]]:
    row, keys = change.row, change.keys
    if row["strand"] and row["strand"] not in plan.codes:
        yield "strand", _no_strand(row["strand"])
    for key in ("leads", "alternates", "reporting", "accountable_person"):
        if key in keys:
            yield from _people_problems(plan, key, row[key])
    if keys & {"outcome", "strand"} and row["outcome"] and not plan.outcomes.get(_outcome_key(row)):
        said = f"The sheet Outcomes has no “{row['outcome'][:60]}” in strand {row['strand']}"
        yield "outcome", f"{said}. Add it there, or empty this cell"
    if "accountable" in keys and row["accountable"] and row["accountable"] not in plan.people.organisations:
        yield "accountable", f"“{row['accountable']}” is not an organisation on the sheet People"
    if "printed_more" in keys and row["printed_more"]:
        try:
            readable = isinstance(json.loads(row["printed_more"]), dict)
        except ValueError:
            readable = False
        if not readable:
            yield "printed_more", "This is not as the export wrote it. Put it back, or empty it"


def _outcome_key(row: Row) -> tuple[str, str]:
    return row["strand"], folded(row["outcome"])


def _people_problems(plan: Plan, key: str, cell: str) -> Iterator[tuple[str, str]]:
    try:
        found = plan.people.read(cell) if key != "accountable_person" else [plan.people.one(cell)]
    except CellProblem as problem:
        yield key, str(problem)
        return
    if key == "accountable_person" and (who := found[0]) and (not who.id or who.id in plan.people.posts):
        yield key, f"“{cell}” is not a person on the sheet People"
    if any(each and len(each.qualifier) > 60 for each in found):
        yield key, "What stands in brackets must have 60 characters or fewer"


def _due_point(plan: Plan, change: RowChange) -> Iterator[tuple[str, str]]:
    row = change.row
    if row["deliverable"] and row["deliverable"] not in plan.ids["Deliverables"]:
        yield "deliverable", "No row of the sheet Deliverables has this id"
    day = day_of(row["due_on"])
    if day and change.keys & {"due_on", "precision"}:
        due = {
            Precision.MONTH.word: due_day(day.year, day.month),
            Precision.YEAR.word: due_day(day.year, 12),
        }.get(row["precision"], day)
        if day != due:
            yield (
                "due_on",
                f"With the precision {row['precision']}, write its last day: {words_for_date(due)}",
            )


def _person(plan: Plan, change: RowChange) -> Iterator[tuple[str, str]]:
    row, keys = change.row, change.keys
    if row["row_kind"] == ORGANISATION:
        if not row["name"]:
            yield "name", "Enter the organisation’s name"
        if len(row["initials"]) > (Organisation._meta.get_field("abbreviation").max_length or 0):
            yield "initials", "An abbreviation must have 20 characters or fewer"
    elif row["row_kind"] == POST and not row["name"]:
        yield "name", "Enter the title of the post"
    elif not row["name"] and not row["initials"]:
        yield "name", "Enter a name, or initials"
    if (
        "organisation" in keys
        and row["organisation"]
        and row["organisation"] not in plan.people.organisations
    ):
        yield "organisation", f"The sheet People has no organisation called “{row['organisation']}”"
    if "holder" in keys and row["holder"]:
        yield from _one_person(plan, "holder", row["holder"], posts=False)
    if "email" in keys and row["email"] and "@" not in row["email"]:
        yield "email", "Enter an email address like name@example.org"


def _one_person(plan: Plan, key: str, cell: str, *, posts: bool) -> Iterator[tuple[str, str]]:
    try:
        found = plan.people.one(cell)
    except CellProblem as problem:
        yield key, str(problem)
        return
    if found and (not found.id or (not posts and found.id in plan.people.posts)):
        yield key, f"“{cell}” is not on the sheet People"


def _indicator(plan: Plan, change: RowChange) -> Iterator[tuple[str, str]]:
    row, keys = change.row, change.keys
    if not row["label"] and not row["title"]:
        yield "title", "Enter a title, or a label if the plan prints no title"
    is_main = row["set"] == Indicator.Set.MAIN.label
    if is_main and folded(row["key_outcome"]) not in plan.key_outcomes:
        what = f"“{row['key_outcome']}” is not a key outcome" if row["key_outcome"] else "This is empty"
        yield "key_outcome", f"{what}. A row of the main table names the number or title of a key outcome"
    if not is_main and row["key_outcome"]:
        yield "key_outcome", "Only rows of the main table have a key outcome. Empty this cell"
    for key in ("parent", "replaced_by"):
        if key in keys and row[key] and row[key] not in plan.ids["Indicators"]:
            yield key, "No row of this sheet has this id"
    if "formula_rows" in keys:
        for each in items_of(row["formula_rows"]):
            if each not in plan.ids["Indicators"]:
                yield "formula_rows", f"No row of this sheet has the id {each}"
    if "owner" in keys and row["owner"]:
        yield from _one_person(plan, "owner", row["owner"], posts=True)
    if "decimals" in keys and row["decimals"] not in ("", "0", "1", "2", "3", "4"):
        yield "decimals", f"Enter a whole number from 0 to {MOST_DECIMALS}"


def _value(plan: Plan, change: RowChange) -> Iterator[tuple[str, str]]:
    row = change.row
    if row["indicator"] and row["indicator"] not in plan.ids["Indicators"]:
        yield "indicator", "No row of the sheet Indicators has this id"
    if row["period"]:
        try:
            Period.parse(row["period"])
        except ValueError as error:
            yield "period", str(error)
    for each in change.cells:
        whole, _, decimals = each.new.lstrip("-").partition(".")
        if each.column.kind.value == "number" and (len(whole) > MOST_DIGITS or len(decimals) > MOST_DECIMALS):
            most = f"{MOST_DIGITS} digits before the point and {MOST_DECIMALS} after it"
            yield each.column.key, f"A number may have {most}"


def _board(plan: Plan, change: RowChange) -> Iterator[tuple[str, str]]:
    row = change.row
    if "parents" in change.keys:
        for line in items_of(row["parents"]):
            try:
                plan.board(line)
            except CellProblem as problem:
                yield "parents", str(problem)
    if "strands" in change.keys:
        for code in items_of(row["strands"]):
            if code not in plan.codes:
                yield "strands", _no_strand(code)


SHEET_CHECKS: Mapping[str, Callable[[Plan, RowChange], Iterator[tuple[str, str]]]] = {
    "Strategy": _strategy,
    "Strands": _nothing,
    "Outcomes": _outcome,
    "Deliverables": _deliverable,
    "Due points": _due_point,
    "People": _person,
    "Indicators": _indicator,
    "Targets": _value,
    "Readings": _value,
    "Boards": _board,
}


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
