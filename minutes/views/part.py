"""The part of the plan that a board oversees in the quarter in view."""

from __future__ import annotations

from boards.models import Board
from councils.actors import CouncilRequest
from reporting.summaries import Exceptions, exceptions_in
from reporting.summaries.slices import Slice, slice_of
from strategies.selected_quarter import NoQuarters, SelectedQuarter, selected_quarter


def part_of(request: CouncilRequest, board: Board) -> tuple[Slice | None, SelectedQuarter | None]:
    """What the board oversees, with the quarter (2 queries). Nothing before the first quarter."""
    try:
        selected = selected_quarter(None, today=request.today)
    except NoQuarters:
        return None, None
    return slice_of(board, selected.quarter), selected


def exceptions_of(
    request: CouncilRequest, part: Slice | None, selected: SelectedQuarter | None
) -> Exceptions | None:
    """What of it is not on track (at most 11 queries)."""
    if part is None or selected is None:
        return None
    return exceptions_in(part, selected, today=request.today)
