"""What must hold for a row of the sheets Links, Risks, Money, Areas and Evidence: each problem with its column."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from evidence.rules import address_problem
from money.models import AMOUNTS
from money.rules import financial_year_typed
from risks.models import SCORED, RiskScale
from risks.rules import Score, score_problem

from .cell_checks import Problems, one_person, unknown_codes, unknown_ids
from .cells import items_of
from .comparing import RowChange
from .naming import folded
from .whole_plan import Plan

MOST_DIGITS, MOST_DECIMALS = 12, 2
LONGEST: Mapping[str, int] = {
    **dict.fromkeys(("cause", "event", "effect", "mitigation", "note", "shows"), 2_000),
    "text": 5_000,
}
"""Characters that the forms of these columns take."""


def _too_long(change: RowChange) -> Problems:
    for each in change.cells:
        most = LONGEST.get(each.column.key)
        if most and len(each.new.strip()) > most:
            yield each.column.key, f"This has {len(each.new.strip()):,} characters. Write {most:,} or fewer"


def _link(plan: Plan, change: RowChange) -> Problems:
    row = change.row
    for key in ("deliverable", "other"):
        if row[key] and row[key] not in plan.ids["Deliverables"]:
            yield key, "No row of the sheet Deliverables has this id"


def _risk(plan: Plan, change: RowChange) -> Problems:
    row, keys = change.row, change.keys
    yield from _too_long(change)
    scale = RiskScale.current()
    most = {key: len(scale.likelihoods if key.endswith("likelihood") else scale.impacts) for key in SCORED}
    wrong = [key for key in SCORED if row[key] and row[key] not in map(str, range(1, most[key] + 1))]
    for key in wrong:
        yield key, f"Enter a whole number from 1 to {most[key]}"
    if not wrong and all(row[key] for key in SCORED[:4]):
        levels = [int(row[key]) if row[key] else None for key in SCORED]
        inherent, current = (Score(int(row[one]), int(row[two])) for one, two in (SCORED[:2], SCORED[2:4]))
        field, problem = score_problem(inherent, current, levels[4], levels[5])
        if problem:
            yield field, problem
    if "owner" in keys and row["owner"]:
        yield from one_person(plan, "owner", row["owner"], posts=True)
    if "deliverables" in keys:
        yield from unknown_ids(plan, "Deliverables", "deliverables", row["deliverables"])


def _line(plan: Plan, change: RowChange) -> Problems:
    row = change.row
    yield from _too_long(change)
    if row["financial_year"] and not financial_year_typed(row["financial_year"]):
        yield "financial_year", "Enter a financial year, such as 2016-17"
    for key in AMOUNTS:
        whole, _, decimals = row[key].partition(".")
        if row[key].startswith("-"):
            yield key, "Enter an amount of 0 or more"
        elif len(decimals) > MOST_DECIMALS or len(whole) > MOST_DIGITS:
            most = f"{MOST_DIGITS} digits before the point and {MOST_DECIMALS} after it"
            yield key, f"An amount may have {most}"
    if row["spent"] and not row["spent_on"]:
        yield "spent_on", "Enter the date to which this was spent"
    if row["spent_on"] and not row["spent"]:
        yield "spent", "Enter the amount spent to this date, or remove the date"
    if "deliverables" in change.keys:
        yield from unknown_ids(plan, "Deliverables", "deliverables", row["deliverables"])


def _area(plan: Plan, change: RowChange) -> Problems:
    row, keys = change.row, change.keys
    yield from _too_long(change)
    for key, named in (
        ("lead", [row["lead"]] if row["lead"] else []),
        ("partners", items_of(row["partners"])),
    ):
        for name in named if key in keys else ():
            if name not in plan.people.organisations:
                yield key, f"“{name}” is not an organisation on the sheet People"
    for name in items_of(row["boards"]) if "boards" in keys else ():
        if folded(name) not in plan.boards:
            yield "boards", f"“{name}” is not a board on the sheet Boards"
    if "strands" in keys:
        yield from unknown_codes(plan, "strands", row["strands"])
    yield from _linked(plan, change, {"deliverables": "Deliverables", "indicators": "Indicators"})


def _evidence(plan: Plan, change: RowChange) -> Problems:
    row = change.row
    yield from _too_long(change)
    if change.stored and change.stored["file"]:
        if row["address"]:
            yield "address", "This evidence is a file, not a page. Empty this cell"
    elif not row["address"]:
        yield "address", "Enter the address of a page. A file is added on the page of the plan’s evidence"
    elif "address" in change.keys and (problem := address_problem(row["address"].strip())):
        yield "address", problem
    sheets = {"deliverables": "Deliverables", "indicators": "Indicators", "areas": "Areas"}
    yield from _linked(plan, change, sheets)


def _linked(plan: Plan, change: RowChange, sheets: Mapping[str, str]) -> Problems:
    for key, sheet in sheets.items():
        if key in change.keys:
            yield from unknown_ids(plan, sheet, key, change.row[key])


ROOM_CHECKS: Mapping[str, Callable[[Plan, RowChange], Problems]] = {
    "Links": _link,
    "Risks": _risk,
    "Money": _line,
    "Areas": _area,
    "Evidence": _evidence,
}
