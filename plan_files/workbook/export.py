"""A plan as a workbook, read in a known number of queries."""

from __future__ import annotations

from collections.abc import Iterable

from deliverables.models import Deliverable
from indicators.models import Indicator
from indicators.small_numbers import NOTHING, Hidden
from strategies.models import KeyOutcome, Outcome, Strand, Strategy

from .board_rows import board_rows
from .book import FIRST_ROW, Book, Row
from .figure_rows import indicator_rows, reading_rows, target_rows
from .list_rows import list_rows
from .naming import PeopleNames
from .people_rows import people_rows
from .plan_rows import deliverable_rows, due_point_row, key_outcome_row, outcome_row, strand_row, strategy_row
from .room_rows import Known, room_rows
from .row_cells import Cells


def book_of(
    strategy: Strategy | None, *, hidden: Hidden = NOTHING, leave_out: bool = False, rooms: bool = True
) -> Book:
    """The plan, and the council's people and boards (43 queries). Without a plan, only people and boards.

    `hidden` readings look as they do outside the council, or with `leave_out` are not in it. Without `rooms`, it has
    only what boards approve (27 queries).
    """
    people = people_rows()
    names = PeopleNames.of(_rows(people))
    if strategy is None:
        strands, outcomes, deliverables, indicators = [], [], [], []
    else:
        strands = list(Strand.objects.filter(strategy=strategy))
        outcomes = list(
            Outcome.objects.filter(strand__strategy=strategy)
            .select_related("strand")
            .prefetch_related("measures")
            .order_by("strand__position", "strand_id", "position", "id")
        )
        rows = Deliverable.objects.filter(strategy=strategy).with_parts()
        deliverables = list(rows.order_by("strand__position", "strand_id", "position", "id"))
        indicators = list(
            Indicator.objects.filter(strategy=strategy)
            .select_related("key_outcome", "owner_person", "owner_post", "replaced_by")
            .with_parents()
            .order_by("set", "position", "id")
        )
    key_outcomes = list(
        KeyOutcome.objects.filter(strategy=strategy)
        .prefetch_related("improvements")
        .order_by("position", "id")
        if strategy
        else ()
    )
    sheets: dict[str, Iterable[Cells]] = {
        "Strategy": [strategy_row(strategy)] if strategy else [],
        "Strands": map(strand_row, strands),
        "Outcomes": [*map(key_outcome_row, key_outcomes), *map(outcome_row, outcomes)],
        "Deliverables": deliverable_rows(deliverables, outcomes, names),
        "Due points": [
            due_point_row(each, point) for each in deliverables for point in each.due_points.all()
        ],
        "People": people,
        "Indicators": indicator_rows(indicators, key_outcomes, names),
        "Targets": target_rows(indicators),
        "Readings": reading_rows(indicators, hidden, leave_out),
        "Boards": board_rows(strategy),
        **list_rows(strategy, names),
    }
    if rooms:
        sheets |= room_rows(strategy, Known(strands, deliverables, indicators), names)
    return Book({name: _rows(cells) for name, cells in sheets.items()})


def _rows(cells: Iterable[Cells]) -> list[Row]:
    return [Row(each, number) for number, each in enumerate(cells, FIRST_ROW)]
