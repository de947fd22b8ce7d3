"""Boards and organisations that the council already has, by the names that a template may use for them."""

from __future__ import annotations

from dataclasses import dataclass

from boards.models import Board
from councils.models import Organisation

from .rules import folded


@dataclass(frozen=True)
class Known:
    """What the council has, by folded name: of a board also its aliases, of an organisation its abbreviation."""

    boards: dict[str, Board]
    organisations: dict[str, Organisation]

    def board(self, name: str) -> Board | None:
        return self.boards.get(folded(name))

    def organisation(self, name: str) -> Organisation | None:
        return self.organisations.get(folded(name))


def known_here() -> Known:
    """Boards and organisations of the council (2 queries). Its own name for a row goes before another row's alias."""
    boards: dict[str, Board] = {}
    organisations: dict[str, Organisation] = {}
    found_boards, found_organisations = (
        list(Board.objects.in_order()),
        list(Organisation.objects.order_by("id")),
    )
    for board in found_boards:
        boards.setdefault(folded(board.name), board)
    for board in found_boards:
        for alias in board.aliases:
            boards.setdefault(folded(alias), board)
    for organisation in found_organisations:
        organisations.setdefault(folded(organisation.name), organisation)
    for organisation in found_organisations:
        if organisation.abbreviation:
            organisations.setdefault(folded(organisation.abbreviation), organisation)
    return Known(boards, organisations)
