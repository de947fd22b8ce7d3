"""Import the boards of a published plan, with reporting lines and seats."""

from __future__ import annotations

from pathlib import Path

from councils.importers import Directory, Entry, made, read_toml

from .models import Board, BoardLink, Seat


def read_boards(folder: Path) -> list[Entry]:
    """Read `boards.toml`: the boards in order, with their parents, seats and what they oversee."""
    return read_toml(folder / "boards.toml").entries("boards")


def load_boards(printed: list[Entry], directory: Directory) -> dict[str, Board]:
    """Add the boards that the council does not have yet, with seats and links. Return all boards by slug."""
    slugs = [entry["slug"] for entry in printed]
    existing = {board.slug: board for board in Board.objects.filter(slug__in=slugs)}
    new = [entry for entry in printed if entry["slug"] not in existing]
    added = Board.objects.bulk_create(
        made(
            Board,
            entry,
            slug=entry["slug"],
            name=entry["name"],
            aliases=entry.texts("aliases", optional=True),
            kind=entry["kind"],
            position=slugs.index(entry["slug"]) + 1,
        )
        for entry in new
    )
    boards = existing | {board.slug: board for board in added}
    BoardLink.objects.bulk_create(
        made(
            BoardLink,
            parent,
            child=boards[entry["slug"]],
            parent=parent.known("slug", boards),
            to_confirm=parent.get("to_confirm", False),
            note=parent.get("note", ""),
        )
        for entry in new
        for parent in entry.entries("parents", optional=True)
    )
    Seat.objects.bulk_create(
        made(
            Seat,
            seat,
            board=boards[entry["slug"]],
            role=seat["role"],
            state=seat["state"],
            holder=directory.people.get(seat.get("person", "")),
            hint=seat.get("hint", ""),
            position=position,
        )
        for entry in new
        for position, seat in enumerate(entry.entries("seats", optional=True), 1)
    )
    return boards
