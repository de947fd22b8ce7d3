"""What must hold for a row of each sheet: each problem with the key of its column."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping

from core.periods import Period, Precision, due_day, words_for_date
from councils.models import Organisation
from indicators.models import Indicator

from .book import Row
from .cell_checks import no_strand, one_person, unknown_codes, unknown_ids
from .cells import CellProblem, day_of, items_of
from .comparing import RowChange
from .list_checks import LIST_CHECKS
from .naming import folded
from .room_checks import ROOM_CHECKS
from .sheets import KEY_OUTCOME, ORGANISATION, POST, STRAND_OUTCOME
from .whole_plan import Plan

MOST_DECIMALS, MOST_DIGITS = 4, 10


def _strategy(plan: Plan, change: RowChange) -> Iterator[tuple[str, str]]:
    row = change.row
    for first, last in (("starts_on", "ends_on"), ("delivery_starts_on", "delivery_ends_on")):
        first_day = day_of(row[first])
        if first_day and row[last] and row[last] < row[first]:
            yield last, f"This is before {words_for_date(first_day)}. The end comes after the start"
    for key in ("strand_noun", "deliverable_noun"):
        if key in change.keys and not row[key].strip():
            yield key, "Enter one word, such as Section or Milestone"


def _nothing(plan: Plan, change: RowChange) -> Iterator[tuple[str, str]]:
    yield from ()


def _outcome(plan: Plan, change: RowChange) -> Iterator[tuple[str, str]]:
    row = change.row
    if row["kind"] == STRAND_OUTCOME and row["strand"] not in plan.codes:
        yield "strand", no_strand(row["strand"])
    if row["kind"] == KEY_OUTCOME:
        if row["strand"]:
            yield "strand", "A key outcome is of the whole plan. Empty this cell"
        for line in items_of(row["lines"]):
            if "|" not in line:
                yield "lines", f"Write a number, | and the statement: 1.1 | {line[:60]}"


def _deliverable(plan: Plan, change: RowChange) -> Iterator[tuple[str, str]]:
    row, keys = change.row, change.keys
    if row["strand"] and row["strand"] not in plan.codes:
        yield "strand", no_strand(row["strand"])
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
        yield from one_person(plan, "holder", row["holder"], posts=False)
    if "email" in keys and row["email"] and "@" not in row["email"]:
        yield "email", "Enter an email address like name@example.org"


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
        yield from one_person(plan, "owner", row["owner"], posts=True)
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
        yield from unknown_codes(plan, "strands", row["strands"])
    if "deliverables" in change.keys:
        yield from unknown_ids(plan, "Deliverables", "deliverables", row["deliverables"])


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
    **LIST_CHECKS,
    **ROOM_CHECKS,
}
