"""People, boards and meetings of the fictional council."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from boards.models import Board, BoardLink, Meeting, Seat
from councils.models import Organisation, Person
from strategies.models import Oversight, Strand, Strategy

from .clock import Clock


def add_people(names: dict[str, str]) -> dict[str, Person]:
    partnership = Organisation.objects.create(name="Northmere SEND Partnership (fictional)")
    return {
        initials: Person.objects.create(
            initials=initials, name=name, organisation=partnership, state=Person.State.IDENTIFIED
        )
        for initials, name in names.items()
    }


def add_boards(
    entries: list[dict[str, Any]], strategy: Strategy, strands: dict[str, Strand], people: dict[str, Person]
) -> None:
    boards: dict[str, Board] = {}
    for position, entry in enumerate(entries, start=1):
        board = boards[entry["slug"]] = Board.objects.create(
            slug=entry["slug"],
            name=entry["name"],
            kind=entry["kind"],
            quorum=entry.get("quorum"),
            position=position,
        )
        if entry.get("parent"):
            BoardLink.objects.create(child=board, parent=boards[entry["parent"]])
        if entry.get("oversees_all"):
            Oversight.objects.create(board=board, strategy=strategy)
        for code in entry.get("oversees", []):
            Oversight.objects.create(board=board, strategy=strategy, strand=strands[code])
        for seat, (role, initials) in enumerate(entry.get("seats", []), start=1):
            Seat.objects.create(
                board=board,
                role=role,
                holder=people.get(initials),
                state=Seat.State.NAMED if initials else Seat.State.VACANT,
                position=seat,
            )


def add_meetings(clock: Clock) -> None:
    """Create meetings of the main board, four weeks after the end of each quarter, when its pack is ready."""
    board = Board.objects.get(slug="send-partnership-board")
    Meeting.objects.bulk_create(
        Meeting(board=board, held_on=quarter.ends_on + timedelta(weeks=4), place="Civic Hall (fictional)")
        for quarter in clock.quarters
    )
