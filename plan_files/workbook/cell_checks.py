"""Checks that several sheets share: each problem with the key of its column."""

from __future__ import annotations

from collections.abc import Iterator

from .cells import CellProblem, items_of
from .whole_plan import Plan

Problems = Iterator[tuple[str, str]]


def no_strand(code: str) -> str:
    return f"The sheet Strands has no code {code}" if code else "This is empty. Enter the code of a strand"


def one_person(plan: Plan, key: str, cell: str, *, posts: bool) -> Problems:
    """Whether a cell names one person of the sheet People, or with `posts` a person or a post."""
    try:
        found = plan.people.one(cell)
    except CellProblem as problem:
        yield key, str(problem)
        return
    if found and (not found.id or (not posts and found.id in plan.people.posts)):
        yield key, f"“{cell}” is not on the sheet People"


def unknown_codes(plan: Plan, key: str, cell: str) -> Problems:
    """Codes of strands, a line each, that the sheet Strands does not have."""
    for code in items_of(cell):
        if code not in plan.codes:
            yield key, no_strand(code)


def unknown_ids(plan: Plan, sheet: str, key: str, cell: str) -> Problems:
    """Ids, a line each, that no row of the sheet has."""
    for each in items_of(cell):
        if each not in plan.ids[sheet]:
            yield key, f"No row of the sheet {sheet} has the id {each}"
