"""What must hold for a row of the sheets of lists: each problem with the key of its column."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping

from strategies.models import Approval

from .cells import CellProblem
from .comparing import RowChange
from .naming import folded
from .whole_plan import Plan

Problems = Iterator[tuple[str, str]]
BOARD, ORGANISATION, POST, PERSON, STAGE = (
    str(each.label)
    for each in (
        Approval.Kind.BOARD,
        Approval.Kind.ORGANISATION,
        Approval.Kind.POST,
        Approval.Kind.PERSON,
        Approval.Kind.STAGE,
    )
)


def _cover(plan: Plan, change: RowChange) -> Problems:
    row = change.row
    if bool(row["board"]) == bool(row["person"]):
        yield "person", "Enter a board or a person, not both"
    if row["board"] and folded(row["board"]) not in plan.boards:
        yield "board", f"“{row['board']}” is not a board on the sheet Boards"
    yield from _one(plan, "person", row["person"], post=False)
    yield from _one(plan, "post", row["post"], post=True)
    if row["post"] and not row["person"]:
        yield "post", "Only a person has a post. Empty this cell"


def _one(plan: Plan, key: str, cell: str, *, post: bool) -> Problems:
    if not cell:
        return
    try:
        found = plan.people.one(cell)
    except CellProblem as problem:
        yield key, str(problem)
        return
    if found is None or not found.id or (found.id in plan.people.posts) != post:
        what = "post" if post else "person"
        yield key, f"“{cell}” is not a {what} on the sheet People"


def _approval(plan: Plan, change: RowChange) -> Problems:
    row = change.row
    if row["version"] and row["version"] not in plan.versions:
        yield "version", f"The sheet Versions has no “{row['version']}”"
    named = row["named"]
    if not named:
        return
    if row["kind"] == STAGE:
        yield "named", "A stage is nobody. Empty this cell"
    elif row["kind"] == BOARD and folded(named) not in plan.boards:
        yield "named", f"“{named}” is not a board on the sheet Boards"
    elif row["kind"] == ORGANISATION and named not in plan.people.organisations:
        yield "named", f"“{named}” is not an organisation on the sheet People"
    elif row["kind"] in (POST, PERSON):
        yield from _one(plan, "named", named, post=row["kind"] == POST)


def _priority(plan: Plan, change: RowChange) -> Problems:
    code = change.row["strand"]
    if code and code not in plan.codes:
        yield "strand", f"The sheet Strands has no code {code}"


def _framework(plan: Plan, change: RowChange) -> Problems:
    if not change.row["questions"]:
        yield "questions", "This is empty. Enter a question"


def _nothing(plan: Plan, change: RowChange) -> Problems:
    yield from ()


LIST_CHECKS: Mapping[str, Callable[[Plan, RowChange], Problems]] = {
    "Cover": _cover,
    "Versions": _nothing,
    "Approvals": _approval,
    "Priorities": _priority,
    "References": _nothing,
    "Framework": _framework,
    "Success": _nothing,
}
